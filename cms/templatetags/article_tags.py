"""What the templates of an article's blocks ask for: heading levels, sections, documents, embedded media."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.embeds.blocks import EmbedValue
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed

from cms import formats
from cms.models import CustomDocument
from cms.templatetags.site_tags import load_renditions

register = template.Library()

_TITLE_LEVEL = 1


@dataclass(frozen=True, slots=True)
class OutlinedBlock:
    """A block of a body; for a heading, the level at which it stands so that none is skipped."""

    block: Any
    level: int | None = None

    @property
    def anchor(self) -> str:
        """The same in both languages, since a block keeps its id."""
        return f"section-{self.block.id}"


@register.filter
def outlined(body: StreamValue) -> list[OutlinedBlock]:
    """The blocks of a body, with what they need loaded for all of them at once."""
    blocks = list(body)
    images = [block.value["image"] for block in blocks if block.block_type == "figure"]
    load_renditions([image for image in images if image])
    return list(_outline(blocks))


def _outline(blocks: list[Any]) -> Iterator[OutlinedBlock]:
    above = _TITLE_LEVEL
    for block in blocks:
        if block.block_type != "heading":
            yield OutlinedBlock(block)
            continue
        above = min(int(block.value["level"]), above + 1)
        yield OutlinedBlock(block, above)


@register.filter
def sections(blocks: list[OutlinedBlock]) -> list[OutlinedBlock]:
    """The headings of the highest level, for a table of contents; none for a short page."""
    found = [block for block in blocks if block.level == _TITLE_LEVEL + 1]
    return found if len(found) >= 3 else []


@register.filter
def type_and_size(document: CustomDocument) -> str:
    """What a reader wants to know before a download: "PDF, 1.2 MB"."""
    kind = document.file_extension.upper()
    size = document.file_size
    if size is None:
        try:
            size = document.file.size
        except OSError:
            return kind
    values = {"type": kind, "size": formats.format_file_size(size, get_language() or "")}
    return _("%(type)s, %(size)s") % values


@register.filter
def stored_embed(media: EmbedValue) -> Embed | None:
    """The embed as it was fetched when an editor saved the page; a reader's visit never asks the network for it."""
    found = Embed.objects.filter(hash=get_embed_hash(media.url, media.max_width, media.max_height))
    return found.exclude(html="").exclude(cache_until__lte=now()).first()


@register.filter
def host(url: str) -> str:
    """The name of the site that an address leads to."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


_TITLE = re.compile(r"""\s+title=(?:"[^"]*"|'[^']*')""")


@register.filter
def player(embed: Embed, place: str) -> SafeString:
    """The embed's HTML, its frame named after the place it comes from.

    The title that the place gave it is in whatever language it has there.
    """
    html = _TITLE.sub("", embed.html)
    return mark_safe(html.replace("<iframe", f'<iframe title="{escape(place)}"', 1))  # noqa: S308 — as Wagtail fetched it
