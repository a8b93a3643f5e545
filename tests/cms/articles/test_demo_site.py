"""The demo: a whole site in two languages, made once however often it is loaded."""

import csv
import json
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image
from wagtail.models import Page, Revision, Site

from cms.articles import demo_site
from cms.articles.demo_banners import MOTIFS, banner
from cms.articles.demo_people import make_people
from cms.articles.markdown_blocks import body_blocks
from cms.bilingual.languages import needs_translation
from cms.bilingual.models import ApprovedParagraph, TargetState
from cms.models import Category, CustomImage, Department, HomePage, NewsPage, SiteSettings, StandardPage, User
from tests.factories import make_home

pytestmark = pytest.mark.django_db

ARTICLES = json.loads((demo_site.DATA / "articles.json").read_text("utf-8"))


DRAWN_ONCE = cache(banner)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(demo_site, "banner", DRAWN_ONCE)


def counts() -> dict[str, int]:
    models = (Page, Revision, ApprovedParagraph, Category, Department, CustomImage, User, Site)
    return {model.__name__: model.objects.count() for model in models}


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo_site", *arguments, stdout=out)
    return out.getvalue()


def english_of(page: Any) -> dict[str, Any]:
    version = page.version("en")
    return {pair.source: str(getattr(version, pair.source)) for pair in page.bilingual_pairs}


def test_the_demo_is_complete_and_loading_it_again_adds_nothing() -> None:
    site = demo_site.load()
    slugs = [article["slug"] for article in ARTICLES]
    assert [page.slug for page in [*site.translated, *site.chinese_only, *site.drafts]] == slugs
    assert len(slugs) == 12
    states = {page.slug: (page.live, page.target_state) for page in NewsPage.objects.exclude(pk=site.seed_id)}
    assert [states[slug] for slug in slugs] == (
        [(True, TargetState.CURRENT)] * 8 + [(True, TargetState.NONE)] * 3 + [(False, TargetState.NONE)]
    )
    before = counts()
    assert demo_site.load() == site
    assert counts() == before


def test_every_english_text_of_the_translated_articles_is_shown() -> None:
    site = demo_site.load()
    for page, article in zip(site.translated, ARTICLES, strict=False):
        english = english_of(page)
        assert (english["title"], english["summary"]) == (article["title_en"], article["summary_en"])
        assert page.body_twin.get_prep_value() == body_blocks(article["body_en_markdown"]).blocks
        assert not any(needs_translation(text, "zh-hant") for text in english.values())
        assert page.date.isoformat() == article["date"]
        assert page.category.slug == article["kind"]
        assert page.lead_image is not None
        assert english["lead_image_alt"] and page.lead_image_alt != english["lead_image_alt"]


def test_the_table_in_billions_is_no_copy_of_the_table_in_hundred_millions() -> None:
    page = demo_site.load().translated[1]
    tables = [block.value for block in page.body_twin if block.block_type == "table"]
    assert [row["values"][1] for row in tables[0].row_data] == ["865.0", "612.0", "1,348.0", "2,825.0"]


def test_the_site_stands_in_both_languages() -> None:
    demo_site.load()
    client = Client()
    for page in [*HomePage.objects.all(), *StandardPage.objects.all()]:
        assert page.target_state == TargetState.CURRENT
        for language, header in (("zh-hant", "zh-Hant"), ("en", "en")):
            answer = client.get(page.url_in(language))
            assert (answer.status_code, answer.headers["Content-Language"]) == (200, header)
            assert str(page.version(language).title) in answer.content.decode()
    assert [page.slug for page in Page.objects.live().in_menu()] == ["news", "about"]
    site_settings = SiteSettings.for_site(Site.objects.get())
    assert site_settings.demo_content
    assert site_settings.address_en == "No. 106, Sec. 2, Heping E. Rd., Da'an Dist., Taipei City"


def test_people_and_their_edits_are_left_alone() -> None:
    demo_site.load()
    page = NewsPage.objects.get(slug=ARTICLES[0]["slug"])
    page.title = "改過的標題"
    page.save_revision().publish()
    Category.objects.filter(slug="news").update(name_zh_hant="消息")
    demo_site.load()
    assert NewsPage.objects.get(pk=page.pk).title == "改過的標題"
    assert Category.objects.get(slug="news").name_zh_hant == "消息"


def test_wagtails_welcome_page_goes_if_nobody_touched_it() -> None:
    assert Page.objects.filter(depth=2).count() == 1
    demo_site.load()
    assert [page.specific_class for page in Page.objects.filter(depth=2)] == [HomePage]


def test_a_site_in_use_is_left_alone() -> None:
    welcome = Page.objects.get(depth=2)
    welcome.title = "Ours"
    welcome.save_revision().publish()
    before = counts()
    with pytest.raises(CommandError, match="Ours"):
        load("--people")
    assert counts() == before


def test_a_home_page_that_is_no_demo_is_left_alone() -> None:
    home = make_home("正式網站")
    before = counts()
    with pytest.raises(CommandError, match="正式網站"):
        load("--people")
    assert counts() == before
    SiteSettings.objects.update_or_create(site=home.get_site(), defaults={"demo_content": True})
    assert demo_site.load().home == home
    assert HomePage.objects.count() == 1


def test_nothing_of_the_demo_depends_on_its_people() -> None:
    assert "No people are made" in load()
    assert not User.objects.exists()


def test_people_are_made_with_their_groups_and_languages() -> None:
    Group.objects.get_or_create(name="Translators")
    Group.objects.filter(name="Reviewers").delete()
    printed = load("--people")
    assert "admin / demo (superuser)" in printed
    assert "there is no group Reviewers" in printed
    people = {user.username: user for user in User.objects.all()}
    assert {name: user.wagtail_userprofile.preferred_language for name, user in people.items()} == {
        "admin": "zh-hant",
        "editor": "zh-hant",
        "translator": "en",
        "reviewer": "zh-hant",
    }
    assert sorted(group.name for group in people["editor"].groups.all()) == ["Editors", "Moderators"]
    assert [group.name for group in people["translator"].groups.all()] == ["Translators"]
    assert authenticate(username="editor", password="demo") == people["editor"]
    approvers = ApprovedParagraph.objects.values_list("approved_by__username", flat=True).distinct()
    assert list(approvers) == ["reviewer"]


def test_an_editor_without_rights_does_not_stop_the_demo() -> None:
    User.objects.create_user("editor")
    assert demo_site.load().home.owner == User.objects.get()


def test_people_who_exist_keep_their_password() -> None:
    User.objects.create_user("admin", password="secret")
    make_people()
    assert authenticate(username="admin", password="secret") is not None
    assert not User.objects.get(username="admin").is_superuser


def test_names_of_departments_are_the_official_ones() -> None:
    with (settings.BASE_DIR / "translation_jobs/data/glossary.csv").open(encoding="utf-8", newline="") as file:
        official = {row["zh"]: row["en"] for row in csv.DictReader(file)}
    demo_site.load()
    names = dict(Department.objects.values_list("name_zh_hant", "name_en"))
    assert names
    assert names == {chinese: official[chinese] for chinese in names}


@pytest.mark.parametrize("motif", MOTIFS)
def test_a_banner_is_small_and_always_the_same(motif: str) -> None:
    data = banner(motif)
    assert Image.open(BytesIO(data)).size == (1600, 900)
    assert len(data) < 150_000
    assert banner(motif) == data
