"""Finds the normal forms that are alike, by the inverted index in the database.

The rarest grams are read first, and no more than a fixed number of ids, so that the cost of a query hardly grows with
the memory. The texts that share the most of them are then compared as a whole. What is ranked is ranked here and not in
SQL: every database gives the same results.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS
from rapidfuzz import fuzz, process

from translation_jobs.models import MemoryGram, MemoryText
from translation_jobs.models.memory_grams import band_of, slot_of
from translation_jobs.models.plain_sql import rows_with
from translation_jobs.text.match_scores import contained_likeness, reordered_likeness
from translation_jobs.text.memory_keys import TextKeys, grams

# Ids read from the index for one query. Measured: of all matches from 75 on, none was missed at a million entries.
POSTINGS = 10_000
# Grams that are read even if they are all common.
FEWEST_GRAMS = 4
# Texts compared as a whole, and texts handed on, for one query.
COMPARED = 200
KEPT = 20
# Texts whose clauses may have changed places, looked at where nothing else is much alike.
REORDERED = 20
MUCH_ALIKE = 75.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A normal form that is alike, by 0–100, with the id of its MemoryText."""

    text_id: int
    norm: str
    likeness: float


@dataclass(slots=True)
class _Reach:
    """What one query may read of the index: its grams, in texts of the bands that can hold a match."""

    norm: str
    language: str
    grams: tuple[int, ...]
    bands: range

    def slots(self, gram: int) -> Iterator[int]:
        return (slot_of(gram, band) for band in self.bands)

    def chosen(self, sizes: dict[int, int]) -> list[int]:
        """The slots of the rarest grams that hold POSTINGS ids at most; grams that no text has do not count."""
        counted = ((sum(sizes.get(slot, 0) for slot in self.slots(gram)), gram) for gram in self.grams)
        slots: list[int] = []
        read = 0
        for number, (size, gram) in enumerate(sorted(pair for pair in counted if pair[0])):
            read += size
            if read > POSTINGS and number >= FEWEST_GRAMS:
                break
            slots += (slot for slot in self.slots(gram) if slot in sizes)
        return slots


def candidates(asked: Sequence[TextKeys], cutoff: float, using: str = DEFAULT_DB_ALIAS) -> list[list[Candidate]]:
    """For each text the normal forms at least `cutoff` (0–100) alike, best first; KEPT of them at most.

    The number of statements depends on the length of the texts, not on the size of the memory: two for some forty
    sentences, and one for each 50 sentences' worth of texts to compare.
    """
    reaches = [_Reach(keys.norm, keys.language, keys.grams, _bands(len(keys.norm), cutoff)) for keys in asked]
    sizes = _sizes((slot for reach in reaches for gram in reach.grams for slot in reach.slots(gram)), using)
    chosen = [reach.chosen(sizes) for reach in reaches]
    blocks = _blocks((slot for slots in chosen for slot in slots), using)
    sharing = [_sharing_most(slots, blocks) for slots in chosen]
    norms = _norms((text_id for shared in sharing for text_id in shared), using)
    return [_compared(reach, shared, norms, cutoff) for reach, shared in zip(reaches, sharing, strict=True)]


def _bands(length: int, cutoff: float) -> range:
    """The bands that can hold a text so much alike: an indel ratio r needs lengths within r / (2 − r)."""
    share = max(cutoff, 1.0) / 100
    nearest = share / (2 - share)
    return range(band_of(max(int(length * nearest), 1)), band_of(int(length / nearest) + 1) + 1)


def _sizes(slots: Iterable[int], using: str) -> dict[int, int]:
    """How many ids each slot holds; slots that are not in the index are left out."""
    return dict(MemoryGram.objects.db_manager(using).sizes(slots))


def _blocks(slots: Iterable[int], using: str) -> dict[int, list[Sequence[int]]]:
    """The ids of the texts in each slot, block by block."""
    blocks: dict[int, list[Sequence[int]]] = defaultdict(list)
    for slot, ids in MemoryGram.objects.db_manager(using).ids(slots):
        blocks[slot].append(ids)
    return blocks


def _sharing_most(slots: Iterable[int], blocks: dict[int, list[Sequence[int]]]) -> list[int]:
    """The COMPARED texts that occur in the most of these slots; of equals those with the lowest ids."""
    counts: Counter[int] = Counter()
    for slot in slots:
        for ids in blocks[slot]:
            counts.update(ids)
    if len(counts) <= COMPARED:
        return sorted(counts, key=lambda text_id: (-counts[text_id], text_id))
    enough = sorted(counts.values(), reverse=True)[COMPARED - 1]
    ranked = [(-count, text_id) for text_id, count in counts.items() if count >= enough]
    return [text_id for _count, text_id in sorted(ranked)[:COMPARED]]


def _norms(text_ids: Iterable[int], using: str) -> dict[int, str]:
    return dict(rows_with(MemoryText, ("id", "norm"), "id", text_ids, using))


def _compared(reach: _Reach, shared: Sequence[int], norms: dict[int, str], cutoff: float) -> list[Candidate]:
    """The best of the texts that share grams with a query, compared with it as a whole."""
    there = [text_id for text_id in shared if text_id in norms]
    found = process.extract(
        reach.norm, [norms[text_id] for text_id in there], scorer=fuzz.ratio, score_cutoff=cutoff, limit=None
    )
    alike = {
        there[index]: max(float(ratio), contained_likeness(reach.norm, norm, ratio)) for norm, ratio, index in found
    }
    if max(alike.values(), default=0.0) < MUCH_ALIKE:
        own = set(reach.grams)
        for text_id in there[:REORDERED]:
            others = grams(norms[text_id], reach.language)
            reordered = reordered_likeness(len(own.intersection(others)), len(own), len(others))
            if reordered >= cutoff:
                alike[text_id] = max(alike.get(text_id, 0.0), reordered)
    best = sorted(alike.items(), key=lambda pair: (-pair[1], pair[0]))[:KEPT]
    return [Candidate(text_id, norms[text_id], ratio) for text_id, ratio in best]
