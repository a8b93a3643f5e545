"""Importing article files: everything arrives, twice is once, people's edits stay, errors leave nothing."""

import datetime
import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry, Revision

from cms.articles.front_matter import ArticleFileError
from cms.articles.importer import ImportRefused
from cms.bilingual.models import TargetState
from cms.models import NewsIndexPage, NewsPage
from tests.cms.articles.example import FILE, edited_by_a_person, load, the_page
from tests.factories import make_news, make_superuser, make_user

pytestmark = pytest.mark.django_db

# Fields


def test_an_english_article_is_public_in_english_only(index: NewsIndexPage) -> None:
    report = load(index)
    page = the_page()
    assert (page.source_language, page.live, page.target_state) == ("en", True, TargetState.NONE)
    assert (page.date, page.source_line, page.slug) == (datetime.date(2023, 1, 3), "NSTC", "an-article")
    assert page.front_matter["tags"] == ["one", 2]
    assert (report.action, report.is_live, report.page_id) == ("created", True, page.pk)


@pytest.mark.parametrize(
    ("permalink", "slug", "old_path"),
    [
        ("/news/a-b/", "a-b", "/news/a-b"),
        ("news/a-b", "a-b", "/news/a-b"),
        ("a-b", "a-b", "/a-b"),
        ("https://e.org/news/a-b/", "a-b", "/news/a-b"),
        ("/news/a-b.html", "a-b", "/news/a-b.html"),
        ("/news/a-b/index.html", "a-b", "/news/a-b/index.html"),
        ("/news/A b/", "a-b", "/news/A%20b"),
        ("/新聞/a-b/", "a-b", "/新聞/a-b"),
    ],
)
def test_the_permalink_gives_the_slug_and_the_redirect(
    index: NewsIndexPage, permalink: str, slug: str, old_path: str
) -> None:
    report = load(index, FILE.replace("/news/an-article/", permalink))
    assert the_page().slug == slug
    assert [(row.old_path, row.redirect_page_id, row.is_permanent) for row in Redirect.objects.all()] == [
        (old_path, the_page().pk, True)
    ]
    assert any("“A b” is none" in warning for warning in report.warnings) == ("A b" in permalink)
    asked = permalink.removeprefix("https://e.org") if permalink[0] in "/h" else f"/{permalink}"
    answer = Client().get(asked, headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/en/news/{slug}/")


def test_a_file_without_permalink_is_known_by_its_name(index: NewsIndexPage) -> None:
    load(index, FILE.replace("permalink: /news/an-article/\n", ""), name="2023-01-03-from-the-name.md")
    assert the_page().slug == "from-the-name"
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    ("trailer", "field", "name", "expected", "differ"),
    [
        ("Date: 2023-01-03", "", "a.md", "2023-01-03", False),
        ("", "date: 2023-01-04 10:00", "a.md", "2023-01-04", False),
        ("", "", "2023-01-05-a.md", "2023-01-05", False),
        ("Date: 2023-01-03", "date: 2023-01-04", "2023-01-05-a.md", "2023-01-03", True),
        ("Date: 2023-01-03", "date: 2023-1-3", "2023-01-03-a.md", "2023-01-03", False),
    ],
)
def test_the_date_comes_from_the_text_the_front_matter_or_the_name(
    index: NewsIndexPage, trailer: str, field: str, name: str, expected: str, differ: bool
) -> None:
    text = FILE.replace("Date: 2023-01-03", trailer).replace("layout: page", field or "layout: page")
    report = load(index, text, name=name)
    assert the_page().date.isoformat() == expected
    assert any("dates differ" in warning for warning in report.warnings) == differ


def test_an_image_that_is_no_web_address_is_kept_in_the_front_matter_and_reported(index: NewsIndexPage) -> None:
    report = load(index, FILE.replace("https://e.org/i.png", "/assets/i.png"))
    assert (the_page().lead_image_address, the_page().front_matter["image"]) == ("", "/assets/i.png")
    assert any("/assets/i.png" in warning for warning in report.warnings)


def test_a_redirect_that_leads_elsewhere_is_left_alone_unless_forced(index: NewsIndexPage) -> None:
    other = make_news("一。")
    Redirect.add_redirect("/news/an-article", other, site=index.get_site())
    report = load(index)
    assert any("already leads elsewhere" in warning for warning in report.warnings)
    assert Redirect.objects.get().redirect_page_id == other.pk
    load(index, force=True)
    assert Redirect.objects.get().redirect_page_id == report.page_id


def test_a_chinese_article_can_be_imported(index: NewsIndexPage) -> None:
    text = "---\ntitle: 標題\npermalink: news/zh/\n---\n內文。\n\n日期：2023-01-03\n來源：國科會\n"
    load(index, text, source_language="zh-hant")
    assert (the_page().source_language, the_page().source_line) == ("zh-hant", "國科會")
    assert Client().get("/zh-hant/news/zh/").headers["Content-Language"] == "zh-Hant"


# Again


def test_importing_twice_changes_nothing(index: NewsIndexPage) -> None:
    first = load(index)
    second = load(index)
    assert (first.action, second.action, second.page_id) == ("created", "unchanged", first.page_id)
    assert Revision.objects.for_instance(the_page()).count() == 1
    assert Redirect.objects.count() == 1


def test_a_changed_file_makes_a_new_public_revision_of_the_same_page(index: NewsIndexPage) -> None:
    first = load(index)
    second = load(index, FILE.replace("Text with", "Corrected text with"))
    assert (second.action, second.page_id) == ("updated", first.page_id)
    assert "Corrected text" in str(the_page().body)
    assert Revision.objects.for_instance(the_page()).count() == 2


