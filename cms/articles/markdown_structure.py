"""What the shape of a Markdown text decides: heading levels, which lists can stay lists, what a quotation holds."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from markdown_it.rules_block.table import escapedSplit
from markdown_it.tree import SyntaxTreeNode

from cms.articles.inline_text import Char, Note, chars_of, to_plain, visible_text

_LOWEST, _HIGHEST = 2, 4  # the page's title is the only heading of level 1


def heading_levels(nodes: Iterable[SyntaxTreeNode], note: Note) -> dict[int, str]:
    """The block's level for each level of Markdown heading: the same number if it can be, and distinct if they can."""
    used = sorted({int(node.tag[1:]) for top in nodes for node in top.walk() if node.type == "heading"})
    if len(used) > _HIGHEST - _LOWEST + 1:
        note(_("More than three levels of headings: the lowest are kept as one."))
        return {level: str(min(_LOWEST + index, _HIGHEST)) for index, level in enumerate(used)}
    levels: list[int] = []
    for level in used:
        levels.append(max(level, levels[-1] + 1 if levels else _LOWEST))
    limits = range(_HIGHEST - len(levels) + 1, _HIGHEST + 1)
    return {level: str(min(value, limit)) for level, value, limit in zip(used, levels, limits, strict=True)}


def is_list(node: SyntaxTreeNode) -> bool:
    return node.type in ("bullet_list", "ordered_list")


def start_of(node: SyntaxTreeNode) -> int:
    """The number of a list's first item."""
    return int(node.attrs.get("start", 1))


def find_running_lists(nodes: Iterable[SyntaxTreeNode]) -> set[int]:
    """The ids of top-level lists whose numbering runs on over other text: "1.", paragraphs, "2.", paragraphs.

    A list block always begins at 1, so these must keep their numbers as text, like 一、二、三、 in Chinese.
    """
    running: set[int] = set()
    before: SyntaxTreeNode | None = None
    for node in nodes:
        if node.type != "ordered_list":
            continue
        if start_of(node) != 1:
            running.add(id(node))
            if before is not None and start_of(before) + len(before.children) == start_of(node):
                running.add(id(before))
        before = node
    return running


def fits_list(node: SyntaxTreeNode) -> bool:
    """Whether a list is made of text alone: items of paragraphs, each with at most one list at its end."""
    if node.type == "ordered_list" and (start_of(node) != 1 or not all(item.children for item in node.children)):
        return False
    for item in node.children:
        texts = item.children[:-1] if item.children and is_list(item.children[-1]) else item.children
        if any(child.type != "paragraph" for child in texts):
            return False
        if len(texts) < len(item.children) and not (texts and fits_list(item.children[-1])):
            return False
    return True


def code_note(node: SyntaxTreeNode) -> str:
    """What to say of a code block, which is kept without its indentation and its language."""
    return _("Code is kept as ordinary text: %s") % (node.info or node.content.strip())


def surplus_cells(row: str, columns: int) -> list[str]:
    """The cells of a table row, given as the line of the file, that stand beyond the last column."""
    cells = escapedSplit(row.lstrip("> \t").rstrip())
    if cells and cells[0] == "":
        cells.pop(0)
    return [cell.strip() for cell in cells[columns:] if cell.strip()]


def plain_paragraphs(
    node: SyntaxTreeNode, read: Callable[[SyntaxTreeNode], list[Char]], note: Note
) -> list[list[Char]]:
    """The text of a container such as a quotation, paragraph by paragraph; `read` gives a node's characters."""
    found: list[list[Char]] = []
    for child in node.children:
        if is_list(child):
            for number, item in enumerate(child.children, start=start_of(child)):
                mark = f"{number}{item.markup} " if child.type == "ordered_list" else "- "
                first, *rest = plain_paragraphs(item, read, note) or [[]]
                found += [[*chars_of(mark), *first], *rest]
        elif child.type == "table":
            for row in (row for part in child.children for row in part.children):
                first_cell, *others = [read(cell) for cell in row.children]
                found.append(sum(([*chars_of(" | "), *cell] for cell in others), first_cell))
        elif child.type in ("fence", "code_block"):
            note(
                _("Code is kept as ordinary text, without its indentation: %s") % (child.info or child.content.strip())
            )
            found.append(chars_of(child.content.strip()))
        elif child.type == "html_block":
            note(_("HTML is left out; the text in it is kept: %s") % child.content.strip())
            found += [chars_of(line) for line in visible_text(child.content)]
        elif child.type == "blockquote":
            found += plain_paragraphs(child, read, note)
        elif child.type != "hr":
            found.append(read(child))
    return [chars for chars in found if to_plain(chars)]
