"""What the public site's templates ask for: languages, addresses, the menu, dates.

The address's prefix is the requested language, which header and footer are in. A page that does not exist in it is
shown in its source language: templates switch to that language around the page's own part with `{% language %}`, so
every tag here speaks the language that is active where it stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.core.paginator import Page as Paged
from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from cms import formats
from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE, html_lang, needs_translation, other_language
from cms.bilingual.pages import BilingualPage, LanguageVersion
from cms.models import CustomImage, NewsPage, SiteSettings

register = template.Library()
register.filter("html_lang", html_lang)

# What each language calls itself.
_OWN_NAMES = {TRADITIONAL_CHINESE: "中文", ENGLISH: "English"}
_OPEN_GRAPH_LOCALES = {TRADITIONAL_CHINESE: "zh_TW", ENGLISH: "en_US"}


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page with its title in the active language; `current` is a value for `aria-current`."""

    version: LanguageVersion
    url: str
    current: str = ""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """Where the page in view can be read in a language, with what the language calls itself."""

    language: str
    url: str

    @property
    def lang(self) -> str:
        return html_lang(self.language)

    @property
    def name(self) -> str:
        return _OWN_NAMES[self.language]


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _page(context: Context) -> BilingualPage | None:
    page = context.get("page")
    return page if isinstance(page, BilingualPage) else None


def _site_settings(context: Context) -> SiteSettings | None:
    request: HttpRequest | None = context.get("request")
    return SiteSettings.for_request(request) if request and Site.find_for_request(request) else None


# Languages


@register.simple_tag(takes_context=True)
def shown_language(context: Context) -> str:
    """The language of the page's own part: that of the version that is served, else the requested one."""
    version = context.get("version")
    return version.language if isinstance(version, LanguageVersion) else _language()


@register.simple_tag(takes_context=True)
def language_link(context: Context) -> LanguageLink | None:
    """The switch: the same page in the other language, or, on a fallback, in the language that it is shown in.

    None where there is nothing to switch to.
    """
    page, version = _page(context), context.get("version")
    if page is None or not isinstance(version, LanguageVersion):
        return None
    language = version.language if version.is_fallback else other_language(version.language)
    url = page.url_in(language, context.get("request"))
    if language not in page.available_languages or not url:
        return None
    return LanguageLink(language, url + listing_query(context, page_number=1))


@register.simple_tag
def home_links() -> list[LanguageLink]:
    """The front page in each language, whichever is active."""
    return [LanguageLink(code, f"/{code}/") for code, _name in settings.LANGUAGES]


@register.simple_tag(takes_context=True)
def other_language_url(context: Context) -> str | None:
    """The page in view in the language that the active one is not, if it is served there."""
    page = _page(context)
    language = other_language(_language())
    if page is None or language not in page.available_languages:
        return None
    url = page.url_in(language, context.get("request"))
    return url and url + listing_query(context, page_number=1)


@register.simple_tag(takes_context=True)
def alternates(context: Context) -> list[tuple[str, str]]:
    """(hreflang, absolute address) of each version that is served, then the source's as x-default.

    None for a later page or a selection of a listing: the other language's list is cut elsewhere.
    """
    page = _page(context)
    if page is None or listing_query(context):
        return []
    served = page.get_alternates(context.get("request"))
    return [*((html_lang(code), url) for code, url in served), *(("x-default", url) for _code, url in served[:1])]


@register.simple_tag(takes_context=True)
def canonical(context: Context) -> str | None:
    """The absolute address of the page in view in the active language."""
    page = _page(context)
    url = page.full_url_in(_language(), context.get("request")) if page else None
    return url and url + listing_query(context)


@register.simple_tag
def open_graph_locale() -> str:
    return _OPEN_GRAPH_LOCALES[_language()]


# Listings


@register.simple_tag(takes_context=True)
def listing_query(context: Context, page_number: int = 0, category: str | None = None) -> str:
    """The query string of a listing: the one in view, or with another page number or category; "" for the first page.

    Only what the listing understood is kept, so that nothing a visitor adds to the address gets into links.
    """
    if category is None:
        category = getattr(context.get("category"), "slug", "")
    listed = context.get("paginator_page")
    number = page_number or (listed.number if listed else 1)
    query = {"category": category} if category else {}
    if number > 1:
        query["page"] = str(number)
    return f"?{urlencode(query)}" if query else ""


@register.simple_tag
def page_numbers(listed: Paged) -> list[int | str]:
    """The numbers to offer below a listing: those near the page in view, the first, the last, ellipses between."""
    return list(listed.paginator.get_elided_page_range(listed.number, on_each_side=1, on_ends=1))


