"""The article that the product was asked for with: every part of the file is found again on the site."""

from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from django.test import Client

from cms.articles.demo_site import SEED
from cms.articles.front_matter import parse_article
from cms.articles.importer import import_article
from cms.models import NewsIndexPage, NewsPage

pytestmark = pytest.mark.django_db


def words(text: str) -> str:
    return " ".join(text.split())


def seed_parts() -> tuple[dict[str, Any], list[str], list[str], dict[str, str]]:
    """Front matter, headings, paragraphs and the lines at the end, read from the file by other means than ours."""
    _before, front_matter, body = SEED.read_text("utf-8").split("---\n", 2)
    lines = [line.strip() for line in body.split("\n") if line.strip() not in ("", "<br/>")]
    headings = [line.lstrip("# ") for line in lines if line.startswith("#")]
    trailer = dict(line.split(": ", 1) for line in lines[-2:])
    return yaml.safe_load(front_matter), headings, [line for line in lines[:-2] if not line.startswith("#")], trailer


def test_every_part_of_the_seed_is_found_again(index: NewsIndexPage) -> None:
    report = import_article(parse_article(SEED.read_bytes(), SEED.name), index)
    front_matter, headings, paragraphs, trailer = seed_parts()
    page = NewsPage.objects.get(pk=report.page_id)
    assert (len(headings), len(paragraphs)) == (4, 10)
    assert page.front_matter == front_matter
    assert [page.title, page.summary] == [front_matter["title"], front_matter["summary"]]
    assert page.lead_image_address == front_matter["image"]
    assert front_matter["permalink"] == f"news/{page.slug}/"
    assert trailer == {"Date": page.date.isoformat(), "Source": page.source_line}
    blocks = page.body.get_prep_value()
    assert [block["value"]["text"] for block in blocks if block["type"] == "heading"] == headings
    texts = [BeautifulSoup(block["value"], "html.parser").text for block in blocks if block["type"] == "paragraph"]
    assert texts == [words(paragraph) for paragraph in paragraphs]
    assert len(blocks) == len(headings) + len(paragraphs)
    assert report.warnings == ["Line 32: Layout is left out: <br/>"]
    assert {*front_matter, "text"} <= set(report.fields)


def test_the_order_of_the_seed_is_kept(index: NewsIndexPage) -> None:
    page = NewsPage.objects.get(pk=import_article(parse_article(SEED.read_bytes(), SEED.name), index).page_id)
    shown = words(BeautifulSoup("\n".join(str(block.value) for block in page.body), "html.parser").text)
    _front_matter, headings, paragraphs, _trailer = seed_parts()
    body = SEED.read_text("utf-8")
    starts = sorted([*headings, *paragraphs], key=body.index)
    positions = [shown.index(words(text)[:60]) for text in starts]
    assert positions == sorted(positions)


def test_the_seed_is_live_in_english_and_its_old_address_leads_to_it(index: NewsIndexPage) -> None:
    report = import_article(parse_article(SEED.read_bytes(), SEED.name), index)
    permalink = seed_parts()[0]["permalink"]
    client = Client()
    english = client.get(f"/en/{permalink}")
    assert (english.status_code, english.headers["Content-Language"]) == (200, "en")
    assert report.urls == {"en": f"/en/{permalink}"}
    chinese = client.get(f"/zh-hant/{permalink}")
    assert (chinese.status_code, chinese.headers["Content-Language"]) == (200, "en")
    for old in (f"/{permalink}", f"/{permalink.rstrip('/')}"):
        redirect = client.get(old, headers={"accept-language": "en"})
        assert (redirect.status_code, redirect.headers["Location"]) == (301, f"/en/{permalink}")
