"""The text inside a Markdown paragraph, heading or cell → plain text, or HTML exactly as Wagtail's editor stores it.

Text is held character by character with its styles and link, as Draft.js does, because the stored form depends on
them alone: a page that is opened and saved in the editor must not change, or its approved paragraphs would be lost.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby
from typing import NamedTuple

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from markdown_it.tree import SyntaxTreeNode

from cms.bilingual.languages import TRADITIONAL_CHINESE, needs_translation
from cms.bilingual.rich_text import INLINE

# A line end in the file; whether it is a space depends on its neighbours. Markdown's parser leaves no "\r" in text.
SOFT_BREAK = "\r"
HARD_BREAK = "\n"

_SPACE = " \t\n\f\r"
_STYLE_OF = {"strong": "b", "em": "i", "b": "b", "i": "i", "sub": "sub", "sup": "sup"}
_HTML_STYLE = re.compile(r"<(?P<close>/?)(?P<tag>b|strong|i|em|sub|sup)>", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LINKABLE = re.compile(r"(?:https?://|mailto:)[^\s]+|/(?!/)[^\s]*", re.IGNORECASE)
_NOT_READ = ("script", "style", "template")

Note = Callable[[str], None]


class Char(NamedTuple):
    """One character; `styles` are element names of the stored form, `href` is "" outside links."""

    text: str
    styles: frozenset[str] = frozenset()
    href: str = ""


def chars_of(text: str, styles: frozenset[str] = frozenset(), href: str = "") -> list[Char]:
    return [Char(character, styles, href) for character in text]


class InlineReader:
    """Reads inline nodes; what the stored form cannot hold is told to `note`, with its text."""

    def __init__(self, note: Note) -> None:
        self.note = note

    def read(self, node: SyntaxTreeNode, styles: frozenset[str] = frozenset(), href: str = "") -> list[Char]:
        """The characters of a node's children."""
        found: list[Char] = []
        opened: list[str] = []
        for child in node.children:
            within = styles | {_STYLE_OF[tag] for tag in opened}
            tag = _HTML_STYLE.fullmatch(child.content) if child.type == "html_inline" else None
            if tag and not tag["close"]:
                opened.append(tag["tag"].lower())
            elif tag and opened and opened[-1] == tag["tag"].lower():
                opened.pop()
            else:
                found += self._one(child, within, href)
        return found

    def _one(self, node: SyntaxTreeNode, styles: frozenset[str], href: str) -> list[Char]:
        match node.type:
            case "text":
                if "**" in node.content:
                    self.note(_("Asterisks that mark no bold text are kept as they are: %s") % node.content)
                return chars_of(node.content, styles, href)
            case "strong" | "em":
                return self.read(node, styles | {_STYLE_OF[node.type]}, href)
            case "softbreak" | "hardbreak":
                return [Char(SOFT_BREAK if node.type == "softbreak" else HARD_BREAK, styles, href)]
            case "code_inline":
                self.note(_("Code is kept as ordinary text: %s") % node.content)
                return chars_of(node.content, styles, href)
            case "link":
                return self._link(node, styles)
            case "image":
                return self._image(node, styles, href)
            case "html_inline":
                return self._html(node.content, styles, href)
            case _:
                self.note(_("Kept as ordinary text: %s") % node.content)
                return chars_of(node.content, styles, href)

    def _link(self, node: SyntaxTreeNode, styles: frozenset[str]) -> list[Char]:
        address = str(node.attrs.get("href", ""))
        usable = bool(_LINKABLE.fullmatch(address))
        text = self.read(node, styles, address if usable else "")
        if not any(character.text.strip() for character in text):
            text = chars_of(address, styles, address if usable else "")
        if not usable:
            self.note(
                _("A link may lead to http, https, mailto or an address on this site; kept as text: %(text)s (%(url)s)")
                % {"text": to_plain(text), "url": address}
            )
        self._note_title(node)
        return text

    def _image(self, node: SyntaxTreeNode, styles: frozenset[str], href: str) -> list[Char]:
        address = str(node.attrs.get("src", ""))
        usable = not href and bool(_LINKABLE.fullmatch(address)) and not address.lower().startswith("mailto:")
        text = self.read(node, styles, address if usable else href) or chars_of(address, styles, href or address)
        kept = _("a link to it is kept") if usable else _("only its alternative text is kept")
        self.note(
            _("An image needs a file in the image library; %(kept)s: %(alt)s (%(address)s)")
            % {"kept": kept, "alt": to_plain(text), "address": address}
        )
        self._note_title(node)
        return text

    def _note_title(self, node: SyntaxTreeNode) -> None:
        title = str(node.attrs.get("title", ""))
        if title:
            self.note(_("The title of a link or image is left out: %s") % title)

    def _html(self, content: str, styles: frozenset[str], href: str) -> list[Char]:
        if _LINE_BREAK.fullmatch(content):
            return [Char(HARD_BREAK, styles, href)]
        self.note(_("HTML is left out; the text around it is kept: %s") % content)
        return []


