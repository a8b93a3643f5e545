"""Makes pages with every kind of block and reads what the public gets of them."""

import json
import re
from typing import Any

from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from wagtail.images.tests.utils import get_test_image_file

from cms.models import (
    CustomDocument,
    CustomImage,
    NewsPage,
    StandardPage,
)
from tests.factories import approve_all, make_news

HAN = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff01-\uff5e]")
VIDEO = "https://www.youtube.com/watch?v=x"


def get(address: str, status: int = 200) -> Any:
    """The page as BeautifulSoup; untyped, since an element that is missing is a failure by itself."""
    response = Client().get(address)
    assert response.status_code == status
    return BeautifulSoup(response.content, "html.parser")


def said(message: str, language: str) -> str:
    with translation.override(language):
        return gettext(message)


def make_article(title: str = "標題", *, english: bool = True, **fields: Any) -> NewsPage:
    page = make_news("內文", title=title, **{"slug": "article", "summary": "摘要"} | fields)
    if english:
        approve_all(page)
        page.refresh_from_db()
    return page


def make_standard(parent: Any, title: str, *, english: bool = True, **fields: Any) -> StandardPage:
    page = parent.add_child(instance=StandardPage(title=title, show_in_menus=True, **fields))
    if english:
        approve_all(page, title=f"English {page.slug}")
        page.refresh_from_db()
    return page


def make_image(**fields: Any) -> CustomImage:
    return CustomImage.objects.create(title="圖", file=get_test_image_file(size=(48, 30)), **fields)


def make_document() -> CustomDocument:
    document = CustomDocument(title="文件", file_size=1_234_567)
    document.file.save("guide.pdf", ContentFile(b"%PDF"), save=False)
    document.save()
    return document


def body_of_blocks(*blocks: tuple[str, Any]) -> str:
    return json.dumps(
        [{"type": kind, "value": value, "id": f"b{number}"} for number, (kind, value) in enumerate(blocks)]
    )


def every_block() -> str:
    """A body with a block of each type."""
    rich_text = '<p data-block-key="k">文字<em>重點</em></p>'
    columns = [{"type": "text", "heading": "領域"}, {"type": "rich_text", "heading": "說明"}]
    return body_of_blocks(
        ("heading", {"text": "大標", "level": "2"}),
        ("paragraph", rich_text),
        ("figure", {"image": make_image(credit="王小明").pk, "alt": "替代文字", "caption": "圖說"}),
        ("quotation", {"text": "引文", "attribution": "某人"}),
        ("list", {"ordered": True, "items": [{"type": "item", "value": rich_text, "id": "i1"}]}),
        ("table", {"columns": columns, "rows": [{"values": ["量子", rich_text]}], "caption": "表一"}),
        ("download", {"document": make_document().pk, "title": "申請說明"}),
        ("callout", {"title": "截止", "text": rich_text}),
        ("media", {"media": VIDEO, "caption": "影片"}),
    )


def titles(soup: BeautifulSoup, selector: str) -> list[str]:
    return [element.get_text(strip=True) for element in soup.select(selector)]


def switch(soup: BeautifulSoup) -> Any:
    return soup.select_one(".language-switch a")


def alternates(soup: BeautifulSoup) -> dict[str, str]:
    return {str(link["hreflang"]): str(link["href"]) for link in soup.select("head link[hreflang]")}


def han_in(soup: BeautifulSoup) -> list[str]:
    """The Chinese words of a page, in text or attributes, that are not in an element which says it is Chinese."""
    for element in soup.select("[lang=zh-Hant]"):
        element.decompose()
    values = [str(value) for element in soup.find_all(True) for value in element.attrs.values()]
    return [text for text in [*soup.stripped_strings, *values] if HAN.search(text)]
