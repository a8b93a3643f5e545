"""The structure of a page as a whole: the numbers of its list items, and the units over the figures of its tables."""

import re
from collections.abc import Iterator
from fractions import Fraction

from translation_jobs.checks.base import Example, Finding, Scope, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import DocumentReading, Reading
from translation_jobs.text.list_markers import ListMarker, chinese_marker, english_marker

_FIGURE = re.compile(r"\s*(?:NT\$|US\$|\$|新臺幣)?\s*(?P<figure>[-+−]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?:元|%|％)?\s*")
# What a heading's words multiply the figures under it by.
_CHINESE_SCALES = {"千": 10**3, "萬": 10**4, "億": 10**8, "兆": 10**12}
_ENGLISH_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_CHINESE_SCALE = re.compile("[千萬億兆]{1,2}(?=[元人件筆張坪戶家]|[）)/、，\\s]|$|美元|新臺幣|台幣)")
_ENGLISH_SCALE = re.compile(r"\b(?:hundred\s+)?(thousand|million|billion|trillion)s?\b", re.IGNORECASE)


@rule(
    "document.list_numbers",
    Severity.WARNS,
    _("Item %(chinese)s of the list is numbered %(english)s"),
    Example(
        "一、計畫書。\n二、經費表。\n三、履歷。",
        "1. Proposal.\n2. Budget.\n2. Curriculum vitae.",
        "1. Proposal.\n2. Budget.\n3. Curriculum vitae.",
    ),
    scope=Scope.DOCUMENT,
)
def list_numbers(document: DocumentReading) -> Iterator[Finding]:
    """An item of a list has another number than in the Chinese. Lists without numbers in one language are left alone.

    Source: conventions "Text form", numbering: count of items per level equal, depth order kept.
    """
    for index, _reading, chinese, english in _markers(document):
        if chinese.numbers and english.numbers and not chinese.numbers & english.numbers:
            yield Finding({"chinese": chinese.text, "english": english.text}, segment=index)


@rule(
    "document.list_levels",
    Severity.HINT,
    _("Two levels of the list, %(first)s and %(second)s, have the same numbers in English: %(english)s"),
    Example(
        "一、資格。\n（一）教授。\n（二）副教授。",
        "1. Eligibility.\n1. Professors.\n2. Associate professors.",
        "1. Eligibility.\n(1) Professors.\n(2) Associate professors.",
    ),
    scope=Scope.DOCUMENT,
)
def list_levels(document: DocumentReading) -> Iterator[Finding]:
    """Items of two levels of the Chinese (一、 and （一）) that look alike in English.

    Source: conventions "Text form", numbering: depth order kept; 一、 → 1. (85 %), （一） → (1).
    """
    level_of: dict[str, str] = {}
    told: set[str] = set()
    for index, _reading, chinese, english in _markers(document):
        first = level_of.setdefault(english.style, chinese.style)
        if english.style and first != chinese.style and english.style not in told:
            told.add(english.style)
            yield Finding({"first": first, "second": chinese.style, "english": english.style}, segment=index)


def _markers(document: DocumentReading) -> Iterator[tuple[int, Reading, ListMarker, ListMarker]]:
    """The markers of all lines that have one in both languages."""
    for index, reading in enumerate(document.readings):
        chinese, english = reading.zh.split("\n"), reading.en.split("\n")
        for one, other in zip(chinese, english, strict=True) if len(chinese) == len(english) else ():
            marker, counterpart = chinese_marker(one), english_marker(other)
            if marker and counterpart:
                yield index, reading, marker, counterpart


@rule(
    "document.table_units",
    Severity.WARNS,
    _("%(chinese)s under %(chinese_unit)s is not %(english)s under %(english_unit)s"),
    Example(
        "經費（新臺幣億元）\n86.5",
        "Budget (NT$ billion)\n86.5",
        "Budget (NT$ billion)\n8.65",
    ),
    scope=Scope.DOCUMENT,
)
def table_units(document: DocumentReading) -> Iterator[Finding]:
    """A figure under a heading with a scale (億元) that, under its English heading, is another amount. Where several
    headings above have that scale, one that fits is enough.

    Source: conventions "Numbers, money, dates, units", table units: 億元 column → NT$ billion, divide by 10; header
    unit and cells checked together.
    """
    headings: list[tuple[str, int, str, int]] = []
    index = 0
    for paragraph in document.paragraphs:
        reading = paragraph.readings[0] if len(paragraph.readings) == 1 else None
        if reading and not paragraph.scale and (heading := _heading(reading)):
            headings.append(heading)
        if reading and paragraph.scale and (found := _wrong_amount(reading, paragraph.scale, headings)):
            yield Finding(
                found,
                (Span(0, len(reading.unit.source)),),
                (Span(0, len(reading.unit.target)),),
                segment=index,
            )
        index += len(paragraph.readings)


def _heading(reading: Reading) -> tuple[str, int, str, int] | None:
    """The words and values of the scales of a heading in Chinese and English; a plain English unit counts as one."""
    chinese = _CHINESE_SCALE.search(reading.zh)
    if not chinese or not reading.en.strip() or _FIGURE.fullmatch(reading.zh) or "。" in reading.zh:
        return None
    value = 1
    for character in chinese[0]:
        value *= _CHINESE_SCALES[character]
    english = _ENGLISH_SCALE.search(reading.en)
    if not english:
        return chinese[0], value, "", 1
    hundred = 100 if english[0].lower().startswith("hundred") else 1
    return chinese[0], value, english[0], _ENGLISH_SCALES[english[1].lower()] * hundred


def _wrong_amount(reading: Reading, scale: str, headings: list[tuple[str, int, str, int]]) -> dict[str, str] | None:
    """The facts of a figure that agrees with no heading of its scale; None where it agrees or nothing can be said."""
    chinese, english = (_FIGURE.fullmatch(text) for text in (reading.zh, reading.en))
    if not chinese or not english:
        return None
    words = set(scale.split())
    over = [heading for heading in headings if set(heading[0]) & words or (heading[2].lower() in words and heading[2])]
    one, other = _number(chinese["figure"]), _number(english["figure"])
    if not over or any(
        abs(one * heading[1] - other * heading[3]) <= _tolerance(english["figure"], heading[3]) for heading in over
    ):
        return None
    _zh, _value, _en, _times = over[-1]
    return {
        "chinese": chinese["figure"],
        "chinese_unit": _zh,
        "english": english["figure"],
        "english_unit": _en or "1",
    }


def _number(figure: str) -> Fraction:
    return Fraction(figure.replace(",", "").replace("−", "-"))


def _tolerance(figure: str, scale: int) -> Fraction:
    """Half of the last digit: 8,653 under 萬元 may be 86.5 under NT$ million."""
    decimals = len(figure.partition(".")[2])
    return Fraction(scale, 2 * 10**decimals)
