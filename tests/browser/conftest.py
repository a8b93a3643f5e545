"""A whole demo site, started as `make demo` starts it, and a browser. Needs Debian's chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.deepl_server import DeepLServer

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Site:
    """A running demo; its provider is a DeepL server of one's own."""

    url: str
    deepl: DeepLServer


@pytest.fixture(scope="session", autouse=True)
def _chromium_is_there() -> None:
    if CHROMIUM is None:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("chromium is missing, and REQUIRE_ALL forbids to skip")
        pytest.skip("needs Debian's chromium: apt-get install chromium")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with DeepLServer() as deepl:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATA_DIR": str(tmp_path_factory.mktemp("site")),
            "DEEPL_AUTH_KEY": deepl.key,
            "DEEPL_SERVER_URL": deepl.url,
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            assert until(lambda: process.poll() is not None or _answers(f"{url}/zh-hant/"), seconds=120)
            assert process.poll() is None, "the demo ended by itself"
            yield Site(url, deepl)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def person(site: Site, browser: Browser) -> Iterator[Callable[[str], Page]]:
    """Gives a page in a browser of their own to the person of that name; "" is the public."""
    contexts: list[BrowserContext] = []

    def of(name: str) -> Page:
        context = browser.new_context(locale="en-US", viewport={"width": 1280, "height": 900}, base_url=site.url)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if name:
            page.goto("/admin/login/")
            page.fill("[name=username]", name)
            page.fill("[name=password]", "demo")
            page.click("[type=submit]")
            page.wait_for_url("**/admin/")
        return page

    yield of
    for context in contexts:
        context.close()


def until(condition: Callable[[], object], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
