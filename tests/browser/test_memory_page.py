"""The translation memory in a browser: results as one types, an edit and its undo, and a narrow screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
FILE = "zh\ten\n觀測站將於夏季啟用。\tIt opens in summer.\n觀測站位於玉山。\tThe observatory is on Mt. Jade.\n"


def bring(page: Page) -> None:
    page.goto("/admin/memory/import/")
    page.set_input_files("[name=file]", {"name": "pairs.tsv", "mimeType": "text/plain", "buffer": FILE.encode()})
    page.locator("main form[enctype] button[type=submit]").click()
    page.wait_for_url("**/import/*/")
    submit = page.locator("main form[method=post] button[type=submit]")
    if submit.count():  # the other test may have brought them
        submit.click()
        page.wait_for_url("**/admin/memory/")


def test_a_phrase_is_found_as_it_is_typed_and_a_target_is_changed_and_changed_back(
    person: Callable[[str], Page],
) -> None:
    page = person("reviewer")
    bring(page)
    page.goto("/admin/memory/")
    page.locator("[name=q]").press_sequentially("玉山")
    expect(page.locator("#listing-results mark")).to_have_text(["玉山"])
    page.locator(".tm-text a").first.click()
    page.locator('a.button[href$="/edit/"]').click()
    page.fill("[name=target]", "The observatory stands on Mt. Jade.")
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page.locator(".tm-both")).to_contain_text("stands on Mt. Jade")
    page.locator('.messages a[href$="/restore/"]').click()
    page.locator("main form[method=post] button[type=submit]").click()
    expect(page.locator(".tm-both")).to_contain_text("is on Mt. Jade")


def test_it_fits_a_narrow_screen(person: Callable[[str], Page]) -> None:
    page = person("reviewer")
    bring(page)
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto("/admin/memory/?q=觀測站")
    expect(page.locator(".tm-entry")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    wide = "elements => elements.filter(e => e.getBoundingClientRect().right > 376).length"
    assert page.locator(".tm-search *, .tm-list *").evaluate_all(wide) == 0
