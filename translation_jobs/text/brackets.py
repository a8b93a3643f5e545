"""Brackets and quotes of a text: which have no partner. Pure."""

import re
from dataclasses import dataclass

_PAIRS = {"(": ")", "[": "]", "“": "”", "（": "）", "「": "」", "『": "』", "《": "》", "【": "】", "〔": "〕"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_ANY = re.compile("[" + re.escape("".join((*_PAIRS, *_CLOSERS))) + "]")
# What a closing bracket without an opening one may follow: the marker of an item, at its start or after a mark or word
# that leads to it ("a) …; b) …", "in 1) or 2)").
_MARKER = re.compile(
    r"(?:^|[;,:(（；，：、。\n]\s*|\.\s+|\b(?:or|and|to|in|of|under|by|with|see)\s+|[或及至第]\s?)"
    r"(?:[A-Za-z]{1,2}|[ivxIVX]{1,5}|\d{1,3}|[一二三四五六七八九十]{1,3}|[甲乙丙丁])[.、]?$"
)
_MARKER_REACH = 16  # characters in which a marker and what leads to it stand
_STRAIGHT = re.compile(r'(?<!\\)"')
_INCHES = re.compile(r'\d\s?"')


@dataclass(frozen=True, slots=True)
class Mark:
    """A bracket or quote without a partner, at the code point `place`."""

    character: str
    place: int


def unpaired(text: str) -> list[Mark]:
    """The brackets and quotes that are opened and never closed, or closed and never opened.

    Markers of list items ("a)", "1）") need no opening bracket, inches (27") no second quote. Straight quotes are told
    by their number only: if it is odd, the last one is named. Single quotes are not looked at: they are apostrophes.
    """
    opened: list[tuple[str, int]] = []
    alone: list[Mark] = []
    for match in _ANY.finditer(text):
        character, place = match.group(), match.start()
        if character in _PAIRS:
            opened.append((character, place))
            continue
        index = next((i for i in reversed(range(len(opened))) if opened[i][0] == _CLOSERS[character]), None)
        if index is not None:
            alone += (Mark(*left) for left in opened[index + 1 :])
            del opened[index:]
        elif not (character in ")）" and _MARKER.search(text, max(place - _MARKER_REACH, 0), place)):
            alone.append(Mark(character, place))
    alone += (Mark(*left) for left in opened)
    straight = [match.start() for match in _STRAIGHT.finditer(text)]
    if len(straight) % 2 and not _INCHES.search(text):
        alone.append(Mark('"', straight[-1]))
    return sorted(alone, key=lambda mark: mark.place)
