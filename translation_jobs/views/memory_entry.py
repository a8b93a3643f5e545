"""One entry of the memory: its page, another target for it, taking it out of use and back. Nobody may delete it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.history import HistoryView

from translation_jobs.forms import EntryForm, RestoreEntryForm, SeenEntryForm
from translation_jobs.models import MemoryEntry
from translation_jobs.permissions import can_change_memory, can_see_jobs, can_see_memory
from translation_jobs.pipeline import memory_editing
from translation_jobs.pipeline.memory_editing import StaleEntry, WrongPlaceholders, successor_of
from translation_jobs.views.memory_presentation import Hit, hit_of, place_of_use, uses_on_pages

PLACES_SHOWN = 100
WORDINGS_SHOWN = 50


class EntryMixin(WagtailAdminTemplateMixin):
    """A page about one entry, for whoever may see the memory."""

    request: HttpRequest
    kwargs: dict[str, Any]
    header_icon = "history"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_allowed(request.user):
            raise PermissionDenied
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def is_allowed(self, user: Any) -> bool:
        return can_see_memory(user)

    @cached_property
    def entry(self) -> MemoryEntry:
        return get_object_or_404(MemoryEntry.objects.select_related("created_by"), pk=self.kwargs["pk"])

    def url(self, view: str, entry: MemoryEntry | None = None) -> str:
        return reverse(f"memory:{view}", args=[(entry or self.entry).pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items = [*self.breadcrumbs_items, {"url": reverse("memory:index"), "label": _("Translation memory")}]
        if self.get_page_title() == self.title:
            return [*items, {"url": "", "label": self.title}]
        return [*items, {"url": self.url("entry"), "label": self.title}, {"url": "", "label": self.get_page_title()}]

    @property
    def title(self) -> str:
        return Truncator(self.entry.source).chars(40)

    def get_page_title(self) -> str:
        return str(self.page_title) or self.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "hit": hit_of(self.entry, "", [], 0),
            "entry_url": self.url("entry"),
            # Its sentences on pages keep their translation whatever becomes of the entry.
            "is_on_pages": self.entry.uses.filter(segment__retired_at=None).exclude(segment=None).exists(),
        }


class EntryView(EntryMixin, TemplateView):
    """All that is known of an entry, the pages where it stands and the other translations of its sentence."""

    template_name = "translation_jobs/memory_entry.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        wordings = MemoryEntry.objects.of_sentence(self.entry).select_related("created_by").order_by("-pk")
        may_see_pages = can_see_jobs(self.request.user)
        places = [place_of_use(use) for use in self.uses] if may_see_pages else []
        return super().get_context_data(**kwargs) | {
            "may_change": can_change_memory(self.request.user),
            "wordings": wordings_of(list(wordings[:WORDINGS_SHOWN])),
            "places": places[:PLACES_SHOWN],
            "may_see_pages": may_see_pages,
            "more_places": len(places) > PLACES_SHOWN,
        }

    @property
    def uses(self) -> Any:
        return uses_on_pages().filter(entry=self.entry)[: PLACES_SHOWN + 1]


class EntryActView(EntryMixin, TemplateView):
    """Asks with a form and acts; an entry that changed meanwhile is shown as it is now, with what was typed."""

    form_class: type[SeenEntryForm] = SeenEntryForm

    def is_allowed(self, user: Any) -> bool:
        return can_change_memory(user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refusal = self.refusal()
        if refusal:
            messages.warning(request, refusal)
            return HttpResponseRedirect(self.url("entry"))
        return self.render_to_response(self.get_context_data(form=self.new_form()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            return self.act(form.cleaned_data)
        except StaleEntry as stale:
            return self.answer_stale(form, stale.current)

    def refusal(self) -> str:
        """Why there is nothing to ask; "" if there is."""
        raise NotImplementedError

    def act(self, data: dict[str, Any]) -> HttpResponse:
        """Raises StaleEntry."""
        raise NotImplementedError

    def answer_stale(self, form: forms.Form, current: MemoryEntry) -> HttpResponse:
        self.entry = current
        context = self.get_context_data(form=self.new_form(), is_stale=True)
        return self.render_to_response(context, status=409)

    def new_form(self, **initial: Any) -> SeenEntryForm:
        return self.form_class(initial=initial | {"seen": self.entry.changed_at.isoformat()})

    def undo_button(self, entry: MemoryEntry) -> Any:
        return messages.button(self.url("restore", entry), _("Undo"))


class EditEntryView(EntryActView):
    """Another target; the entry with the old one is superseded and kept."""

    template_name = "translation_jobs/memory_edit.html"
    page_title = gettext_lazy("Change the target")
    form_class = EntryForm

    def refusal(self) -> str:
        if not self.entry.superseded_at:
            return ""
        return _("This entry is superseded. Put it back in use before you change it.")

    def new_form(self, **initial: Any) -> SeenEntryForm:
        return super().new_form(**{"target": self.entry.target} | initial)

    def act(self, data: dict[str, Any]) -> HttpResponse:
        old = self.entry
        try:
            new = memory_editing.edit_target(old.pk, data["seen"], data["target"], self.request.user)
        except WrongPlaceholders as error:
            form = EntryForm(self.request.POST)
            form.add_error("target", _wrong_placeholders(error))
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if new.pk == old.pk:
            messages.success(self.request, _("Nothing was changed."))
        else:
            messages.success(
                self.request,
                _("The new target is in use from now on; the old one is superseded and kept."),
                buttons=[self.undo_button(old)],
            )
        return HttpResponseRedirect(self.url("entry", new))

    def answer_stale(self, form: forms.Form, current: MemoryEntry) -> HttpResponse:
        """Shows what is there now above what was typed; saving again puts that in the place of what is there."""
        theirs = successor_of(current) if current.superseded_at else current
        self.entry = theirs or current
        again = self.new_form(target=form.cleaned_data["target"])
        context = self.get_context_data(form=again, is_stale=True, is_out_of_use=theirs is None)
        return self.render_to_response(context | {"edit_url": self.url("edit")}, status=409)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"edit_url": self.url("edit")} | super().get_context_data(**kwargs)


class SupersedeEntryView(EntryActView):
    """Takes the entry out of use, after a question."""

    template_name = "translation_jobs/memory_supersede.html"
    page_title = gettext_lazy("Supersede")

    def refusal(self) -> str:
        return _("This entry is superseded already.") if self.entry.superseded_at else ""

    def act(self, data: dict[str, Any]) -> HttpResponse:
        entry = memory_editing.supersede(self.entry.pk, data["seen"], self.request.user)
        done = _("No draft is made from this entry any more. It is kept.")
        messages.success(self.request, done, buttons=[self.undo_button(entry)])
        return HttpResponseRedirect(self.url("entry"))


class RestoreEntryView(EntryActView):
    """Puts the entry back in use, beside what took its place or instead of it."""

    template_name = "translation_jobs/memory_restore.html"
    page_title = gettext_lazy("Put back in use")
    form_class = RestoreEntryForm

    def refusal(self) -> str:
        return "" if self.entry.superseded_at else _("This entry is in use.")

    def new_form(self, **initial: Any) -> SeenEntryForm:
        return super().new_form(instead=True, **initial)

    def act(self, data: dict[str, Any]) -> HttpResponse:
        entry = memory_editing.restore(self.entry.pk, data["seen"], self.request.user, instead=data["instead"])
        messages.success(self.request, _("This entry is in use again."))
        return HttpResponseRedirect(self.url("entry", entry))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        successor = successor_of(self.entry)
        return super().get_context_data(**kwargs) | {"successor": successor and hit_of(successor, "", [], 0)}


class EntryHistoryView(HistoryView):
    """Wagtail's log of the entry."""

    model = MemoryEntry
    any_permission_required = ["view", "change"]
    index_url_name = "memory:index"
    edit_url_name = "memory:entry"
    history_url_name = "memory:history"
    history_results_url_name = "memory:history_results"

    @cached_property
    def header_buttons(self) -> list[Any]:
        return []


def wordings_of(entries: list[MemoryEntry]) -> list[tuple[Hit, MemoryEntry | None]]:
    """Translations of one sentence, each with the one that superseded it."""
    by_id = {entry.pk: entry for entry in entries}
    return [(hit_of(entry, "", [], 0), by_id.get(entry.superseded_by_id or 0)) for entry in entries]


def _wrong_placeholders(error: WrongPlaceholders) -> str:
    return _("Its placeholders must be those of the source, each once and well nested. Look at: %(wrong)s") % {
        "wrong": " ".join(error.wrong)
    }
