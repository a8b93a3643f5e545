"""Which numbers of a Chinese text stand in its English, which were changed, and which are on one side only.

Official translators say a number twice or once for both places, give 12 months for a year, write "both" for 二者 and
"Articles 3 to 5" for three articles. All of that is the same. A number was changed where one side has a value that the
other has not, and the other a value of the same sort that the first has not.
"""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from translation_jobs.text.quantities import SHARES, Kind, Quantity
from translation_jobs.text.units_of_measure import PREFIXED, UNITS, in_base

# Up to here numbers are told in many other ways: once, both, a second time.
_SMALL = 10
# More numbers than this are compared by value alone: to pair them costs the square of their number.
_MOST = 60
# Markers belong to the structure; the number of a document is one word with its letters.
_UNCOMPARED = (Kind.MARKER, Kind.IDENTIFIER)
_LEVELS = ("article", "provision", "chapter", "part", "section")

# By which a number is found on the other side.
Key = tuple[object, ...]


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
    chinese = [one for one in chinese if one.kind not in _UNCOMPARED]
    english = [other for other in english if other.kind not in _UNCOMPARED]
    same: list[tuple[Quantity, Quantity]] = []
    left, free = chinese, english
    for wanted, own in ((_exact, _exact), (_like_values, _value), (_equal_measures, _own)):
        left, free = _take(left, free, wanted, own, same)
    for part, whole in (*_compounds(chinese, english), *_compounds(english, chinese)):
        left = [one for one in left if one not in part and one != whole]
        free = [other for other in free if other not in part and other != whole]
    changed = _surplus(left, free, chinese, english)
    left = [one for one in left if all(one is not pair[0] for pair in changed)]
    free = [other for other in free if all(other is not pair[1] for pair in changed)]
    said, told = _everything(english), _everything(chinese)
    repeated = [one for one in left if _somewhere(one, said)]
    missing = [one for one in left if not _somewhere(one, said)]
    extra = [other for other in free if not _somewhere(other, told) and not in_chinese(other)]
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


def _exact(one: Quantity) -> list[Key]:
    return [(one.value, sort_of(one), one.unit)]


def _value(one: Quantity) -> list[Key]:
    """The value, whether it is a share, and whether it is the number of an article or of a provision in one."""
    place = "" if one.kind != Kind.REFERENCE else "article" if one.unit == "article" else "provision"
    return [(one.value, one.kind in SHARES, place)]


def _like_values(one: Quantity) -> list[Key]:
    """The same value of any sort, only never an article for a provision."""
    value, share, place = _value(one)[0]
    return [(value, share, other) for other in ("", "article", "provision") if not place or other in ("", place)]


def _measures(one: Quantity) -> list[Key]:
    """Its share of one, its measure in the base unit."""
    share, measure = one.share, in_base(one.value, one.unit)
    return [key for key in (("share", share) if share is not None else None, measure) if key]


def _own(one: Quantity) -> list[Key]:
    return [*_value(one), *_measures(one)]


def _equal_measures(one: Quantity) -> list[Key]:
    """One day and 24 hours, 50 percent and one half; 一個月 and 30 days, 21時 and 9 p.m., 八折 and 20 percent off,
    1.4倍 and 140 percent.
    """
    keys = _measures(one)
    if one.unit == "month":
        keys += _measures(replace(one, value=one.value * 30, unit="day"))
    elif one.unit == "hour" and 12 < one.value <= 24:
        keys += [*_measures(replace(one, value=one.value - 12)), (one.value - 12, False, "")]
    elif one.unit == "discount":
        keys += [("share", 1 - one.value / 100)]
    elif one.kind == Kind.MULTIPLE:
        keys += [("share", one.value + more) for more in (0, -1, 1)]
    return keys


def _take(
    left: Sequence[Quantity],
    free: Sequence[Quantity],
    wanted: Callable[[Quantity], list[Key]],
    own: Callable[[Quantity], list[Key]],
    same: list[tuple[Quantity, Quantity]],
) -> tuple[list[Quantity], list[Quantity]]:
    """Moves to `same` what agrees, in the order of the text; returns what is left of both sides."""
    places: dict[Key, deque[int]] = {}
    for index, other in enumerate(free):
        for key in own(other):
            places.setdefault(key, deque()).append(index)
    taken: set[int] = set()
    rest = []
    for one in left:
        found = None
        for key in wanted(one):
            queue = places.get(key, deque())
            while queue and queue[0] in taken:
                queue.popleft()
            if queue:
                found = queue.popleft()
                break
        if found is None:
            rest.append(one)
        else:
            taken.add(found)
            same.append((one, free[found]))
    return rest, [other for index, other in enumerate(free) if index not in taken]


def _everything(side: Sequence[Quantity]) -> tuple[set[Key], set[Key]]:
    """All keys by which a number of that side is found, and those by which it finds others."""
    own = {key for one in side for key in _own(one)}
    return own, {key for one in side for key in _equal_measures(one)}


def _somewhere(one: Quantity, side: tuple[set[Key], set[Key]]) -> bool:
    own, found_by = side
    if any(key in own for key in (*_like_values(one), *_equal_measures(one))):
        return True
    return any(key in found_by for key in _measures(one))


def _compounds(parts: Sequence[Quantity], wholes: Sequence[Quantity]) -> list[tuple[tuple[Quantity, ...], Quantity]]:
    """Two measures that are one on the other side: 一年六個月 and 18 months."""
    by_size: dict[Key, list[Quantity]] = {}
    for whole in wholes:
        if size := in_base(whole.value, whole.unit):
            by_size.setdefault(size, []).append(whole)
    found: list[tuple[tuple[Quantity, ...], Quantity]] = []
    for first, second in pairwise(parts):
        one, other = in_base(first.value, first.unit), in_base(second.value, second.unit)
        if one and other and one[0] == other[0] and second.start - first.end < 14:
            found += [((first, second), whole) for whole in by_size.get((one[0], one[1] + other[1]), [])]
    return found[:_MOST]


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
    left, free = list(missing[:_MOST]), list(extra[:_MOST])
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
