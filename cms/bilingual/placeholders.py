"""Numbered placeholders: how inline markup stands in a paragraph's text. Pure.

`見<g1>公告</g1><x2/>` is a text with a pair (a link, bold) and a single element (a line break). Attributes never leave
the page: a placeholder is only a number, and the number is looked up in the source paragraph when text is rebuilt.
Anything that is not exactly such a token is ordinary text, so `5 < 6` needs no escape.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

TOKEN = re.compile(r"<g(?P<open>[1-9]\d{0,3})>|</g(?P<close>[1-9]\d{0,3})>|<x(?P<single>[1-9]\d{0,3})/>")


@dataclass(frozen=True, slots=True)
class Token:
    """One placeholder in a text: `role` is "open", "close" or "single"; `start` and `end` are code points."""

    role: str
    number: int
    start: int
    end: int

    def __str__(self) -> str:
        return {"open": f"<g{self.number}>", "close": f"</g{self.number}>", "single": f"<x{self.number}/>"}[self.role]


def tokens(text: str) -> Iterator[Token]:
    """The placeholders of `text`, from left to right."""
    for match in TOKEN.finditer(text):
        role = str(match.lastgroup)
        yield Token(role, int(match[role]), match.start(), match.end())


def without_placeholders(text: str) -> str:
    """`text` as a reader sees it."""
    return TOKEN.sub("", text)


def mismatches(source: str, target: str) -> list[str]:
    """The placeholders that are missing from `target`, stand in it once too often, or are badly nested; [] if none.

    The same placeholders in another order are right: languages order their phrases differently.
    """
    wanted = Counter(str(token) for token in tokens(source))
    found = Counter(str(token) for token in tokens(target))
    wrong = [*(wanted - found).elements(), *(found - wanted).elements()]
    if wrong:
        return wrong
    pairs = {token.number for token in tokens(source) if token.role != "single"}
    while (literal := _badly_nested(source, pairs)) is not None:
        pairs.discard(literal)  # the source holds such characters as text, not as a pair
    broken = _badly_nested(target, pairs)
    return [] if broken is None else [f"</g{broken}>"]


def _badly_nested(text: str, numbers: set[int]) -> int | None:
    """The first of the pairs `numbers` that is not opened and closed in order in `text`; None if all are."""
    open_pairs: list[int] = []
    for token in tokens(text):
        if token.number not in numbers or token.role == "single":
            continue
        if token.role == "open":
            open_pairs.append(token.number)
        elif not open_pairs or open_pairs.pop() != token.number:
            return token.number
    return open_pairs[-1] if open_pairs else None
