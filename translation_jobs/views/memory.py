"""The translation memory in the admin: look for a phrase in either language, filter, export what is listed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, MultipleChoiceFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE, other_language
from translation_jobs.exchange.memory_tsv import tsv_lines
from translation_jobs.exchange.tmx import tmx_parts
from translation_jobs.forms import PhraseForm
from translation_jobs.models import MemoryEntry, MemoryStatus
from translation_jobs.models.memory import MemoryEntryQuerySet
from translation_jobs.permissions import can_import_memory, can_see_jobs
from translation_jobs.pipeline.memory_concordance import Found, entries_with, languages_of
from translation_jobs.pipeline.memory_import import units_of
from translation_jobs.pipeline.memory_search import Match, Query, search
from translation_jobs.views.memory_presentation import hits

PLACES_SHOWN = 3
# Of a phrase that no entry has; shorter ones are like too many sentences.
SHORTEST_SENTENCE = 6
SIMILAR_SHOWN = 5

_DIRECTIONS = {
    "zh-en": (TRADITIONAL_CHINESE, ENGLISH),
    "en-zh": (ENGLISH, TRADITIONAL_CHINESE),
}


class MemoryFilterSet(WagtailFilterSet):
    """Without a choice, entries in use."""

    state = ChoiceFilter(
        label=gettext_lazy("Entries"),
        choices=[("superseded", pgettext_lazy("memory", "Superseded")), ("all", gettext_lazy("In use or superseded"))],
        empty_label=gettext_lazy("In use"),
        method="pass_over",
    )
    direction = ChoiceFilter(
        label=gettext_lazy("Translated from"),
        choices=[("zh-en", gettext_lazy("Chinese into English")), ("en-zh", gettext_lazy("English into Chinese"))],
        empty_label=gettext_lazy("Either language"),
        method="in_direction",
    )
    status = MultipleChoiceFilter(
        label=gettext_lazy("Status"), choices=MemoryStatus.choices, widget=forms.CheckboxSelectMultiple
    )
    origin = CharFilter(label=gettext_lazy("Name of the file it came with"), lookup_expr="icontains")
    who = CharFilter(label=gettext_lazy("Written by"), method="written_by")
    changed_at = DateFromToRangeFilter(label=gettext_lazy("Changed"), widget=DateRangePickerWidget)

    class Meta:
        model = MemoryEntry
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        state = self.form.cleaned_data["state"]
        if state == "superseded":
            queryset = queryset.exclude(superseded_at=None)
        elif not state:
            queryset = queryset.in_use()
        return super().filter_queryset(queryset)

    def pass_over(self, queryset: Any, name: str, value: str) -> Any:
        return queryset

    def in_direction(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.between(*_DIRECTIONS[value])

    def written_by(self, queryset: Any, name: str, value: str) -> Any:
        condition = Q(creator__icontains=value)
        for column in ("username", "first_name", "last_name"):
            condition |= Q(**{f"created_by__{column}__icontains": value})
        return queryset.filter(condition)


class MemoryIndexView(generic.IndexView):
    """Entries, the newest first; those with a phrase, and if there are none, what is like it."""

    model = MemoryEntry
    any_permission_required = ["view", "change"]
    page_title = gettext_lazy("Translation memory")
    header_icon = "history"
    index_url_name = "memory:index"
    index_results_url_name = "memory:results"
    template_name = "translation_jobs/memory.html"
    results_template_name = "translation_jobs/memory_results.html"
    filterset_class = MemoryFilterSet
    is_searchable = True
    paginate_by = 25
    # Instead of spreadsheets: what translation programs read.
    FORMATS = ("tmx", "tsv")

    # Of a search.
    found: Found | None = None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.is_export:
            # Entry by entry, however many there are.
            return self.as_spreadsheet(self.get_queryset(), request.GET["export"])
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer

    def get_search_form(self) -> PhraseForm:
        return PhraseForm(self.request.GET) if self.search_kwarg in self.request.GET else PhraseForm()

    def get_base_queryset(self) -> MemoryEntryQuerySet:
        return MemoryEntry.objects.select_related("created_by")

    def order_queryset(self, queryset: MemoryEntryQuerySet) -> MemoryEntryQuerySet:
        return queryset.order_by("-pk")

    def filter_queryset(self, queryset: MemoryEntryQuerySet) -> MemoryEntryQuerySet:
        if not self.filters.is_valid():  # what is wrong stands at its field
            return queryset.in_use()
        filtered: MemoryEntryQuerySet = super().filter_queryset(queryset)
        return filtered

    def search_queryset(self, queryset: MemoryEntryQuerySet) -> MemoryEntryQuerySet:
        if not self.is_searching:
            return queryset
        self.found = entries_with(self.search_query, self.languages, queryset)
        return self.order_queryset(self.get_base_queryset().filter(pk__in=self.found.ids))

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        """Of a search the ids are known: only the entries of the page are read."""
        if self.found is None:
            return super().paginate_queryset(queryset, page_size)
        paginator, page, ids, is_paginated = super().paginate_queryset(self.found.ids, page_size)
        page.object_list = list(self.order_queryset(self.get_base_queryset().filter(pk__in=ids)))
        return paginator, page, page.object_list, is_paginated

    @cached_property
    def languages(self) -> list[str]:
        """The languages that the phrase is looked for in."""
        chosen = self.search_form.cleaned_data["language"]
        return [chosen] if chosen else languages_of(self.search_query)

    def similar(self) -> list[Match]:
        """What is like the phrase that no entry has, best first."""
        if not self.is_searching or len(self.search_query) < SHORTEST_SENTENCE:
            return []
        language = self.languages[0]
        (found,) = search([Query(self.search_query)], language, other_language(language), limit=SIMILAR_SHOWN)
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        entries = list(context["object_list"])
        return context | {
            "hits": hits(entries, self.search_query, places=PLACES_SHOWN, with_pages=can_see_jobs(self.request.user)),
            "similar": [] if entries else self.similar(),
            "is_complete": self.found is None or self.found.is_complete,
            "all_states_url": self.all_states_url,
            "import_url": reverse("memory:import") if can_import_memory(self.request.user) else "",
        }

    @property
    def all_states_url(self) -> str:
        """The same search among superseded entries too; "" if it is that already."""
        if self.request.GET.get("state") == "all":
            return ""
        return f"{self.index_url}?{self._query(state='all')}"

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = [
            Button(_("Download TMX"), url=self.get_export_url("tmx"), icon_name="download", priority=90),
            Button(_("Download TSV"), url=self.get_export_url("tsv"), icon_name="download", priority=100),
        ]
        if can_import_memory(self.request.user):
            buttons.append(Button(_("Import a file"), url=reverse("memory:import"), icon_name="upload", priority=80))
        return buttons

    def get_export_url(self, format: str) -> str:
        return f"{self.index_url}?{self._query(export=format)}"

    def _query(self, **changes: str) -> str:
        """The query of this listing's first page, with changes."""
        params = self.request.GET.copy()
        params.pop(self.page_kwarg, None)
        for name, value in changes.items():
            params[name] = value
        return params.urlencode()

    def as_spreadsheet(self, queryset: MemoryEntryQuerySet, spreadsheet_format: str) -> StreamingHttpResponse:
        units = units_of(queryset)
        parts: Iterator[str] = tmx_parts(units) if spreadsheet_format == "tmx" else tsv_lines(units)
        kind = "application/xml" if spreadsheet_format == "tmx" else "text/tab-separated-values; charset=utf-8"
        name = f"memory-{date.today().isoformat()}.{spreadsheet_format}"
        return StreamingHttpResponse(
            (part.encode() for part in parts),
            content_type=kind,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )
