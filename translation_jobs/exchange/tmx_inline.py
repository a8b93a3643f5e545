"""Placeholders ⇄ the inline elements of TMX 1.4b.

`見<g1>公告</g1><x2/>` is written `見<bpt i="1" x="1">…</bpt>公告<ept i="1">…</ept><ph x="2">…</ph>`, each with the
placeholder itself as its content, so that what this program wrote is read back as it was. Of other programs' files the
codes inside the elements are left out, and their numbers are kept where they can be.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from cms.bilingual.placeholders import TOKEN, tokens
from translation_jobs.text.placeholders import matched_pairs, without_illegal_characters

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_QUOTED = _ESCAPES | str.maketrans({'"': "&quot;", "\t": "&#9;", "\n": "&#10;"})
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_LAST_NUMBER = 9999
# Elements whose content is text of the sentence.
_TRANSPARENT = ("hi", "seg")


def escaped(text: str) -> str:
    """`text` as the content of an XML element."""
    return without_illegal_characters(text).translate(_ESCAPES)


def quoted(text: str) -> str:
    """`text` as the value of an XML attribute, in double quotes."""
    return f'"{without_illegal_characters(text).translate(_QUOTED)}"'


def to_segment(text: str) -> str:
    """The content of a `<seg>` for a text with placeholders."""
    text = without_illegal_characters(text)
    paired = {token.start for pair in matched_pairs(text) for token in pair}
    parts: list[str] = []
    position = 0
    for token in tokens(text):
        parts.append(text[position : token.start].translate(_ESCAPES))
        content = str(token).translate(_ESCAPES)
        if token.role == "single":
            parts.append(f'<ph x="{token.number}">{content}</ph>')
        elif token.start not in paired:
            position_word = "begin" if token.role == "open" else "end"
            parts.append(f'<it pos="{position_word}" x="{token.number}">{content}</it>')
        elif token.role == "open":
            parts.append(f'<bpt i="{token.number}" x="{token.number}">{content}</bpt>')
        else:
            parts.append(f'<ept i="{token.number}">{content}</ept>')
        position = token.end
    return "".join([*parts, text[position:].translate(_ESCAPES)])


def from_segment(segment: Element) -> str:
    """The text with placeholders of a `<seg>`."""
    return "".join(_Numbers(segment).pieces(segment))


class _Numbers:
    """The numbers of the placeholders of one segment."""

    def __init__(self, segment: Element) -> None:
        self._by_pair: dict[str, int] = {}
        codes = [element for element in segment.iter() if element.tag not in _TRANSPARENT]
        self._taken = {int(x) for element in codes if _NUMBER.fullmatch(x := element.get("x", ""))}
        self._taken |= {token.number for element in codes for token in tokens(element.text or "")}

    def pieces(self, parent: Element) -> Iterator[str]:
        yield parent.text or ""
        for element in parent:
            if element.tag in _TRANSPARENT:
                yield from self.pieces(element)
            else:
                yield self._placeholder(element)
            yield element.tail or ""

    def _placeholder(self, element: Element) -> str:
        own = TOKEN.fullmatch(element.text or "")
        if own and not len(element):
            return own[0]
        if element.tag == "bpt":
            number = self._number(element.get("x", "") or element.get("i", ""))
            self._by_pair[element.get("i", "")] = number
            return f"<g{number}>"
        if element.tag == "ept" and element.get("i", "") in self._by_pair:
            return f"</g{self._by_pair.pop(element.get('i', ''))}>"
        return f"<x{self._number(element.get('x', ''))}/>"

    def _number(self, wanted: str) -> int:
        """The number that a file gives, else one that nothing has yet."""
        if _NUMBER.fullmatch(wanted):
            self._taken.add(int(wanted))
            return int(wanted)
        number = next(number for number in range(1, _LAST_NUMBER + 1) if number not in self._taken)
        self._taken.add(number)
        return number
