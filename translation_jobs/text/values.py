"""The dates and numbers of a Chinese text and its English, and which of them stand for each other."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from translation_jobs.text.chinese_quantities import numerals_anywhere, read_chinese_quantities
from translation_jobs.text.date_matching import DateMatching, match_dates
from translation_jobs.text.dates import MONTHS, ROC_OFFSET, DateReading, read_chinese_dates
from translation_jobs.text.english_dates import read_english_dates
from translation_jobs.text.english_numerals import values_anywhere
from translation_jobs.text.english_quantities import read_english_quantities
from translation_jobs.text.quantities import SHARES, Kind, Quantity
from translation_jobs.text.quantity_matching import QuantityMatching, match_quantities

_YEAR = re.compile("19[0-9]{2}|20[0-9]{2}|21[0-4][0-9]")
_RANGE = re.compile("[至到～~–—-]|to|through|thru")


@dataclass(frozen=True)
class Values:
    """What both sides say in dates and numbers; what is costly and seldom asked for is worked out when asked for."""

    chinese: str
    english: str
    chinese_dates: tuple[DateReading, ...]
    english_dates: tuple[DateReading, ...]
    chinese_quantities: tuple[Quantity, ...]
    english_quantities: tuple[Quantity, ...]

    @cached_property
    def dates(self) -> DateMatching:
        return match_dates(self.chinese_dates, self.english_dates)

    @cached_property
    def quantities(self) -> QuantityMatching:
        return match_quantities(self.chinese_quantities, self.english_quantities, self.in_chinese, self.in_english)

    def in_chinese(self, one: Quantity) -> bool:
        """Whether a number of the English may be told in the Chinese by some numeral, date or range.

        A share is told as a share or as a plain number, as in a table of percentages.
        """
        if one.kind in SHARES:
            return (one.share == Fraction(1, 2) and "半" in self.chinese) or one.value in self._chinese_amounts
        # An article refers to itself by its own number, which stands at its head.
        if not one.value or (one.kind == Kind.REFERENCE and one.value in self._english_markers):
            return True
        return self.said_in_chinese(one.value) or _is_within(one, self._chinese_ranges)

    def in_english(self, one: Quantity) -> bool:
        """Whether a number of the Chinese may be told in the English by some number, date, word or range."""
        value = one.value if one.share is None else one.share
        return self.said_in_english(value) or _is_within(one, self._english_ranges)

    def said_in_chinese(self, value: Fraction | int) -> bool:
        """Whether some numeral or date of the Chinese may say the value, a year by its number in the Republic."""
        return value in self._chinese_anywhere or value - ROC_OFFSET in self._chinese_anywhere

    def said_in_english(self, value: Fraction | int) -> bool:
        """Whether some number, date or word of the English may say the value."""
        return value in self._english_anywhere or value + ROC_OFFSET in self._english_anywhere

    @cached_property
    def _chinese_amounts(self) -> set[Fraction]:
        return {one.value for one in self.chinese_quantities if one.kind == Kind.AMOUNT}

    @cached_property
    def _chinese_ranges(self) -> list[tuple[Quantity, Quantity]]:
        return _ranges(self.chinese, self.chinese_quantities)

    @cached_property
    def _english_ranges(self) -> list[tuple[Quantity, Quantity]]:
        return _ranges(self.english, self.english_quantities)

    @cached_property
    def _english_markers(self) -> set[Fraction]:
        return {other.value for other in self.english_quantities if other.kind == Kind.MARKER}

    @cached_property
    def _chinese_anywhere(self) -> set[Fraction]:
        return numerals_anywhere(self.chinese) | _parts(self.chinese_dates)

    @cached_property
    def _english_anywhere(self) -> set[Fraction]:
        months = {Fraction(number) for number, name in enumerate(MONTHS, 1) if name in self.english}
        numbers = {quantity.value for quantity in self.english_quantities}
        return values_anywhere(self.english) | months | numbers | _parts(self.english_dates)


def read_values(chinese: str, english: str, published: date | None = None) -> Values:
    """Reads both sides; `published` is the day that 今（12）日 is told from."""
    chinese_dates = tuple(read_chinese_dates(chinese, published))
    english_dates = tuple(read_english_dates(english, impossible=True))
    chinese_quantities, chinese_years = _years(read_chinese_quantities(chinese, chinese_dates))
    english_quantities, english_years = _years(read_english_quantities(english, english_dates))
    return Values(
        chinese,
        english,
        (*chinese_dates, *chinese_years),
        (*english_dates, *english_years),
        chinese_quantities,
        english_quantities,
    )


def _years(quantities: list[Quantity]) -> tuple[tuple[Quantity, ...], tuple[DateReading, ...]]:
    """The quantities without the four digits that are years of our time, and those as dates."""
    years = [one for one in quantities if one.kind == Kind.AMOUNT and not one.unit and _YEAR.fullmatch(one.text)]
    rest = tuple(one for one in quantities if one not in years)
    return rest, tuple(DateReading(one.start, one.end, int(one.value), None, None, one.text) for one in years)


def _parts(dates: tuple[DateReading, ...]) -> set[Fraction]:
    parts = {Fraction(part) for date in dates for part in (date.year, date.month, date.day) if part is not None}
    return parts | {Fraction(date.year - ROC_OFFSET) for date in dates if date.year is not None and date.roc}


def _ranges(text: str, quantities: tuple[Quantity, ...]) -> list[tuple[Quantity, Quantity]]:
    """The two ends of each "Articles 3 to 5"."""
    return [
        (first, last)
        for first, last in pairwise(quantities)
        if first.unit == last.unit
        and first.value < last.value
        and _RANGE.search(text, first.end, min(last.start, first.end + 12))
    ]


def _is_within(one: Quantity, ranges: list[tuple[Quantity, Quantity]]) -> bool:
    return any(first.value < one.value < last.value for first, last in ranges)
