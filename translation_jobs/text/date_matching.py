"""Which dates of a Chinese text stand in its English, which were changed, and which are on one side only."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from translation_jobs.text.dates import DateReading

# More dates than this are compared by value alone: to pair them costs the square of their number.
_MOST = 60


@dataclass(frozen=True, slots=True)
class DateMatching:
    """`same`: pairs that agree as far as both say; `changed`: pairs that stand for each other and differ.

    `only_chinese` and `only_english` have no counterpart at all.
    """

    same: tuple[tuple[DateReading, DateReading], ...] = ()
    changed: tuple[tuple[DateReading, DateReading], ...] = ()
    only_chinese: tuple[DateReading, ...] = ()
    only_english: tuple[DateReading, ...] = ()


def match_dates(chinese: Sequence[DateReading], english: Sequence[DateReading]) -> DateMatching:
    """Matches dates by value first; those left over are paired where they share most.

    A date that one side repeats and the other says once is matched every time.
    """
    if not chinese and not english:
        return DateMatching()
    same: list[tuple[DateReading, DateReading]] = []
    left, free = list(chinese), list(english)
    for agree in (_identical, _equal, _compatible):
        rest = []
        for date in left:
            index = next((index for index, other in enumerate(free) if agree(date, other)), None)
            if index is None:
                rest.append(date)
            else:
                same.append((date, free.pop(index)))
        left = rest
    if len(left) == len(free) == 1 and len(chinese) == len(english) and _kind(left[0]) == _kind(free[0]):
        return DateMatching(tuple(same), ((left[0], free[0]),))
    repeated = [date for date in left if any(_compatible(date, other) for other in english)]
    left = [date for date in left if not any(_compatible(date, other) for other in english)]
    free = [other for other in free if not any(_compatible(date, other) for date in chinese)]
    changed = _pairs(left, free)
    # A date that was said twice and is right once only: the other one stands for it too.
    changed += _pairs(repeated, [other for other in free if all(other is not pair[1] for pair in changed)])
    changed += _other_years(same, chinese)
    return DateMatching(
        tuple(same),
        tuple(changed),
        tuple(date for date in left if not any(date is pair[0] for pair in changed) and not _told(date, english)),
        tuple(other for other in free if not any(other is pair[1] for pair in changed) and not _told(other, chinese)),
    )


def _other_years(
    same: Sequence[tuple[DateReading, DateReading]], chinese: Sequence[DateReading]
) -> list[tuple[DateReading, DateReading]]:
    """Where each side gives the year at another date of a period, and not the same: 115年5月1日至7月31日."""
    years = {date.year for date in chinese}
    first = next((date for date, other in same if date.year and not other.year), None)
    last = next((other for date, other in same if other.year and not date.year and other.year not in years), None)
    return [(first, last)] if first and last else []


def _told(date: DateReading, others: Sequence[DateReading]) -> bool:
    """Whether one of the others says as much as it says of the date: the year, or the month of the year."""
    for other in others:
        common = [(a, b) for a, b in zip(_parts(date), _parts(other), strict=True) if a is not None and b is not None]
        if common and all(a == b for a, b in common):
            return True
    return False


def _parts(date: DateReading) -> tuple[int | None, int | None, int | None]:
    return date.year, date.month, date.day


def _identical(one: DateReading, other: DateReading) -> bool:
    return _equal(one, other) and one.part == other.part


def _equal(one: DateReading, other: DateReading) -> bool:
    return _parts(one) == _parts(other)


def _compatible(one: DateReading, other: DateReading) -> bool:
    """Whether both tell a day, or neither does, and nothing that both say differs."""
    return (one.day is None) == (other.day is None) and _told(one, (other,))


def _pairs(left: Sequence[DateReading], free: Sequence[DateReading]) -> list[tuple[DateReading, DateReading]]:
    """Dates of one kind paired by what they share, most first; those that share nothing only if each is alone."""
    left, free = left[:_MOST], free[:_MOST]
    scored = sorted(
        (
            (_shared(date, other), -abs(i - j), i, j)
            for i, date in enumerate(left)
            for j, other in enumerate(free)
            if _kind(date) == _kind(other)
        ),
        key=lambda score: (score[0], score[1]),
        reverse=True,
    )
    kinds, others = Counter(map(_kind, left)), Counter(map(_kind, free))
    used_left: set[int] = set()
    used_free: set[int] = set()
    pairs = []
    for shared, _distance, i, j in scored:
        alone = kinds[_kind(left[i])] == others[_kind(left[i])] == 1
        if i not in used_left and j not in used_free and (shared or alone):
            used_left.add(i)
            used_free.add(j)
            pairs.append((left[i], free[j]))
    return pairs


def _shared(one: DateReading, other: DateReading) -> int:
    return sum(a == b for a, b in zip(_parts(one), _parts(other), strict=True) if a is not None)


def _kind(date: DateReading) -> tuple[bool, bool]:
    """Whether it tells a month, and a day."""
    return date.month is not None, date.day is not None
