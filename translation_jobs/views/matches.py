"""What the translation memory knows of a sentence, for the one who reviews it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from cms.bilingual.languages import html_lang, other_language
from translation_jobs.models import MemoryStatus, Segment, TranslationJob
from translation_jobs.permissions import can_see_jobs, can_translate
from translation_jobs.pipeline.leverage import queries_of
from translation_jobs.pipeline.memory_search import Match, search
from translation_jobs.views.presentation import Piece, pieces_between


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """A match, how its source differs from the sentence at hand, and who wrote it."""

    match: Match
    pieces: list[Piece]
    writer: str

    @property
    def status(self) -> str:
        return str(MemoryStatus(self.match.status).label)


def matches_of(segment: Segment) -> list[ShownMatch]:
    """The matches of a segment, best first; none for a figure, whose size its heading decides."""
    if segment.scale:
        return []
    found = search(queries_of([segment]), other_language(segment.target_language), segment.target_language)[0]
    people = get_user_model()._default_manager.in_bulk({match.created_by_id for match in found if match.created_by_id})
    return [
        ShownMatch(
            match,
            pieces_between(match.source, segment.source.strip()),
            str(people.get(match.created_by_id, match.creator)) if match.created_by_id else match.creator,
        )
        for match in found
    ]


class MatchesView(View):
    """A script gets the list alone; without one it is a page of its own, which leads back to the sentence."""

    http_method_names = ["get", "head", "options"]

    @cached_property
    def segment(self) -> Segment:
        return get_object_or_404(Segment.objects.select_related("page"), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not can_see_jobs(request.user):
            raise PermissionDenied
        is_fetched = request.headers.get("X-Requested-With") == "fetch"
        template = "translation_jobs/includes/matches.html" if is_fetched else "translation_jobs/matches.html"
        return TemplateResponse(request, template, self._context())

    def _context(self) -> dict[str, Any]:
        jobs = TranslationJob.objects.filter(page_id=self.segment.page_id)
        return {
            "segment": self.segment,
            "matches": matches_of(self.segment),
            "job": jobs.open().first() or jobs.first(),
            "source_lang": html_lang(other_language(self.segment.target_language)),
            "target_lang": html_lang(self.segment.target_language),
            "may_translate": can_translate(self.request.user),
            "header_title": _("Matches"),
            "header_icon": "history",
            "breadcrumbs_items": [],
        }
