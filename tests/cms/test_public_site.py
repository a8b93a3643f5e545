"""What a reader gets: which language, which links, which words, at what cost."""

from datetime import date

import pytest
from django.test import Client
from wagtail.models import Site

from cms.models import (
    Category,
    HomePage,
    NewsIndexPage,
    SiteSettings,
)
from tests.cms.site_helpers import (
    HAN,
    alternates,
    every_block,
    get,
    han_in,
    make_article,
    make_image,
    make_standard,
    said,
    switch,
    titles,
)
from tests.factories import make_news, make_news_index

pytestmark = pytest.mark.django_db

FALLBACK_ON_ENGLISH = "This page is not available in English yet. The Chinese version follows."
FALLBACK_ON_CHINESE = "This page is available in English only for now."


# Languages


def test_a_page_is_whole_in_the_language_of_its_address(news_index: NewsIndexPage) -> None:
    make_article()
    chinese, english = get("/zh-hant/news/article/"), get("/en/news/article/")
    assert (chinese.html["lang"], english.html["lang"]) == ("zh-Hant", "en")
    assert chinese.h1.get_text() == "標題"
    assert not HAN.search(english.h1.get_text())
    for soup in (chinese, english):
        assert len(soup.find_all("h1")) == 1
        assert not soup.header.has_attr("lang")
        assert not soup.select(".notice")


def test_no_chinese_is_on_an_english_page(home: HomePage, news_index: NewsIndexPage) -> None:
    category = Category.objects.create(name_zh_hant="新聞", name_en="News", slug="news")
    make_article(body=every_block(), category=category, lead_image=make_image(credit="攝影"), lead_image_alt="圖")
    make_article("只有中文", slug="zh-only", english=False, category=category)
    make_standard(home, "關於", slug="about", introduction="介紹", body=every_block())
    SiteSettings.objects.update_or_create(site=Site.objects.get(), defaults={"roc_dates": True, "demo_content": True})
    for address in ["/en/", "/en/news/", "/en/news/?category=news", "/en/news/article/", "/en/about/", "/en/gone/"]:
        assert han_in(get(address, status=404 if "gone" in address else 200)) == [], address


def test_a_fallback_says_so_in_the_requested_language(news_index: NewsIndexPage) -> None:
    make_article("只有中文", english=False, date=date(2026, 3, 18))
    soup = get("/en/news/article/")
    assert soup.html["lang"] == "zh-Hant"
    notice = soup.select_one("main .notice")
    assert notice["lang"] == "en"
    assert notice.get_text(strip=True) == FALLBACK_ON_ENGLISH
    chrome = [".skip-link", ".site-header", ".breadcrumbs", ".site-footer"]
    assert [soup.select_one(selector)["lang"] for selector in chrome] == ["en"] * 4
    # What is not marked as English is Chinese, to the date.
    assert soup.select_one("article .meta time").get_text() == "2026年3月18日"
    assert "National" in soup.header.get_text()
    assert "國家" in soup.title.get_text()
    assert titles(soup, ".breadcrumbs li") == ["Home", "[65b0][805e]"]


def test_an_english_article_without_chinese_says_so_on_the_chinese_site(news_index: NewsIndexPage) -> None:
    make_news("Text", title="English first", slug="article", source_language="en")
    soup = get("/zh-hant/news/article/")
    assert soup.html["lang"] == "en"
    assert soup.select_one(".notice")["lang"] == "zh-Hant"
    assert soup.select_one(".notice").get_text(strip=True) == said(FALLBACK_ON_CHINESE, "zh-hant")
    assert switch(soup)["href"] == "/en/news/article/"


def test_a_listing_that_falls_back_lists_what_belongs_to_its_language() -> None:
    index = make_news_index()
    make_article("有英文")
    for address, heading in [("/en/news/", index.title), ("/en/", index.get_parent().title)]:
        soup = get(address)
        assert soup.h1.get_text() == heading
        assert titles(soup, ".card-title") == ["有英文"]


def test_the_switch_leads_to_the_same_page(news_index: NewsIndexPage) -> None:
    make_article()
    to_english = switch(get("/zh-hant/news/article/"))
    to_chinese = switch(get("/en/news/article/"))
    assert [to_english[name] for name in ("href", "lang", "hreflang", "data-language")] == [
        "/en/news/article/",
        "en",
        "en",
        "en",
    ]
    assert [to_chinese[name] for name in ("href", "lang", "hreflang", "data-language")] == [
        "/zh-hant/news/article/",
        "zh-Hant",
        "zh-Hant",
        "zh-hant",
    ]


def test_the_switch_is_absent_where_there_is_no_other_version(news_index: NewsIndexPage) -> None:
    make_article(english=False)
    soup = get("/zh-hant/news/article/")
    assert switch(soup) is None
    assert said("This page has no English version yet.", "zh-hant") in soup.header.get_text()


def test_the_switch_on_a_fallback_leads_to_the_language_served(news_index: NewsIndexPage) -> None:
    make_article(english=False)
    assert switch(get("/en/news/article/"))["href"] == "/zh-hant/news/article/"


