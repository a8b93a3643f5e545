"""A Markdown body → the blocks of `cms.blocks.ArticleBlock`, as raw values. Nothing of the text is dropped silently.

Ids and block keys follow from a block's position and type alone, so reading the same text twice gives the same blocks,
and a translation with the same structure has the same paths.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from cms.articles.block_values import FORM_LINE_END, block_id, block_key, rich_value
from cms.articles.front_matter import ArticleFileError
from cms.articles.inline_text import (
    HARD_BREAK,
    Char,
    InlineReader,
    chars_of,
    lines_of,
    to_html,
    to_plain,
    visible_text,
)
from cms.articles.markdown_structure import (
    code_note,
    find_running_lists,
    fits_list,
    heading_levels,
    is_list,
    plain_paragraphs,
    start_of,
    surplus_cells,
)
from cms.articles.trailer import trailer_line

MAX_NESTING = 100
MAX_HEADING = 255  # characters, as in HeadingBlock

_LAYOUT_LINE = re.compile(r"(?im)^[ \t]*(?:<br\s*/?>[ \t]*)+$")
_ATTRIBUTION = re.compile(r"\s*(?:—|–|―|──|--)\s*(?P<name>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ParsedBody:
    """Raw StreamField data, the lines taken from the end ("date" in ISO form, "source"), and what a person must know.

    Every word of the Markdown is in one of the three; a warning names its line in the file.
    """

    blocks: list[dict[str, Any]]
    trailer: dict[str, str]
    warnings: list[str]


def body_blocks(markdown: str, first_line: int = 1) -> ParsedBody:
    """The blocks of a Markdown body (CommonMark with tables) that begins on the file's line `first_line`.

    Raises ArticleFileError if it is nested more deeply than can be read.
    """
    try:
        reader = _BodyReader(first_line)
        reader.read(markdown)
    except RecursionError as error:
        raise ArticleFileError(_("The text is nested too deeply."), first_line) from error
    warnings = dict.fromkeys(message for _line, message in sorted(reader.warnings, key=itemgetter(0)))
    return ParsedBody(reader.blocks, reader.trailer, list(warnings))


class _BodyReader:
    def __init__(self, first_line: int) -> None:
        self.blocks: list[dict[str, Any]] = []
        self.trailer: dict[str, str] = {}
        self.warnings: list[tuple[int, str]] = []
        self.line = self.first_line = first_line
        self.inline_reader = InlineReader(self.note)
        self.levels: dict[int, str] = {}
        self.running: set[int] = set()
        # What a paragraph block was made of, by the block's position: the lines at the end may belong to the trailer.
        self.paragraphs: dict[int, tuple[list[Char], int]] = {}

    def read(self, markdown: str) -> None:
        nodes = self._parsed(markdown)
        self.levels = heading_levels(nodes, self.note)
        self.running = find_running_lists(nodes)
        for node in nodes:
            self.add(node)
        self._take_trailer()

    def note(self, message: str) -> None:
        self.warnings.append((self.line, _("Line %(line)d: %(message)s") % {"line": self.line, "message": message}))

    def _parsed(self, markdown: str) -> list[SyntaxTreeNode]:
        parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
        parser.validateLink = lambda url: True  # type: ignore[method-assign]  # links are judged by InlineReader
        env: dict[str, Any] = {}
        tokens = parser.parse(markdown, env)
        for token in tokens:
            # Whatever stands deeper was left out by the parser.
            if token.type in ("blockquote_open", "list_item_open") and token.level >= MAX_NESTING - 1:
                raise ArticleFileError(_("The text is nested too deeply."), self._line_of(token))
        root = SyntaxTreeNode(tokens)
        self._note_definitions(root, env)
        self._note_surplus(root, markdown.split("\n"))
        return root.children

    def _line_of(self, node: Token | SyntaxTreeNode) -> int:
        return self.first_line + node.map[0] if node.map else self.line

    def _note_definitions(self, root: SyntaxTreeNode, env: dict[str, Any]) -> None:
        """Link definitions that no link uses are text that the parser leaves out."""
        used = {str(node.attrs.get("href") or node.attrs.get("src")) for node in root.walk(include_self=False)}
        unused = [ref | {"label": label} for label, ref in env.get("references", {}).items() if ref["href"] not in used]
        for ref in [*unused, *env.get("duplicate_refs", [])]:
            self.line = self.first_line + ref["map"][0]
            self.note(
                _("A link definition that no link uses is left out: %s")
                % f"[{ref['label']}]: {ref['href']} {ref['title']}".rstrip()
            )

    def _note_surplus(self, root: SyntaxTreeNode, rows: list[str]) -> None:
        """Cells beyond a table's last column are text that the parser leaves out."""
        for row in (node for node in root.walk(include_self=False) if node.type == "tr"):
            self.line = self._line_of(row)
            for cell in surplus_cells(rows[row.map[0]] if row.map else "", len(row.children)):
                self.note(_("A table row has more cells than the table has columns; left out: %s") % cell)

    # Blocks

    def add(self, node: SyntaxTreeNode) -> None:
        """Adds the block or blocks of one node."""
        self.line = self._line_of(node)
        if is_list(node):
            self._list(node)
            return
        adders: dict[str, Callable[[SyntaxTreeNode], None]] = {
            "heading": self._heading,
            "paragraph": lambda node: self._paragraph(self._chars(node), is_ordinary=True),
            "blockquote": self._quotation,
            "table": self._table,
            "html_block": self._html,
            "fence": self._code,
            "code_block": self._code,
            "hr": lambda node: self.note(_("Layout is left out: a horizontal line")),
        }
        adders[node.type](node)

    def _push(self, kind: str, make: Callable[[str], Any]) -> None:
        """Appends a block whose value `make` gives for the seed of its ids and keys."""
        seed = f"{len(self.blocks)}.{kind}"
        self.blocks.append({"type": kind, "value": make(seed), "id": block_id(seed)})

    def _chars(self, node: SyntaxTreeNode) -> list[Char]:
        return [character for inline in node.children for character in self.inline_reader.read(inline)]

    def _plain(self, chars: list[Char]) -> str:
        """Text for a field that holds no markup; says what is lost of it."""
        for href in dict.fromkeys(character.href for character in chars if character.href):
            self.note(_("No link can stand here; its text is kept: %s") % href)
        if any(character.styles for character in chars):
            self.note(_("Bold and italic cannot stand here; the text is kept: %s") % to_plain(chars))
        return to_plain(chars)

    def _heading(self, node: SyntaxTreeNode) -> None:
        chars = self._chars(node)
        text = to_plain(chars).replace(HARD_BREAK, " ")
        if len(text) > MAX_HEADING:
            self.note(_("A heading of more than %d characters is kept as a bold paragraph.") % MAX_HEADING)
            self._paragraph([character._replace(styles=character.styles | {"b"}) for character in chars])
        elif text:
            self._plain(chars)
            level = self.levels.get(int(node.tag[1:]), "4")
            self._push("heading", lambda seed: {"text": text, "level": level})

    def _paragraph(self, chars: list[Char], is_ordinary: bool = False) -> None:
        if chars and HARD_BREAK in (chars[0].text, chars[-1].text):
            self.note(_("Layout is left out: %s") % "<br/>")
        if not to_plain(chars):
            return
        if is_ordinary:
            self.paragraphs[len(self.blocks)] = chars, self.line
        self._push("paragraph", lambda seed: rich_value(seed, [chars]))

    def _quotation(self, node: SyntaxTreeNode) -> None:
        paragraphs = plain_paragraphs(node, self._chars, self.note)
        lines = lines_of(paragraphs[-1]) if paragraphs else []
        said_by = _ATTRIBUTION.fullmatch(to_plain(lines[-1])) if len(lines) + len(paragraphs) > 2 else None
        if said_by:
            self._plain(lines[-1])
            paragraphs[-1] = [character for line in lines[:-1] for character in line]
        texts = [self._plain(chars) for chars in paragraphs]
        text = "\n\n".join(text for text in texts if text).replace("\n", FORM_LINE_END)
        if text:
            attribution = said_by["name"] if said_by else ""
            self._push("quotation", lambda seed: {"text": text, "attribution": attribution})

    def _code(self, node: SyntaxTreeNode) -> None:
        self.note(code_note(node))
        self._paragraph(chars_of(node.content.strip()))

    def _html(self, node: SyntaxTreeNode) -> None:
        """Raw HTML; lone line breaks are layout, and the Markdown between them is read as such."""
        text = _LAYOUT_LINE.sub("", node.content)
        if text != node.content:
            self.note(_("Layout is left out: %s") % "<br/>")
        if "<" not in text:
            first_line, self.first_line = self.first_line, self.line
            for child in self._parsed(text):
                self.add(child)
            self.first_line = first_line
            return
        self.note(_("HTML is left out; the text in it is kept: %s") % text.strip())
        for line in visible_text(text):
            self._paragraph(chars_of(line))

    # Lists and tables

    def _list(self, node: SyntaxTreeNode) -> None:
        if id(node) in self.running or not fits_list(node):
            self._list_as_paragraphs(node)
        elif any(is_list(child) for item in node.children for child in item.children):
            self._push("paragraph", lambda seed: self._list_html(node, seed, count(1).__next__))
        else:
            self._push("list", lambda seed: {"ordered": node.type == "ordered_list", "items": self._items(node, seed)})

    def _items(self, node: SyntaxTreeNode, seed: str) -> list[dict[str, Any]]:
        items = []
        for number, item in enumerate(node.children):
            item_seed = f"{seed}.{number}"
            paragraphs = [chars for child in item.children if to_plain(chars := self._chars(child))]
            if paragraphs:
                items.append({"type": "item", "value": rich_value(item_seed, paragraphs), "id": block_id(item_seed)})
        return items

    def _list_html(self, node: SyntaxTreeNode, seed: str, next_number: Callable[[], int]) -> str:
        """A list with lists in it, as rich text; an item's paragraphs become its lines."""
        html = ""
        for item in node.children:
            key = block_key(seed, next_number())
            lines: list[Char] = []
            inner = ""
            for child in item.children:
                if is_list(child):
                    inner = self._list_html(child, seed, next_number)
                else:
                    lines += [*(chars_of(HARD_BREAK) if lines else []), *self._chars(child)]
            if item.children:
                html += f'<li data-block-key="{key}">{to_html(lines)}{inner}</li>'
        tag = "ol" if node.type == "ordered_list" else "ul"
        return f"<{tag}>{html}</{tag}>"

    def _list_as_paragraphs(self, node: SyntaxTreeNode) -> None:
        """A list that a list block cannot hold: its numbers run on over other text, or other blocks stand in it."""
        self.note(_("A list is kept as paragraphs, with its numbers if it has any."))
        for number, item in enumerate(node.children, start=start_of(node)):
            self.line = self._line_of(item)
            rest = list(item.children)
            mark = f"{number}{item.markup} " if node.type == "ordered_list" else ""
            first = rest.pop(0) if rest and rest[0].type == "paragraph" else None
            self._paragraph([*chars_of(mark), *(self._chars(first) if first else [])])
            for child in rest:
                self.add(child)

    def _table(self, node: SyntaxTreeNode) -> None:
        head, *body = [row for part in node.children for row in part.children]
        if any("style" in cell.attrs for cell in head.children):
            self.note(_("Layout is left out: the alignment of table columns"))
        headings = [self._plain(self._chars(cell)).replace(HARD_BREAK, " ") for cell in head.children]
        rows = [[self._chars(cell) for cell in row.children] for row in body]
        is_rich = [any(_has_markup(row[column]) for row in rows) for column in range(len(headings))]

        def value(seed: str) -> dict[str, Any]:
            def cell(y: int, x: int, chars: list[Char]) -> str:
                return rich_value(f"{seed}.r{y}c{x}", [chars]) if is_rich[x] else to_plain(chars)

            return {
                "columns": [
                    {"type": "rich_text" if rich else "text", "heading": heading}
                    for rich, heading in zip(is_rich, headings, strict=True)
                ],
                "rows": [{"values": [cell(y, x, chars) for x, chars in enumerate(row)]} for y, row in enumerate(rows)],
                "caption": "",
            }

        self._push("table", value)

    # The lines at the end

    def _take_trailer(self) -> None:
        while self.blocks and len(self.blocks) - 1 in self.paragraphs:
            chars, self.line = self.paragraphs.pop(len(self.blocks) - 1)
            lines = lines_of(chars)
            while lines and self._is_trailer(lines[-1]):
                lines.pop()
            left = [character for line in lines for character in line]
            if len(left) < len(chars):
                self.blocks.pop()
            if to_plain(left):
                if len(left) < len(chars):
                    self._paragraph(left)
                return

    def _is_trailer(self, line: list[Char]) -> bool:
        """Whether a line is blank or belongs to the trailer, which then has it."""
        text = to_plain(line)
        if not text:
            if any(character.text == HARD_BREAK for character in line):
                self.note(_("Layout is left out: %s") % "<br/>")
            return True
        said = trailer_line(text)
        if not said:
            return False
        name, value = said
        if not value or name in self.trailer:
            self.note(_("Kept in the text, though it looks like a line about the article: %s") % text)
            return False
        for href in dict.fromkeys(character.href for character in line if character.href):
            self.note(_("No link can stand here; its text is kept: %s") % href)
        self.trailer[name] = value
        return True


def _has_markup(chars: list[Char]) -> bool:
    return any(character.styles or character.href or character.text == HARD_BREAK for character in chars)
