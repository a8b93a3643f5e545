"""Writes the translation memory: what people approve, and what files bring.

The same pair of sentences is one entry, however often it comes; where it stood are its uses. A translation that no
approved sentence has any more is superseded, never deleted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import F
from django.utils import timezone

from cms.bilingual.languages import other_language
from translation_jobs.models import MemoryEntry, MemoryStatus, MemoryText, MemoryUse, Segment
from translation_jobs.models.plain_sql import add_rows, rows_with
from translation_jobs.pipeline.memory_index import index_texts
from translation_jobs.text.memory_keys import TextKeys, keys_of

PairKey = tuple[int, int, str, str]
# Rows locked in one statement.
_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class MemoryPair:
    """A sentence and its translation as they are to be remembered. `fields` are further columns of MemoryEntry."""

    source: TextKeys
    target: TextKeys
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> PairKey:
        return (self.source.exact_key, self.target.exact_key, self.source.language, self.target.language)


@dataclass(frozen=True, slots=True)
class Added:
    """Ids of the entries of all pairs, and how many of these are new."""

    ids: dict[PairKey, int]
    new: int


def pair_of(source: str, target: str, source_language: str, target_language: str, **fields: Any) -> MemoryPair:
    return MemoryPair(keys_of(source, source_language), keys_of(target, target_language), fields)


def add_pairs(pairs: Sequence[MemoryPair], using: str = DEFAULT_DB_ALIAS) -> Added:
    """Adds the pairs that are not in the memory yet. Entries that are there stay as they are.

    The caller is in a transaction, and has the texts indexed.
    """
    unique = {pair.key: pair for pair in pairs}
    text_ids = text_ids_of(unique.values(), using)
    _lock(text_ids.values(), using)
    known = _entry_ids(unique, using)
    new = [_entry(pair, text_ids) for key, pair in unique.items() if key not in known]
    if new:
        add_rows(MemoryEntry, new, using)
        known |= _entry_ids([key for key in unique if key not in known], using)
    return Added(known, len(new))


def text_ids_of(pairs: Iterable[MemoryPair], using: str = DEFAULT_DB_ALIAS) -> dict[int, int]:
    """Ids of the normal forms of both sides by their keys; those that are missing are added, not indexed yet."""
    wanted = {side.norm_key: side for pair in pairs for side in (pair.source, pair.target)}
    ids = _text_ids(wanted, using)
    # In the order of the unique key, so that two writers never wait for each other.
    missing = [
        {"language": wanted[key].language, "norm": wanted[key].norm, "key": key} for key in sorted(wanted.keys() - ids)
    ]
    if missing:
        add_rows(MemoryText, missing, using)
        ids |= _text_ids(wanted.keys() - ids, using)
    return ids


def _lock(text_ids: Iterable[int], using: str) -> None:
    """Locks texts, in the order of their ids: writers of the same entries take turns, and never wait in a ring.

    Not their keys: an entry that refers to one, which locks that, need not wait. SQLite has one writer anyway.
    """
    if not connections[using].features.has_select_for_update:
        return
    ordered = sorted(text_ids)
    for start in range(0, len(ordered), _ROWS):
        rows = MemoryText.objects.using(using).filter(pk__in=ordered[start : start + _ROWS])
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _text_ids(keys: Iterable[int], using: str) -> dict[int, int]:
    return dict(rows_with(MemoryText, ("key", "id"), "key", keys, using))


def _entry_ids(keys: Iterable[PairKey], using: str) -> dict[PairKey, int]:
    wanted = set(keys)
    columns = ("exact_key", "target_key", "source_language", "target_language", "id")
    rows = rows_with(MemoryEntry, columns, "exact_key", {key[0] for key in wanted}, using)
    return {row[:4]: row[4] for row in rows if row[:4] in wanted}


def _entry(pair: MemoryPair, text_ids: Mapping[int, int]) -> dict[str, Any]:
    """The columns of a new entry that are not the default."""
    return {
        "source_language": pair.source.language,
        "target_language": pair.target.language,
        "source": pair.source.text,
        "target": pair.target.text,
        "source_text_id": text_ids[pair.source.norm_key],
        "target_text_id": text_ids[pair.target.norm_key],
        "exact_key": pair.source.exact_key,
        "target_key": pair.target.exact_key,
        "values_key": pair.source.values_key,
        "numbers": pair.source.number_values,
        **pair.fields,
    }


def record_approved(segments: Iterable[Segment]) -> None:
    """Remembers those of the segments that are approved, each with its neighbours and its place; again changes nothing.

    A translation that a segment had before is superseded by the new one, unless another segment still has it.
    """
    segments = [segment for segment in segments if segment.is_approved]
    if not segments:
        return
    now = timezone.now()
    pairs = {
        segment.pk: pair_of(
            segment.source,
            segment.target,
            other_language(segment.target_language),
            segment.target_language,
            created_by_id=segment.approved_by_id,
        )
        for segment in segments
    }
    with transaction.atomic():
        entry_ids = add_pairs(list(pairs.values())).ids
        entries = {segment_id: entry_ids[pair.key] for segment_id, pair in pairs.items()}
        rows = MemoryEntry.objects.filter(pk__in=set(entries.values()))
        texts = rows.values_list("source_text_id", "target_text_id")
        index_texts({text_id for both in texts for text_id in both})
        approvers = {entries[segment.pk]: segment.approved_by_id for segment in segments}
        _approve(approvers, now)
        _place(segments, entries, now)


def _approve(approvers: Mapping[int, int | None], now: datetime) -> None:
    """Entries that a file brought, or that were withdrawn, are approved from now on, by the people given."""
    rows = MemoryEntry.objects.filter(pk__in=approvers)
    doubtful = rows.exclude(status=MemoryStatus.APPROVED) | rows.exclude(superseded_at=None)
    entries = list(doubtful.order_by("pk"))
    for entry in entries:
        entry.status, entry.superseded_at, entry.superseded_by = MemoryStatus.APPROVED, None, None
        entry.created_by_id, entry.changed_at = approvers[entry.pk], now
    MemoryEntry.objects.bulk_update(entries, ["status", "superseded_at", "superseded_by", "created_by", "changed_at"])


def _place(segments: Sequence[Segment], entries: Mapping[int, int], now: datetime) -> None:
    """Moves each segment's use to its entry; entries that lose their last one are superseded."""
    places = places_of(segments)
    known = {use.segment_id: use for use in MemoryUse.objects.filter(segment_id__in=entries).select_for_update()}
    left: dict[int, int] = {}
    uses: list[MemoryUse] = []
    fresh: dict[int, int] = defaultdict(int)
    for segment in segments:
        entry_id = entries[segment.pk]
        use = known.get(segment.pk) or MemoryUse(segment=segment)
        if use.entry_id != entry_id:
            fresh[entry_id] += 1
            if use.entry_id:
                left[use.entry_id] = entry_id
        use.entry_id = entry_id
        use.before, use.after, use.place = places[segment.pk]
        uses.append(use)
    columns = ["entry", "before", "after", "place"]
    MemoryUse.objects.bulk_update([use for use in uses if use.pk], columns)
    MemoryUse.objects.bulk_create([use for use in uses if not use.pk])
    for entry_id, count in sorted(fresh.items()):
        MemoryEntry.objects.filter(pk=entry_id).update(use_count=F("use_count") + count)
    _supersede(left, now)


