"""Money, shares and measures: the currency, the percent and the unit are those of the source."""

import re
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.currencies import chinese_currencies, english_currencies
from translation_jobs.text.numerals import english_amount
from translation_jobs.text.quantities import SHARES, Kind, Quantity
from translation_jobs.text.units_of_measure import PREFIXED

_SPLIT_NUMBER = re.compile(
    r"(?<![0-9,.])[0-9]{1,3}(?:,[0-9]{3})*, (?=[0-9]{3}(?![0-9]))[0-9]{3}(?:,? ?[0-9]{3})*(?![0-9,])"
)
# 元 of no other country, or nobody knows which.
_CALLED_YUAN = ("", "TWD", "CNY", "XSY")


@rule(
    "money.currency",
    Severity.WARNS,
    _("The currency is %(source)s in the source and %(target)s in the translation."),
    Example("補助新臺幣600萬元。", "The grant is US$6 million.", "The grant is NT$6 million."),
)
def currency(reading: Reading) -> Iterator[Finding]:
    """An amount in another currency than the source's: blocks where both sides name it beside the same value.

    Source: shared design "Chinese to English conventions", money sign.
    """
    zh_named = chinese_currencies(reading.zh_prose)
    en_named = english_currencies(reading.en_prose)
    if not en_named and "yuan" not in reading.en_prose.lower():
        return
    zh_codes, en_codes = {code for _s, _e, code in zh_named}, {code for _s, _e, code in en_named}
    for chinese, english in reading.values.quantities.same:
        if chinese.kind == english.kind == Kind.MONEY and _is_other_currency(reading, chinese, english):
            # Where the source names the other currency too, it may be of this amount in a way that is not read.
            yield _other_currency(reading, chinese, english, Severity.WARNS if english.unit in zh_codes else None)
            return
    if zh_named and en_named and en_codes.isdisjoint(zh_codes):
        zh, en = zh_named[0], en_named[0]
        yield reading.found(_sides(reading, zh[2], en[2]), zh=(Span(zh[0], zh[1]),), en=(Span(en[0], en[1]),))
    elif not zh_codes and (foreign := [named for named in en_named if named[2] != "TWD"]):
        money = next((one for one in reading.values.chinese_quantities if one.kind == Kind.MONEY), None)
        if money and "TWD" not in en_codes:
            start, end, code = foreign[0]
            yield reading.found(
                _sides(reading, "TWD", code), zh=(Span(money.start, money.unit_end),), en=(Span(start, end),)
            )


def _is_other_currency(reading: Reading, chinese: Quantity, english: Quantity) -> bool:
    """Whether both name a currency, and not the same; "yuan" may be New Taiwan dollars, but no yen."""
    if not english.unit:
        unit = reading.en[english.unit_start : english.unit_end].lower()
        return "yuan" in unit and chinese.unit not in _CALLED_YUAN
    return bool(chinese.unit) and chinese.unit != english.unit


def _other_currency(reading: Reading, chinese: Quantity, english: Quantity, severity: Severity | None) -> Finding:
    return reading.found(
        _sides(reading, chinese.unit, english.unit or "yuan"),
        zh=(Span(chinese.start, chinese.end),),
        en=(Span(english.unit_start, english.unit_end),),
        severity=severity or Severity.BLOCKS,
    )


def _sides(reading: Reading, zh: str, en: str) -> dict[str, str]:
    source, target = (zh, en) if reading.is_to_english else (en, zh)
    return {"source": source, "target": target}


@rule(
    "numbers.split",
    Severity.WARNS,
    _("A space splits this number: %(text)s"),
    Example("補助新臺幣10萬元。", "The grant is NT$100, 000.", "The grant is NT$100,000."),
)
def split(reading: Reading) -> Iterator[Finding]:
    """A number with a space behind its comma, "100, 000", where the source has that value.

    Source: shared design "Quality checks", money.form.
    """
    if not reading.is_to_english or ", " not in reading.en:
        return
    values = {quantity.value for quantity in reading.values.chinese_quantities}
    for found in _SPLIT_NUMBER.finditer(reading.en_prose):
        digits = re.sub("[, ]", "", found.group())
        if int(digits) in values:
            span = Span(*found.span())
            yield reading.found({"text": found.group()}, en=(span,), en_fixes=((span, f"{int(digits):,}"),))


@rule(
    "percent.value",
    Severity.WARNS,
    _("%(target)s stands where the source has %(source)s."),
    Example("補助比率為百分之七十。", "The subsidy rate is 7 percent.", "The subsidy rate is 70 percent."),
)
def percent_value(reading: Reading) -> Iterator[Finding]:
    """A share of the source that is missing where the translation has another: digits, percent for permille, 七成.

    Source: shared design "Chinese to English conventions", percent, points, multiples.
    """
    shares = sum(one.kind in SHARES for one in reading.values.chinese_quantities)
    for chinese, english in reading.values.quantities.changed:
        if chinese.kind in SHARES or english.kind in SHARES:
            source, target = (chinese, english) if reading.is_to_english else (english, chinese)
            zh, en = Span(chinese.start, chinese.end), Span(english.start, english.end)
            fixes: tuple[tuple[Span, str], ...] = ()
            certain = shares == 1  # of two, nothing says which one the English figure stands for
            both_percent = chinese.kind == english.kind == Kind.PERCENT
            if certain and reading.is_to_english and both_percent and english.text[0].isdigit():
                scale = 10 if english.unit == "permille" else 1
                fixes = ((en, english_amount(chinese.decimal * scale)),)
            params = {"source": source.text, "target": target.text}
            yield reading.found(params, zh=(zh,), en=(en,), en_fixes=fixes)


@rule(
    "percent.points",
    Severity.WARNS,
    _("%(number)s are percentage points on one side and percent on the other."),
    Example("成長率提高2個百分點。", "Growth rose by 2 percent.", "Growth rose by 2 percentage points."),
)
def points(reading: Reading) -> Iterator[Finding]:
    """Percentage points told as percent, or the other way round.

    Source: shared design "Chinese to English conventions", percent, points, multiples.
    """
    for chinese, english in reading.values.quantities.same:
        if {chinese.kind, english.kind} == {Kind.PERCENT, Kind.POINTS}:
            en = Span(english.unit_start, english.unit_end)
            yield reading.found({"number": english.text}, zh=(Span(chinese.start, chinese.unit_end),), en=(en,))


@rule(
    "units.changed",
    Severity.WARNS,
    _("%(number)s has another unit in the translation: %(source)s, %(target)s."),
    Example("場址面積為12公頃。", "The site covers 12 square meters.", "The site covers 12 hectares."),
)
def unit(reading: Reading) -> Iterator[Finding]:
    """A measure with the same number and another unit.

    Source: shared design "Chinese to English conventions", units: value unchanged unless a conversion is declared.
    """
    for chinese, english in reading.values.quantities.same:
        measures = chinese.kind == english.kind == Kind.MEASURE
        other_unit = chinese.unit != english.unit and PREFIXED not in (chinese.unit, english.unit)
        if measures and other_unit and chinese.value == english.value:
            yield reading.found(
                {"number": english.text, **_sides(reading, chinese.unit, english.unit)},
                zh=(Span(chinese.start, chinese.unit_end or chinese.end),),
                en=(Span(english.start, english.unit_end),),
            )
