"""How many times as much: 增加2倍 is three times as much, 增為2倍 is twice as much."""

import re
from collections.abc import Iterator
from decimal import Decimal

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.numerals import whole_number

_CHINESE = re.compile(
    r"(?P<by>增加|增長|成長|提高|提升|上升|擴大|暴增|激增|多出)了?近?約?"
    r"(?P<to>為|至|到|成)?了?近?約?(?P<number>[0-9]+(?:\.[0-9]+)?|[一二兩三四五六七八九十]{1,3}) ?倍"
)
_FACTORS = {
    2: "doubled doubling doubles double twofold two-fold twice",
    3: "tripled tripling triples triple threefold three-fold",
    4: "quadrupled quadrupling quadruples quadruple fourfold four-fold",
    5: "quintupled quintupling fivefold five-fold",
    10: "tenfold ten-fold",
}
_WORDS = {word: factor for factor, words in _FACTORS.items() for word in words.split()}
_ENGLISH = re.compile(rf"\b(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b", re.IGNORECASE)


@rule(
    "numbers.multiple",
    Severity.WARNS,
    _("%(chinese)s is %(factor)s times as much; “%(english)s” is not."),
    Example("營業額增加2倍。", "Sales doubled.", "Sales tripled."),
)
def multiple(reading: Reading) -> Iterator[Finding]:
    """An increase by n times told as one to n times: 增加2倍 is tripled, 增為2倍 is doubled.

    Only words that leave no doubt are compared, such as "doubled"; "two times more" is read either way.

    Source: shared design "Chinese to English conventions", percent, points, multiples.
    """
    if "倍" not in reading.zh:
        return
    chinese, english = list(_CHINESE.finditer(reading.zh_prose)), list(_ENGLISH.finditer(reading.en_prose))
    if len(chinese) != 1 or len(english) != 1:
        return
    (said,), (told,) = chinese, english
    factor = _number(said["number"]) + (0 if said["to"] else 1)
    if factor != _WORDS[told.group().lower()]:
        params = {"chinese": said.group(), "english": told.group(), "factor": f"{factor.normalize():f}"}
        yield reading.found(params, zh=(Span(*said.span()),), en=(Span(*told.span()),))


def _number(numeral: str) -> Decimal:
    return Decimal(numeral) if numeral[0].isdigit() else Decimal(2 if numeral == "兩" else whole_number(numeral) or 0)
