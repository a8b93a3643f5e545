"""The agreed terms as one glossary on the DeepL account, kept in step with ours.

An account may be shared, so the glossary has a name of its own that says whose it is, and no other is ever changed or
deleted. It holds a dictionary for each direction. What it holds is asked before it is changed, so any number of
processes may keep it in step: two that want the same write the same, and whoever comes second finds nothing to do.

The limits are from https://developers.deepl.com/docs/customize/managing-glossaries and the API reference: 10 MiB a
glossary, 1,024 bytes a term, 1,000 glossaries an account, languages without variant. The free plan has been reported to
allow one (https://github.com/WeblateOrg/weblate/pull/14888). PATCH adds entries and replaces targets, PUT sets a whole
dictionary.
"""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import deepl
from deepl.api_data import MultilingualGlossaryDictionaryEntries, MultilingualGlossaryInfo

from translation_jobs.providers.base import Reason
from translation_jobs.providers.deepl_connection import DeepLConnection, DeepLError, provider_errors
from translation_jobs.units import GlossaryTerm

logger = logging.getLogger(__name__)

MAX_TERM = 1024  # bytes of UTF-8, either side of an entry; also of a name
MAX_GLOSSARY = 10 * 1024 * 1024  # bytes of UTF-8, all dictionaries together
# A process with other terms, or a person, may have changed what stands on the account.
BELIEVED_FOR = 10 * 60.0  # seconds
_PASSING = {Reason.BUSY, Reason.TIMEOUT, Reason.UNREACHABLE}  # asking again may help

