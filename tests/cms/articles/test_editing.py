"""An imported page in the admin's own form: saving it unchanged is no edit, so no import is refused for it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision
from wagtail.test.utils.form_data import nested_form_data, rich_text

from cms.articles.importer import fingerprint
from cms.blocks import INLINE_FEATURES
from cms.models import NewsIndexPage, NewsPage
from tests.cms.articles.example import FILE, load, the_page
from tests.factories import make_superuser

pytestmark = pytest.mark.django_db

BODY = """## Heading & more

A **bold *and italic*** text with a [link](https://e.org/?a=1&b=2), CO<sub>2</sub>  and "quotes".
A second line.<br/>A third.

1. one
2. *two*

   and more

- a
  - b **c**

> A quotation
>
> of two paragraphs
>
> — Name

| Park | Link |
|---|---|
| HSP | [a](/a) & b |
| CTSP | |
"""


def posted(child: dict[str, Any], order: int) -> dict[str, Any]:
    """What the browser sends for one child of a stream or list."""
    return {"id": child["id"], "type": child["type"], "order": str(order), "deleted": "", "value": value_of(child)}


def value_of(child: dict[str, Any]) -> Any:
    kind, value = child["type"], child["value"]
    if kind == "paragraph":
        return rich_text(value, features=[*INLINE_FEATURES, "ul", "ol"])
    if kind == "item":
        return rich_text(value, features=INLINE_FEATURES)
    if kind == "list":
        items = {str(number): posted(item, number) for number, item in enumerate(value["items"])}
        items["count"] = str(len(value["items"]))
        return {"items": items} | ({"ordered": "on"} if value["ordered"] else {})
    if kind == "table":
        return table_of(value)
    return {name: re.sub(r"\r?\n", "\r\n", text) for name, text in value.items()}


def table_of(value: dict[str, Any]) -> dict[str, Any]:
    def cell(column: dict[str, str], content: str) -> str:
        return rich_text(content, features=INLINE_FEATURES) if column["type"] == "rich_text" else content

    columns, rows = value["columns"], value["rows"]
    return {
        "caption": value["caption"],
        "column-count": str(len(columns)),
        "column": {str(x): {**column, "order": str(x), "deleted": ""} for x, column in enumerate(columns)},
        "row-count": str(len(rows)),
        "row": {str(y): {"order": str(y), "deleted": ""} for y in range(len(rows))},
        "cell": {
            str(y): {str(x): cell(columns[x], content) for x, content in enumerate(row["values"])}
            for y, row in enumerate(rows)
        },
    }


def form_of(page: NewsPage) -> dict[str, Any]:
    blocks = page.body.get_prep_value()
    body = {str(number): posted(block, number) for number, block in enumerate(blocks)} | {"count": str(len(blocks))}
    names = ("title", "slug", "summary", "lead_image_address", "lead_image_alt", "source_line", "confidentiality")
    return nested_form_data(
        {name: re.sub(r"\r?\n", "\r\n", getattr(page, name)) for name in (*names, "seo_title", "search_description")}
        | {"date": str(page.date), "category": "", "department": "", "lead_image": "", "body": body}
        | {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "1"}
    )


def test_saving_an_imported_page_unchanged_is_no_edit(index: NewsIndexPage) -> None:
    text = FILE.replace("Text with a [link](https://e.org/).", BODY).replace(
        "A summary.", "|\n  A summary.\n  Two lines."
    )
    load(index, text)
    page = the_page()
    before, body = fingerprint(page), page.body.get_prep_value()
    assert [block["type"] for block in body] == [
        *("heading", "heading", "paragraph", "list", "paragraph", "quotation", "table")
    ]
    client = Client()
    client.force_login(make_superuser())
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page))
    assert answer.status_code == 302, answer.context["form"].errors
    assert Revision.objects.for_instance(page).count() == 2
    saved = the_page().get_latest_revision_as_object()
    assert (saved.body.get_prep_value(), saved.summary) == (body, page.summary)
    assert fingerprint(saved) == before
    assert load(index, text).action == "unchanged"
    assert load(index, text.replace("A summary.", "Another summary.")).action == "updated"