def places_of(segments: Sequence[Segment]) -> dict[int, tuple[int, int, str]]:
    """Keys of the neighbours on the page, and page type with field, of each segment."""
    pages = {segment.page_id: segment.page for segment in segments}
    found: dict[int, tuple[int, int]] = {}
    rows = Segment.objects.current().filter(page_id__in=pages).order_by("page_id", "paragraph_index", "index", "pk")
    by_page: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for page_id, segment_id, source, target_language in rows.values_list("page_id", "pk", "source", "target_language"):
        key = keys_of(source, other_language(target_language)).norm_key
        by_page[page_id].append((segment_id, key))
    for sentences in by_page.values():
        keys = [0, *(key for _segment_id, key in sentences), 0]
        for index, (segment_id, _key) in enumerate(sentences):
            found[segment_id] = (keys[index], keys[index + 2])
    return {
        segment.pk: (*found.get(segment.pk, (0, 0)), place_of(pages[segment.page_id], segment.kind))
        for segment in segments
    }


def place_of(page: Any, kind: str) -> str:
    """A page's type and the kind of one of its texts: "newspage:body.paragraph"."""
    return f"{page.cached_content_type.model}:{kind}"


def withdraw(segments: Iterable[Segment]) -> None:
    """Forgets that these segments stand for their translations; what no other segment has is superseded."""
    with transaction.atomic():
        uses = MemoryUse.objects.filter(segment__in=list(segments)).select_for_update()
        entry_ids = sorted({use.entry_id for use in uses})
        MemoryUse.objects.filter(pk__in=[use.pk for use in uses]).delete()
        _supersede(dict.fromkeys(entry_ids), timezone.now())


def _supersede(entries: Mapping[int, int | None], now: datetime) -> None:
    """Supersedes entries, each by the one given with it, unless a segment still has them."""
    still_there = set(
        MemoryUse.objects.filter(entry_id__in=entries).exclude(segment=None).values_list("entry_id", flat=True)
    )
    for entry_id in sorted(entries.keys() - still_there):
        MemoryEntry.objects.in_use().filter(pk=entry_id).update(
            superseded_at=now, superseded_by_id=entries[entry_id], changed_at=now
        )
