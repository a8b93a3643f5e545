"""Forms between which usage differs and the site has chosen: the sign of money, percent or %."""

import re
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.units import HouseStyle

_MONEY = re.compile(r"(?<![A-Za-z])(?P<sign>NT ?\$|N\.T\.? ?\$|NTD|TWD|NT(?= ?[0-9]))(?P<space> *)(?=[0-9])")
_PERCENT_SIGN = re.compile(r"(?<=[0-9]) ?%")
_PERCENT_WORD = re.compile(r"(?<=[0-9]) per ?cent\b(?!age)")
_BRACKETS = re.compile(r"\([^()]*\)")


@rule(
    "money.form",
    Severity.HINT,
    _("Write amounts with %(form)s, as everywhere on this site: %(text)s"),
    Example("補助新臺幣600萬元。", "The grant is NTD 6 million.", "The grant is NT$6 million."),
)
def money(reading: Reading) -> Iterator[Finding]:
    """New Taiwan dollars in another form than the house's: NT$100, NTD 100 or TWD 100.

    Source: shared design "Chinese to English conventions", money sign: NT$ before the number, no space.
    """
    house = reading.context.style.money
    if not reading.is_to_english or not house:
        return
    wanted = house if house.endswith("$") else f"{house} "
    found = [match for match in _MONEY.finditer(reading.en_prose) if match.group() != wanted]
    if found:
        yield _other_form(reading, house, found, wanted)


@rule(
    "percent.form",
    Severity.HINT,
    _("In running text this site writes “%(form)s”: %(text)s"),
    Example(
        "補助比率為七成。", "The rate is 70% this year.", "The rate is 70 percent.", style=HouseStyle(percent="percent")
    ),
)
def percent(reading: Reading) -> Iterator[Finding]:
    """% where the house writes percent, or percent where it writes %; either may stand in brackets and table cells.

    Source: shared design "Chinese to English conventions", percent: a choice of the site.
    """
    house = reading.context.style.percent
    # A figure that stands alone is a cell of a table, where % is usual.
    if not reading.is_to_english or not house or not re.search("[A-Za-z]{2}", reading.en_prose):
        return
    prose = _BRACKETS.sub(lambda bracket: " " * len(bracket.group()), reading.en_prose)
    pattern, wanted = (_PERCENT_SIGN, " percent") if house == "percent" else (_PERCENT_WORD, "%")
    found = list(pattern.finditer(prose))
    if found:
        yield _other_form(reading, house, found, wanted)


def _other_form(reading: Reading, house: str, found: list[re.Match[str]], wanted: str) -> Finding:
    spans = tuple(Span(*match.span()) for match in found)
    text = ", ".join(dict.fromkeys(match.group().strip() for match in found))
    return reading.found({"form": house, "text": text}, en=spans, en_fixes=tuple((span, wanted) for span in spans))
