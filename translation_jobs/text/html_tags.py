"""HTML tags that are written out in a text: which there are, what they hold, whether they nest. Pure.

Paragraphs of pages hold numbered placeholders instead (`cms.bilingual.placeholders`); tags stand in texts that come
from elsewhere: another memory, a message catalogue, a page that somebody pasted as code. Only elements that HTML has
count, so that "<臺灣>" or "a <b and c> d" is a text. Element names: HTML Living Standard, section 3 to 4.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_VOID = frozenset("br hr img input wbr col area embed source track".split())
_ELEMENTS = _VOID | frozenset(
    "a abbr acronym address article aside audio b bdi bdo big blockquote body button caption center cite code "
    "colgroup"
    " data dd del details dfn div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header "
    "html i"
    " iframe ins kbd label legend li main mark nav ol option p picture pre q rp rt ruby s samp section select "
    "small span"
    " strike strong sub summary sup svg table tbody td tfoot th thead time tr tt u ul var video".split()
)
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?P<rest>(?:\s[^<>]*)?)/?>")
_ATTRIBUTE = re.compile(r"""([A-Za-z][\w:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ADDRESS_ATTRIBUTES = frozenset({"href", "src", "action", "cite", "poster", "data-href"})


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag: `role` is "open", "close" or "void", `name` in lower case, `start` and `end` are code points."""

    name: str
    role: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"</{self.name}>" if self.role == "close" else f"<{self.name}>"


@dataclass(frozen=True, slots=True)
class Address:
    """The value of an attribute that leads somewhere (href, src, …), and where it stands."""

    url: str
    start: int
    end: int


def read_tags(text: str) -> list[Tag]:
    """The tags of `text`, from left to right."""
    return [_tag(match) for match in _matches(text)]


def badly_nested(tags: Sequence[Tag]) -> list[Tag]:
    """The tags that close another element than the last one opened, or that are never closed; [] if all nest."""
    wrong: list[Tag] = []
    opened: list[Tag] = []
    for tag in tags:
        if tag.role == "open":
            opened.append(tag)
        elif tag.role == "close":
            if opened and opened[-1].name == tag.name:
                opened.pop()
                continue
            wrong.append(tag)
            other = next((place for place in reversed(range(len(opened))) if opened[place].name == tag.name), None)
            if other is not None:
                del opened[other]
    return sorted([*wrong, *opened], key=lambda tag: tag.start)


def read_attribute_addresses(text: str) -> list[Address]:
    """Where the links, images and the like of `text` lead."""
    return [
        Address(attribute.group(group), attribute.start(group), attribute.end(group))
        for tag in _matches(text)
        if tag["rest"]
        for attribute in _ATTRIBUTE.finditer(text, tag.start("rest"), tag.end("rest"))
        if attribute.group(1).lower() in _ADDRESS_ATTRIBUTES
        for group in (2, 3, 4)
        if attribute.group(group) is not None
    ]


def _matches(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _TAG.finditer(text) if match["name"].lower() in _ELEMENTS)


def _tag(match: re.Match[str]) -> Tag:
    name = match["name"].lower()
    role = "close" if match["close"] else "void" if name in _VOID else "open"
    return Tag(name, role, match.start(), match.end())
