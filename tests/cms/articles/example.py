"""A small article file for tests, and what they do with it."""

from typing import Any

from wagtail.models import Revision

from cms.articles.front_matter import parse_article
from cms.articles.importer import ImportReport, import_article
from cms.models import NewsIndexPage, NewsPage
from tests.factories import make_user

FILE = """---
title: A title
summary: A summary.
image: https://e.org/i.png
permalink: /news/an-article/
layout: page
tags: [one, 2]
---
## Heading

Text with a [link](https://e.org/).

Date: 2023-01-03
<br/>
Source: NSTC
"""


def load(index: NewsIndexPage, text: str = FILE, name: str = "a.md", **options: Any) -> ImportReport:
    return import_article(parse_article(text.encode(), name), index, **options)


def the_page() -> NewsPage:
    return NewsPage.objects.get()


def edited_by_a_person(page: NewsPage, *, publish: bool = False, **fields: Any) -> Revision:
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    revision = draft.save_revision(user=make_user())
    if publish:
        revision.publish()
    return revision
