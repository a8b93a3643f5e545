"""Texts with placeholders as XML, for providers that keep tags where they belong. Pure.

A placeholder becomes the element of its own name: `見<g1>公告</g1><x2/>` is XML already, and everything else in a text
is escaped. Several sentences go as one text, each in an element `<s1>…</s1><s2>…</s2>`, so that a provider sees the
whole paragraph and the answer can still be told apart. What a provider sends back is never trusted: it is read with
`defusedxml`, and only these elements, without attributes, are let through.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from defusedxml.ElementTree import DefusedXMLParser, ParseError

from cms.bilingual.placeholders import Token, tokens

# What XML 1.0 has no way to write, not even as a reference (https://www.w3.org/TR/xml/#charsets). One such character
# makes a provider refuse the whole request.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# A parser reads a bare carriage return as a line feed, so it is written as a reference.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_PAIR = re.compile(r"g[1-9]\d{0,3}")
_SINGLE = re.compile(r"x[1-9]\d{0,3}")

_Event = tuple[str, str]  # ("start" or "end", name) or ("text", characters)


def without_illegal_characters(text: str) -> str:
    """`text` with a space for each character that XML cannot hold: control characters, half surrogates, U+FFFE, U+FFFF.

    A space, because the most frequent one, U+000B, is the manual line break of office programs; and because leaving
    it out could join what stood apart into a placeholder.
    """
    return _ILLEGAL.sub(" ", text)


def matched_pairs(text: str) -> list[tuple[Token, Token]]:
    """The opening and closing placeholders of `text` that belong together and nest well, by their closing ones.

    An opening one without its closing one (or the other way round), and of two pairs that cross the one that closes
    later, are in no pair: nothing may rely on them.
    """
    pairs: list[tuple[Token, Token]] = []
    open_tokens: list[Token] = []
    open_numbers: Counter[int] = Counter()
    for token in tokens(text):
        if token.role == "open":
            open_tokens.append(token)
            open_numbers[token.number] += 1
        elif token.role == "close" and open_numbers[token.number]:
            opening = None
            while opening is None or opening.number != token.number:
                opening = open_tokens.pop()
                open_numbers[opening.number] -= 1
            pairs.append((opening, token))
    return pairs


def to_xml(text: str) -> str:
    """`text` as well-formed XML content, without a root element: `5 < 6 <g1>多</g1>` → `5 &lt; 6 <g1>多</g1>`.

    A placeholder that is not half of a pair is escaped like any other text: it cannot be an element, and one text that
    is not well-formed would have the provider refuse all texts of the request.
    """
    text = without_illegal_characters(text)
    elements = {token.start for pair in matched_pairs(text) for token in pair}
    parts: list[str] = []
    end = 0
    for token in tokens(text):
        if token.role == "single" or token.start in elements:
            parts += [text[end : token.start].translate(_ESCAPES), str(token)]
            end = token.end
    return "".join([*parts, text[end:].translate(_ESCAPES)])


def from_xml(xml: str) -> str:
    """The text that `to_xml` made `xml` of: `from_xml(to_xml(text)) == without_illegal_characters(text)`.

    Raises ValueError if `xml` is not well-formed content, or holds anything but text and placeholder elements.
    """
    return _text(_events(xml))


def sentences_to_xml(sentences: Sequence[str]) -> str:
    """The sentences as one XML text: `<s1>一。</s1><s2>二。</s2>`."""
    return "".join(f"<s{number}>{to_xml(sentence)}</s{number}>" for number, sentence in enumerate(sentences, 1))


def sentences_from_xml(xml: str, count: int) -> tuple[str, ...] | None:
    """The sentences in `<s1>` … `<sN>` of `xml`, N being `count`.

    None unless exactly these stand there, once each, in order, side by side, with nothing but white space between; and
    None for whatever `from_xml` refuses. A translation that is split otherwise cannot be told apart.
    """
    found: list[str] = []
    inside: list[_Event] | None = None
    try:
        for kind, value in _events(xml):
            expected = f"s{len(found) + 1}"
            if inside is None:
                if (kind, value) == ("start", expected):
                    inside = []
                elif kind != "text" or not value.isspace():
                    return None
            elif (kind, value) == ("end", expected):
                found.append(_text(inside))
                inside = None
            else:
                inside.append((kind, value))
    except ValueError:
        return None
    return tuple(found) if len(found) == count else None


class _Recorder:
    """The target of a parser: a flat list of events, so that no depth of nesting can exhaust the stack."""

    def __init__(self) -> None:
        self.events: list[_Event] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if attributes:
            raise ValueError("an element with attributes")
        self.events.append(("start", tag))

    def end(self, tag: str) -> None:
        self.events.append(("end", tag))

    def data(self, data: str) -> None:
        self.events.append(("text", data))

    def comment(self, data: str) -> None:
        raise ValueError("a comment")

    def pi(self, target: str, data: str | None = None) -> None:
        raise ValueError("a processing instruction")

    def close(self) -> list[_Event]:
        return self.events


def _events(xml: str) -> list[_Event]:
    """What stands in `xml`, from left to right. Raises ValueError unless it is well-formed content."""
    parser: Any = DefusedXMLParser(target=_Recorder(), forbid_dtd=True)
    try:
        parser.feed(f"<content>{xml}</content>")
        events: list[_Event] = parser.close()
    except ParseError as error:
        raise ValueError("not well-formed") from error
    return events[1:-1]


def _text(events: Sequence[_Event]) -> str:
    parts: list[str] = []
    for index, (kind, value) in enumerate(events):
        if kind == "text":
            parts.append(value)
        elif _PAIR.fullmatch(value):
            parts.append(f"<{value}>" if kind == "start" else f"</{value}>")
        elif not _SINGLE.fullmatch(value):
            raise ValueError("an element that is no placeholder")
        elif kind == "start":
            if events[index + 1] != ("end", value):
                raise ValueError("a single placeholder with content")
            parts.append(f"<{value}/>")
    return "".join(parts)
