"""Numbers at the beginning of list items: 一、 （一） 1. (1) in Chinese, 1. (1) A. (a) IV. in English."""

import re
from dataclasses import dataclass

from translation_jobs.text.numerals import whole_number

_CHINESE = re.compile(
    r"\s*(?:(?P<comma>[一二三四五六七八九十]{1,3})、|[（(](?P<bracket>[一二三四五六七八九十]{1,3})[)）]"
    r"|(?P<dot>[0-9０-９]{1,2})[.、．](?![0-9０-９])|[（(](?P<round>[0-9０-９]{1,2})[)）])"
)
_ENGLISH = re.compile(
    r"\s*(?P<open>\()?(?:(?P<number>[0-9]{1,2})|(?P<roman>[ivx]{1,5}|[IVX]{1,5})|(?P<letter>[A-Za-z]))"
    r"(?:(?(open)\)|[.)]))(?![0-9A-Za-z])"
)
_ROMAN = {"i": 1, "v": 5, "x": 10}


@dataclass(frozen=True, slots=True)
class ListMarker:
    """A marker that ends at `end`, in code points. `style` is its form ("一、", "(1)"), `numbers` what it may count:
    "I." is the first, or the ninth letter, and so of no certain style ("").
    """

    end: int
    text: str
    style: str
    numbers: frozenset[int]


def chinese_marker(text: str) -> ListMarker | None:
    """The marker with which a Chinese line begins."""
    found = _CHINESE.match(text)
    if not found:
        return None
    group = found.lastgroup or ""
    number = whole_number(found[group])
    style = {"comma": "一、", "bracket": "（一）", "dot": "1.", "round": "(1)"}[group]
    return ListMarker(found.end(), found[0].strip(), style, frozenset() if number is None else frozenset((number,)))


def english_marker(text: str) -> ListMarker | None:
    """The marker with which an English line begins."""
    found = _ENGLISH.match(text)
    if not found:
        return None
    written = found["number"] or found["roman"] or found["letter"]
    numbers = {int(written)} if found["number"] else set()
    if found["roman"]:
        numbers.add(_roman(written.lower()))
    if len(written) == 1 and written.isalpha():
        numbers.add(ord(written.lower()) - ord("a") + 1)
    return ListMarker(found.end(), found[0].strip(), _english_style(found, len(numbers)), frozenset(numbers))


def _english_style(found: re.Match[str], readings: int) -> str:
    if readings > 1:
        return ""
    sort = "1" if found["number"] else "i" if found["roman"] else "a"
    sort = sort.upper() if found[0].isupper() else sort
    return f"({sort})" if found["open"] else f"{sort}."


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < following else value for value, following in pairs)
