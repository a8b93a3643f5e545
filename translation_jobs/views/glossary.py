"""The lists of terms and of persons: search, filters, export, and the way to an import."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_filters import AllValuesFilter, MultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from cms.bilingual.languages import ENGLISH
from translation_jobs.exchange.records import CHINESE_LABEL, ENGLISH_LABEL, write_records
from translation_jobs.exchange.tables import write_csv
from translation_jobs.exchange.workbooks import write_workbook
from translation_jobs.models import ImportSubject, Term, TermStatus
from translation_jobs.permissions import can_import
from translation_jobs.pipeline.glossary_plan import SUBJECTS

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class TermFilterSet(WagtailFilterSet):
    status = MultipleChoiceFilter(choices=TermStatus.choices)
    kind = AllValuesFilter()

    class Meta:
        model = Term
        fields = ["status", "kind"]


class RegisterIndexView(generic.IndexView):
    """A list whose export can be imported again; what is exported is what the list shows, with all its fields."""

    subject: ImportSubject
    results_template_name = "translation_jobs/register_results.html"
    # Wagtail's own export is not used, but only a list that names fields shows its buttons.
    list_export = ["chinese", "english"]

    def as_spreadsheet(self, queryset: Iterable[Any], spreadsheet_format: str) -> HttpResponse:
        subject = SUBJECTS[self.subject]
        language = ENGLISH_LABEL if get_language() == ENGLISH else CHINESE_LABEL
        values = ((row.pk, {name: getattr(row, name) for name in subject.fields}) for row in queryset)
        rows = write_records(values, subject.columns, language)
        is_csv = spreadsheet_format == self.FORMAT_CSV
        name = f"{self.subject}-{date.today().isoformat()}.{spreadsheet_format}"
        return HttpResponse(
            write_csv(rows) if is_csv else write_workbook(rows),
            content_type="text/csv; charset=utf-8" if is_csv else WORKBOOK,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @cached_property
    def import_url(self) -> str:
        """Where a file can be chosen; "" for whoever may not."""
        return reverse(import_url_name(self.subject)) if can_import(self.request.user, self.subject) else ""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = list(super().header_more_buttons)
        if self.import_url:
            buttons.append(Button(_("Import a file"), url=self.import_url, icon_name="upload", priority=80))
        return buttons

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [*super().columns, DateColumn("updated_at", label=_("Last changed"), sort_key="updated_at")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"import_url": self.import_url}


class TermIndexView(RegisterIndexView):
    subject = ImportSubject.TERMS


class PersonIndexView(RegisterIndexView):
    subject = ImportSubject.PERSONS


def import_url_name(subject: ImportSubject, view: str = "import") -> str:
    """The name of an address of a subject's viewset."""
    return f"{'glossary' if subject == ImportSubject.TERMS else 'persons'}:{view}"
