"""Two people at one sentence, the keyboard, and text that must not get lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser


def open_job(page: Page, title: str) -> None:
    page.goto("/admin/translations/?state=review")
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url("**/jobs/*/")


def sentence(page: Page, source: str) -> Locator:
    return page.locator("article.tr-segment").filter(has_text=source).first


def test_a_colleagues_text_is_never_overwritten_unseen(person: Callable[[str], Page]) -> None:
    mine, theirs = person("translator"), person("reviewer")
    title = "淨零科技社會科學研究專案簡介"
    open_job(mine, title)
    open_job(theirs, title)
    theirs.evaluate("document.querySelector('article textarea').value")
    text = sentence(theirs, title).locator("textarea")
    text.fill("Written by a colleague.")
    text.press("Control+Shift+Enter")
    expect(sentence(theirs, title).locator("textarea")).to_have_attribute("data-saved", "Written by a colleague.")

    # Saved and approved in one breath: the approval was meant for a text that is not there any more.
    mine.route("**/save/", lambda route: (mine.wait_for_timeout(300), route.continue_()))
    text = sentence(mine, title).locator("textarea")
    text.fill("Typed without seeing it.")
    text.press("Control+Shift+Enter")
    text.press("Control+Enter")
    conflict = mine.locator("article.is-conflict")
    expect(conflict.locator("[data-theirs]")).to_have_text("Written by a colleague.")
    expect(conflict.locator("textarea")).to_have_value("Typed without seeing it.")
    mine.wait_for_timeout(500)
    theirs.reload()
    expect(sentence(theirs, title).locator("textarea")).to_have_value("Written by a colleague.")
    expect(sentence(theirs, title)).not_to_have_class("is-approved")

    conflict.get_by_role("button", name="Use this text").click()
    expect(conflict.locator("textarea")).to_have_value("Written by a colleague.")


def test_enter_of_an_input_method_saves_nothing_and_arrows_move(person: Callable[[str], Page]) -> None:
    page = person("translator")
    open_job(page, "淨零科技社會科學研究專案簡介")
    texts = page.locator("article textarea")
    texts.nth(0).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(texts.nth(1)).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(texts.nth(0)).to_be_focused()
    requests = []
    page.on("request", lambda request: requests.append(request.url) if request.method == "POST" else None)
    texts.nth(0).dispatch_event("keydown", {"key": "Enter", "ctrlKey": True, "isComposing": True, "bubbles": True})
    page.wait_for_timeout(300)
    assert requests == []


def test_unsaved_text_keeps_the_bulk_approval_from_going_by_it(person: Callable[[str], Page]) -> None:
    page = person("translator")
    open_job(page, "2026臺北可信賴AI國際論壇")
    text = page.locator("article:not(.is-approved) textarea").first
    text.evaluate("(element) => { element.value = 'Typed and not saved.'; }")
    page.get_by_role("button", name="clean").click()
    expect(page.locator(".tr-live")).to_contain_text("not saved")
    expect(text).to_be_focused()


def test_an_issue_is_shown_in_the_text_and_fixed_in_one_click(person: Callable[[str], Page]) -> None:
    page = person("translator")
    title = "淨零科技社會科學研究專案簡介"
    open_job(page, title)
    text = sentence(page, title).locator("textarea")
    text.fill("😀 The Net-Zero Program，in brief")
    text.press("Control+Shift+Enter")
    issue = sentence(page, title).locator(".tr-issue--warns").filter(has_text="，")
    issue.get_by_role("button", name="Show").click()
    text = sentence(page, title).locator("textarea")
    selected = text.evaluate("(element) => element.value.slice(element.selectionStart, element.selectionEnd)")
    assert selected == "，"  # the sign before it takes two places in the browser and one on the server

    text.fill("Typed，and not saved")
    text.evaluate("(element) => { element.blur = () => {}; }")
    page.route("**/save/", lambda route: route.abort())
    issue.get_by_role("button", name="Fix").click()
    expect(page.locator(".tr-live")).to_contain_text("Save yours first")
    expect(sentence(page, title).locator("textarea")).to_have_value("Typed，and not saved")
    page.unroute("**/save/")

    text = sentence(page, title).locator("textarea")
    text.press("Control+Shift+Enter")
    expect(sentence(page, title).locator("textarea")).to_have_attribute("data-saved", "Typed，and not saved")
    issue.get_by_role("button", name="Fix").click()
    expect(sentence(page, title).locator("textarea")).to_have_value("Typed, and not saved")
    expect(page.locator(".tr-live")).to_have_text("Fixed.")
    expect(issue).to_have_count(0)


def test_an_issue_is_dismissed_by_keyboard_with_a_reason_and_restored(person: Callable[[str], Page]) -> None:
    page = person("translator")
    title = "淨零科技社會科學研究專案簡介"
    open_job(page, title)
    text = sentence(page, title).locator("textarea")
    text.fill("The Net-Zero Program，as it is")
    text.press("Control+Shift+Enter")
    issue = sentence(page, title).locator(".tr-issue--warns").filter(has_text="，")
    opener = issue.locator("summary")
    opener.focus()
    opener.press("Enter")
    issue.get_by_label("In your own words").press("Enter")
    expect(page.locator(".tr-live")).to_contain_text("Say why")
    expect(issue.get_by_label("In your own words")).to_be_visible()
    issue.get_by_label("In your own words").fill("The programme's own spelling.")
    issue.get_by_label("In your own words").press("Enter")
    expect(page.locator(".tr-live")).to_have_text("Dismissed.")
    expect(sentence(page, title)).not_to_have_class("is-approved")
    aside = sentence(page, title).locator(".tr-dismissed")
    aside.locator("summary").click()
    expect(aside).to_contain_text("The programme's own spelling.")
    aside.get_by_role("button", name="Restore").click()
    expect(page.locator(".tr-live")).to_have_text("The issue is open again.")
    expect(issue).to_have_count(1)
