"""Ids, block keys and rich text of the blocks that a file becomes: all follow from a seed, the block's place."""

import uuid
from collections.abc import Iterable

from cms.articles.inline_text import Char, to_html

# How a browser sends the line ends of a plain text: with others, saving in the editor would change the text.
FORM_LINE_END = "\r\n"

# Changing it gives every block of every imported page another id, and its approved paragraphs other paths.
_NAMESPACE = uuid.UUID("6f1d2c1e-7f0b-5c3c-9a55-0c6b1a8e4d21")


def block_id(seed: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, seed))


def block_key(seed: str, number: int) -> str:
    """The key of a block of rich text, unique in its value: eight hexadecimal digits."""
    return uuid.uuid5(_NAMESPACE, f"{seed}#{number}").hex[:8]


def rich_value(seed: str, paragraphs: Iterable[list[Char]]) -> str:
    """Rich text as Wagtail's editor stores it, one <p> for each paragraph."""
    return "".join(
        f'<p data-block-key="{block_key(seed, number)}">{to_html(chars)}</p>'
        for number, chars in enumerate(paragraphs, start=1)
    )
