"""The report of what the translation memory saves."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.bilingual.pages import BilingualPage
from translation_jobs.models import Leverage, TranslationJob
from translation_jobs.pipeline.leverage_report import LeverageRow, leverage_rows, price_of, totals_of


def _months() -> list[tuple[str, str]]:
    """The months with drafts, the newest first: ("2026-11", "2026-11")."""
    return [(month := f"{start:%Y-%m}", month) for start in Leverage.objects.datetimes("at", "month", order="DESC")]


def _providers() -> list[tuple[str, str]]:
    names = Leverage.objects.order_by("provider").exclude(provider="").values_list("provider", flat=True).distinct()
    return [(name, name) for name in names]


def _page_types() -> list[tuple[str, str]]:
    labels = {
        model._meta.model_name: str(capfirst(model._meta.verbose_name))
        for model in apps.get_models()
        if issubclass(model, BilingualPage)
    }
    names = Leverage.objects.order_by("page_type").exclude(page_type="").values_list("page_type", flat=True).distinct()
    return [(name, labels.get(name, name)) for name in names]


class LeverageFilterSet(WagtailFilterSet):
    month = ChoiceFilter(label=gettext_lazy("Month"), choices=_months, method="in_month")
    provider = ChoiceFilter(label=gettext_lazy("Provider"), choices=_providers)
    page_type = ChoiceFilter(label=gettext_lazy("Page type"), choices=_page_types)

    class Meta:
        model = Leverage
        fields = ["provider", "page_type"]

    def in_month(self, queryset: Any, name: str, value: str) -> Any:
        year, month = value.split("-")
        return queryset.filter(at__year=int(year), at__month=int(month))


class LeverageReportView(ReportView):
    """Drafts by month and by what they were made from, and how much no provider was asked for."""

    page_title = gettext_lazy("Savings of the translation memory")
    header_icon = "history"
    index_url_name = "translation_jobs:leverage"
    index_results_url_name = "translation_jobs:leverage_results"
    permission_policy = ModelPermissionPolicy(TranslationJob)
    any_permission_required = ["translate", "approve"]
    results_template_name = "translation_jobs/leverage_results.html"
    filterset_class = LeverageFilterSet
    export_headings = {
        "month": gettext_lazy("Month"),
        "kind_label": gettext_lazy("Draft from"),
        "provider": gettext_lazy("Provider"),
        "segments": gettext_lazy("Sentences"),
        "characters": gettext_lazy("Characters"),
        "share": gettext_lazy("Share of all characters"),
    }

    def get_filename(self) -> str:
        return "translation-memory-savings"

    @cached_property
    def money_heading(self) -> str:
        """Of the column of estimates; "" where no price is set."""
        if price_of(0) is None:
            return ""
        return _("Saved, estimated (%(currency)s)") % {"currency": settings.TRANSLATION_CURRENCY}

    @cached_property
    def list_export(self) -> list[str]:
        return [*self.export_headings, *(["money_saved"] if self.money_heading else [])]

    def get_queryset(self) -> Any:
        return Leverage.objects.all()

    def get_filtered_queryset(self) -> list[LeverageRow]:
        return leverage_rows(self.filter_queryset(self.get_queryset()))

    def get_heading(self, queryset: Any, field: str) -> str:
        return self.money_heading if field == "money_saved" else str(self.export_headings[field])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        totals = totals_of(self.object_list)
        return context | {
            "totals": totals,
            "share_saved": f"{totals.share_saved or 0:.1%}",
            "currency": settings.TRANSLATION_CURRENCY,
        }

    @cached_property
    def columns(self) -> list[BaseColumn]:
        headings = self.export_headings
        columns = [
            Column("month", label=headings["month"], accessor=lambda row: f"{row.month:%Y-%m}", width="10%"),
            Column("kind_label", label=headings["kind_label"]),
            Column("provider", label=headings["provider"]),
            NumberColumn("segments", label=headings["segments"]),
            NumberColumn("characters", label=headings["characters"]),
            Column("share", label=headings["share"], accessor=lambda row: f"{row.share:.1%}"),
        ]
        if self.money_heading:
            columns.append(Column("money_saved", label=self.money_heading, accessor=_money))
        return columns


def _money(row: LeverageRow) -> str:
    return "–" if row.money_saved is None else f"{row.money_saved:,}"
