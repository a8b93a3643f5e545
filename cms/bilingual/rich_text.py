"""Rich text (HTML as Wagtail stores it) ⇄ paragraphs with numbered placeholders.

A *run* is a stretch of text and inline elements between block elements: the content of a <p>, a heading, a list item
without its nested list. Each run with text is one paragraph, known by the `data-block-key` that Wagtail's editor gives
and keeps. Inline elements become placeholders (see `placeholders`), which `rebuild` turns back into the elements of the
source: their attributes come from the source alone.
"""

import copy
import re
from collections.abc import Callable, Iterator
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, PreformattedString, Tag
from bs4.formatter import HTMLFormatter

from cms.bilingual.placeholders import tokens

# HTML's phrasing elements that a text may hold; everything else is a container of runs.
INLINE = frozenset(
    """a abbr b bdi bdo br cite code data del dfn em embed i img ins kbd mark q s samp small span strike strong sub sup
    time u var wbr""".split()
)
VOID = frozenset({"br", "wbr", "img", "embed"})
# Elements whose own text attribute is read by people.
WITH_ALT = frozenset({"img", "embed"})

_SPACE = re.compile(r"[ \t\r\n\f]+")

# (key, text) → the text to stand there; returning the text itself leaves the run as it is.
Replace = Callable[[str, str], str]


class _Formatter(HTMLFormatter):
    """Escapes what must be escaped and keeps attributes in their order (the default sorts them)."""

    def attributes(self, tag: Tag) -> list[tuple[str, Any]]:
        return list(tag.attrs.items())


_FORMATTER = _Formatter(entity_substitution=HTMLFormatter.REGISTRY["minimal"].entity_substitution)


def rebuild(html: str, replace: Replace) -> str:
    """`html` with each run of text, and each alternative text, put through `replace`.

    `replace` gets a key that is stable over edits elsewhere and unique in this value, and the run's text. What it
    returns must hold the same placeholders: check with `placeholders.mismatches` first.
    """
    soup = BeautifulSoup(html, "html.parser")
    seen: dict[str, int] = {}
    for run in list(_runs(soup)):
        _replace_run(soup, run, seen, replace)
    for element in soup.find_all(WITH_ALT):
        alt = element.get("alt")
        if isinstance(alt, str) and alt.strip():
            element["alt"] = replace(_unique(f"{_key(element)}@alt", seen), alt)
    return soup.decode(formatter=_FORMATTER)


def _runs(container: Tag) -> Iterator[list[PageElement]]:
    run: list[PageElement] = []
    for child in container.children:
        if _is_inline(child):
            run.append(child)
            continue
        yield run
        run = []
        if isinstance(child, Tag):
            yield from _runs(child)
    yield run


def _is_inline(node: PageElement) -> bool:
    if isinstance(node, PreformattedString):  # comments, CDATA and the like: kept where they are, between runs
        return False
    if isinstance(node, Tag):
        return node.name in INLINE and all(_is_inline(child) for child in node.children)
    return True


def _replace_run(soup: BeautifulSoup, run: list[PageElement], seen: dict[str, int], replace: Replace) -> None:
    run = _unwrapped(run)
    if not any(node.get_text(strip=True) for node in run):
        return
    elements: dict[int, Tag] = {}
    literal = {token.number for token in tokens("".join(node.get_text() for node in run))}
    text = "".join(_encode(node, elements, literal) for node in run)
    core = text.strip()
    before, _, after = text.partition(core)
    target = replace(_unique(_key(run[0]), seen), core)
    if target == core:
        return
    run[0].insert_before(*_decode(soup, f"{before}{target}{after}", elements))
    for node in run:
        node.extract()


def _unwrapped(run: list[PageElement]) -> list[PageElement]:
    """The run inside an element that wraps all of it: a wholly bold paragraph needs no placeholder."""
    while True:
        solid = [node for node in run if not (isinstance(node, NavigableString) and not node.strip())]
        if len(solid) != 1 or not isinstance(solid[0], Tag) or solid[0].name in VOID or not solid[0].contents:
            return run
        run = list(solid[0].contents)


def _encode(node: PageElement, elements: dict[int, Tag], literal: set[int]) -> str:
    if not isinstance(node, Tag):
        return _SPACE.sub(" ", str(node))
    number = max(elements, default=0) + 1
    while number in literal:
        number += 1
    elements[number] = node
    if node.name in VOID or not node.contents:
        return f"<x{number}/>"
    inner = "".join(_encode(child, elements, literal) for child in node.children)
    return f"<g{number}>{inner}</g{number}>"


def _decode(soup: BeautifulSoup, text: str, elements: dict[int, Tag]) -> list[PageElement]:
    root = soup.new_tag("root")
    open_tags = [root]
    end = 0
    for token in tokens(text):
        if token.number not in elements:
            continue
        if token.start > end:
            open_tags[-1].append(soup.new_string(text[end : token.start]))
        end = token.end
        element = elements[token.number]
        if token.role == "single":
            open_tags[-1].append(copy.copy(element))
        elif token.role == "open":
            attributes: Any = dict(element.attrs)
            shell = soup.new_tag(element.name, attrs=attributes)
            open_tags[-1].append(shell)
            open_tags.append(shell)
        else:
            open_tags.pop()
    if end < len(text):
        open_tags[-1].append(soup.new_string(text[end:]))
    return [node.extract() for node in list(root.contents)]


def _key(node: PageElement) -> str:
    for parent in [node, *node.parents]:
        key = parent.get("data-block-key") if isinstance(parent, Tag) else None
        if key:
            return f"#{key}"
    return "#"


def _unique(key: str, seen: dict[str, int]) -> str:
    """`key` itself the first time, then counted; a keyless run is known by its number alone."""
    seen[key] = seen.get(key, 0) + 1
    if key == "#":
        return f"#{seen[key]}"
    return key if seen[key] == 1 else f"{key}.{seen[key]}"
