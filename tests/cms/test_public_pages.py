"""What a page is made of: dates, notices, blocks; and what it costs."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from unittest import mock

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Site

from cms.models import (
    Category,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SiteSettings,
)
from tests.cms.site_helpers import (
    VIDEO,
    body_of_blocks,
    every_block,
    get,
    make_article,
    make_image,
    make_standard,
    said,
    titles,
)
from tests.factories import make_superuser, make_user

pytestmark = pytest.mark.django_db


# Words and dates


@pytest.mark.parametrize(
    ("address", "roc", "words"),
    [
        ("/en/news/article/", False, "March 18, 2026"),
        ("/en/news/article/", True, "March 18, 2026"),
        ("/zh-hant/news/article/", False, "2026年3月18日"),
        ("/zh-hant/news/article/", True, "民國115年3月18日"),
    ],
)
def test_dates_follow_the_language_and_the_site(news_index: NewsIndexPage, address: str, roc: bool, words: str) -> None:
    make_article(date=date(2026, 3, 18))
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"roc_dates": roc})
    time = get(address).select_one("article .meta time")
    assert (time["datetime"], time.get_text()) == ("2026-03-18", words)


def test_last_updated_is_the_day_of_the_text_that_is_shown(news_index: NewsIndexPage) -> None:
    page = make_article()
    NewsPage.objects.filter(pk=page.pk).update(
        last_published_at=datetime(2026, 5, 1, tzinfo=UTC),
        # 17:00 in London is the next day in Taipei.
        target_updated_at=datetime(2026, 6, 2, 17, tzinfo=UTC),
    )
    assert "2026年5月1日" in titles(get("/zh-hant/news/article/"), ".article-facts dd")
    assert "June 3, 2026" in titles(get("/en/news/article/"), ".article-facts dd")


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_invented_content_is_declared_on_every_page(home: HomePage, language: str) -> None:
    assert get(f"/{language}/").select(".demo-banner") == []
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"demo_content": True})
    for address, status in [(f"/{language}/", 200), (f"/{language}/gone/", 404)]:
        banner = get(address, status=status).select_one(".demo-banner")
        assert banner.get_text(strip=True) == said("Demonstration site: the articles are invented.", language)


@pytest.mark.parametrize(("language", "lang"), [("zh-hant", "zh-Hant"), ("en", "en")])
def test_a_missing_page_is_answered_in_the_language_of_its_address(home: HomePage, language: str, lang: str) -> None:
    soup = get(f"/{language}/gone/", status=404)
    assert soup.html["lang"] == lang
    assert soup.h1.get_text() == said("Page not found", language)
    assert {(link["href"], link["lang"]) for link in soup.select("main a")} == {
        ("/zh-hant/", "zh-Hant"),
        ("/en/", "en"),
    }


def test_the_error_page_needs_no_database() -> None:
    with CaptureQueriesContext(connection) as queries:
        soup: Any = BeautifulSoup(render_to_string("500.html"), "html.parser")
    assert len(queries) == 0
    assert (soup.html["lang"], soup.select_one("section")["lang"]) == ("zh-Hant", "en")


# Blocks


def test_headings_never_skip_a_level_and_keep_their_anchors_in_both_languages(news_index: NewsIndexPage) -> None:
    levels = ["3", "4", "4", "2", "4"]
    make_article(body=body_of_blocks(*(("heading", {"text": "標", "level": level}) for level in levels)))
    chinese, english = get("/zh-hant/news/article/"), get("/en/news/article/")
    assert [element.name for element in chinese.select(".prose > *")] == ["h2", "h3", "h4", "h2", "h3"]
    anchors = [element["id"] for element in chinese.select(".prose > *")]
    assert len(set(anchors)) == 5
    assert [element["id"] for element in english.select(".prose > *")] == anchors


def test_blocks_say_what_they_are(news_index: NewsIndexPage) -> None:
    make_article(body=every_block())
    prose = get("/zh-hant/news/article/").select_one(".prose")
    assert prose.select_one(".figure img")["alt"] == "替代文字"
    assert " 480w" in prose.select_one(".figure img")["srcset"] or "48w" in prose.select_one(".figure img")["srcset"]
    assert "王小明" in prose.select_one(".figure figcaption").get_text()
    assert prose.select_one(".quotation figcaption").get_text() == "某人"
    assert prose.select_one("ol li em").get_text() == "重點"
    assert prose.select_one("caption").get_text() == "表一"
    assert [cell["scope"] for cell in prose.select("th")] == ["col", "col"]
    assert prose.select_one(".table-scroll")["tabindex"] == "0"
    assert "1.2 MB" in prose.select_one(".download-facts").get_text()


def test_a_video_is_loaded_from_its_host_only_on_demand(news_index: NewsIndexPage) -> None:
    make_article(body=body_of_blocks(("media", {"media": VIDEO, "caption": "影片"})))
    with mock.patch("wagtail.embeds.embeds.get_finder_for_embed") as asked:
        assert get("/en/news/article/").select_one(".media a")["href"] == VIDEO
        Embed.objects.create(url=VIDEO, hash=get_embed_hash(VIDEO), type="video", html="<iframe src=x></iframe>")
        frames = get("/en/news/article/").find_all("iframe")
    assert not asked.called
    assert [frame.parent.name for frame in frames] == ["template"]


def test_a_link_without_its_own_image_leads_to_where_the_image_is(news_index: NewsIndexPage) -> None:
    make_article(lead_image_address="https://example.org/image.jpg")
    soup = get("/zh-hant/news/article/")
    assert soup.select_one(".source-image a")["href"] == "https://example.org/image.jpg"
    assert "example.org" not in str(soup.find_all("img"))


# Safety and cost


def test_pages_work_under_a_policy_of_own_sources_only(home: HomePage, news_index: NewsIndexPage) -> None:
    make_article(body=every_block(), lead_image=make_image())
    for address in ["/zh-hant/", "/en/news/", "/en/news/article/", "/en/gone/"]:
        soup = get(address, status=404 if "gone" in address else 200)
        assert soup.select("style, [style], script:not([src])") == []
        assert [tag.name for tag in soup.find_all(lambda tag: any(name.startswith("on") for name in tag.attrs))] == []
        loaded = [
            tag.get("src") or tag.get("href") for tag in soup.select("[src], link[rel=stylesheet], link[rel=icon]")
        ]
        assert loaded
        assert [source for source in loaded if not source.startswith(("/static/", "/media/"))] == []


def test_only_editors_get_the_userbar(news_index: NewsIndexPage) -> None:
    make_article()
    anonymous = Client().get("/en/news/article/")
    assert b"wagtail-userbar" not in anonymous.content
    # A page that does not depend on cookies can be kept by any cache.
    assert "Cookie" not in anonymous.headers.get("Vary", "")
    for user, seen in [(make_user(), False), (make_superuser(), True)]:
        client = Client()
        client.force_login(user)
        assert (b"wagtail-userbar" in client.get("/en/news/article/").content) is seen


def queries_of(address: str) -> int:
    Client().get(address)  # makes renditions and settings
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address).status_code == 200
    return len(queries)


def add_articles(count: int) -> None:
    category = Category.objects.create(name_zh_hant=f"類{count}", name_en=f"Category {count}", slug=f"c{count}")
    for number in range(count):
        make_article(slug=f"a{count}-{number}", lead_image=make_image(), lead_image_alt="圖", category=category)


def add_menu_entries(count: int) -> None:
    for number in range(count):
        make_standard(HomePage.objects.get(), f"頁{count}{number}", slug=f"m{count}-{number}")


def add_figures(count: int) -> None:
    NewsPage.objects.filter(slug="figures").delete()
    figures = [("figure", {"image": make_image().pk, "alt": "圖", "caption": ""}) for _number in range(count)]
    make_article(slug="figures", body=body_of_blocks(*figures))


@pytest.mark.parametrize("language", ["zh-hant", "en"])
def test_pages_cost_few_queries(home: HomePage, news_index: NewsIndexPage, language: str) -> None:
    add_articles(3)
    add_menu_entries(2)
    make_article(body=every_block(), lead_image=make_image(), lead_image_alt="圖")
    for address in ["", "news/", "news/article/"]:
        assert queries_of(f"/{language}/{address}") <= 30, address


@pytest.mark.parametrize(
    ("add", "address"),
    [
        (add_articles, "/en/"),
        (add_articles, "/en/news/"),
        (add_menu_entries, "/en/news/"),
        (add_figures, "/en/news/figures/"),
    ],
)
def test_more_of_everything_costs_no_more_queries(
    news_index: NewsIndexPage, add: Callable[[int], None], address: str
) -> None:
    add(2)
    few = queries_of(address)
    add(4)
    assert queries_of(address) == few