@register.filter
def with_renditions(articles: Iterable[LanguageVersion]) -> list[LanguageVersion]:
    """The articles as a list, with every rendition of their lead images loaded in one query."""
    articles = list(articles)
    load_renditions([article.page.lead_image for article in articles if article.page.lead_image])
    return articles


@register.filter
def loaded(image: CustomImage) -> CustomImage:
    """The image with every rendition loaded, for one that is shown more than once."""
    load_renditions([image])
    return image


def load_renditions(images: list[CustomImage]) -> None:
    """Loads what `get_rendition` looks for, so that a list of images costs one query."""
    prefetch_related_objects(images, "renditions")


@register.simple_tag
def more_news(page: NewsPage, count: int = 3) -> list[LanguageVersion]:
    """The newest other articles that can be read in the active language."""
    language = _language()
    news = NewsPage.objects.live().public().sibling_of(page, inclusive=False).readable_in(language).newest_first()
    return [other.version(language) for other in news.select_related("category", "lead_image")[:count]]


# The menu and the way to the page


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[PageLink]:
    """The front page's children that are marked for menus and can be read in the active language."""
    request: HttpRequest | None = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return []
    page = _page(context)
    children = Page.objects.child_of(site.root_page).live().public().in_menu()
    links = _links_in(_language(), children, request)
    return [PageLink(link.version, link.url, _current(link.version.page, page)) for link in links]


def _current(entry: BilingualPage, page: BilingualPage | None) -> str:
    if page is None or not page.path.startswith(entry.path):
        return ""
    return "page" if page.path == entry.path else "true"


@register.filter
def without(links: list[PageLink], version: LanguageVersion | None) -> list[PageLink]:
    """The links that lead to other pages than this one."""
    return [link for link in links if version is None or link.version.page.pk != version.page.pk]


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context) -> list[PageLink]:
    """The pages above this one and below the front page, without those that cannot be read in the active language."""
    page, request = _page(context), context.get("request")
    site = Site.find_for_request(request) if request else None
    if page is None or site is None:
        return []
    above = page.get_ancestors().filter(depth__gt=site.root_page.depth).live()
    return _links_in(_language(), above, request) if page.depth > site.root_page.depth + 1 else []


def _links_in(language: str, pages: PageQuerySet, request: HttpRequest | None) -> list[PageLink]:
    readable = [
        page
        for page in pages.specific().defer_streamfields()
        if isinstance(page, BilingualPage) and language in page.available_languages
    ]
    return [PageLink(page.version(language), page.get_url(request) or "") for page in readable]


# Words, dates and numbers


@register.simple_tag(takes_context=True)
def site_name(context: Context) -> str:
    """The organisation's name in the active language."""
    site_settings = _site_settings(context)
    return site_settings.name_in(_language()) if site_settings else ""


@register.simple_tag(takes_context=True)
def site_address(context: Context) -> str:
    site_settings = _site_settings(context)
    return site_settings.address_in(_language()) if site_settings else ""


@register.simple_tag(takes_context=True)
def date_in_words(context: Context, value: date | None) -> SafeString | str:
    """A `<time>` element with the date as the active language and the site's settings want it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    site_settings = _site_settings(context)
    words = formats.format_date(value, _language(), roc=bool(site_settings and site_settings.roc_dates))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), words)


@register.simple_tag
def last_updated(version: LanguageVersion) -> datetime | None:
    """When the text that is served was last published or, in the target language, last approved."""
    page = version.page
    return page.target_updated_at if version.language == page.target_language else page.last_published_at


@register.filter
def phrases(title: str) -> SafeString | str:
    """A title whose lines break first at its ideographic spaces, as Chinese headlines are written."""
    parts = [part for part in title.split("\u3000") if part]
    if len(parts) < 2:
        return title
    return format_html_join("\u3000", '<span class="phrase">{}</span>', ((part,) for part in parts))


@register.filter
def in_digits(value: float) -> str:
    return formats.format_number(value, _language())


@register.filter
def credit(image: CustomImage) -> str:
    """The image's credit, which has no translation: on English pages only if it holds no Chinese."""
    is_foreign = _language() == ENGLISH and needs_translation(image.credit, TRADITIONAL_CHINESE)
    return "" if is_foreign else image.credit


# Editors


@register.simple_tag(takes_context=True)
def may_have_userbar(context: Context) -> bool:
    """Whether the visitor has a session at all; asking for the user would make every page vary by cookie."""
    request: HttpRequest | None = context.get("request")
    return bool(request and settings.SESSION_COOKIE_NAME in request.COOKIES)
