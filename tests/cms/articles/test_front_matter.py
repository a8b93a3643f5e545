"""Article files: what is read, and what is refused with the line to mend."""

from typing import Any

import pytest

from cms.articles.front_matter import MAX_BYTES, ArticleFile, ArticleFileError, parse_article


def fields_of(yaml: str) -> dict[str, Any]:
    return parse_article(f"---\ntitle: T\n{yaml}\n---\nbody".encode(), "a.md").fields


@pytest.mark.parametrize(
    "data",
    [
        b"---\ntitle: T\n---\none\n\ntwo\n",
        b"---\r\ntitle: T\r\n---\r\none\r\n\r\ntwo\r\n",
        b"\xef\xbb\xbf---\ntitle: T\n---\none\n\ntwo\n",
        b"--- \ntitle: T\n---\t\none\n\ntwo\n",
    ],
)
def test_line_ends_and_a_byte_order_mark_make_no_difference(data: bytes) -> None:
    assert parse_article(data, "a.md") == ArticleFile("a.md", {"title": "T"}, "one\n\ntwo\n", body_line=4)


@pytest.mark.parametrize(
    ("yaml", "value"),
    [
        ("x: 2023-01-03", "2023-01-03"),
        ("x: 2023-1-3 10:00:00 +0800", "2023-1-3 10:00:00 +0800"),
        ("x: 12:30", "12:30"),
        ("x: 0123", "0123"),
        ("x: 1_000", "1_000"),
        ("x: 112", 112),
        ("x: -1.5", -1.5),
        ("x: true", True),
        ("x:", None),
        ("x: 國科會", "國科會"),
        ("x: [a, 2023-01-03]", ["a", "2023-01-03"]),
        ("x: {y: {z: 1}}", {"y": {"z": 1}}),
        ('x: "a: b # c"', "a: b # c"),
        ("x: |\n  one\n  two", "one\ntwo\n"),
    ],
)
def test_values_are_what_the_file_says(yaml: str, value: Any) -> None:
    assert fields_of(yaml)["x"] == value


def test_a_line_of_hyphens_in_the_body_belongs_to_the_body() -> None:
    assert parse_article(b"---\ntitle: T\n---\na\n\n---\n\nb", "a.md").body == "a\n\n---\n\nb"


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", 1, "begin with front matter"),
        (b"Just text", 1, "begin with front matter"),
        (b"\n---\ntitle: T\n---\nx", 1, "begin with front matter"),
        (b"---\ntitle: T\n", 1, "not closed"),
        (b"---\ntitle: T\n----\nx", 1, "not closed"),
        ("---\ntitle: 標題\n---\nx".encode("big5"), 2, "not UTF-8"),
        (b"---\ntitle: a: b\n---\nx", 2, "not valid YAML"),
        (b"---\ntitle: T\nx: [\n---\nx", 3, "not valid YAML"),
        (b"---\ntitle: T\nx: \x01\n---\nx", 3, "not valid YAML"),
        (b"---\ntitle: T\ntitle: U\n---\nx", 3, "twice"),
        (b"---\ntitle: &t T\nx: *t\n---\nx", 3, "references"),
        (b"---\ntitle: T\nx: !!python/name:os.system\n---\nx", 3, "not valid YAML"),
        (b"---\na: " + b"[" * 100_000 + b"\n---\nx", None, "not valid YAML"),
        (b"---\n- title\n---\nx", 2, "name: value"),
        (b"---\n---\nx", 2, "name: value"),
        (b"---\nx: y\n---\nx", 1, "no title"),
        (b"---\ntitle: ' '\n---\nx", 1, "no title"),
        (b"---\ntitle: 2023\n---\nx", None, "must be text"),
        (b"---\ntitle: T\n1: x\n---\nx", 2, "cannot be kept"),
        (b'---\ntitle: T\nx: "\\ud800"\n---\nx', 2, "cannot be kept"),
        (b'---\ntitle: T\nx: {y: ["\\0"]}\n---\nx', 2, "cannot be kept"),
        (b"---\ntitle: T\nx: !!binary aGk=\n---\nx", 2, "cannot be kept"),
        (b"---\ntitle: T\n---\n \n\n", 3, "no text after"),
        (b"---\ntitle: T\n---\n" + b"x" * MAX_BYTES, None, "bytes"),
    ],
)
def test_what_would_have_to_be_guessed_is_refused(data: bytes, line: int | None, said: str) -> None:
    with pytest.raises(ArticleFileError) as caught:
        parse_article(data, "a.md")
    assert said in caught.value.message
    assert caught.value.line == line
    assert str(caught.value) == (f"line {line}: {caught.value.message}" if line else caught.value.message)


def test_a_field_that_is_used_as_text_must_be_text() -> None:
    article = parse_article(b"---\ntitle: T\nsummary: [a]\npermalink:\n---\nx", "a.md")
    assert (article.text("title"), article.text("permalink"), article.text("image")) == ("T", "", "")
    with pytest.raises(ArticleFileError, match="summary"):
        article.text("summary")
