"""Numbers of an English text with what they measure: NT$600 million, 5 percent, Article 11-1, three years."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from translation_jobs.text.currencies import SIGN_BEFORE, WORD_AFTER, code_of
from translation_jobs.text.dates import DateReading
from translation_jobs.text.english_numerals import EnglishNumber, Form, plain, read_english_numbers, roman_value
from translation_jobs.text.quantities import Kind, Quantity
from translation_jobs.text.units_of_measure import ENGLISH_AFTER, unit_of

_LEVEL_WORDS = (
    r"(?P<article>Articles?|Arts?\.)|(?P<chapter>Chapters?)|(?P<part>Parts?|Books?)|(?P<section>Sections?)"
    r"|(?P<provision>(?:Sub-?)?(?:paragraphs?|items?|clauses?|sections?|points?)|Para\.|Subpara\.|items? no\.)"
)
_LEVEL_BEFORE = re.compile(rf"\b(?:{_LEVEL_WORDS}) ?(?:Nos?\. ?)?[(“\"]?$", re.IGNORECASE)
_LEVEL_AFTER = re.compile(rf" (?:{_LEVEL_WORDS})\b", re.IGNORECASE)
_SHARE_AFTER = re.compile(
    r"[ -]?\)?[ -]?(?:(?P<points>percentage[ -]points?|percent points?)|(?P<permille>‰|per ?mil(?:le)?\b|per thousand)"
    r"|(?P<percent>%|percent\b|per ?cent\b|pct\b)|(?P<times>-?times\b|-?folds?\b)|(?P<celsius>° ?C\b))",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[\s,]*(?:,|and|or|to|through|thru|till|until|and/or|-|&|;)[\s,]*|, (?:and|or) |\) ?(?:,|and|or|to|-) ?\(",
    re.IGNORECASE,
)
_BRANCH = re.compile(r"(?:-|\.)[0-9]{1,2}(?![0-9])|(?: ?-? ?(?:bis|ter)\b)")
_ROMAN = re.compile(
    r"\b(?:(?P<level>(?i:Article|Chapter|Part|Section|Title|Book|Class|Category|Type|Table|Appendix|Annex|Schedule"
    r"|Phase|Grade|Level|Volume|Group|Paragraph|Subparagraph|Item))s? )(?P<roman>[IVXL]{1,7})\b"
)
_MARKER = re.compile(
    r"^[^\S\n]*(?:(?:Article|Chapter|Part|Section|(?:Sub)?[Pp]aragraph|Item) [0-9]{1,3}"
    r"(?:[.-][0-9]{1,2}){0,4}[.:]?[^\S\n]*$"
    r"|(?:Article|Chapter|Part|Section|(?:Sub)?[Pp]aragraph|Item) [0-9]{1,3}[.:]?(?= +[A-Z])"
    r"|\((?:[0-9]{1,2}|[ivx]{1,5})\)|(?:[0-9]{1,3}|[IVX]{1,5})[.):](?![0-9])"
    r"|[0-9]{1,3}(?:[.-][0-9]{1,2}){1,4}[.):]?(?= ?[A-Z]))",
    re.MULTILINE,
)


def read_english_quantities(text: str, dates: Sequence[DateReading] = ()) -> list[Quantity]:
    """The numbers of an English text outside its dates, from left to right, with what they measure."""
    text = plain(text)
    days = [(date.start, date.end) for date in dates]
    markers = [found.span() for found in _MARKER.finditer(text)]
    found: list[Quantity] = []
    branched = 0
    for number in read_english_numbers(text):
        if any(start < number.end and number.start < end for start, end in days) or number.start < branched:
            continue
        quantity = _quantity(text, number, found[-1] if found else None)
        if any(start <= number.start < number.end <= end for start, end in markers):
            quantity = replace(quantity, kind=Kind.MARKER)
        if quantity.kind == Kind.REFERENCE and number.form == Form.DIGITS:
            branch = _BRANCH.match(text, number.end)
            branched = branch.end() if branch else 0
            found.extend(_levels(quantity))
        else:
            found.append(quantity)
    return sorted([*found, *_romans(text)], key=lambda quantity: quantity.start)


def _quantity(text: str, number: EnglishNumber, last: Quantity | None) -> Quantity:
    place = (number.start, number.end, number.value, number.text)
    before = text[max(number.start - 16, 0) : number.start]
    if number.form != Form.ORDINAL and (sign := SIGN_BEFORE.search(before)):
        offset = number.start - len(before)
        return Quantity(*place, Kind.MONEY, code_of(sign), offset + sign.start(), offset + sign.end())
    if share := _SHARE_AFTER.match(text, number.end):
        return _share(number, share)
    if number.form == Form.FRACTION:
        return Quantity(*place, Kind.FRACTION)
    return _reference(text, number, last) or _measured(text, number)


def _reference(text: str, number: EnglishNumber, last: Quantity | None) -> Quantity | None:
    """Article 5, the fifth paragraph, and the 7 of "Articles 5 and 7"."""
    place = (number.start, number.end, number.value, number.text)
    level = _LEVEL_BEFORE.search(text, max(number.start - 16, 0), number.start)
    if level:
        return Quantity(*place, Kind.REFERENCE, level.lastgroup or "", *level.span())
    if number.form == Form.ORDINAL:
        level = _LEVEL_AFTER.match(text, number.end)
        return Quantity(*place, Kind.REFERENCE if level else Kind.ORDINAL, (level.lastgroup or "") if level else "")
    between = text[last.end : number.start] if last and last.kind == Kind.REFERENCE else ""
    if last and 0 < len(between) < 14 and _BETWEEN.fullmatch(_BRANCH.sub("", between, count=1)):
        return Quantity(*place, Kind.REFERENCE, last.unit)
    return None


def _measured(text: str, number: EnglishNumber) -> Quantity:
    """Money, a measure, a number of articles, or just a number."""
    place = (number.start, number.end, number.value, number.text)
    if word := WORD_AFTER.match(text, number.end):
        return Quantity(*place, Kind.MONEY, code_of(word), *word.span())
    if measure := ENGLISH_AFTER.match(text, number.end):
        return Quantity(*place, Kind.MEASURE, unit_of(measure.lastgroup), *measure.span())
    if level := _LEVEL_AFTER.match(text, number.end):
        return Quantity(*place, Kind.AMOUNT, level.lastgroup or "", *level.span())
    return Quantity(*place)


def _levels(reference: Quantity) -> Iterator[Quantity]:
    """Article 15.3 is Article 15, Paragraph 3."""
    above, point, below = reference.text.partition(".")
    end = reference.start + len(above)
    yield replace(reference, end=end, value=Fraction(above.replace(",", "")) if point else reference.value, text=above)
    if point:
        yield Quantity(end + 1, reference.end, Fraction(below), below, Kind.REFERENCE, "provision")


def _share(number: EnglishNumber, share: re.Match[str]) -> Quantity:
    kind = {"points": Kind.POINTS, "times": Kind.MULTIPLE, "celsius": Kind.MEASURE}.get(
        share.lastgroup or "", Kind.PERCENT
    )
    unit = {"permille": "permille", "celsius": "°C"}.get(share.lastgroup or "", "")
    value = number.value / 10 if unit == "permille" else number.value
    return Quantity(number.start, number.end, value, number.text, kind, unit, *share.span())


def _romans(text: str) -> list[Quantity]:
    """Roman numerals where nothing else is meant: Chapter II, Class III."""
    levels = {"article": "article", "chapter": "chapter", "part": "part", "section": "section"}
    found = []
    for match in _ROMAN.finditer(text):
        value = roman_value(match["roman"])
        if value:
            unit = levels.get(match["level"].lower(), "")
            kind = Kind.REFERENCE if unit else Kind.ORDINAL
            found.append(Quantity(*match.span("roman"), Fraction(value), match["roman"], kind, unit))
    return found
