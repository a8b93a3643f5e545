"""Importing a file into the glossary or the register of persons: choose, preview, confirm; and undo the last one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from translation_jobs.exchange.tables import LARGEST_FILE, MOST_ROWS, TableError
from translation_jobs.forms import ImportFileForm
from translation_jobs.models import GlossaryImport, ImportState, ImportSubject
from translation_jobs.permissions import can_import
from translation_jobs.pipeline import glossary_import
from translation_jobs.pipeline.glossary_plan import SUBJECTS
from translation_jobs.views.glossary import import_url_name

ROWS_PER_PAGE = 50
# A file with more wrong rows has something wrong as a whole.
PROBLEMS_SHOWN = 100


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value of a row before and after, as a person reads them; `before` is None in a new row."""

    label: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class RowChange:
    line: int
    names: str
    is_new: bool
    notice: str
    fields: list[FieldChange]


class ImportView(WagtailAdminTemplateMixin, TemplateView):
    """What the steps share; `subject` is given by the viewset.

    An import that is not there for the user, or is done already (a second click), leads back to the first step.
    """

    subject: ImportSubject = ImportSubject.TERMS
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not can_import(request.user, self.subject):
            raise PermissionDenied
        try:
            return super().dispatch(request, *args, **kwargs)
        except (GlossaryImport.DoesNotExist, glossary_import.ImportConflictError) as error:
            reason = _("This import is done already, or its preview is too old. Choose the file again.")
            messages.error(request, reason if isinstance(error, GlossaryImport.DoesNotExist) else str(error))
            return HttpResponseRedirect(self.url("import"))

    def get_page_title(self) -> str:
        return _("Import a file")

    def get_page_subtitle(self) -> str:
        return str(capfirst(SUBJECTS[self.subject].model._meta.verbose_name_plural or ""))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.url("index"), "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def url(self, view: str, *args: Any) -> str:
        return reverse(import_url_name(self.subject, view), args=args)


class ChooseFileView(ImportView):
    """Takes a file and says what it may hold; below, the last imports."""

    template_name = "translation_jobs/import_choose.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        history = GlossaryImport.objects.applied().filter(subject=self.subject).select_related("created_by")
        return {
            "form": ImportFileForm(),
            "columns": [(column.name, column.labels) for column in SUBJECTS[self.subject].columns],
            "megabytes": f"{LARGEST_FILE / 1_000_000:g}",
            "most_rows": MOST_ROWS,
            "history": history.defer("changes", "problems")[:10],
            "last": glossary_import.last_import(self.subject),
            "index_url": self.url("index"),
            "undo_url_name": import_url_name(self.subject, "undo_import"),
        } | super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = ImportFileForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            try:
                found = glossary_import.preview(self.subject, file.read(), file.name, request.user)
            except TableError as error:
                form.add_error("file", _message(error))
            else:
                return HttpResponseRedirect(self.url("preview_import", found.pk))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class PreviewView(ImportView):
    """What the file would change, row by row; only whoever chose the file sees it, and may confirm it."""

    template_name = "translation_jobs/import_preview.html"

    @cached_property
    def batch(self) -> GlossaryImport:
        mine = GlossaryImport.objects.previewed_by(self.request.user)
        return mine.get(pk=self.kwargs["pk"], subject=self.subject)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.batch
        page = Paginator(batch.changes, ROWS_PER_PAGE).get_page(self.request.GET.get("p"))
        added = sum(change["before"] is None for change in batch.changes)
        return super().get_context_data(**kwargs) | {
            "batch": batch,
            "added": added,
            "changed": len(batch.changes) - added,
            "problems": batch.problems[:PROBLEMS_SHOWN],
            "more_problems": max(0, len(batch.problems) - PROBLEMS_SHOWN),
            "rows": list(row_changes(self.subject, page.object_list)),
            "page_obj": page,
            "elided_page_range": page.paginator.get_elided_page_range(page.number),
            "choose_url": self.url("import"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        left = glossary_import.confirm(self.batch)
        _say(request, _("The file was imported."), left)
        return HttpResponseRedirect(self.url("index"))


class UndoView(ImportView):
    """Asks, and takes back what the last import wrote."""

    template_name = "translation_jobs/import_undo.html"

    def get_page_title(self) -> str:
        return _("Undo an import")

    @cached_property
    def batch(self) -> GlossaryImport:
        return GlossaryImport.objects.get(pk=self.kwargs["pk"], subject=self.subject, state=ImportState.APPLIED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        added = sum(change["before"] is None for change in self.batch.changes)
        return super().get_context_data(**kwargs) | {
            "batch": self.batch,
            "added": added,
            "changed": len(self.batch.changes) - added,
            "choose_url": self.url("import"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        left = glossary_import.undo(self.batch)
        _say(request, _("The import was undone."), left)
        return HttpResponseRedirect(self.url("import"))


def row_changes(subject: ImportSubject, changes: Any) -> Iterator[RowChange]:
    """Changes as `GlossaryImport` keeps them, as a person reads them."""
    model = SUBJECTS[subject].model
    labels = {name: str(capfirst(str(model._meta.get_field(name).verbose_name))) for name in SUBJECTS[subject].fields}  # type: ignore[union-attr]
    for change in changes:
        before, after = change["before"], change["after"]
        yield RowChange(
            line=change["line"],
            names=f"{after['chinese']} = {after['english']}",
            is_new=before is None,
            notice=change.get("notice", ""),
            fields=[
                FieldChange(
                    label,
                    None if before is None else _shown(model, name, before[name]),
                    _shown(model, name, after[name]),
                )
                for name, label in labels.items()
                if (after[name] if before is None else before[name] != after[name])
            ],
        )


def _shown(model: Any, name: str, value: Any) -> str:
    choices = dict(model._meta.get_field(name).flatchoices)
    return str(choices.get(value, value or ""))


def _message(error: TableError) -> str:
    message = _(error.message) % error.params if error.params else _(error.message)
    return _("Line %(line)s: %(message)s") % {"line": error.line, "message": message} if error.line else message


def _say(request: HttpRequest, done: str, left: list[dict[str, Any]]) -> None:
    """Says what was done; of the rows that were left, how many, and the first few with the reason."""
    if not left:
        messages.success(request, done)
        return
    count = ngettext("%(count)d row was left as it is:", "%(count)d rows were left as they are:", len(left))
    reasons = [str(problem["message"]) for problem in left[:5]]
    messages.warning(request, " ".join([done, count % {"count": len(left)}, *reasons, "…" if len(left) > 5 else ""]))
