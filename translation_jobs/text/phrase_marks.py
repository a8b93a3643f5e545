"""Where a phrase stands in a text, for showing: by the same folding as the memory's, but in the text's own characters.

`fold` changes lengths (㎡ becomes m2, white space goes), so the text is folded sign by sign and each folded character
remembers where it came from. Tags and white space are passed over on both sides.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from cms.bilingual.placeholders import tokens, without_placeholders
from translation_jobs.text.memory_keys import fold

_SPACE = re.compile(r"\s+")
_LETTER_WITH_CASE = re.compile(r"[a-zà-ɏ]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: joined, the pieces are the text. `is_tag`: a placeholder; `is_match`: part of the phrase."""

    text: str
    is_match: bool = False
    is_tag: bool = False


def pieces(text: str, phrase: str) -> list[Piece]:
    """The text in pieces, those of the phrase marked; without any, or with "" for the phrase, nothing is."""
    marked = list(_marked(text, phrase))
    found: list[Piece] = []
    position = 0
    for token in tokens(text):
        found += _between(text, position, token.start, marked)
        found.append(Piece(str(token), is_tag=True))
        position = token.end
    return [*found, *_between(text, position, len(text), marked)]


def _between(text: str, start: int, end: int, marked: list[tuple[int, int]]) -> Iterator[Piece]:
    """The pieces of text[start:end], where no tag is."""
    for first, last in marked:
        first, last = max(first, start), min(last, end)
        if first >= last:
            continue
        if first > start:
            yield Piece(text[start:first])
        yield Piece(text[first:last], is_match=True)
        start = last
    if start < end:
        yield Piece(text[start:end])


def _marked(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Start and end of each place of the phrase, from left to right; none overlaps another."""
    wanted = _SPACE.sub("", fold(without_placeholders(phrase)))
    if not wanted:
        return
    folded, origins = _folded(text)
    position = folded.find(wanted)
    while position >= 0:
        end = position + len(wanted)
        start, last = origins[position], origins[end - 1]
        # Words of Latin script are found as whole words alone.
        if _inside_word(text, folded, origins, position) or _inside_word(text, folded, origins, end):
            position = folded.find(wanted, position + 1)
            continue
        yield start[0], last[1]
        while end < len(folded) and origins[end][0] < last[1]:  # the rest of a sign that folds to several
            end += 1
        position = folded.find(wanted, end)


def _inside_word(text: str, folded: str, origins: list[tuple[int, int]], position: int) -> bool:
    """Whether two letters of one word stand on the two sides of a position."""
    if not 0 < position < len(folded):
        return False
    before, after = folded[position - 1], folded[position]
    touching = not _SPACE.search(text[origins[position - 1][1] : origins[position][0]])
    return touching and bool(_LETTER_WITH_CASE.match(before) and _LETTER_WITH_CASE.match(after))


def _folded(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text folded, without tags and white space, and for each of its characters where in the text it came from."""
    tags = {position for token in tokens(text) for position in range(token.start, token.end)}
    characters: list[str] = []
    origins: list[tuple[int, int]] = []
    position = 0
    while position < len(text):
        end = position + 1
        # A letter and its accents are one sign.
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if position not in tags:
            sign = _SPACE.sub("", fold(text[position:end]))
            characters.append(sign)
            origins += [(position, end)] * len(sign)
        position = end
    return "".join(characters), origins
