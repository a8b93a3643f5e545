"""Looks sentences up in the translation memory, a whole page at a time.

First what has the same normal form and the same numbers, then what is alike (`memory_candidates`). Each entry gets its
rung on the ladder of `text.match_scores`; where only numbers differ, the target gets the query's, if that is certain.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone

from translation_jobs.models import MemoryEntry, MemoryText, MemoryUse, Term
from translation_jobs.pipeline.memory_candidates import Candidate, candidates
from translation_jobs.text.match_scores import (
    SHOWN_FROM,
    Comparison,
    Status,
    contains,
    likeness,
    score,
    shown_from,
)
from translation_jobs.text.memory_keys import TextKeys, keys_of, tags_of, with_values
from translation_jobs.text.number_substitution import substituted
from translation_jobs.text.number_values import Kind
from translation_jobs.text.terms import TermIndex

MOST_SHOWN = 8
# Below this two texts have hardly more in common than any two sentences; nothing is looked for.
LEAST_LIKENESS = 30.0
_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence to be looked up, with what is known of its surroundings.

    `before` and `after` are its neighbours, "" at the beginning and the end of the text; None where that is not known.
    `place` is page type and field as in MemoryUse, `domain` as in MemoryEntry.
    """

    text: str
    before: str | None = None
    after: str | None = None
    place: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry for a query; `target` is what to propose, `known_target` what the entry holds (they differ where numbers
    were replaced). `likeness` (0–100) is of the texts alone, `score` (0–102) of the match. `merged`: how many more
    entries have this target.
    """

    entry_id: int
    unit_id: str
    source: str
    target: str
    known_target: str
    score: int
    likeness: float
    status: str
    origin: str
    creator: str
    created_by_id: int | None
    changed_at: datetime
    use_count: int
    merged: int = 0

    @property
    def numbers_replaced(self) -> bool:
        return self.target != self.known_target


def search(
    queries: Sequence[Query],
    source_language: str,
    target_language: str,
    *,
    threshold: int | None = None,
    limit: int = MOST_SHOWN,
    using: str = DEFAULT_DB_ALIAS,
) -> list[list[Match]]:
    """The matches of each query, best first, in a bounded number of statements; `limit` of each at most.

    `threshold` is the least score; by default 60, and 75 for short texts.
    """
    asked = {query.text: keys_of(query.text, source_language) for query in queries}
    least = LEAST_LIKENESS if threshold is not None and threshold < SHOWN_FROM else float(SHOWN_FROM)
    texts = [keys for keys in asked.values() if keys.norm]
    alike = dict(zip((keys.text for keys in texts), candidates(texts, least, using), strict=True))
    _add_same(texts, alike, using)
    shelf = _Shelf.of(texts, alike, source_language, target_language, using)
    results = []
    for query in queries:
        keys = asked[query.text]
        shown = shown_from(keys.norm) if threshold is None else threshold
        found = [match for match in shelf.matches(query, keys, alike.get(keys.text, [])) if match.score >= shown]
        results.append(_merged(found)[:limit])
    return results


def _add_same(texts: Iterable[TextKeys], alike: dict[str, list[Candidate]], using: str) -> None:
    """Puts the very same normal form among the candidates, also where it has too few grams to be found by them."""
    by_key = {keys.norm_key: keys for keys in texts}
    ids: dict[int, int] = {}
    for some in _some(by_key):
        ids |= dict(MemoryText.objects.using(using).filter(key__in=some).values_list("key", "pk"))
    for keys in texts:
        text_id = ids.get(keys.norm_key)
        if text_id is not None and all(candidate.text_id != text_id for candidate in alike[keys.text]):
            alike[keys.text] = [Candidate(text_id, keys.norm, 100.0), *alike[keys.text]]


@dataclass(slots=True)
class _Shelf:
    """The entries for a number of queries, read at once."""

    target_language: str
    by_text: dict[int, list[MemoryEntry]]
    uses: dict[int, list[MemoryUse]]
    expired: TermIndex | None

    @classmethod
    def of(
        cls,
        texts: Sequence[TextKeys],
        alike: dict[str, list[Candidate]],
        source_language: str,
        target_language: str,
        using: str,
    ) -> "_Shelf":
        entries: dict[int, MemoryEntry] = {}
        rows = MemoryEntry.objects.using(using)
        for column, values in (
            # Those with the same numbers first: they may not be among the variants of their normal form.
            ("values_key", {keys.values_key for keys in texts}),
            ("source_text_id", {candidate.text_id for found in alike.values() for candidate in found}),
        ):
            for some in _some(values):
                read = rows.variants(column, some, source_language, target_language)
                entries |= {entry.pk: entry for entry in read}
        by_text: dict[int, list[MemoryEntry]] = defaultdict(list)
        for entry in entries.values():
            by_text[entry.source_text_id].append(entry)
        exact = {keys.exact_key for keys in texts}
        same = [entry.pk for entry in entries.values() if entry.exact_key in exact]
        return cls(
            target_language, by_text, _uses(same, using), _expired_terms(source_language, target_language, using)
        )

    def matches(self, query: Query, keys: TextKeys, alike: Iterable[Candidate]) -> list[Match]:
        """All entries for a query, each with its score, in no order."""
        return [
            self._match(query, keys, entry, candidate)
            for candidate in alike
            for entry in self.by_text.get(candidate.text_id, ())
        ]

    def _match(self, query: Query, keys: TextKeys, entry: MemoryEntry, alike: Candidate) -> Match:
        same_norm = alike.norm == keys.norm
        numbers = [(kind, value) for kind, value in entry.numbers]
        same_values = numbers == list(keys.number_values)
        replaced: str | None = None
        if same_norm and not same_values:
            values = keys_of(entry.source, keys.language).values
            replaced = substituted(entry.target, values, keys.values, self.target_language)
        same_text = same_norm and entry.source == keys.text
        standing = [use for use in self.uses.get(entry.pk, ()) if same_text and _stands_like(use, query, keys)]
        comparison = Comparison(
            likeness=_likeness(keys, numbers, alike),
            same_text=same_text,
            same_norm=same_norm and (same_values or replaced is not None),
            same_numbers=replaced is None and _without_marker(numbers) == _without_marker(keys.number_values),
            substituted=replaced is not None,
            same_neighbours=bool(standing),
            same_place=bool(query.place) and any(use.place == query.place for use in standing),
            tags_apart=len(set(tags_of(entry.source)).symmetric_difference(keys.tags)),
            several_targets=self._several_targets(entry),
            other_domain=bool(query.domain and entry.domain) and query.domain != entry.domain,
            expired_term=self.expired is not None and bool(self.expired.find(entry.target)),
            status=Status(entry.status),
        )
        return Match(
            entry_id=entry.pk,
            unit_id=entry.unit_id,
            source=entry.source,
            target=entry.target if replaced is None else replaced,
            known_target=entry.target,
            score=score(comparison),
            likeness=likeness(keys.text, entry.source),
            status=entry.status,
            origin=entry.origin,
            creator=entry.creator,
            created_by_id=entry.created_by_id,
            changed_at=entry.changed_at,
            use_count=entry.use_count,
        )

    def _several_targets(self, entry: MemoryEntry) -> bool:
        others = self.by_text[entry.source_text_id]
        return any(o.values_key == entry.values_key and o.target_key != entry.target_key for o in others)


def _stands_like(use: MemoryUse, query: Query, keys: TextKeys) -> bool:
    """Whether a use has the query's neighbours; not if these are unknown."""
    if query.before is None or query.after is None:
        return False
    around = (keys_of(text, keys.language).norm_key if text.strip() else 0 for text in (query.before, query.after))
    return (use.before, use.after) == tuple(around)


