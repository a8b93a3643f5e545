"""Numbers: what the source says in digits, the target says too.

Values are compared, not characters: 2兆8,250億 is there if the English says 2.825 trillion, 115年3月18日 if it says
March 18, 2026. Only numbers written with digits are looked for, in the direction source → target.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cms.bilingual.languages import ENGLISH
from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading, prose
from translation_jobs.text.dates import DateReading, read_chinese_dates, read_english_dates
from translation_jobs.text.numerals import read_chinese, read_english

_DIGIT = re.compile("[0-9０-９]")
# 三折 is 70 percent off, 七成 is 70 percent: the written digit is not the number meant.
_OTHER_FORM = re.compile(r"\s*[成折倍]")
# English often spells small numbers; the same word stands for the figure, the rank and the multiple.
_WORDS = {
    1: r"one|first|once|single|each|per|an?",
    2: r"two|second|twice|double[ds]?|both|bi\w+|half",
    3: r"three|third|triple[ds]?|tri\w+",
    4: "four(th)?|quarter",
    5: "five|fifth",
    6: "six(th)?",
    7: "seven(th)?",
    8: "eight(h)?",
    9: "nine|ninth",
    10: "ten(th)?",
    11: "eleven(th)?",
    12: "twelve|twelfth|noon|midnight|dozen",
}


@dataclass(frozen=True, slots=True)
class _Value:
    value: Decimal
    start: int
    end: int


@rule(
    "numbers.missing",
    Severity.WARNS,
    _("These numbers of the source are not in the translation: %(numbers)s"),
    Example("預算為12億元。", "The budget is NT$12 billion.", "The budget is NT$1.2 billion."),
)
def missing(reading: Reading) -> Iterator[Finding]:
    """Values that the source gives in digits and the translation gives nowhere.

    Source: shared design "Quality checks", numbers.value.
    """
    unit = reading.unit
    source, target = prose(unit.source), prose(unit.target)
    wanted = [
        value for value in _values(source, unit.source_language) if _DIGIT.search(source[value.start : value.end])
    ]
    found = {value.value for value in _values(target, unit.target_language)}
    missing = [value for value in wanted if value.value not in found and not _in_words(value.value, target)]
    if missing:
        yield Finding(
            {"numbers": ", ".join(dict.fromkeys(source[value.start : value.end] for value in missing))},
            source_spans=tuple(Span(value.start, value.end) for value in missing),
        )


def _values(text: str, language: str) -> list[_Value]:
    """The numbers of a text, and year, month and day of its dates each on their own."""
    is_english = language == ENGLISH
    dates = read_english_dates(text) if is_english else read_chinese_dates(text)
    numbers = read_english(text) if is_english else read_chinese(text)
    values = [
        _Value(number.value, number.start, number.end)
        for number in numbers
        if not any(date.start < number.end and number.start < date.end for date in dates)
        and not _OTHER_FORM.match(text, number.end)
    ]
    return values + [_Value(Decimal(part), date.start, date.end) for date in dates for part in _parts(date)]


def _parts(date: DateReading) -> list[int]:
    """今（12）日 and "today (August 12)" have only the day in common."""
    parts = (date.day,) if date.relative else (date.year, date.month, date.day)
    return [part for part in parts if part is not None]


def _in_words(value: Decimal, text: str) -> bool:
    words = _WORDS.get(int(value)) if value == int(value) else None
    return words is not None and re.search(rf"\b({words})\b", text, re.IGNORECASE) is not None
