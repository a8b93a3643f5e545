"""What an article file says about its page: which part of the file becomes which field."""

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cms.articles.block_values import FORM_LINE_END
from cms.articles.front_matter import ArticleFile, ArticleFileError
from cms.articles.markdown_blocks import ParsedBody, body_blocks
from cms.articles.trailer import iso_date

# The front matter that becomes part of the page; everything else is only kept with it.
USED = ("title", "summary", "image", "permalink", "date", "source")

_FILE_NAME = re.compile(r"(?:(?P<date>\d{4}-\d{2}-\d{2})-)?(?P<slug>.+?)(?:\.\w+)?")
# Characters, as in the fields of NewsPage.
_MAX_ADDRESS = 500
_MAX_LINE = 255


@dataclass(frozen=True, slots=True)
class ArticleFields:
    """An article as fields of a NewsPage; `places` says where each part of the file went."""

    title: str
    summary: str
    slug: str
    old_path: str
    date: datetime.date
    source_line: str
    lead_image_address: str
    blocks: list[dict[str, Any]]
    front_matter: dict[str, Any]
    places: dict[str, str]
    warnings: list[str]

    def values(self) -> dict[str, Any]:
        """The values to set on a NewsPage, by field name; the slug is no such value, it says which page."""
        names = ("title", "summary", "date", "source_line", "lead_image_address", "front_matter")
        return {name: getattr(self, name) for name in names} | {"body": json.dumps(self.blocks)}


def article_fields(article: ArticleFile) -> ArticleFields:
    """Reads a parsed file; raises ArticleFileError where something would have to be made up (no date, no slug)."""
    body = body_blocks(article.body, article.body_line)
    warnings = list(body.warnings)
    old_path = urlsplit(article.text("permalink")).path
    return ArticleFields(
        title=_line("title", article.text("title")),
        summary=article.text("summary").replace("\n", FORM_LINE_END),
        slug=_slug(article, old_path, warnings),
        old_path=old_path,
        date=_date(article, body, warnings),
        source_line=_line("source", body.trailer.get("source") or article.text("source")),
        lead_image_address=_image(article, warnings),
        blocks=body.blocks,
        front_matter=article.fields,
        places=_places(article, body),
        warnings=warnings,
    )


def _slug(article: ArticleFile, old_path: str, warnings: list[str]) -> str:
    """The permalink's last part, or the file's name without its date."""
    parts = [part for part in unquote(old_path).split("/") if part.strip()]
    if parts and parts[-1].lower() in ("index.html", "index.htm"):
        parts.pop()
    file_name = _FILE_NAME.fullmatch(PurePosixPath(article.name).name)
    wanted = re.sub(r"\.html?$", "", parts[-1].strip()) if parts else (file_name["slug"] if file_name else "")
    slug = slugify(wanted)
    if not slug:
        raise ArticleFileError(
            _("“%(name)s” gives no address for the page. Add a permalink of letters, digits and hyphens.")
            % {"name": wanted}
        )
    if slug != wanted:
        warnings.append(_("The page's address is “%(slug)s”, as “%(name)s” is none.") % {"slug": slug, "name": wanted})
    return _line("permalink", slug)


def _line(name: str, text: str) -> str:
    """`text`, if a page can hold it."""
    if len(text) > _MAX_LINE:
        raise ArticleFileError(
            _("“%(name)s” has %(size)d characters; at most %(most)d are possible.")
            % {"name": name, "size": len(text), "most": _MAX_LINE}
        )
    return text


def _date(article: ArticleFile, body: ParsedBody, warnings: list[str]) -> datetime.date:
    """The date at the end of the text, in the front matter or in the file's name, in this order."""
    file_name = _FILE_NAME.fullmatch(PurePosixPath(article.name).name)
    candidates = {
        _("the text"): body.trailer.get("date", ""),
        _("the front matter"): article.text("date"),
        _("the file's name"): (file_name and file_name["date"]) or "",
    }
    said = {place: text for place, text in candidates.items() if text}
    dates = {place: iso_date(text) for place, text in said.items()}
    for place, date in dates.items():
        if date is None:
            raise ArticleFileError(
                _("“%(text)s” in %(place)s is no date; write it as 2023-01-31.") % {"text": said[place], "place": place}
            )
    found = [date for date in dates.values() if date]
    if not found:
        raise ArticleFileError(_("The article has no date. Add a line “date: 2023-01-31” to the front matter."))
    if len(set(found)) > 1:
        warnings.append(
            _("The dates differ; the first is used: %s")
            % ", ".join(f"{date} ({place})" for place, date in dates.items())
        )
    return found[0]


def _image(article: ArticleFile, warnings: list[str]) -> str:
    address = article.text("image")
    try:
        if address:
            URLValidator(schemes=["http", "https"])(address)
        if len(address) <= _MAX_ADDRESS:
            return address
    except ValidationError:
        pass
    warnings.append(_("The image's address is no web address; it is kept in the front matter alone: %s") % address)
    return ""


def _places(article: ArticleFile, body: ParsedBody) -> dict[str, str]:
    """For people: each part of the file and where it is now."""
    places = {
        "title": _("title"),
        "summary": _("summary"),
        "image": _("address of the lead image (the site links to it and does not load it)"),
        "permalink": _("address of the page"),
        "date": _("date"),
        "source": _("source"),
    }
    kept = _("kept with the page's front matter")
    found = {name: places[name] if name in USED else kept for name in article.fields}
    found |= {f"{name} ({_('last lines of the text')})": places[name] for name in body.trailer}
    return found | {_("text"): _("body: %d blocks") % len(body.blocks)}