Pair = tuple[str, str]  # source and target language, as in "zh", "en"


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found or made on the account for one list of terms; without an id, drafts go without a glossary."""

    glossary_id: str | None
    entries: dict[str, str]
    since: float  # seconds of the monotonic clock


def glossary_entries(terms: Iterable[GlossaryTerm]) -> dict[str, str]:
    """Sources and targets as DeepL takes them, without white space at their ends.

    Left out is a term with an empty side, a side over 1,024 bytes, or a control character; of several targets for one
    source all but the first; and what is beyond half of 10 MiB, since there are two directions.
    """
    entries: dict[str, str] = {}
    size = 0
    for term in terms:
        source, target = term.source.strip(), term.target.strip()
        if source not in entries and _is_valid(source) and _is_valid(target):
            size += len(f"{source}\t{target}\n".encode())
            if size > MAX_GLOSSARY // 2:
                logger.warning("The terms are more than a DeepL glossary holds; those from %r on are left out", source)
                break
            entries[source] = target
    return entries


def former_name(pair: Pair, entries: dict[str, str]) -> str:
    """The name under which these very entries were kept up to version 0.1: a glossary for each list of terms.

    The end of it is a SHA-256 of the entries, so that it is ours is not told by the name alone.
    """
    pairs = "\n".join(f"{term}\t{translation}" for term, translation in sorted(entries.items()))
    return f"bilingual-cms {'-'.join(pair)} {hashlib.sha256(pairs.encode()).hexdigest()[:12]}"


class Glossaries:
    """Keeps the glossary called `name` in step. May be used by several threads."""

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[Pair, _Known] = {}

    def in_step(self, connection: DeepLConnection, pair: Pair, terms: Iterable[GlossaryTerm]) -> str | None:
        """The id of the glossary, in which the dictionary of `pair` now holds these terms.

        Nothing is asked as long as the terms stay the same, for ten minutes. None if no term is usable, or the account
        refuses: a draft without agreed terms is better than none. Raises ProviderError if asking again may help.
        """
        entries = glossary_entries(terms)
        if not entries:
            return None
        with self._lock:  # over the calls too, so that threads do not do the same
            known = self._known.get(pair)
            if known is None or known.entries != entries or self._clock() - known.since > BELIEVED_FOR:
                known = _Known(self._synchronised(connection, pair, entries), entries, self._clock())
                self._known[pair] = known
            return known.glossary_id

    def forget(self) -> None:
        """Has the account asked again: the glossary is gone."""
        with self._lock:
            self._known.clear()

    def _synchronised(self, connection: DeepLConnection, pair: Pair, entries: dict[str, str]) -> str | None:
        """What `in_step` says, by asking the account. A refusal is logged."""
        try:
            with provider_errors():
                return _Account(connection, self._name, pair, entries).synchronise()
        except DeepLError as error:
            if error.reason in _PASSING:
                raise
            logger.warning("DeepL does not take the glossary %r, drafts go without: %s", self._name, error)
            return None


class _Account:
    """One visit to the account, for one dictionary. Raises whatever the client raises."""

    def __init__(self, connection: DeepLConnection, name: str, pair: Pair, entries: dict[str, str]) -> None:
        self._connection = connection
        self._name = name
        self._pair = pair
        self._entries = entries
        self._wanted = MultilingualGlossaryDictionaryEntries(*pair, entries)

    def synchronise(self) -> str:
        """The id of the glossary whose dictionary now has the entries: the oldest of our name, or a new one."""
        ours, former = self._listed()
        if not ours and former:
            # The account may allow but one glossary, and a translation under way may be using this one.
            return self._connection.update_multilingual_glossary_name(former[0], self._name).glossary_id
        glossary = ours[0] if ours else self._created()
        if ours:
            self._update(glossary)
        for each in former:
            self._delete(each)
        return glossary.glossary_id

    def _listed(self) -> tuple[list[MultilingualGlossaryInfo], list[MultilingualGlossaryInfo]]:
        """The glossaries of our name, oldest first, and those of the former scheme that hold these very entries."""
        listed = sorted(
            self._connection.list_multilingual_glossaries(), key=lambda each: (each.creation_time, each.glossary_id)
        )
        former = [each for each in listed if each.name == former_name(self._pair, self._entries)]
        return (
            [each for each in listed if each.name == self._name],
            [each for each in former if _pairs(each) == [self._pair] and self._entries_of(each) == self._entries],
        )

    def _created(self) -> MultilingualGlossaryInfo:
        """A new glossary, unless another process was first: then that one, and ours goes."""
        created = self._connection.create_multilingual_glossary(self._name, [self._wanted])
        first = next(iter(self._listed()[0]), created)
        if first.glossary_id == created.glossary_id:
            return created
        self._delete(created)
        self._update(first)
        return first

    def _delete(self, glossary: MultilingualGlossaryInfo) -> None:
        """Takes away what is not needed any more; whether it works matters to no draft."""
        try:
            with provider_errors():
                self._connection.delete_multilingual_glossary(glossary)
        except DeepLError as error:
            logger.info("DeepL does not delete the glossary %r: %s", glossary.name, error)

    def _update(self, glossary: MultilingualGlossaryInfo) -> None:
        """Sends the entries that are new or changed, or the whole dictionary if some are to go."""
        present = self._entries_of(glossary)
        if present.keys() - self._entries.keys():
            self._connection.replace_multilingual_glossary_dictionary(glossary, self._wanted)
            return
        changed = {source: target for source, target in self._entries.items() if present.get(source) != target}
        if changed:
            self._connection.update_multilingual_glossary_dictionary(
                glossary, MultilingualGlossaryDictionaryEntries(*self._pair, changed)
            )

    def _entries_of(self, glossary: MultilingualGlossaryInfo) -> dict[str, str]:
        """What the glossary's dictionary of our pair holds; nothing if it has none."""
        if self._pair not in _pairs(glossary):
            return {}
        answer = self._connection.get_multilingual_glossary_entries(glossary, *self._pair)
        # The client (1.32.0) calls it a dictionary, and hands on the lines of tab-separated values as they came.
        lines = [line for each in answer.dictionaries for line in str(each.entries).splitlines() if line]
        return {source: target for source, _, target in (line.partition("\t") for line in lines)}


def _pairs(glossary: MultilingualGlossaryInfo) -> list[Pair]:
    return [(each.source_lang.lower(), each.target_lang.lower()) for each in glossary.dictionaries]


def _is_valid(term: str) -> bool:
    try:
        deepl.validate_glossary_term(term)
        return len(term.encode()) <= MAX_TERM
    except ValueError:  # empty, a control character, half a surrogate pair
        return False
