"""Numbers of a Chinese text with what they measure: 新臺幣6億元, 百分之五, 七成, 第十一條之一, 三年, 2公頃."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from translation_jobs.text import units_of_measure
from translation_jobs.text.currencies import CHINESE as CURRENCY
from translation_jobs.text.currencies import CODES
from translation_jobs.text.dates import DateReading
from translation_jobs.text.numerals import Number, read_chinese, whole_number
from translation_jobs.text.quantities import Kind, Quantity

_LEVELS = {"條": "article", "章": "chapter", "編": "part", "節": "section"}
_LEVELS |= dict.fromkeys(("項", "款", "目", "點"), "provision")
_NUMERAL = "[0-9〇一二三四五六七八九十]+"
_AFTER = re.compile(
    rf" ?(?:(?P<document>號)|(?P<points>個?百分點)|(?P<percent>[%％])|(?P<permille>‰)"
    rf"|(?P<level>[條項款目點章節編])(?:之(?P<branch>{_NUMERAL}))?"
    rf"|(?P<currency>[餘多]?(?:{CURRENCY.pattern}))|(?P<yuan>[餘多]?[元圓](?![月件素形]))"
    r"|(?P<tenths>成(?P<fifth>[一二三四五六七八九])?(?![長立為果功員份本效]))|(?P<discount>折)|(?P<times>倍)"
    rf"|{units_of_measure.CHINESE})"
)
_BEFORE = re.compile(
    rf"(?P<share>[百千萬]分之)$|(?P<celsius>攝氏 ?(?:零下)?)$"
    rf"|(?P<currency>{CURRENCY.pattern})[ ]?(?:約|近|逾|達|超過|共)?$"
    r"|(?P<sign>NT\$|US\$|NTD|TWD|USD|€|\$) ?$|(?P<rank>第) ?$|(?P<preceding>前)$"
)
_SIGNS = {"NT$": "TWD", "NTD": "TWD", "TWD": "TWD", "US$": "USD", "USD": "USD", "€": "EUR", "$": ""}
_BETWEEN = re.compile(r"[\s、,，及至到～~–—\-和與或第]+|條(?:之[0-9一二三四五六七八九十]+)?[、及至第]+")
_MARKER = re.compile(
    rf"^\s*(?:第{_NUMERAL}[條章編節款項點](?=\s)|[（(]{_NUMERAL}[）)]|{_NUMERAL}[、.．](?![0-9]))", re.MULTILINE
)
_HALF_YEAR = re.compile("(?<![上下前後年個])半年(?![期度刊報])")
_SHARES = {"百": Fraction(1), "千": Fraction(1, 10), "萬": Fraction(1, 100)}
# Every numeral that may say a number, also within a word (統一, 雙方): what may explain a number of the translation.
_ANYWHERE = re.compile("[0-9０-９,，.．〇零一二兩三四五六七八九十百千萬億兆廿卅壹貳參肆伍陸柒捌玖拾佰仟雙半]+")
_PLACES = "〇一二三四五六七八九"
_DIGITS = {**{numeral: value for value, numeral in enumerate(f"{_PLACES}十")}, "兩": 2, "雙": 2, "百": 100}


def read_chinese_quantities(text: str, dates: Sequence[DateReading] = ()) -> list[Quantity]:
    """The numbers of a Chinese text outside its dates, from left to right, with what they measure."""
    days = [(date.start, date.end) for date in dates]
    numbers = [
        number
        for number in read_chinese(text)
        if not any(start < number.end and number.start < end for start, end in days)
    ]
    found: list[Quantity] = []
    markers = [found.span() for found in _MARKER.finditer(text)]
    skipped_to = 0
    for index, number in enumerate(numbers):
        if number.start < skipped_to:
            continue
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if following and text[number.end : following.start] == "分之" and number.value:
            skipped_to = following.end
            value = Fraction(following.value) / Fraction(number.value)
            found.append(Quantity(number.start, skipped_to, value, text[number.start : skipped_to], Kind.FRACTION))
            continue
        quantity = _quantity(text, number)
        if any(start <= number.start < number.end <= end for start, end in markers):
            quantity = replace(quantity, kind=Kind.MARKER)
        found.append(quantity)
        if quantity.kind == Kind.REFERENCE:
            # The 之一 of an article belongs to its number.
            skipped_to = quantity.unit_end
    found = _lists_of_articles(text, found)
    half_years = [
        Quantity(half.start(), half.end(), Fraction(6), half.group(), Kind.MEASURE, "month")
        for half in _HALF_YEAR.finditer(text)
        if not any(start < half.end() and half.start() < end for start, end in days)
    ]
    return sorted([*found, *half_years], key=lambda one: one.start) if half_years else found


def _quantity(text: str, number: Number) -> Quantity:
    value, end = Fraction(number.value), number.end
    before = _BEFORE.search(text[max(number.start - 6, 0) : number.start])
    after = _AFTER.match(text, end)
    place = (number.start, end)
    what_before = before.lastgroup if before else None
    if before and what_before == "share":
        share = _SHARES[before["share"][0]]
        start = number.start - 3
        unit = "" if share == 1 else "permille" if before["share"][0] == "千" else "ten-thousandth"
        return Quantity(start, end, value * share, text[start:end], Kind.PERCENT, unit)
    if before and what_before == "celsius":
        return Quantity(*place, value, number.text, Kind.MEASURE, "°C")
    code = (CODES[before["currency"]] if before["currency"] else _SIGNS.get(before["sign"] or "")) if before else None
    if after:
        if what_before == "preceding" and after["level"]:  # 前二項 counts, it is no number of one
            return Quantity(*place, value, number.text)
        return _with_unit(text, number, after, what_before == "rank", code)
    if code is not None:
        return Quantity(*place, value, number.text, Kind.MONEY, code)
    kind = Kind.ORDINAL if what_before == "rank" else Kind.AMOUNT
    return Quantity(*place, value, number.text, kind)


def _with_unit(text: str, number: Number, after: re.Match[str], rank: bool, code: str | None) -> Quantity:
    """The number with the unit that follows it; `code` is the currency named before it."""
    value = Fraction(number.value)
    measure = units_of_measure.unit_of(after.lastgroup)
    unit_place = (after.end() - len(after[0].lstrip()), after.end())
    if after["currency"]:
        name = after["currency"].lstrip("餘多")
        return Quantity(number.start, number.end, value, number.text, Kind.MONEY, CODES[name], *unit_place)
    if after["yuan"] or (code is not None and not measure):
        return Quantity(number.start, number.end, value, number.text, Kind.MONEY, code or "", *unit_place)
    kind, unit, value = _share(after, value) or _counted(after, rank, measure, value)
    return Quantity(number.start, number.end, value, number.text, kind, unit, *unit_place)


def _share(after: re.Match[str], value: Fraction) -> tuple[Kind, str, Fraction] | None:
    """Percent, permille, percentage points, 七成 and 三折, with the value in percent."""
    if after["points"]:
        return Kind.POINTS, "", value
    if after["percent"]:
        return Kind.PERCENT, "", value
    if after["permille"]:
        return Kind.PERCENT, "permille", value / 10
    if after["tenths"] and 0 < value < 10:
        fifth = whole_number(after["fifth"]) if after["fifth"] else 0
        return Kind.PERCENT, "tenths", value * 10 + (fifth or 0)
    if after["discount"] and 0 < value < 100:
        return Kind.PERCENT, "discount", value * 10 if value < 10 else value
    return None


def _counted(after: re.Match[str], rank: bool, measure: str, value: Fraction) -> tuple[Kind, str, Fraction]:
    """Articles, measures, multiples, numbers of documents; `rank`: 第 stands before the number."""
    if after["level"]:
        return Kind.REFERENCE if rank else Kind.AMOUNT, _LEVELS[after["level"]], value
    if after["document"] and rank:
        return Kind.IDENTIFIER, "", value
    if after["times"]:
        return Kind.MULTIPLE, "", value
    if rank:
        return Kind.ORDINAL, "", value
    return (Kind.MEASURE, measure, value) if measure else (Kind.AMOUNT, "", value)


def _lists_of_articles(text: str, found: list[Quantity]) -> list[Quantity]:
    """第 2、3、17 條: every number of the list is an article."""
    for index in range(len(found) - 2, -1, -1):
        this, following = found[index], found[index + 1]
        if this.kind in (Kind.AMOUNT, Kind.ORDINAL) and (following.unit in _LEVELS.values()):
            between = text[this.end : following.start]
            if len(between) < 8 and _BETWEEN.fullmatch(between):
                kind = Kind.REFERENCE if this.kind == Kind.ORDINAL else following.kind
                found[index] = replace(this, kind=kind, unit=following.unit)
    # The sign 第 of such a list stands before its first number only.
    for index in range(1, len(found)):
        before, this = found[index - 1], found[index]
        listed = this.kind == Kind.AMOUNT and before.kind == Kind.REFERENCE and before.unit == this.unit
        if listed and not text[before.end : this.start].strip(" 、,，及至到～~–—-和與或"):
            found[index] = replace(this, kind=Kind.REFERENCE)
    return found


def numerals_anywhere(text: str) -> set[Fraction]:
    """Every value that some numeral of the text could mean, words and lone digits included: 統一 1, 雙方 2."""
    found: set[Fraction] = set()
    for run in _ANYWHERE.finditer(text):
        numeral = run.group().strip("半雙,，.．")
        numbers = read_chinese(f"（{numeral}）") if numeral else []
        found.update(Fraction(number.value) for number in numbers)
        if not numbers or numbers[0].text != numeral:
            found.update(Fraction(_DIGITS[numeral]) for numeral in run.group() if numeral in _DIGITS)
        if len(numeral) > 2 and all(sign in _PLACES for sign in numeral):  # 二二八
            found.add(Fraction("".join(str(_PLACES.index(sign)) for sign in numeral[:15])))
        if "半" in run.group():
            found.add(Fraction(1, 2))
    return found
