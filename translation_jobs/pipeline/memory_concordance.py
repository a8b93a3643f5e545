"""Finds a phrase in the translation memory, on either side: how it was translated before.

All grams of the phrase must be in a text's, then the phrase itself must be in it. Width and case, 臺 or 台 and the kind
of punctuation do not matter. A phrase without grams, such as a lone Han character, is looked for in all entries.

The number of statements is bounded whatever is found: of a phrase that very many sentences have, the newest are looked
at, and the answer says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE, needs_translation
from cms.bilingual.placeholders import without_placeholders
from translation_jobs.models import MemoryEntry, MemoryGram
from translation_jobs.models.memory import MemoryEntryQuerySet
from translation_jobs.models.memory_grams import all_slots
from translation_jobs.text.memory_keys import fold, phrase_grams

MOST_SHOWN = 50
# Texts that have all grams, the newest, of which the entries are read; so many at a time (see `memory_grams`).
TEXTS = 4_000
_TEXTS_AT_ONCE = 2_000
# Entries read at a time: a text may have a thousand, which differ in numbers.
_ENTRIES = 5_000
# Entries shown of a phrase without grams.
MOST_WITHOUT_GRAMS = 500
# Grams asked for: their places in the index fit into one statement.
_GRAMS = 60


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of entries with a phrase, the newest first; `is_complete`: there are no others."""

    ids: list[int]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """What is read of an entry to see whether it has a phrase."""

    pk: int
    source_language: str
    target_language: str
    source: str
    target: str

    def has(self, phrase: "_Phrase") -> bool:
        sides = ((self.source_language, self.source), (self.target_language, self.target))
        return any(phrase.is_in(text) for language, text in sides if language in phrase.languages)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """What is looked for: in lower case as it was typed, which is quickly seen in most texts, and folded."""

    typed: str
    folded: str
    languages: Sequence[str]

    def is_in(self, text: str) -> bool:
        text = without_placeholders(text)
        return self.typed in text.lower() or self.folded in fold(text)


def concordance(
    phrase: str, language: str, *, limit: int = MOST_SHOWN, using: str = DEFAULT_DB_ALIAS
) -> list[MemoryEntry]:
    """The newest entries in use that have the phrase in their text of this language, source or target.

    Words of Latin script are found as whole words alone.
    """
    entries = MemoryEntry.objects.using(using).in_use()
    ids = entries_with(phrase, [language], entries, most=limit).ids[:limit]
    by_id = entries.in_bulk(ids)
    return [by_id[pk] for pk in ids if pk in by_id]


def languages_of(phrase: str) -> list[str]:
    """The languages that a phrase may be of: Chinese if it has a Chinese character, else either (AI, COVID-19)."""
    if needs_translation(phrase, TRADITIONAL_CHINESE):
        return [TRADITIONAL_CHINESE]
    return [ENGLISH, TRADITIONAL_CHINESE]


def entries_with(
    phrase: str, languages: Sequence[str], entries: MemoryEntryQuerySet, *, most: int = MOST_WITHOUT_GRAMS
) -> Found:
    """Which of the entries have the phrase in a text of one of the languages, in four statements at most.

    `most`: enough of a phrase without grams, for which all entries are read until there are so many.
    """
    plain = without_placeholders(phrase).strip()
    wanted = _Phrase(plain.lower(), fold(plain), languages)
    if not wanted.folded:
        return Found([], True)
    grams = {language: phrase_grams(phrase, language)[: _GRAMS // len(languages)] for language in languages}
    if all(grams.values()):
        text_ids = _sharing_all(grams.values(), entries.db)
        rows, is_complete = _with_texts(text_ids, entries)
    else:
        rows, is_complete = _containing(plain, languages, entries, most)
    return Found(sorted({row.pk for row in rows if row.has(wanted)}, reverse=True), is_complete)


def _sharing_all(alternatives: Iterable[Iterable[int]], using: str) -> list[int]:
    """Ids of the texts that have all of the grams of one of the alternatives, the newest first."""
    having: list[dict[int, set[int]]] = [{gram: set() for gram in grams} for grams in alternatives]
    # The languages share no gram, so a place belongs to one of them.
    places = {slot: texts[gram] for texts in having for gram in texts for slot in all_slots(gram)}
    for slot, ids in MemoryGram.objects.db_manager(using).ids(places):
        places[slot].update(ids)
    return sorted(set[int]().union(*(set.intersection(*texts.values()) for texts in having)), reverse=True)


def _with_texts(text_ids: list[int], entries: MemoryEntryQuerySet) -> tuple[list[_Row], bool]:
    """The entries with one of the newest texts on either side, and whether these are all.

    Not ordered by the database, which would then rather walk through the whole table.
    """
    rows: list[_Row] = []
    is_complete = len(text_ids) <= TEXTS
    for start in range(0, min(len(text_ids), TEXTS), _TEXTS_AT_ONCE):
        some = text_ids[start : min(start + _TEXTS_AT_ONCE, TEXTS)]
        with_some = entries.filter(Q(source_text__in=some) | Q(target_text__in=some)).order_by()
        found = list(_rows(with_some, _ENTRIES + 1))
        is_complete = is_complete and len(found) <= _ENTRIES
        rows += found[:_ENTRIES]
    return rows, is_complete


def _containing(
    phrase: str, languages: Sequence[str], entries: MemoryEntryQuerySet, most: int
) -> tuple[list[_Row], bool]:
    wordings = {phrase, phrase.replace("臺", "台"), phrase.replace("台", "臺")}
    condition = Q()
    for wording in wordings:
        condition |= Q(source_language__in=languages, source__icontains=wording)
        condition |= Q(target_language__in=languages, target__icontains=wording)
    # Newest first, so that the database may stop when it has enough.
    found = list(_rows(entries.filter(condition).order_by("-pk"), most + 1))
    return found[:most], len(found) <= most


def _rows(entries: MemoryEntryQuerySet, most: int) -> Iterator[_Row]:
    columns = ("pk", "source_language", "target_language", "source", "target")
    return (_Row(*row) for row in entries.values_list(*columns)[:most])
