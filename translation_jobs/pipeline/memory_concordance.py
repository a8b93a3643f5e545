"""Finds a phrase in the translation memory, on either side: how it was translated before.

All grams of the phrase must be in a text's, then the phrase itself must be in it. Width and case, 臺 or 台 and the kind
of punctuation do not matter. A phrase without grams, such as a lone Han character, is looked for in all entries.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from cms.bilingual.placeholders import without_placeholders
from translation_jobs.models import MemoryEntry, MemoryGram
from translation_jobs.models.memory_grams import all_slots
from translation_jobs.text.memory_keys import fold, phrase_grams

MOST_SHOWN = 50
# Texts whose entries are read at once.
_TEXTS = 100


def concordance(
    phrase: str, language: str, *, limit: int = MOST_SHOWN, using: str = DEFAULT_DB_ALIAS
) -> list[MemoryEntry]:
    """The newest entries in use that have the phrase in their text of this language, source or target.

    Words of Latin script are found as whole words alone.
    """
    wanted = fold(without_placeholders(phrase))
    if not wanted:
        return []
    grams = phrase_grams(phrase, language)
    entries = _with_texts(_sharing_all(grams, using), using) if grams else _containing(phrase.strip(), language, using)
    return list(islice((entry for entry in entries if _has(entry, wanted, language)), limit))


def _sharing_all(grams: Iterable[int], using: str) -> list[int]:
    """Ids of the texts that have all of the grams, the newest first."""
    having: dict[int, set[int]] = {gram: set() for gram in grams}
    places = {slot: gram for gram in having for slot in all_slots(gram)}
    for slot, ids in MemoryGram.objects.db_manager(using).ids(places):
        having[places[slot]].update(ids)
    return sorted(set.intersection(*having.values()), reverse=True)


def _with_texts(text_ids: list[int], using: str) -> Iterator[MemoryEntry]:
    """The entries with one of the texts on either side, some at a time; each once."""
    seen: set[int] = set()
    rows = MemoryEntry.objects.using(using).in_use().order_by("-pk")
    for start in range(0, len(text_ids), _TEXTS):
        some = text_ids[start : start + _TEXTS]
        found = [entry for column in ("source_text", "target_text") for entry in rows.filter(**{f"{column}__in": some})]
        for entry in sorted(found, key=lambda entry: -entry.pk):
            if entry.pk not in seen:
                seen.add(entry.pk)
                yield entry


def _containing(phrase: str, language: str, using: str) -> Iterator[MemoryEntry]:
    wordings = {phrase, phrase.replace("臺", "台"), phrase.replace("台", "臺")}
    condition = Q()
    for wording in wordings:
        condition |= Q(source_language=language, source__icontains=wording)
        condition |= Q(target_language=language, target__icontains=wording)
    rows = MemoryEntry.objects.using(using).in_use().filter(condition).order_by("-pk")
    # Not one large answer: whoever has seen enough asks no further.
    some = list(rows[:_TEXTS])
    while some:
        yield from some
        some = list(rows.filter(pk__lt=some[-1].pk)[:_TEXTS])


def _has(entry: MemoryEntry, wanted: str, language: str) -> bool:
    text = entry.source if entry.source_language == language else entry.target
    return wanted in fold(without_placeholders(text))
