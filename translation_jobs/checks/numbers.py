"""Numbers: every value of the source stands in the translation, and none has become another.

Values are compared, not characters: 2兆8,250億 is there if the English says 2.825 trillion. A number that was changed
shows twice, as a value of the source that is missing and one of the translation that the source has not; a number that
is only missing may be told in another way, so only amounts, shares and articles are missed.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.numerals import chinese_amount, english_amount
from translation_jobs.text.quantities import SHARES, Kind, Quantity
from translation_jobs.text.quantity_matching import ratio_is_power_of_ten, sort_of

# Below this a power of ten is as often another number.
_LARGE = 1000
# Up to here numbers are told in many other ways.
_SMALL = 10
_OTHER_ARTICLE = re.compile("前[〇一二三四五六七八九十0-9]{0,3}條|本條|同條|後條")
_CELL = re.compile(r"[\s|]*[^|]{0,12}\|[^。]*|[\s0-9０-９.,，．％%()（）NTUSD$+-]+")
_PLAIN = re.compile(r"[0-9][0-9,. ]*(?: (?:thousand|million|billion|trillion))?", re.IGNORECASE)


@rule(
    "numbers.magnitude",
    Severity.BLOCKS,
    _("%(target)s is %(source)s with the decimal point moved: check 萬, 億, million and billion."),
    Example("預算為新臺幣12億元。", "The budget is NT$120 million.", "The budget is NT$1.2 billion."),
)
def magnitude(reading: Reading) -> Iterator[Finding]:
    """A large number that became ten, a hundred, a thousand times larger or smaller.

    Source: shared design "Quality checks", numbers.magnitude; 41 articles of the law database differ so.
    """
    if _CELL.fullmatch(reading.zh) and _CELL.fullmatch(reading.en):
        return  # what the figures of a table count in stands in its heading
    for chinese, english in _changed(reading):
        if _is_magnitude(chinese, english):
            yield _changed_number(reading, chinese, english)


@rule(
    "numbers.value",
    Severity.WARNS,
    _("%(target)s stands where the source has %(source)s."),
    Example("本計畫補助23所大學。", "The project supports 32 universities.", "The project supports 23 universities."),
)
def value(reading: Reading) -> Iterator[Finding]:
    """A number of the source that is missing where the translation has another of the same sort.

    Source: shared design "Quality checks", numbers.value.
    """
    for chinese, english in _changed(reading):
        if not _is_magnitude(chinese, english):
            yield _changed_number(reading, chinese, english)


@rule(
    "numbers.restated",
    Severity.WARNS,
    _("The number in brackets is not the one before it: %(text)s"),
    Example("應於三十日內辦理。", "Within thirty (20) days.", "Within thirty (30) days."),
)
def restated(reading: Reading) -> Iterator[Finding]:
    """A number in words with other digits in the brackets behind it, "thirty (20)".

    Source: shared design "Chinese to English conventions", numbers in words.
    """
    if " (" not in reading.en:
        return
    numbers = reading.values.english_quantities
    for words, digits in pairwise(numbers):
        in_brackets = digits.text[0].isdigit() and reading.en[digits.end : digits.end + 1] == ")"
        restates = words.text[0].isalpha() and in_brackets and reading.en[words.end : digits.start] == " ("
        if restates and words.value != digits.value and words.kind not in (Kind.ORDINAL, Kind.REFERENCE):
            span = Span(words.start, digits.end + 1)
            yield reading.found({"text": reading.en[span.start : span.end]}, en=(span,))


@rule(
    "numbers.missing",
    Severity.WARNS,
    _("These numbers of the source are not in the translation: %(numbers)s"),
    Example("預算為新臺幣12億元。", "The budget is large.", "The budget is NT$1.2 billion."),
)
def missing(reading: Reading) -> Iterator[Finding]:
    """Amounts, shares, times and articles of a law that the translation gives nowhere; paragraphs as a hint.

    Source: shared design "Quality checks", numbers.value.
    """
    left = reading.values.quantities
    gone = left.only_chinese if reading.is_to_english else left.only_english
    clear = tuple(one for one in gone if _is_missed(one))
    found = clear or tuple(one for one in gone if sort_of(one) == "provision")
    if found:
        yield Finding(
            {"numbers": ", ".join(dict.fromkeys(one.text for one in found))},
            source_spans=tuple(Span(one.start, one.end) for one in found),
            severity=None if clear else Severity.HINT,
        )


def _is_missed(one: Quantity) -> bool:
    """Whether a number that is not there is likely left out, and not told in another way: "the preceding Article"."""
    sort = sort_of(one)
    if sort in ("amount", "ordinal", "provision", "money"):
        return one.value > _SMALL
    return sort in ("article", "share", "time")


@rule(
    "numbers.added",
    Severity.HINT,
    _("These numbers are not in the source: %(numbers)s"),
    Example("本計畫補助多所大學。", "The project supports 23 universities.", "The project supports many universities."),
)
def added(reading: Reading) -> Iterator[Finding]:
    """Numbers of the translation, other than small ones, that the source has nowhere.

    Source: shared design "Quality checks", extra numbers in English, with low severity.
    """
    left = reading.values.quantities
    extra = left.only_english if reading.is_to_english else left.only_chinese
    # 前條 is "Article 23" in many an official translation.
    named = bool(_OTHER_ARTICLE.search(reading.zh))
    extra = tuple(one for one in extra if one.value > _SMALL and not (named and one.kind == Kind.REFERENCE))
    if extra:
        yield Finding(
            {"numbers": ", ".join(dict.fromkeys(one.text for one in extra))},
            target_spans=tuple(Span(one.start, one.end) for one in extra),
        )


def _changed(reading: Reading) -> list[tuple[Quantity, Quantity]]:
    """The changed pairs that are no shares; those have a rule of their own."""
    return [
        pair for pair in reading.values.quantities.changed if pair[0].kind not in SHARES and pair[1].kind not in SHARES
    ]


def _is_magnitude(chinese: Quantity, english: Quantity) -> bool:
    large = chinese.kind == Kind.MONEY or chinese.value >= _LARGE
    return large and ratio_is_power_of_ten(chinese.value, english.value)


def _changed_number(reading: Reading, chinese: Quantity, english: Quantity) -> Finding:
    """The finding for a pair, with the value of the source in the house form as its fix."""
    zh, en = Span(chinese.start, chinese.end), Span(english.start, english.end)
    source, target = (chinese, english) if reading.is_to_english else (english, chinese)
    params = {"source": source.text, "target": target.text}
    fixes = ((en if reading.is_to_english else zh, written),) if (written := _written(reading, source, target)) else ()
    if reading.is_to_english:
        return reading.found(params, zh=(zh,), en=(en,), en_fixes=fixes)
    return reading.found(params, zh=(zh,), en=(en,), zh_fixes=fixes)


def _written(reading: Reading, source: Quantity, target: Quantity) -> str:
    """The value of the source as it goes in the place of the target; "" if that is no plain number (21st, 三分之二), or
    if several numbers changed, since then nothing says which stands for which.
    """
    if len(_changed(reading)) != 1:
        return ""
    if not reading.is_to_english:
        return chinese_amount(source.decimal) if target.kind != Kind.ORDINAL else ""
    return english_amount(source.decimal) if _PLAIN.fullmatch(target.text) else ""