def test_search_engines_are_told_of_served_languages_only(news_index: NewsIndexPage) -> None:
    make_article()
    make_article(slug="zh-only", english=False)
    chinese, english = "http://localhost/zh-hant/news/article/", "http://localhost/en/news/article/"
    for address in (chinese, english):
        soup = get(address.removeprefix("http://localhost"))
        assert alternates(soup) == {"zh-Hant": chinese, "en": english, "x-default": chinese}
        assert soup.select_one("link[rel=canonical]")["href"] == address
    only = "http://localhost/zh-hant/news/zh-only/"
    for address in ("/zh-hant/news/zh-only/", "/en/news/zh-only/"):
        soup = get(address)
        assert alternates(soup) == {"zh-Hant": only, "x-default": only}
        assert soup.select_one("link[rel=canonical]")["href"] == only
        assert soup.select("meta[name=robots]") == []


def test_a_shared_link_is_described_in_the_language_served(news_index: NewsIndexPage) -> None:
    make_article(english=False, lead_image=make_image(), lead_image_alt="圖")
    meta = {
        tag.get("property") or tag.get("name"): tag["content"]
        for tag in get("/en/news/article/").select("meta[content]")
    }
    assert meta["description"] == meta["og:description"] == "摘要"
    assert (meta["og:title"], meta["og:locale"], meta["og:type"]) == ("標題", "zh_TW", "article")
    assert meta["og:image"].startswith("http")


# Menu, breadcrumbs, listings


def test_the_menu_has_only_pages_readable_in_its_language(home: HomePage, news_index: NewsIndexPage) -> None:
    about = make_standard(home, "關於", slug="about")
    make_standard(home, "只有中文", slug="zh-only", english=False)
    make_standard(home, "草稿", slug="draft", live=False)
    assert titles(get("/zh-hant/"), ".site-menu a") == ["新聞", "關於", "只有中文"]
    english = get("/en/about/")
    assert titles(english, ".site-menu a") == ["[65b0][805e]", about.version("en").title]
    assert titles(english, ".site-menu a[aria-current=page]") == ["English about"]


def test_breadcrumbs_leave_out_pages_unreadable_in_their_language(home: HomePage) -> None:
    parent = make_standard(home, "上層", slug="parent", english=False)
    make_standard(parent, "下層", slug="child")
    chinese, english = get("/zh-hant/parent/child/"), get("/en/parent/child/")
    assert titles(chinese, ".breadcrumbs li") == [
        chinese.select_one(".breadcrumbs li").get_text(strip=True),
        "上層",
        "下層",
    ]
    assert titles(english, ".breadcrumbs li") == ["Home", "English child"]
    assert titles(english, ".breadcrumbs [aria-current=page]") == ["English child"]


def test_a_listing_says_how_many_articles_exist_in_the_other_language_only(news_index: NewsIndexPage) -> None:
    make_article("有英文")
    for number in range(3):
        make_article("只有中文", slug=f"zh-{number}", english=False)
    assert len(get("/zh-hant/news/").select(".card")) == 4
    assert get("/zh-hant/news/").select(".notice") == []
    english = get("/en/news/")
    assert len(english.select(".card")) == 1
    assert "3 more items exist in Chinese only." in english.select_one(".notice").get_text()
    assert english.select_one(".notice a")["href"] == "/zh-hant/news/"


def test_links_of_a_listing_keep_its_category_and_nothing_else(news_index: NewsIndexPage) -> None:
    category = Category.objects.create(name_zh_hant="活動", name_en="Events", slug="events")
    other = Category.objects.create(name_zh_hant="公告", name_en="Notices", slug="notices")
    for number in range(NewsIndexPage.PER_PAGE + 1):
        make_article(slug=f"event-{number}", category=category)
    make_article(slug="notice", category=other)
    soup = get("/en/news/?category=events&page=2&tracking=1")
    assert len(soup.select(".card")) == 1
    assert titles(soup, ".chips [aria-current]") == ["Events"]
    assert {str(link["href"]) for link in soup.select(".chips a")} == {
        "/en/news/",
        "/en/news/?category=events",
        "/en/news/?category=notices",
    }
    assert soup.select_one(".pagination [rel=prev]")["href"] == "/en/news/?category=events"
    assert switch(soup)["href"] == "/zh-hant/news/?category=events"
    assert soup.select_one("link[rel=canonical]")["href"] == "http://localhost/en/news/?category=events&page=2"
    assert alternates(soup) == {}


def test_more_news_is_in_the_language_of_the_article(news_index: NewsIndexPage) -> None:
    make_article()
    make_article("另一則", slug="other")
    make_article("只有中文", slug="zh-only", english=False)
    assert titles(get("/zh-hant/news/article/"), ".cards .card-title") == ["只有中文", "另一則"]
    assert len(get("/en/news/article/").select(".cards .card-title")) == 1
    assert len(get("/en/news/zh-only/").select(".cards .card-title")) == 2


# The address without a language


@pytest.mark.parametrize(
    ("cookie", "browser", "address"),
    [
        (None, "zh-TW,zh;q=0.9,en;q=0.5", "/zh-hant/"),
        (None, "en-GB,en;q=0.9", "/en/"),
        (None, "fr", "/zh-hant/"),
        ("en", "zh-TW", "/en/"),
        ("zh-hant", "en", "/zh-hant/"),
        ("xx", "en", "/en/"),
    ],
)
def test_the_bare_address_leads_to_the_readers_language(cookie: str | None, browser: str, address: str) -> None:
    client = Client(headers={"accept-language": browser})
    if cookie:
        client.cookies["django_language"] = cookie
    response = client.get("/")
    assert (response.status_code, response.headers["Location"]) == (302, address)
