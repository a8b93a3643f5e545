"""How good a match of the translation memory is, on the scale that translators know: 100 is the same text.

Above 100 the neighbours are the same as well; below, a number that differs weighs more than any word, because it is
easily overlooked. The whole ladder and all penalties stand here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

SAME_PLACE = 102  # the same text, neighbours, page type and field
SAME_NEIGHBOURS = 101  # the same text, and the sentences before and after are the same too
SAME_TEXT = 100
SAME_NORM = 99  # the same but for width, case, punctuation, list marker; numbers have the same values
SUBSTITUTED = 97  # the same but for numbers, and these have been replaced in the target
MOST_ALIKE = 95  # other words: never more than this
NUMBERS_DIFFER = 84  # other numbers that cannot be replaced: never more than this

# What is shown. Of short texts a change of one character is a large part.
SHOWN_FROM = 60
SHORT_SHOWN_FROM = 75
SHORT = 8  # characters of the normal form

# Below these the engine is asked, or nothing is filled in.
SKIPS_ENGINE_FROM = 97
FILLED_IN_FROM = 85


class Status(StrEnum):
    """How far an entry can be trusted."""

    APPROVED = "approved"
    DRAFT = "draft"
    IMPORTED = "imported"
    ALIGNED = "aligned"  # by a program, from two documents


STATUS_PENALTIES: Mapping[Status, int] = {
    Status.APPROVED: 0,
    Status.IMPORTED: 3,
    Status.ALIGNED: 5,
    Status.DRAFT: 8,
}
TAG_PENALTY = 2  # for each placeholder that one text has and the other has not
MOST_FOR_TAGS = 6
SEVERAL_TARGETS_PENALTY = 1
OTHER_DOMAIN_PENALTY = 2
EXPIRED_TERM_PENALTY = 10

# Where clauses only changed places, half of the characters would count as changed; sharing all grams is worth this.
_REORDERED_FROM, _REORDERED_WORTH = 0.6, 90

# A text that stands whole in a longer one: all of its translation is there, and the rest is only to be left out. Worth
# just less than what is filled in, since the target says more than was asked for.
CONTAINED_FROM, _CONTAINED_WORTH = 60.0, 84.0
_AROUND = ' ,.:;!?()"'


@dataclass(frozen=True, slots=True)
class Comparison:
    """A query beside an entry.

    `likeness` is 0–100. `same_numbers`: values and kinds are equal, in order. `substituted`: the numbers differ and the
    target has been given the query's. `tags_apart`: placeholders that only one of the texts has.
    """

    likeness: float
    same_text: bool = False
    same_norm: bool = False
    same_numbers: bool = True
    substituted: bool = False
    same_neighbours: bool = False
    same_place: bool = False
    tags_apart: int = 0
    several_targets: bool = False
    other_domain: bool = False
    expired_term: bool = False
    status: Status = Status.APPROVED


def score(match: Comparison) -> int:
    """0–102; each rung of the ladder less the penalties."""
    return max(_rung(match) - penalty(match), 0)


def penalty(match: Comparison) -> int:
    return (
        STATUS_PENALTIES[match.status]
        + min(match.tags_apart * TAG_PENALTY, MOST_FOR_TAGS)
        + match.several_targets * SEVERAL_TARGETS_PENALTY
        + match.other_domain * OTHER_DOMAIN_PENALTY
        + match.expired_term * EXPIRED_TERM_PENALTY
    )


def _rung(match: Comparison) -> int:
    if match.same_text:
        if match.same_neighbours:
            return SAME_PLACE if match.same_place else SAME_NEIGHBOURS
        return SAME_TEXT
    if match.same_norm and match.same_numbers:
        return SAME_NORM
    if match.same_norm and match.substituted:
        return SUBSTITUTED
    return min(int(match.likeness), MOST_ALIKE if match.same_numbers else NUMBERS_DIFFER)


def likeness(one: str, other: str, cutoff: float = 0.0) -> float:
    """0–100: the share of characters of two normal forms that an edit would keep (indel ratio); 0 below `cutoff`."""
    return float(fuzz.ratio(one, other, score_cutoff=cutoff))


def reordered_likeness(shared: int, one: int, other: int) -> float:
    """0–90 for texts whose clauses changed places, by the grams they share and have; 0 if too few are shared."""
    share = 2 * shared / (one + other) if one + other else 0.0
    return share * _REORDERED_WORTH if share >= _REORDERED_FROM else 0.0


def contained_likeness(query: str, entry: str, ratio: float) -> float:
    """84 for a query that stands whole in an entry, 0 for any other.

    `ratio` is the `likeness` of these normal forms, and must be 60: of a much longer entry hardly any is meant.
    """
    long_enough = len(query) >= SHORT and ratio >= CONTAINED_FROM
    return _CONTAINED_WORTH if long_enough and contains(entry, query) else 0.0


def contains(entry: str, query: str) -> bool:
    """Whether a text stands whole in another, but for the marks around it."""
    return query.strip(_AROUND) in entry


def shown_from(norm: str) -> int:
    """The score from which matches of a text are shown."""
    return SHORT_SHOWN_FROM if len(norm) < SHORT else SHOWN_FROM
