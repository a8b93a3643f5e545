"""An invented site to look at: pages in both languages, twelve articles, some of them still without English.

Everything is made only if it is missing, known by its slug; what people changed since stays as it is.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.articles.demo_banners import banner
from cms.articles.front_matter import parse_article
from cms.articles.importer import import_article
from cms.articles.markdown_blocks import body_blocks
from cms.articles.pairing import paired_paragraphs
from cms.bilingual.approvals import approve_paragraphs
from cms.bilingual.pages import BilingualPage
from cms.models import (
    Category,
    CustomImage,
    Department,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SiteSettings,
    StandardPage,
    User,
)

DATA = Path(__file__).resolve().parent.parent / "demo"
SEED = DATA / "2023-01-03-taiwan-science-and-technology-hub.md"
# In the order of articles.json: the first have their English, the last have none, and the very last is a draft.
TRANSLATED, DRAFTS = 8, 1

Say = Callable[[str], None]
AnyPage = TypeVar("AnyPage", bound=BilingualPage)


class SiteInUse(Exception):
    """The database holds a site of somebody's own; nothing was changed."""


@dataclass(frozen=True, slots=True)
class DemoSite:
    """What is there after loading; `chinese_only` are the published articles that wait for English."""

    home: HomePage
    news: NewsIndexPage
    translated: list[NewsPage]
    chinese_only: list[NewsPage]
    drafts: list[NewsPage]
    seed_id: int


def load(say: Say = lambda line: None) -> DemoSite:
    """Makes the demo site, or what is missing of it; `say` gets a line for each thing that is made.

    Raises SiteInUse, and leaves the database as it was, if its default site is somebody's own.
    """
    plan = json.loads((DATA / "site.json").read_text("utf-8"))
    articles = json.loads((DATA / "articles.json").read_text("utf-8"))
    reviewer = User.objects.filter(username="reviewer").first()
    editor = User.objects.filter(username="editor").first()
    loader = _Loader(say, editor, reviewer)
    with transaction.atomic():
        home = loader.home(plan["home"], plan["settings"])
        news = loader.page(home, NewsIndexPage, plan["news"], show_in_menus=True)
        for texts in plan["pages"]:
            loader.page(home, StandardPage, texts, show_in_menus=texts["in_menus"])
        loader.snippets(Category, plan["categories"])
        loader.snippets(Department, plan["departments"])
    pages = []
    for number, article in enumerate(articles):
        texts = article | plan["articles"][article["slug"]]
        is_draft = number >= len(articles) - DRAFTS
        pages.append(loader.article(news, texts, is_translated=number < TRANSLATED, is_draft=is_draft))
    return DemoSite(home, news, pages[:TRANSLATED], pages[TRANSLATED:-DRAFTS], pages[-DRAFTS:], loader.seed(news))


