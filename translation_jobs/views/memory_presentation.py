"""Entries of the memory as a page shows them: marked, with the places where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, QuerySet, prefetch_related_objects
from django.urls import reverse

from cms.bilingual.languages import html_lang
from translation_jobs.models import MemoryEntry, MemoryUse
from translation_jobs.text.phrase_marks import Piece, pieces


@dataclass(frozen=True, slots=True)
class Place:
    """A page where a sentence stands or stood; `url` leads to its review, "" if it has none."""

    title: str
    url: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry with its texts in pieces; `more_places`: it stands on more pages than `places` says."""

    entry: MemoryEntry
    source: list[Piece]
    target: list[Piece]
    source_lang: str
    target_lang: str
    places: list[Place]
    more_places: bool


def hits(entries: Sequence[MemoryEntry], phrase: str, *, places: int, with_pages: bool) -> list[Hit]:
    """Entries with their places, in one statement; places only for those who may see pages."""
    if with_pages:
        prefetch_related_objects(
            entries, Prefetch("uses", queryset=uses_on_pages()[: places + 1], to_attr="shown_uses")
        )
    return [hit_of(entry, phrase, getattr(entry, "shown_uses", []), places) for entry in entries]


def hit_of(entry: MemoryEntry, phrase: str, uses: Iterable[MemoryUse], places: int) -> Hit:
    shown = [place_of_use(use) for use in uses]
    return Hit(
        entry=entry,
        source=pieces(entry.source, phrase),
        target=pieces(entry.target, phrase),
        source_lang=html_lang(entry.source_language),
        target_lang=html_lang(entry.target_language),
        places=shown[:places],
        more_places=len(shown) > places,
    )


def uses_on_pages() -> "QuerySet[MemoryUse]":
    """Uses by sentences of pages, those that stand there now first."""
    columns = ["entry", "segment__job", "segment__retired_at", "segment__page__title", "segment__page__draft_title"]
    return (
        MemoryUse.objects.exclude(segment=None)
        .select_related("segment__page")
        .only(*columns)
        .order_by(F("segment__retired_at").desc(nulls_first=True), "-pk")
    )


def place_of_use(use: Any) -> Place:
    segment = use.segment
    url = ""
    if segment.job_id:
        url = f"{reverse('translation_jobs:review', args=[segment.job_id])}#segment-{segment.pk}"
    page = segment.page
    return Place(page.draft_title or page.title, url, segment.retired_at is not None)
