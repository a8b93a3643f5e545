"""Walks a page's source fields: collects their paragraphs, or rebuilds them with other texts.

One walk does both. It goes over raw values (JSON as stored) with the block definitions, so it needs no database, and
what it rebuilds has the structure and the block ids of the source.

A paragraph's path is its address in the page: `body:5f3c….caption`, `body:77a0…#k9x2` (a rich-text paragraph by its
block key), `body:1b2c….r0c1` (a table cell). Stream and list children are known by their ids, which Wagtail keeps over
edits; struct children by name; table cells by position. Its `kind` is the path without ids (`body.table.cell`).

A block class may opt out with `translatable = False` in its Meta, or bring its own
`translate_raw(value, walk, path, kind)`.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField

from cms.bilingual import rich_text
from cms.bilingual.fields import Pair
from cms.bilingual.languages import scale_of


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One text of a page, with its address.

    `is_rich` says that `<g1>` in it is a placeholder; `heading` is what stands over a table's cell, with its caption.
    """

    path: str
    kind: str
    text: str
    is_rich: bool = False
    required: bool = True
    heading: str = ""

    @property
    def scale(self) -> str:
        """The scale words that a figure stands under, see `languages.scale_of`."""
        return scale_of(self.text, self.heading)

    @property
    def hash(self) -> str:
        return source_hash(self.text, self.scale)


def source_hash(text: str, scale: str = "") -> str:
    """What an approval is bound to: SHA-256 of a text and its scale, in hexadecimal (64 characters)."""
    return hashlib.sha256((f"{text}\0{scale}" if scale else text).encode("utf-8", "surrogatepass")).hexdigest()


# Gives the text to stand in a paragraph's place.
Translate = Callable[[Paragraph], str]


def source_values(page: models.Model, pairs: Iterable[Pair]) -> dict[str, Any]:
    """The raw, JSON-able values of a page's source fields, by field name."""
    values: dict[str, Any] = {}
    for pair in pairs:
        field = page._meta.get_field(pair.source)
        value = getattr(page, pair.source)
        values[pair.source] = field.stream_block.get_prep_value(value) if isinstance(field, StreamField) else value
    return values


def collect(model: type[models.Model], pairs: Iterable[Pair], values: Mapping[str, Any]) -> list[Paragraph]:
    """The paragraphs of `values`, in the order of the page."""
    found: list[Paragraph] = []

    def note(paragraph: Paragraph) -> str:
        found.append(paragraph)
        return paragraph.text

    rebuild(model, pairs, values, note)
    return found


def rebuild(
    model: type[models.Model], pairs: Iterable[Pair], values: Mapping[str, Any], translate: Translate
) -> dict[str, Any]:
    """New raw values, by *source* field name, in which each paragraph's text is what `translate` gives for it.

    `values` is left as it is. A translation must hold its source's placeholders (`placeholders.mismatches`).
    """
    return {
        pair.source: _Walk(translate, pair.required).field(model._meta.get_field(pair.source), values[pair.source])
        for pair in pairs
        if pair.source in values
    }