def test_a_draft_stays_a_draft_until_it_is_imported_for_publishing(index: NewsIndexPage) -> None:
    assert load(index, publish=False).is_live is False
    assert not the_page().live
    assert load(index, FILE.replace("A title", "B title"), publish=False).action == "updated"
    assert not the_page().live
    assert load(index, FILE.replace("A title", "B title")).action == "published"
    assert (the_page().live, the_page().title) == (True, "B title")


def test_a_page_that_was_taken_down_stays_down(index: NewsIndexPage) -> None:
    load(index)
    the_page().unpublish()
    assert load(index).action == "unchanged"
    assert not the_page().live


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "By hand"),
        ("summary", ""),
        ("body", "[]"),
        ("date", datetime.date(2023, 1, 4)),
        ("source_line", "By hand"),
        ("lead_image_address", ""),
    ],
)
def test_a_page_that_was_edited_since_is_not_overwritten(
    index: NewsIndexPage, field: str, value: Any, publish: bool
) -> None:
    load(index)
    revision = edited_by_a_person(the_page(), publish=publish, **{field: value})
    assert load(index).action == "unchanged"
    with pytest.raises(ImportRefused, match=r"edited since.*--force"):
        load(index, FILE.replace("Text with", "Another text with"))
    assert the_page().get_latest_revision() == revision
    assert "Another text" not in str(the_page().body)


def test_somebodys_draft_is_not_published_along(index: NewsIndexPage) -> None:
    load(index)
    edited_by_a_person(the_page(), search_description="Not yet")
    with pytest.raises(ImportRefused):
        load(index, FILE.replace("A summary.", "Another summary."))
    assert the_page().search_description == ""


def test_what_the_import_does_not_set_is_kept(index: NewsIndexPage) -> None:
    load(index)
    edited_by_a_person(the_page(), search_description="By hand", publish=True)
    assert load(index, FILE.replace("A summary.", "Another summary.")).action == "updated"
    assert (the_page().summary, the_page().search_description) == ("Another summary.", "By hand")


def test_force_overwrites_and_the_edits_stay_in_the_history(index: NewsIndexPage) -> None:
    load(index)
    revision = edited_by_a_person(the_page(), title="By hand", publish=True)
    assert load(index, force=True).action == "updated"
    assert the_page().title == "A title"
    assert Revision.objects.get(pk=revision.pk).as_object().title == "By hand"
    assert load(index).action == "unchanged"


def test_a_page_that_no_import_made_is_not_overwritten(index: NewsIndexPage) -> None:
    make_news("One.", slug="an-article", title="Mine", source_language="en")
    with pytest.raises(ImportRefused, match="was not imported"):
        load(index)
    assert the_page().title == "Mine"


def test_a_page_in_another_language_is_not_even_overwritten_by_force(index: NewsIndexPage) -> None:
    make_news("一。", slug="an-article")
    with pytest.raises(ImportRefused, match="another language"):
        load(index, force=True)


def test_a_locked_page_is_not_overwritten(index: NewsIndexPage) -> None:
    load(index)
    NewsPage.objects.update(locked=True)
    with pytest.raises(ImportRefused, match="locked"):
        load(index, FILE.replace("A summary.", "Another summary."))


def test_other_line_ends_are_no_edit(index: NewsIndexPage) -> None:
    text = FILE.replace("Text with", "> one\n>\n> two\n\nText with")
    load(index, text)
    body = json.dumps(the_page().body.get_prep_value())
    assert r"one\r\n\r\ntwo" in body
    edited_by_a_person(the_page(), body=body.replace(r"\r\n", r"\n"), publish=True)
    assert load(index, text.replace("A summary.", "Another summary.")).action == "updated"


def test_the_history_names_the_file(index: NewsIndexPage) -> None:
    user = make_superuser()
    load(index, user=user)
    entries = PageLogEntry.objects.filter(page=the_page().pk, data__has_key="article_import")
    assert [(row.data["article_import"]["file"], row.user, row.action) for row in entries] == [
        ("a.md", user, "wagtail.create")
    ]


# Errors leave nothing


def counts() -> tuple[int, ...]:
    return (
        Page.objects.count(),
        Revision.objects.count(),
        Redirect.objects.count(),
        PageLogEntry.objects.count(),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Date: 2023-01-03\n", "", "no date"),
        ("layout: page", "date: yesterday", "yesterday"),
        ("A title", "x" * 256, "title"),
        ("Source: NSTC", "Source: " + "x" * 256, "source"),
        ("/news/an-article/", "/新聞/", "no address"),
        ("/news/an-article/", f"/{'long/' * 60}x/", "permalink"),
        ("summary: A summary.", "summary: 5", "summary"),
        ("## Heading", ">" * 200, "nested"),
    ],
)
def test_a_file_that_cannot_make_a_page_leaves_nothing(index: NewsIndexPage, old: str, new: str, said: str) -> None:
    before = counts()
    with pytest.raises(ArticleFileError, match=said):
        load(index, FILE.replace(old, new))
    assert counts() == before


def test_a_file_that_cannot_update_its_page_leaves_it_as_it_was(index: NewsIndexPage) -> None:
    load(index)
    before = counts()
    with pytest.raises(ArticleFileError, match="“title” has 256"):
        load(index, FILE.replace("A title", "x" * 256))
    assert (counts(), the_page().title) == (before, "A title")


def test_a_person_who_may_not_publish_cannot_do_so_by_importing(index: NewsIndexPage) -> None:
    before = counts()
    with pytest.raises(PermissionDenied):
        load(index, user=make_user())
    assert counts() == before
