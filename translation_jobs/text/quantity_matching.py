"""Which numbers of a Chinese text stand in its English, which were changed, and which are on one side only.

Official translators say a number twice or once for both places, give 12 months for a year, write "both" for 二者 and
"Articles 3 to 5" for three articles. All of that is the same. A number was changed where one side has a value that the
other has not, and the other a value of the same sort that the first has not.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from translation_jobs.text.quantities import SHARES, Kind, Quantity
from translation_jobs.text.units_of_measure import PREFIXED, UNITS, in_base

# Up to here numbers are told in many other ways: once, both, a second time.
_SMALL = 10
_DAYS = {"month": 30, "day": 1}
# Markers belong to the structure; the number of a document is one word with its letters.
_UNCOMPARED = (Kind.MARKER, Kind.IDENTIFIER)
_LEVELS = ("article", "provision", "chapter", "part", "section")


@dataclass(frozen=True, slots=True)
class QuantityMatching:
    """`same`: pairs of one value; `changed`: pairs that stand for each other with different values.

    `only_chinese` and `only_english` have no counterpart at all.
    """

    same: tuple[tuple[Quantity, Quantity], ...] = ()
    changed: tuple[tuple[Quantity, Quantity], ...] = ()
    only_chinese: tuple[Quantity, ...] = ()
    only_english: tuple[Quantity, ...] = ()


def match_quantities(
    chinese: Sequence[Quantity],
    english: Sequence[Quantity],
    in_chinese: Callable[[Quantity], bool] = lambda one: False,
    in_english: Callable[[Quantity], bool] = lambda one: False,
) -> QuantityMatching:
    """Matches by value and sort, then by value, then by equal measures and ranges; pairs what is left by sort.

    `in_chinese` and `in_english` say whether it may stand in that text in another way (統一, a date, "both").
    """
    if not chinese and not english:
        return QuantityMatching()
    same: list[tuple[Quantity, Quantity]] = []
    chinese = [one for one in chinese if one.kind not in _UNCOMPARED]
    english = [other for other in english if other.kind not in _UNCOMPARED]
    left, free = list(chinese), list(english)
    for agree in (_same_value_and_sort, _same_value, _equivalent):
        for quantity in list(left):
            found = next((other for other in free if agree(quantity, other)), None)
            if found:
                same.append((quantity, found))
                left.remove(quantity)
                free.remove(found)
    for part, whole in (*_compounds(chinese, english), *_compounds(english, chinese)):
        left = [one for one in left if one not in part and one != whole]
        free = [other for other in free if other not in part and other != whole]
    changed = _surplus(left, free, chinese, english)
    left = [one for one in left if all(one is not pair[0] for pair in changed)]
    free = [other for other in free if all(other is not pair[1] for pair in changed)]
    repeated = [one for one in left if _somewhere(one, english)]
    missing = [one for one in left if not _somewhere(one, english)]
    extra = [other for other in free if not _somewhere(other, chinese) and not in_chinese(other)]
    changed += _pairs(missing, extra)
    # A number that was said twice and is right once only: the other one stands for it too.
    changed += [
        pair
        for pair in _pairs(repeated, [other for other in extra if all(other is not pair[1] for pair in changed)])
        if sort_of(pair[0]) == sort_of(pair[1]) and sort_of(pair[0]) not in ("amount", "ordinal", "provision")
    ]
    return QuantityMatching(
        tuple(same),
        tuple(changed),
        tuple(one for one in missing if not in_english(one) and all(one is not pair[0] for pair in changed)),
        tuple(other for other in extra if all(other is not pair[1] for pair in changed)),
    )


def sort_of(quantity: Quantity) -> str:
    """The sort of number that may stand for one of another value: money for money, an article for an article."""
    if quantity.kind == Kind.MONEY:
        return "money"
    if quantity.kind in SHARES:
        return "share"
    if quantity.unit in _LEVELS:
        return quantity.unit
    if quantity.kind == Kind.MEASURE:
        dimension = UNITS[quantity.unit].dimension
        return "time" if dimension in ("calendar", "clock") else dimension
    return quantity.kind


def _same_value(one: Quantity, other: Quantity) -> bool:
    if one.kind == other.kind == Kind.REFERENCE and "article" in (one.unit, other.unit) and one.unit != other.unit:
        return False
    return one.value == other.value and (one.kind in SHARES) == (other.kind in SHARES)


def _same_value_and_sort(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value and sort_of(one) == sort_of(other) and one.unit == other.unit


def _equivalent(one: Quantity, other: Quantity) -> bool:
    """One day and 24 hours, 21時 and 9 p.m., 50 percent and one half, 八折 and 20 percent off, 1.4倍 and 140%."""
    if one.share is not None and one.share == other.share:
        return True
    if one.unit == "discount" and other.kind == Kind.PERCENT and one.value + other.value == 100:
        return True
    if one.unit == "hour" and 12 < one.value <= 24 and other.value == one.value - 12:
        return True
    if one.kind == Kind.MULTIPLE and other.kind == Kind.PERCENT:
        return other.value in (one.value * 100, (one.value - 1) * 100, (one.value + 1) * 100)
    if (one.unit, other.unit) in (("month", "day"), ("day", "month")):
        return one.value * _DAYS[one.unit] == other.value * _DAYS[other.unit]
    first, second = in_base(one.value, one.unit), in_base(other.value, other.unit)
    return first is not None and first == second


def _somewhere(one: Quantity, others: Sequence[Quantity]) -> bool:
    return any(_same_value(one, other) or _equivalent(one, other) or _equivalent(other, one) for other in others)


def _compounds(parts: Sequence[Quantity], wholes: Sequence[Quantity]) -> list[tuple[tuple[Quantity, ...], Quantity]]:
    """Two measures that are one on the other side: 一年六個月 and 18 months."""
    found: list[tuple[tuple[Quantity, ...], Quantity]] = []
    for first, second in pairwise(parts):
        one, other = in_base(first.value, first.unit), in_base(second.value, second.unit)
        if one and other and one[0] == other[0] and second.start - first.end < 14:
            total = (one[0], one[1] + other[1])
            found += [((first, second), whole) for whole in wholes if in_base(whole.value, whole.unit) == total]
    return found


def _surplus(
    left: Sequence[Quantity], free: Sequence[Quantity], chinese: Sequence[Quantity], english: Sequence[Quantity]
) -> list[tuple[Quantity, Quantity]]:
    """One number of a sort taken for another that stands there too: 三年 and 五年 as five years and five years.

    Only where both sides have equally many of the sort, and all but one agree.
    """
    found = []
    counts, others = (Counter(sort_of(one) for one in side) for side in (chinese, english))
    for sort, count in counts.items():
        mine = [one for one in left if sort_of(one) == sort]
        theirs = [other for other in free if sort_of(other) == sort]
        if count == others[sort] and len(mine) == len(theirs) == 1 and sort not in ("ordinal", "amount"):
            found.append((mine[0], theirs[0]))
    return found


def _pairs(missing: Sequence[Quantity], extra: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Numbers of one sort in their order; then large plain amounts with whatever is left."""
    pairs: list[tuple[Quantity, Quantity]] = []
    left, free = list(missing), list(extra)
    for alike in (_alike, _loosely_alike):
        for one in list(left):
            found = next((other for other in free if alike(one, other)), None)
            if found:
                pairs.append((one, found))
                left.remove(one)
                free.remove(found)
    return pairs


def _alike(one: Quantity, other: Quantity) -> bool:
    return sort_of(one) == sort_of(other)


def _loosely_alike(one: Quantity, other: Quantity) -> bool:
    """A plain amount on one side may be money or a measure on the other."""
    plain = (Kind.AMOUNT, Kind.ORDINAL, Kind.MULTIPLE)
    if max(one.value, other.value) <= _SMALL or PREFIXED in (one.unit, other.unit):
        return False
    return (one.kind in plain or other.kind in plain) and not {one.kind, other.kind} & {Kind.REFERENCE}


def ratio_is_power_of_ten(one: Fraction, other: Fraction) -> bool:
    """Whether the two are different, and the same but for the place of the decimal point."""
    if not one or not other or one == other:
        return False
    ratio = max(one, other) / min(one, other)
    if ratio.denominator != 1:
        return False
    digits = str(ratio.numerator)
    return digits[0] == "1" and not digits[1:].strip("0")
