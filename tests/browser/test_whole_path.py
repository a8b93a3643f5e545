"""The whole path, as people walk it: write, draft, review, publish, switch languages, change, review again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = pytest.mark.browser

TITLE = "國科會公布智慧農業成果"
FIRST = "國科會今年補助三十個團隊。成果將於六月發表。"
CHANGED = "國科會今年補助三十個團隊。成果將於臺北發表。"
SECOND = "民眾可上網查詢。"
DRAFTS = {
    TITLE: "NSTC Announces Smart Agriculture Results",
    "國科會今年補助三十個團隊。": "The NSTC funds thirty teams this year.",
    "成果將於六月發表。": "The results will be published in June.",
    "成果將於臺北發表。": "The results will be published in Taipei.",
    SECOND: "The public can look them up online.",
}


def write_article(page: Page) -> None:
    pages = page.request.get("/admin/api/main/pages/", headers={"Accept": "application/json"}).json()["items"]
    index = next(item["id"] for item in pages if item["meta"]["type"] == "cms.NewsIndexPage")
    page.goto(f"/admin/pages/add/cms/newspage/{index}/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", FIRST)
    page.fill("[name=source_line]", SECOND)
    page.get_by_role("tab").nth(2).click()
    page.fill("[name=slug]", "smart-farming")


def publish(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("[name=action-publish]").click()
    expect(page.locator(".messages .success")).to_be_visible()


def open_review(page: Page) -> None:
    page.goto("/admin/translations/")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url("**/jobs/*/")


def sentence(page: Page, source: str) -> object:
    return page.locator("article.tr-segment").filter(has_text=source)


def test_a_chinese_article_becomes_a_reviewed_english_one_and_stays_whole(
    site: Site, person: Callable[[str], Page]
) -> None:
    editor, translator, public = person("editor"), person("translator"), person("")

    site.deepl.learn(DRAFTS)
    write_article(editor)
    publish(editor)
    page_id = re.search(r"/pages/(\d+)/", editor.locator(".messages a").last.get_attribute("href") or "")[1]
    public.goto("/zh-hant/news/smart-farming/")
    expect(public.locator("h1")).to_have_text(TITLE)
    public.goto("/en/news/smart-farming/")
    expect(public.locator("html")).to_have_attribute("lang", "zh-Hant")
    expect(public.locator("link[hreflang=en]")).to_have_count(0)

    # The worker drafts by itself; the page that waits for it shows the drafts when they are there.
    open_review(translator)
    expect(translator.locator("textarea").first).not_to_have_value("", timeout=20_000)
    title = sentence(translator, TITLE).locator("textarea")
    title.fill("NSTC Presents Results of Smart Farming")
    title.press("Control+Shift+Enter")
    expect(translator.locator(".tr-live")).to_have_text("Saved.")
    translator.get_by_role("button", name=re.compile("Approve all .* clean")).click()
    expect(translator.get_by_text("4 of 4 approved")).to_be_visible()

    public.goto("/en/news/smart-farming/")
    expect(public.locator("html")).to_have_attribute("lang", "en")
    expect(public.locator("h1")).to_have_text("NSTC Presents Results of Smart Farming")
    english = public.locator("main").inner_text()
    assert not re.search(r"[\u4e00-\u9fff]", english)
    public.locator("[data-language=zh-hant]").first.click()
    public.wait_for_url("**/zh-hant/news/smart-farming/")
    expect(public.locator("h1")).to_have_text(TITLE)
    public.locator("[data-language=en]").first.click()
    public.wait_for_url("**/en/news/smart-farming/")
    public.goto("/")
    public.wait_for_url("**/en/")

    calls = len(site.deepl.translations)
    editor.goto(f"/admin/pages/{page_id}/edit/")
    editor.fill("[name=summary]", CHANGED)
    publish(editor)
    public.goto("/zh-hant/news/smart-farming/")
    expect(public.locator("main")).to_contain_text("臺北")
    public.goto("/en/news/smart-farming/")
    assert public.locator("h1").inner_text() == "NSTC Presents Results of Smart Farming"
    expect(public.locator("html")).to_have_attribute("lang", "en")
    assert not re.search(r"[\u4e00-\u9fff]", public.locator("main").inner_text())

    open_review(translator)
    changed = translator.locator("article[data-changed]")
    expect(changed).to_have_count(1)
    expect(changed.locator("del").first).to_have_text("六月")
    expect(changed.locator("ins").first).to_have_text("臺北")
    expect(changed.locator("textarea")).not_to_have_value("", timeout=20_000)
    expect(translator.get_by_text("3 of 4 approved")).to_be_visible()
    (call,) = site.deepl.translations[calls:]
    assert call.texts == ["成果將於臺北發表。"]
    assert call.context == CHANGED

    changed.locator("textarea").fill("The results will be presented in Taipei.")
    changed.locator("textarea").press("Control+Enter")
    expect(translator.get_by_text("4 of 4 approved")).to_be_visible()
    public.goto("/en/news/smart-farming/")
    expect(public.locator("main")).to_contain_text("The results will be presented in Taipei.")
