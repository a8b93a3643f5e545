"""`manage.py import_article`: what it prints, and that it imports all files or none."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cms.models import NewsIndexPage, NewsPage
from tests.cms.articles.example import FILE, edited_by_a_person, the_page

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("import_article", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_prints_where_everything_went(index: NewsIndexPage, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(FILE, "utf-8")
    printed = run(path)
    for part in ("A title", "/en/news/an-article/", "layout →", "/news/an-article →", "Layout is left out"):
        assert part in printed
    assert re.search(r"^  title → ", printed, re.MULTILINE)
    assert the_page().live


def test_the_command_imports_all_files_or_none(index: NewsIndexPage, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.md", tmp_path / "bad.md"
    good.write_text(FILE, "utf-8")
    bad.write_text(FILE.replace("an-article", "another").replace("Date: 2023-01-03", ""), "utf-8")
    with pytest.raises(CommandError, match=r"bad\.md: .*no date"):
        run(good, bad)
    bad.write_text("---\ntitle: T\nx: [\n---\nx", "utf-8")
    with pytest.raises(CommandError, match=r"bad\.md: line 3: "):
        run(good, bad)
    with pytest.raises(CommandError, match=r"missing\.md: "):
        run(good, tmp_path / "missing.md")
    assert not NewsPage.objects.exists()


def test_the_command_asks_for_a_parent_if_it_is_in_doubt(index: NewsIndexPage, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(FILE, "utf-8")
    index.get_parent().add_child(instance=NewsIndexPage(title="活動", slug="events"))
    with pytest.raises(CommandError, match="news, events"):
        run(path)
    run(path, "--parent", "events", "--draft")
    assert (the_page().get_parent().slug, the_page().live) == ("events", False)


def test_the_command_overwrites_edits_only_by_force(index: NewsIndexPage, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(FILE, "utf-8")
    run(path)
    edited_by_a_person(the_page(), title="By hand", publish=True)
    path.write_text(FILE.replace("A summary.", "Another summary."), "utf-8")
    with pytest.raises(CommandError, match="--force"):
        run(path)
    run(path, "--force")
    assert (the_page().title, the_page().summary) == ("A title", "Another summary.")
