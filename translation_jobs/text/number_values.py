"""The numbers of a text as a translation memory compares them: in order, each with its kind, exact value and place.

One door to the readers of numbers and dates: what a memory masks, compares and substitutes is decided here alone. A
change here, or in a reader, changes stored keys: raise `memory_keys.KEYS_VERSION` with it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cms.bilingual.languages import ENGLISH
from translation_jobs.text.dates import DateReading, read_chinese_dates
from translation_jobs.text.english_dates import read_english_dates
from translation_jobs.text.numerals import Number, read_chinese, read_english, whole_number


class Kind(StrEnum):
    """What a number counts; the words around it (元, percent) are text and no part of it."""

    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    MARKER = "marker"  # the 二、 or (2) in front of an item


@dataclass(frozen=True, slots=True)
class NumberValue:
    """A number at `text[start:end]`, in code points; `written` are the words there.

    `value` is canonical and can be compared: "1000000", "2026-03-18", "--03-18" (no year given), "2026" for a year.
    `date` is the reading of a date, None for all other kinds.
    """

    start: int
    end: int
    kind: Kind
    value: str
    written: str
    date: DateReading | None = None

    @property
    def amount(self) -> Decimal:
        """The value of anything but a date."""
        return Decimal(self.value)


_HAN = "一二三四五六七八九十"
_MARKER = re.compile(
    rf"\s*(?:[（(]\s*(?P<inside>[{_HAN}百]{{1,4}}|[0-9０-９]{{1,3}})\s*[）)]"
    rf"|(?P<han>[{_HAN}百]{{1,4}})(?:、|[.．](?![0-9０-９]))"
    r"|(?P<digits>[0-9０-９]{1,3})(?:、|[)）]|[.．](?![0-9０-９])))\s*"
    r"|\s*(?P<circled>[①-⑳㈠-㈩⑴-⒇⒈-⒛])\s*"
)
# First of each run of signs, and how many there are.
_CIRCLED = (("①", 20), ("㈠", 10), ("⑴", 20), ("⒈", 20))
_BULLET = re.compile(r"\s*[•●○◎■□◆◇▪※‧·*–—-]\s+|\s*[●○◎■□◆◇▪※]\s*")

_MONEY_BEFORE = re.compile(r"(?:[$＄€£¥￥]|NTD|TWD|USD|EUR|[臺台]幣|美[金元]|歐元|人民幣)\s*(?:約|近|逾|達|超過)?\s*$")
_MONEY_AFTER = re.compile(r"\s*(?:多|餘)?(?:美|歐|日|英)?(?:元|圓|鎊)(?![月件素])|\s*(?:NTD|TWD|USD|dollars)\b")
# Small numbers as English spells them; "one" is a pronoun too often.
_WORDS = {
    word: value for value, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), 2)
} | {
    word: value
    for value, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
}
# Their first letters stand apart, since most words have another one and need not be tried against all.
_WORD = re.compile(rf"\b(?=[efnst])(?:{'|'.join(_WORDS)})\b(?!-)", re.IGNORECASE)

_RANK_ENDING = re.compile(r"(?:st|nd|rd|th)\b")
_PERCENT_BEFORE = re.compile("百分之$")
_PERCENT_AFTER = re.compile(r"\s*(?:[%％]|個?百分點|-?per ?cent(?:age)?\b)", re.IGNORECASE)


def read_values(text: str, language: str) -> list[NumberValue]:
    """The numbers of `text`, from left to right, without overlap."""
    values = list(_values(text, language))
    return sorted(values, key=lambda value: value.start)


def bullet_end(text: str) -> int:
    """Where the bullet that `text` starts with ends; 0 without one."""
    found = _BULLET.match(text)
    return found.end() if found else 0


def _values(text: str, language: str) -> Iterator[NumberValue]:
    is_english = language == ENGLISH
    marker = _marker(text)
    taken = marker.end if marker else 0
    if marker:
        yield marker
    dates = read_english_dates(text) if is_english else read_chinese_dates(text)
    dates = [date for date in dates if date.start >= taken]
    for date in dates:
        yield NumberValue(date.start, date.end, Kind.DATE, _date_value(date), text[date.start : date.end], date)
    for number in read_english(text) if is_english else read_chinese(text):
        if number.start >= taken and not any(d.start < number.end and number.start < d.end for d in dates):
            ending = _RANK_ENDING.match(text, number.end) if is_english else None
            end = ending.end() if ending else number.end
            written = text[number.start : end]
            yield NumberValue(number.start, end, _kind(text, number), plain_value(number.value), written)
    if is_english:
        for found in _WORD.finditer(text, taken):
            if not any(date.start < found.end() and found.start() < date.end for date in dates):
                value = str(_WORDS[found[0].lower()])
                yield NumberValue(found.start(), found.end(), Kind.NUMBER, value, found[0])


def _marker(text: str) -> NumberValue | None:
    found = _MARKER.match(text)
    if not found or found.end() == len(text):
        return None  # nothing but a number is no marker
    value = _circled(found["circled"]) if found["circled"] else None
    if value is None:
        value = whole_number(found["inside"] or found["han"] or found["digits"] or "")
    if value is None:
        return None
    return NumberValue(0, found.end(), Kind.MARKER, str(value), found[0])


def _circled(sign: str) -> int | None:
    return next((ord(sign) - ord(first) + 1 for first, count in _CIRCLED if 0 <= ord(sign) - ord(first) < count), None)


def _kind(text: str, number: Number) -> Kind:
    before = text[max(number.start - 8, 0) : number.start]
    if _PERCENT_BEFORE.search(before) or _PERCENT_AFTER.match(text, number.end):
        return Kind.PERCENT
    if _MONEY_BEFORE.search(before) or _MONEY_AFTER.match(text, number.end):
        return Kind.MONEY
    return Kind.NUMBER


def plain_value(value: Decimal) -> str:
    """The shortest digits of a value: "1000000", "2.5"; equal values have equal digits."""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _date_value(date: DateReading) -> str:
    """ISO 8601 as far as the text goes, with the part of the year or the word for the day: "2026 first half"."""
    year = f"{date.year:04}" if date.year is not None else "-" if date.month or date.day else ""
    parts = [year, *(f"{part:02}" for part in (date.month, date.day) if part is not None)]
    return " ".join(filter(None, ("-".join(parts), date.part, date.relative)))