class _Loader:
    def __init__(self, say: Say, editor: User | None, reviewer: User | None) -> None:
        self.say = say
        self.editor = editor
        self.reviewer = reviewer

    def home(self, texts: Mapping[str, Any], settings: Mapping[str, Any]) -> HomePage:
        """The front page of the default site, in place of Wagtail's welcome page."""
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        home: HomePage | None = HomePage.objects.first()
        if home is not None:
            if site is None or not SiteSettings.for_site(site).demo_content:
                raise SiteInUse(_in_use(home))
            return home
        welcome = site.root_page if site else None
        if welcome is not None and not _is_untouched_welcome(welcome):
            raise SiteInUse(_in_use(welcome))
        root = Page.get_first_root_node()
        home = self._publish(root, HomePage(slug=texts["slug"], **_source(HomePage, texts)), _target(HomePage, texts))
        if site:
            site.root_page, site.site_name = home, str(settings["name_en"])
            site.save()
        else:
            site = Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        if welcome is not None:
            Page.objects.get(pk=welcome.pk).delete()
            self.say(_("Deleted Wagtail's welcome page"))
        SiteSettings.objects.update_or_create(site=site, defaults=dict(settings))
        return home

    def page(self, parent: Page, model: type[AnyPage], texts: Mapping[str, Any], **fields: Any) -> AnyPage:
        """A page with its English; both from `texts`."""
        found: AnyPage | None = model.objects.child_of(parent).filter(slug=texts["slug"]).first()
        if found is not None:
            return found
        page = model(slug=texts["slug"], **_source(model, texts), **fields)
        return self._publish(parent, page, _target(model, texts))

    def snippets(self, model: type[Category] | type[Department], rows: list[Mapping[str, Any]]) -> None:
        for row in rows:
            _snippet, is_new = model.objects.get_or_create(slug=row["slug"], defaults=dict(row))
            if is_new:
                self.say(f"{model._meta.verbose_name}: {row['name_zh_hant']} / {row['name_en']}")

    @transaction.atomic
    def article(
        self, parent: NewsIndexPage, texts: Mapping[str, Any], *, is_translated: bool, is_draft: bool
    ) -> NewsPage:
        found: NewsPage | None = NewsPage.objects.child_of(parent).filter(slug=texts["slug"]).first()
        if found is not None:
            return found
        page = NewsPage(
            slug=texts["slug"],
            date=date.fromisoformat(texts["date"]),
            category=Category.objects.filter(slug=texts["kind"]).first(),
            department=Department.objects.filter(slug=texts["department"]).first(),
            lead_image=self._image(texts),
            lead_image_alt=texts["alt_zh"],
            **_source(NewsPage, texts),
        )
        target = _target(NewsPage, texts) | {"lead_image_alt": texts["alt_en"]}
        return self._publish(parent, page, target if is_translated else None, is_draft=is_draft)

    def seed(self, news: NewsIndexPage) -> int:
        """Imports the English article that the product was asked for with; gives its page's id."""
        report = import_article(parse_article(SEED.read_bytes(), SEED.name), news)
        if report.action != "unchanged":
            self.say(_("Imported %(file)s: %(title)s") % {"file": SEED.name, "title": report.title})
        return report.page_id

    def _publish(
        self, parent: Page, page: AnyPage, target: Mapping[str, Any] | None, *, is_draft: bool = False
    ) -> AnyPage:
        """Adds a page; its English, if given, is approved before it is published, so that nothing waits for it."""
        page.live = False
        page.owner = self.editor
        parent.add_child(instance=page)
        revision = page.save_revision(user=self.editor)
        if target is not None:
            approve_paragraphs(page, paired_paragraphs(page, target), self.reviewer)
        if not is_draft:
            revision.publish(user=self.editor, skip_permission_checks=True)
        state = _("not published") if is_draft else _("published")
        languages = _("Chinese and English") if target is not None else _("Chinese only")
        self.say(f"{page._meta.verbose_name} {page.slug}: {state}, {languages}")
        saved: AnyPage = type(page).objects.get(pk=page.pk)
        return saved

    def _image(self, texts: Mapping[str, Any]) -> CustomImage:
        title = f"{texts['slug']} ({texts['motif']})"
        image: CustomImage | None = CustomImage.objects.filter(title=title).first()
        if image is None:
            file = ImageFile(BytesIO(banner(texts["motif"])), name=f"demo-{texts['motif']}.jpg")
            image = CustomImage.objects.create(title=title, file=file, uploaded_by_user=self.editor)
        return image


def _is_untouched_welcome(page: Page) -> bool:
    """Whether a page is the one that Wagtail's migrations make, as they made it."""
    return page.specific_class is Page and page.latest_revision_id is None and page.numchild == 0


def _in_use(page: Page) -> str:
    return _("The site “%(title)s” is no demo. Load the demo into an empty database.") % {"title": page.title}


def _source(model: type[BilingualPage], texts: Mapping[str, Any]) -> dict[str, Any]:
    """The Chinese side of `texts` as fields of a page."""
    values = _values(model, texts, "zh")
    return values | {"body": json.dumps(values["body"])} if "body" in values else values


def _target(model: type[BilingualPage], texts: Mapping[str, Any]) -> dict[str, Any]:
    """The English side of `texts` as raw values, by source field name."""
    return _values(model, texts, "en")


def _values(model: type[BilingualPage], texts: Mapping[str, Any], language: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        pair.source: texts[f"{pair.source}_{language}"]
        for pair in model.bilingual_pairs
        if f"{pair.source}_{language}" in texts
    }
    markdown = texts.get(f"body_{language}_markdown")
    return values if markdown is None else values | {"body": body_blocks(markdown).blocks}
