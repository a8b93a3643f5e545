"""Keeps the translation memory in order: keys by the newest rules, all texts in the index, the index compact.

Each step may be stopped and run again, and people search meanwhile: an entry is found by its old keys or by its new.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Exists, OuterRef

from translation_jobs.models import MemoryEntry, MemoryText, MemoryUse, Segment
from translation_jobs.pipeline.memory_index import compact, forget_texts, index_pending, refresh_statistics
from translation_jobs.pipeline.memory_writing import MemoryPair, pair_of, places_of, text_ids_of
from translation_jobs.text.memory_keys import KEYS_VERSION

BATCH = 1_000
_KEYED = ["source_text", "target_text", "values_key", "numbers", "keys_version"]


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many entries got new keys, texts were indexed and deleted, and rows of the index became fewer."""

    keyed: int
    indexed: int
    deleted: int
    joined: int


def tidy(using: str = DEFAULT_DB_ALIAS) -> Tidied:
    """Does all that there is to do; nothing if the memory is in order."""
    keyed = sum(_key_anew(using))
    indexed = index_pending(using)
    deleted = _delete_unused_texts(using)
    joined = compact(using)
    if keyed or indexed or joined:
        refresh_statistics(using)
    return Tidied(keyed, indexed, deleted, joined)


def _key_anew(using: str) -> Iterator[int]:
    """Gives entries that were keyed by other rules the keys of today's, some at a time.

    So do the uses of segments; those that came with a file keep the keys that it brought.
    """
    outdated = MemoryEntry.objects.using(using).exclude(keys_version=KEYS_VERSION).order_by("pk")
    last = 0
    while entries := list(outdated.filter(pk__gt=last)[:BATCH]):
        pairs = [pair_of(e.source, e.target, e.source_language, e.target_language) for e in entries]
        with transaction.atomic(using=using):
            text_ids = text_ids_of(pairs, using)
            for entry, pair in zip(entries, pairs, strict=True):
                _set_keys(entry, pair, text_ids)
            MemoryEntry.objects.using(using).bulk_update(entries, _KEYED, batch_size=100)
            _place_anew([entry.pk for entry in entries], using)
        last = entries[-1].pk
        yield len(entries)


def _set_keys(entry: MemoryEntry, pair: MemoryPair, text_ids: dict[int, int]) -> None:
    entry.source_text_id = text_ids[pair.source.norm_key]
    entry.target_text_id = text_ids[pair.target.norm_key]
    entry.values_key = pair.source.values_key
    entry.numbers = [list(value) for value in pair.source.number_values]
    entry.keys_version = KEYS_VERSION


def _place_anew(entry_ids: list[int], using: str) -> None:
    uses = list(MemoryUse.objects.using(using).filter(entry_id__in=entry_ids).exclude(segment=None))
    segments = Segment.objects.using(using).filter(pk__in=[use.segment_id for use in uses]).select_related("page")
    places = places_of(list(segments))
    for use in uses:
        use.before, use.after, use.place = places[use.segment_id]  # type: ignore[index]
    MemoryUse.objects.using(using).bulk_update(uses, ["before", "after", "place"], batch_size=100)


def _delete_unused_texts(using: str) -> int:
    """Deletes the normal forms that no entry has any more, also from the index."""
    of_source = MemoryEntry.objects.using(using).filter(source_text=OuterRef("pk"))
    of_target = MemoryEntry.objects.using(using).filter(target_text=OuterRef("pk"))
    unused = MemoryText.objects.using(using).filter(~Exists(of_source), ~Exists(of_target), indexed=True)
    ids = list(unused.values_list("pk", flat=True))
    # First out of the index: a run that is stopped finds them here again.
    forget_texts(ids, using)
    for start in range(0, len(ids), BATCH):
        MemoryText.objects.using(using).filter(pk__in=ids[start : start + BATCH]).delete()
    return len(ids)
