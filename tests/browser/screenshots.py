"""Takes the README's pictures from a running demo: python -m tests.browser.screenshots http://127.0.0.1:8000"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "screenshots"
SIZE = {"width": 1280, "height": 860}


def take_public(browser: Browser, url: str) -> None:
    page = browser.new_context(viewport=SIZE, base_url=url).new_page()
    for language in ("zh-hant", "en"):
        page.goto(f"/{language}/")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / f"home-{language}.png")


def take_review(browser: Browser, url: str) -> None:
    page = browser.new_context(viewport=SIZE, base_url=url, locale="en-US").new_page()
    page.goto("/admin/login/")
    page.fill("[name=username]", "translator")
    page.fill("[name=password]", "demo")
    page.click("[type=submit]")
    page.goto("/admin/translations/")
    page.get_by_role("link", name="2026臺北可信賴AI國際論壇").first.click()
    page.wait_for_url("**/jobs/*/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=FOLDER / "review.png")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        take_public(browser, sys.argv[1])
        take_review(browser, sys.argv[1])
        browser.close()


if __name__ == "__main__":
    main()
