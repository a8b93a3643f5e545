"""How a number is written at one place, and another number written the same way.

A style counts as recognised only if writing the old value in it gives the very characters that stand there: so what
is written in place of them can be relied on. Where no style does, nothing is written.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from cms.bilingual.languages import ENGLISH
from translation_jobs.text.dates import MONTHS, ROC_OFFSET, ROC_YEARS, DateReading, chinese_date, english_date
from translation_jobs.text.numerals import chinese_amount, english_amount

_Style = Callable[[Decimal], str | None]

CARDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_RANKS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_HAN_DIGITS = ("零一二三四五六七八九", "零壹貳參肆伍陸柒捌玖")
_HAN_UNITS = (("", "十", "百", "千"), ("", "拾", "佰", "仟"))
_HAN_SCALES = ("", "萬", "億", "兆")


def rewritten(written: str, old: Decimal, new: Decimal, language: str) -> str | None:
    """`new` as `written` writes `old`: ("1.2 billion", 1.2e9, 4e8) → "400 million". None if the style is not known."""
    for style in _ENGLISH if language == ENGLISH else _CHINESE:
        if style(old) == written:
            return style(new)
    return None


def rewritten_date(written: str, old: DateReading, new: DateReading, language: str) -> str | None:
    """The date `new` as `written` writes `old`; None if no style fits, or `new` says more or less than `old`."""
    if _shape(old) != _shape(new):
        return None
    for style in _ENGLISH_DATES if language == ENGLISH else _CHINESE_DATES:
        if style(old) == written:
            return style(new)
    return None


def rewritten_marker(written: str, old: Decimal, new: Decimal) -> str | None:
    """The list marker `new` as `written` writes `old`: ("（二） ", 2, 3) → "（三） "."""
    for digits in (_digits, lambda value: _han(value, 0), _wide):
        core = digits(old)
        following = digits(new)
        if core and following and written.count(core) == 1 and not any(c.isalnum() for c in written.replace(core, "")):
            return written.replace(core, following)
    return None


def _digits(value: Decimal) -> str:
    return f"{value:f}"


def _with_commas(value: Decimal) -> str:
    return f"{value:,f}"


def _wide(value: Decimal) -> str:
    return _digits(value).translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))


def _word(value: Decimal) -> str | None:
    """two … twelve; above, style guides write digits."""
    if value != int(value) or value < 2:
        return None
    return CARDINALS[int(value)] if value < len(CARDINALS) else _with_commas(value)


def _rank_word(value: Decimal) -> str | None:
    if value != int(value) or value < 1:
        return None
    return _RANKS[int(value)] if value < len(_RANKS) else _rank_digits(value)


def _rank_digits(value: Decimal) -> str | None:
    if value != int(value) or value < 1:
        return None
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(int(value % 10), "th")
    return f"{value:,f}{ending}"


def _capital(style: _Style) -> _Style:
    def written(value: Decimal) -> str | None:
        text = style(value)
        return text.capitalize() if text else None

    return written


def _han(value: Decimal, row: int) -> str | None:
    """一百一十五, 三百零五, 二億三千萬; `row` 1 writes 壹佰. None if it is not whole, or too large."""
    if value != int(value) or not 0 < value < 10**16:
        return None
    groups = []
    rest = int(value)
    while rest:
        rest, group = divmod(rest, 10_000)
        groups.append(group)
    written = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            continue
        if written and (group < 1000 or not groups[place + 1]):
            written += "零"
        written += _han_group(group, row) + _HAN_SCALES[place]
    return "十" + written[2:] if written.startswith("一十") else written


def _han_group(group: int, row: int) -> str:
    """A number below 10,000."""
    written, zero = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if digit:
            written += ("零" if zero and written else "") + _HAN_DIGITS[row][digit] + _HAN_UNITS[row][place]
        zero = not digit
    return written


def _formal(value: Decimal) -> str | None:
    return _han(value, 1)


def _plain_han(value: Decimal) -> str | None:
    return _han(value, 0)


def _mixed_thousands(value: Decimal) -> str | None:
    """5百萬, 3千萬: one digit with its unit before 萬."""
    for unit, size in (("百", 10**6), ("千", 10**7)):
        if value % size == 0 and 1 <= value // size <= 9:
            return f"{value // size}{unit}萬"
    return chinese_amount(value) if value >= 10_000 else None


# The first style that fits is taken: one that changes with the size of the number goes before one that does not.
# Digits below a thousand fit both with commas and without; a text that writes "300" writes "3,000".
_ENGLISH: tuple[_Style, ...] = (
    english_amount,
    _with_commas,
    _digits,
    _word,
    _capital(_word),
    _rank_word,
    _capital(_rank_word),
    _rank_digits,
)
_CHINESE: tuple[_Style, ...] = (
    _with_commas,
    chinese_amount,
    _digits,
    _plain_han,
    _formal,
    _mixed_thousands,
    _wide,
)


def _shape(date: DateReading) -> tuple[object, ...]:
    """What a date says and what it leaves out."""
    return (date.year is None, date.month is None, date.day is None, date.part, date.relative, date.fiscal)


_DateStyle = Callable[[DateReading], str | None]


def _day_first(date: DateReading) -> str | None:
    if not date.day or not date.month or date.part or date.relative:
        return None
    return f"{date.day} {MONTHS[date.month - 1]}" + (f" {date.year}" if date.year else "")


def _fiscal_styles() -> Iterator[_DateStyle]:
    for prefix in ("FY", "FY ", "fiscal year ", "Fiscal Year ", "Fiscal year "):
        yield lambda date, prefix=prefix: f"{prefix}{date.year}" if date.fiscal else None  # type: ignore[misc]


def _capital_date(date: DateReading) -> str | None:
    return english_date(date).capitalize() if date.part else None


def _in_era(era: str) -> _DateStyle:
    """Years of the Republic with the era in front: 民國45年, whatever the number."""

    def written(date: DateReading) -> str | None:
        if date.year is None or date.relative or date.year - ROC_OFFSET not in ROC_YEARS:
            return None
        return f"{era}{date.year - ROC_OFFSET}{_after_year(date)}"

    return written


def _common_era(date: DateReading) -> str | None:
    return f"{date.year}{_after_year(date)}" if date.year is not None and not date.relative else None


def _after_year(date: DateReading) -> str:
    """What stands behind the number of the year: 年度, 年上半年, 年3月18日."""
    roc = chinese_date(date)
    return roc[roc.index("年") :]


_ENGLISH_DATES: tuple[_DateStyle, ...] = (english_date, _capital_date, _day_first, *_fiscal_styles())
_CHINESE_DATES: tuple[_DateStyle, ...] = (
    *(_in_era(era) for era in ("", "民國", "中華民國")),
    _common_era,
    chinese_date,
)