def _likeness(keys: TextKeys, numbers: list[tuple[str, str]], alike: Candidate) -> float:
    """How alike two texts are, their numbers included: what these add counts in full, what they take away by half.

    A text that counts for more than its common characters gains nothing by numbers; nor does one that stands whole in
    the other lose by those around it.
    """
    plain = likeness(keys.norm, alike.norm)
    asked, known = with_values(keys.norm, keys.number_values), with_values(alike.norm, numbers)
    gap = likeness(asked, known) - plain
    if alike.likeness > plain and (gap > 0 or contains(known, asked)):
        return alike.likeness
    return alike.likeness + (gap if gap > 0 else gap / 2)


def _without_marker(values: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A list marker that differs is seen at once: it does not make the numbers differ."""
    return [value for value in values if value[0] != Kind.MARKER]


def _uses(entry_ids: Iterable[int], using: str) -> dict[int, list[MemoryUse]]:
    uses: dict[int, list[MemoryUse]] = defaultdict(list)
    for some in _some(entry_ids):
        for use in MemoryUse.objects.using(using).filter(entry_id__in=some):
            uses[use.entry_id].append(use)
    return uses


def _expired_terms(source_language: str, target_language: str, using: str) -> TermIndex | None:
    """Finds names that are no longer in use, in texts of the target language; None if there are none."""
    today = timezone.localdate()
    expired = Term.objects.using(using).filter(valid_to__lt=today).as_terms(target_language)
    return TermIndex(expired, target_language) if expired else None


def _merged(matches: Iterable[Match]) -> list[Match]:
    """Best first, each target once."""
    ranked = sorted(matches, key=lambda m: (-m.score, -m.likeness, -m.use_count, m.entry_id))
    best: dict[str, Match] = {}
    more: dict[str, int] = defaultdict(int)
    for match in ranked:
        more[match.target] += match.target in best
        best.setdefault(match.target, match)
    return [replace(match, merged=more[target]) for target, match in best.items()]


def _some(values: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(set(values))
    return (ordered[start : start + _ROWS] for start in range(0, len(ordered), _ROWS))
