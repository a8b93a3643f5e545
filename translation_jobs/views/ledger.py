"""The ledger in the admin: what was spent by whom, and how much of the budgets is left."""

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Count, Q, QuerySet, Sum
from django.template.defaultfilters import date as format_date
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from translation_jobs.models import LedgerEntry
from translation_jobs.models.budgets import provider_choices
from translation_jobs.models.ledger import this_month
from translation_jobs.pipeline.budget_warnings import budget_statuses


def _months() -> list[tuple[str, str]]:
    """The months in which anything was spent, the latest first."""
    months = LedgerEntry.objects.order_by("-month").values_list("month", flat=True).distinct()
    return [(f"{month:%Y-%m-%d}", format_date(month, "Y-m")) for month in months]


def _departments(request: Any) -> QuerySet[Page]:
    return Page.objects.filter(pk__in=LedgerEntry.objects.order_by().values("department_id").distinct())


def _people(request: Any) -> QuerySet[Any]:
    return get_user_model().objects.filter(pk__in=LedgerEntry.objects.order_by().values("person_id").distinct())


class LedgerFilterSet(WagtailFilterSet):
    month = ChoiceFilter(label=gettext_lazy("Month"), choices=_months)
    provider = ChoiceFilter(label=gettext_lazy("Provider"), choices=provider_choices)
    department = ModelChoiceFilter(label=gettext_lazy("Charged to"), queryset=_departments)
    person = ModelChoiceFilter(label=gettext_lazy("Requested by"), queryset=_people)

    class Meta:
        model = LedgerEntry
        fields = ["month", "provider", "department", "person"]


class LedgerReportView(ReportView):
    """All entries, the newest first, with sums of what is shown and a bar for each budget."""

    model = LedgerEntry
    page_title = gettext_lazy("Translation ledger")
    header_icon = "clipboard-list"
    index_url_name = "translation_ledger:index"
    index_results_url_name = "translation_ledger:results"
    permission_policy = ModelPermissionPolicy(LedgerEntry)
    any_permission_required = ["view"]
    filterset_class = LedgerFilterSet
    results_template_name = "translation_jobs/ledger_results.html"
    export_headings = {
        "at": gettext_lazy("Time"),
        "kind": gettext_lazy("Kind"),
        "is_uncertain": gettext_lazy("Uncertain"),
        "provider": gettext_lazy("Provider"),
        "department_id": gettext_lazy("Charged to (page id)"),
        "page_id": gettext_lazy("Page (id)"),
        "job_id": gettext_lazy("Job (id)"),
        "person_name": gettext_lazy("Requested by"),
        "source_language": gettext_lazy("From"),
        "target_language": gettext_lazy("To"),
        "characters": gettext_lazy("Characters"),
        "money": gettext_lazy("Money"),
        "currency": gettext_lazy("Currency"),
        "balance_characters": gettext_lazy("Effect on the balance, characters"),
        "balance_money": gettext_lazy("Effect on the balance, money"),
        "month": gettext_lazy("Month"),
        "request": gettext_lazy("Call"),
    }
    list_export = list(export_headings)

    def get_filename(self) -> str:
        return "translation-ledger"

    def get_queryset(self) -> QuerySet[LedgerEntry]:
        entries: QuerySet[LedgerEntry] = LedgerEntry.objects.select_related("page", "department", "job")
        return entries

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.export_headings[field])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "sums": sums_of(self.object_list),
            "statuses": budget_statuses(),
            "month": this_month(),
            "currency": settings.TRANSLATION_CURRENCY,
            "may_add_budget": self.request.user.has_perm("translation_jobs.add_budget"),
        }

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            DateColumn("at", label=_("Time")),
            Column("kind", label=_("Kind"), accessor=_kind),
            Column("provider", label=_("Provider")),
            Column("page", label=_("Page"), accessor=_page),
            Column("department", label=_("Charged to"), accessor=_department),
            Column("person_name", label=_("Requested by"), accessor=lambda entry: entry.person_name or "–"),
            Column("characters", label=_("Characters"), accessor=lambda entry: intcomma(entry.characters)),
            Column("money", label=_("Money"), accessor=lambda entry: money_format(entry.money, entry.currency)),
        ]


class LowBudgetsPanel(Component):
    """On the admin's first page: the budgets of which little is left this month; nothing if there are none."""

    name = "low_translation_budgets"
    order = 50
    template_name = "translation_jobs/low_budgets_panel.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "statuses": [status for status in budget_statuses() if status.is_low],
            "currency": settings.TRANSLATION_CURRENCY,
        }


def sums_of(entries: QuerySet[LedgerEntry]) -> list[dict[str, Any]]:
    """For each currency: calls, characters and money that count, and how much of them is only reserved as yet."""
    open_ones = LedgerEntry.objects.open_reservations().values("request")
    is_open = Q(request__in=open_ones)
    sums: Any = entries.order_by("currency").values("currency")
    sums = sums.annotate(
        calls=Count("request", distinct=True),
        used=Sum("balance_characters"),
        cost=Sum("balance_money"),
        reserved=Sum("balance_characters", filter=is_open),
        uncertain=Sum("characters", filter=Q(is_uncertain=True)),
    )
    return [row | {"cost": money_format(row["cost"], row["currency"])} for row in sums]


def money_format(money: Decimal, currency: str) -> str:
    """With two decimal places, and with more if there are more: a call costs fractions of a cent."""
    places = max(2, -int(money.normalize().as_tuple().exponent))
    return f"{number_format(money, decimal_pos=places)} {currency}"


def _kind(entry: LedgerEntry) -> str:
    kind = str(entry.get_kind_display())
    return _("%(kind)s, uncertain") % {"kind": kind} if entry.is_uncertain else kind


def _page(entry: LedgerEntry) -> str:
    return str(entry.page.draft_title) if entry.page else _("deleted (%(id)d)") % {"id": entry.page_id}


def _department(entry: LedgerEntry) -> str:
    if entry.department_id is None:
        return "–"
    department = entry.department
    return str(department.draft_title) if department else _("deleted (%(id)d)") % {"id": entry.department_id}