class _Walk:
    def __init__(self, translate: Translate, required: bool) -> None:
        self.translate = translate
        self.required = required
        self.heading = ""  # over the table cell that is being walked

    def field(self, field: Any, value: Any) -> Any:
        if isinstance(field, StreamField):
            return self.stream(field.stream_block, value or [], field.name, field.name)
        if isinstance(field, RichTextField):
            return self.rich(value, field.name, field.name)
        return self.text(value, field.name, field.name)

    def block(self, block: blocks.Block, value: Any, path: str, kind: str) -> Any:
        """The value of one block, translated; a type that is not named here is copied."""
        if hasattr(block, "translate_raw"):
            return block.translate_raw(value, self, path, kind)
        if value is None or not getattr(block.meta, "translatable", True):
            return value
        if isinstance(block, blocks.StreamBlock):
            return self.stream(block, value, path, kind)
        if isinstance(block, blocks.ListBlock):
            return self.list_items(block, value, path, kind)
        if isinstance(block, blocks.StructBlock):
            return self.struct(block, value, path, kind)
        if isinstance(block, blocks.RichTextBlock):
            return self.rich(value, path, kind)
        if isinstance(block, BaseTypedTableBlock):
            return self.typed_table(block, value, path, kind)
        if isinstance(block, TableBlock):
            return self.table(value, path, kind)
        if isinstance(block, (blocks.CharBlock, blocks.TextBlock)):
            return self.text(value, path, kind)
        return value

    def text(self, value: Any, path: str, kind: str) -> Any:
        """A plain text; blank ones and anything that is no text are copied."""
        if not isinstance(value, str) or not value.strip():
            return value
        # Browsers post line ends of their own; a page that is saved unchanged must keep its approvals.
        text = value.replace("\r\n", "\n")
        return self.translate(Paragraph(path, kind, text, required=self.required, heading=self.heading))

    def rich(self, value: Any, path: str, kind: str) -> Any:
        if not isinstance(value, str) or not value.strip():
            return value

        def replace(key: str, text: str) -> str:
            is_alt = "@alt" in key
            return self.translate(
                Paragraph(
                    f"{path}{key}", f"{kind}.alt" if is_alt else kind, text, not is_alt, self.required, self.heading
                )
            )

        return rich_text.rebuild(value, replace)

    def stream(self, block: Any, value: Any, path: str, kind: str) -> list[Any]:
        def translated(child: dict[str, Any], index: int) -> dict[str, Any]:
            child_block = block.child_blocks.get(child["type"])
            if child_block is None:
                return child
            child_path = _child_path(path, child, index)
            return child | {"value": self.block(child_block, child["value"], child_path, f"{kind}.{child_block.name}")}

        return [translated(child, index) for index, child in enumerate(value)]

    def list_items(self, block: Any, value: Any, path: str, kind: str) -> list[Any]:
        # _item_is_in_block_format is private to Wagtail's ListBlock; values stored before Wagtail 2.16 have no ids.
        return [
            child | {"value": self.block(block.child_block, child["value"], _child_path(path, child, index), kind)}
            if block._item_is_in_block_format(child)
            else self.block(block.child_block, child, f"{path}:{index}", kind)
            for index, child in enumerate(value)
        ]

    def struct(self, block: Any, value: Mapping[str, Any], path: str, kind: str) -> dict[str, Any]:
        return {
            name: self.block(block.child_blocks[name], child, f"{path}.{name}", f"{kind}.{name}")
            if name in block.child_blocks
            else child
            for name, child in value.items()
        }

    def typed_table(self, block: Any, value: Mapping[str, Any], path: str, kind: str) -> dict[str, Any]:
        types = [block.child_blocks.get(column["type"]) for column in value.get("columns", [])]

        def cell(y: int, x: int, content: Any) -> Any:
            cell_block = types[x] if x < len(types) else None
            if cell_block is None:
                return content
            self.heading = f"{value['columns'][x]['heading']} {value.get('caption') or ''}"
            translated = self.block(cell_block, content, f"{path}.r{y}c{x}", f"{kind}.cell")
            self.heading = ""
            return translated

        result = dict(value)
        result["caption"] = self.text(value.get("caption"), f"{path}.caption", f"{kind}.caption")
        result["columns"] = [
            column | {"heading": self.text(column["heading"], f"{path}.h{index}", f"{kind}.heading")}
            for index, column in enumerate(value.get("columns", []))
        ]
        result["rows"] = [
            row | {"values": [cell(y, x, content) for x, content in enumerate(row["values"])]}
            for y, row in enumerate(value.get("rows", []))
        ]
        return result

    def table(self, value: Mapping[str, Any], path: str, kind: str) -> dict[str, Any]:
        data = value.get("data") or []
        headings = data[0] if data and value.get("first_row_is_table_header") else []

        def cell(y: int, x: int, content: Any) -> Any:
            over = headings[x] if y and x < len(headings) else ""
            self.heading = f"{over} {value.get('table_caption') or ''}"
            translated = self.text(content, f"{path}.r{y}c{x}", f"{kind}.cell")
            self.heading = ""
            return translated

        result = dict(value)
        result["data"] = [[cell(y, x, content) for x, content in enumerate(row)] for y, row in enumerate(data)]
        if "table_caption" in value:
            result["table_caption"] = self.text(value["table_caption"], f"{path}.caption", f"{kind}.caption")
        return result


def _child_path(path: str, child: Mapping[str, Any], index: int) -> str:
    return f"{path}:{child.get('id') or index}"


def kind_label(model: type[models.Model], kind: str) -> str:
    """What editors call the place of a paragraph: the labels of its field or block, and of the part of the block."""
    field_name, *names = kind.split(".")
    field: Any = model._meta.get_field(field_name)
    if not names or not isinstance(field, StreamField):
        return capfirst(str(field.verbose_name))
    labels: list[str] = []
    block: Any = field.stream_block
    for name in names:
        block = getattr(block, "child_blocks", {}).get(name)
        if block is None:
            break
        labels.append(capfirst(str(block.label)))
    return " · ".join(labels) or capfirst(str(field.verbose_name))