def tidy(chars: Iterable[Char]) -> list[Char]:
    """The characters with each run of white space as one space or as its line breaks, and none at the ends.

    The space belongs to what its neighbours have in common. A line end between Chinese characters is no space.
    """
    result: list[Char] = []
    space: list[Char] = []
    for character in _trimmed(list(chars)):
        if character.text in _SPACE:
            space.append(character)
            continue
        if space:
            result += _space_between(result[-1], space, character)
            space = []
        result.append(character)
    return result


def _trimmed(chars: list[Char]) -> list[Char]:
    start, end = 0, len(chars)
    while start < end and chars[start].text.isspace():
        start += 1
    while end > start and chars[end - 1].text.isspace():
        end -= 1
    return chars[start:end]


def _space_between(left: Char, space: list[Char], right: Char) -> list[Char]:
    href = left.href if left.href == right.href else ""
    breaks = sum(character.text == HARD_BREAK for character in space)
    if breaks and not href:  # the editor cannot store a line break in a link
        text = HARD_BREAK * breaks
    elif any(character.text in (SOFT_BREAK, HARD_BREAK) for character in space) and _is_chinese(left, right):
        text = ""
    else:
        text = " "
    # At the edge of a link each style is closed and opened anew, and the space stands between.
    return chars_of(text, left.styles & right.styles if left.href == right.href else frozenset(), href)


def _is_chinese(*chars: Char) -> bool:
    return all(needs_translation(character.text, TRADITIONAL_CHINESE) for character in chars)


def to_plain(chars: Iterable[Char]) -> str:
    """The text alone, with "\\n" for line breaks."""
    return "".join(character.text for character in tidy(chars))


def to_html(chars: Iterable[Char]) -> str:
    """The inside of one block of rich text, as Wagtail's editor stores it: links outside, styles in, sorted."""
    html: list[str] = []
    for href, linked in groupby(tidy(chars), key=lambda character: character.href):
        if href:
            segments = groupby(linked, key=lambda character: sorted(character.styles))
            inner = "".join(_styled(tags, _escaped(group)) for tags, group in segments)
            html.append(f'<a href="{escape(href)}">{inner}</a>')
        else:
            html += _continued(linked)
    return "".join(html)


def _styled(tags: list[str], inner: str) -> str:
    return "".join(f"<{tag}>" for tag in tags) + inner + "".join(f"</{tag}>" for tag in reversed(tags))


def _continued(chars: Iterable[Char]) -> Iterator[str]:
    """Styled text outside links: an element stays open over what follows while its style goes on."""
    opened: list[str] = []
    for wanted, group in groupby(chars, key=lambda character: sorted(character.styles)):
        common = 0
        while common < min(len(opened), len(wanted)) and opened[common] == wanted[common]:
            common += 1
        yield "".join(f"</{tag}>" for tag in reversed(opened[common:]))
        yield "".join(f"<{tag}>" for tag in wanted[common:])
        yield _escaped(group)
        opened = wanted
    yield "".join(f"</{tag}>" for tag in reversed(opened))


def _escaped(chars: Iterable[Char]) -> str:
    return escape("".join(character.text for character in chars), quote=False).replace(HARD_BREAK, "<br/>")


def lines_of(chars: Iterable[Char]) -> list[list[Char]]:
    """The characters by the lines of the file; each line but the first begins with its break, so nothing is lost."""
    lines: list[list[Char]] = [[]]
    for character in chars:
        if character.text in (SOFT_BREAK, HARD_BREAK):
            lines.append([])
        lines[-1].append(character)
    return lines


def visible_text(html: str) -> list[str]:
    """The lines of text that a reader would see of raw HTML."""
    soup = BeautifulSoup(html, "html.parser")
    for unread in soup.find_all(_NOT_READ):
        unread.decompose()
    for element in soup.find_all(lambda tag: tag.name == "br" or tag.name not in INLINE):
        element.insert_before("\n")
        element.append("\n")
    return [line.strip() for line in soup.get_text().splitlines() if line.strip()]
