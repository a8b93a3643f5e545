"""The outbound log in the admin: what text went where, when, for whom."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, ModelChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from translation_jobs.models import OutboundCall, ReleaseLevel
from translation_jobs.models.budgets import provider_choices
from translation_jobs.models.jobs import PROBLEMS
from translation_jobs.models.outbound import ANSWERED


def _people(request: Any) -> QuerySet[Any]:
    return get_user_model().objects.filter(pk__in=OutboundCall.objects.order_by().values("person_id").distinct())


class DigestField(forms.RegexField):
    """A SHA-256; the text itself must not come here, for addresses end up in the logs of servers."""

    def __init__(self, **kwargs: Any) -> None:
        message = gettext_lazy("That is no SHA-256: 64 digits of 0–9 and a–f.")
        super().__init__(r"^[0-9a-fA-F]{64}$", error_messages={"invalid": message}, **kwargs)


class DigestFilter(CharFilter):
    field_class = DigestField


class OutboundFilterSet(WagtailFilterSet):
    at = DateFromToRangeFilter(label=gettext_lazy("Time"), widget=DateRangePickerWidget)
    provider = ChoiceFilter(label=gettext_lazy("Provider"), choices=provider_choices)
    level = MultipleChoiceFilter(
        label=gettext_lazy("Release level"), choices=ReleaseLevel.choices, widget=CheckboxSelectMultiple
    )
    person = ModelChoiceFilter(label=gettext_lazy("Requested by"), queryset=_people)
    digest = DigestFilter(
        label=gettext_lazy("SHA-256 of a sentence"), method=lambda calls, name, value: calls.holding(value)
    )

    class Meta:
        model = OutboundCall
        fields = ["at", "provider", "level", "person", "digest"]


class OutboundReportView(ReportView):
    """All calls, the newest first."""

    model = OutboundCall
    page_title = gettext_lazy("Texts sent to providers")
    header_icon = "upload"
    index_url_name = "translation_ledger:outbound"
    index_results_url_name = "translation_ledger:outbound_results"
    permission_policy = ModelPermissionPolicy(OutboundCall)
    any_permission_required = ["view"]
    filterset_class = OutboundFilterSet
    results_template_name = "translation_jobs/outbound_results.html"
    export_headings = {
        "at": gettext_lazy("Time"),
        "provider": gettext_lazy("Provider"),
        "host": gettext_lazy("Server"),
        "level": gettext_lazy("Release level"),
        "page_id": gettext_lazy("Page (id)"),
        "job_id": gettext_lazy("Job (id)"),
        "source_language": gettext_lazy("From"),
        "target_language": gettext_lazy("To"),
        "passages": gettext_lazy("Passages"),
        "characters": gettext_lazy("Characters sent"),
        "person_name": gettext_lazy("Requested by"),
        "outcome": gettext_lazy("Outcome"),
        "request": gettext_lazy("Call"),
        "digests": gettext_lazy("SHA-256 of the texts"),
    }
    list_export = list(export_headings)

    def get_filename(self) -> str:
        return "translation-outbound"

    def get_queryset(self) -> QuerySet[OutboundCall]:
        calls: QuerySet[OutboundCall] = OutboundCall.objects.with_outcome().select_related("page")
        return calls

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.export_headings[field])

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            DateColumn("at", label=_("Time")),
            Column("provider", label=_("Provider")),
            Column("host", label=_("Server")),
            Column("level", label=_("Release level"), accessor="get_level_display"),
            Column("page", label=_("Page"), accessor=_page),
            Column("languages", label=_("Languages"), accessor=_languages),
            Column("passages", label=_("Passages")),
            Column("characters", label=_("Characters sent")),
            Column("person_name", label=_("Requested by"), accessor=lambda call: call.person_name or "–"),
            Column("outcome", label=_("Outcome"), accessor=_outcome),
        ]


def _page(call: OutboundCall) -> str:
    return str(call.page.draft_title) if call.page else _("deleted (%(id)d)") % {"id": call.page_id}


def _languages(call: OutboundCall) -> str:
    return f"{call.source_language} → {call.target_language}"


def _outcome(call: Any) -> str:
    if call.outcome is None:
        return _("Not known: the worker did not live to tell, or is still waiting.")
    return _("Answered") if call.outcome == ANSWERED else str(PROBLEMS.get(call.outcome, call.outcome))
