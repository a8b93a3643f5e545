"""Markdown → blocks: the shape, the stored form of rich text, and that no word is ever lost."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from cms.articles.front_matter import ArticleFileError
from cms.articles.markdown_blocks import ParsedBody, body_blocks
from cms.blocks import INLINE_FEATURES, ArticleBlock

EDITOR = ContentstateConverter([*INLINE_FEATURES, "ul", "ol"])


def shown(markdown: str) -> list[tuple[str, Any]]:
    """Type and value of each block, without block keys and ids."""

    def bare(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(r' data-block-key="[^"]*"', "", value)
        if isinstance(value, list):
            return [bare(item) for item in value]
        return {key: bare(item) for key, item in value.items() if key != "id"} if isinstance(value, dict) else value

    return [(block["type"], bare(block["value"])) for block in body_blocks(markdown).blocks]


def rich_texts(value: Any) -> Iterator[str]:
    """Every rich text in raw StreamField data."""
    if isinstance(value, str) and "data-block-key" in value:
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from rich_texts(item)


def item_list(*values: str, ordered: bool = False) -> tuple[str, Any]:
    return "list", {"ordered": ordered, "items": [{"type": "item", "value": value} for value in values]}


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("plain", "<p>plain</p>"),
        ("S&T < 5", "<p>S&amp;T &lt; 5</p>"),
        ('"quoted" and it\'s', '<p>"quoted" and it\'s</p>'),
        ("**bold** and *italic*", "<p><b>bold</b> and <i>italic</i></p>"),
        ("*a **b***", "<p><i>a </i><b><i>b</i></b></p>"),
        ("**a *b***", "<p><b>a <i>b</i></b></p>"),
        ("**[x](/y)**", '<p><a href="/y"><b>x</b></a></p>'),
        ("[x](https://e.org/?a=1&b=2)", '<p><a href="https://e.org/?a=1&amp;b=2">x</a></p>'),
        ("<https://e.org/>", '<p><a href="https://e.org/">https://e.org/</a></p>'),
        ("<a@e.org>", '<p><a href="mailto:a@e.org">a@e.org</a></p>'),
        ("one\ntwo", "<p>one two</p>"),
        ("國科會\n合作，\n與 NSTC\n合作", "<p>國科會合作，與 NSTC 合作</p>"),
        ("one  \ntwo", "<p>one<br/>two</p>"),
        ("one<br>two", "<p>one<br/>two</p>"),
        ("CO<sub>2</sub> and m<sup>2</sup>", "<p>CO<sub>2</sub> and m<sup>2</sup></p>"),
        ("　　第一段", "<p>第一段</p>"),
        ("簽署備忘錄　推動研究", "<p>簽署備忘錄　推動研究</p>"),
    ],
)
def test_a_paragraph_is_stored_as_the_editor_stores_it(markdown: str, html: str) -> None:
    assert shown(markdown) == [("paragraph", html)]
    assert not body_blocks(markdown).warnings


@pytest.mark.parametrize(
    ("markdown", "levels"),
    [
        ("## a\n\n### b\n\n#### c", ["2", "3", "4"]),
        ("### a", ["3"]),
        ("# a\n\n## b", ["2", "3"]),
        ("# a\n\n## b\n\n### c", ["2", "3", "4"]),
        ("#### a\n\n##### b\n\n###### c", ["2", "3", "4"]),
        ("## a\n\n##### b\n\n## c", ["2", "4", "2"]),
        ("### a\n\n# b", ["3", "2"]),
    ],
)
def test_distinct_levels_of_headings_stay_distinct(markdown: str, levels: list[str]) -> None:
    assert [value["level"] for _type, value in shown(markdown)] == levels


def test_a_fourth_level_of_headings_is_merged_and_reported() -> None:
    body = body_blocks("# a\n\n## b\n\n### c\n\n#### d")
    assert [block["value"]["level"] for block in body.blocks] == ["2", "3", "4", "4"]
    assert "More than three levels" in body.warnings[0]


@pytest.mark.parametrize(
    ("markdown", "blocks"),
    [
        ("- a\n- *b*", [item_list("<p>a</p>", "<p><i>b</i></p>")]),
        ("1. a\n2. b", [item_list("<p>a</p>", "<p>b</p>", ordered=True)]),
        ("- a\n\n  b", [item_list("<p>a</p><p>b</p>")]),
        ("- a\n  1. b\n     c", [("paragraph", "<ul><li>a<ol><li>b c</li></ol></li></ul>")]),
        ("3. c\n4. d", [("paragraph", "<p>3. c</p>"), ("paragraph", "<p>4. d</p>")]),
        ("1) a\n\nx\n\n2) b", [("paragraph", "<p>1) a</p>"), ("paragraph", "<p>x</p>"), ("paragraph", "<p>2) b</p>")]),
        ("1. a\n\n   > q", [("paragraph", "<p>1. a</p>"), ("quotation", {"text": "q", "attribution": ""})]),
        ("> a\n> b\n>\n> c", [("quotation", {"text": "a b\r\n\r\nc", "attribution": ""})]),
        ("> a\n> — Name", [("quotation", {"text": "a", "attribution": "Name"})]),
        ("> a\n>\n> ── Name", [("quotation", {"text": "a", "attribution": "Name"})]),
        ("> — Name", [("quotation", {"text": "— Name", "attribution": ""})]),
        ("> - a\n> - b", [("quotation", {"text": "- a\r\n\r\n- b", "attribution": ""})]),
        ("# " + "x" * 256, [("paragraph", "<p><b>" + "x" * 256 + "</b></p>")]),
        ("    indented code", [("paragraph", "<p>indented code</p>")]),
        ("<div>text <b>in</b> HTML</div>", [("paragraph", "<p>text in HTML</p>")]),
    ],
)  # fmt: skip
def test_blocks(markdown: str, blocks: list[tuple[str, Any]]) -> None:
    assert shown(markdown) == blocks


def test_a_table_has_rich_columns_only_where_cells_have_markup() -> None:
    body = body_blocks("| Park | Link |\n|---|---:|\n| HSP | [a](/a) |\n| CTSP | |")
    key = r'<p data-block-key="[0-9a-f]{8}">'
    value = body.blocks[0]["value"]
    assert value["columns"] == [{"type": "text", "heading": "Park"}, {"type": "rich_text", "heading": "Link"}]
    assert [row["values"][0] for row in value["rows"]] == ["HSP", "CTSP"]
    assert re.fullmatch(f'{key}<a href="/a">a</a></p>', value["rows"][0]["values"][1])
    assert re.fullmatch(f"{key}</p>", value["rows"][1]["values"][1])  # as the editor stores an empty cell
    assert body.warnings == ["Line 1: Layout is left out: the alignment of table columns"]


@pytest.mark.parametrize(
    ("markdown", "trailer", "texts"),
    [
        ("x\n\nDate: 2023-01-03\n<br/>\nSource: NSTC", {"date": "2023-01-03", "source": "NSTC"}, ["x"]),
        ("x\n\nDate: 2023-1-3 \n\n<br/>\n  Source:  NSTC ", {"date": "2023-01-03", "source": "NSTC"}, ["x"]),
        ("x\nSource: NSTC", {"source": "NSTC"}, ["x"]),
        ("x\n\n來源：國科會\n\n日期：2023/01/03", {"date": "2023-01-03", "source": "國科會"}, ["x"]),
        ("Date: 2023-01-03\n\nx", {}, ["Date: 2023-01-03", "x"]),
        ("x\n\nDate: January 3", {}, ["x", "Date: January 3"]),
        ("x\n\nDate: 2023-02-30", {}, ["x", "Date: 2023-02-30"]),
        ("x\n\nSource: A\n\nSource: B", {"source": "B"}, ["x", "Source: A"]),
    ],
)
def test_the_lines_at_the_end(markdown: str, trailer: dict[str, str], texts: list[str]) -> None:
    assert body_blocks(markdown).trailer == trailer
    assert shown(markdown) == [("paragraph", f"<p>{text}</p>") for text in texts]


@pytest.mark.parametrize(
    ("markdown", "line", "told"),
    [
        ("[x](javascript:alert)", 1, "javascript:alert"),
        ("[x](//e.org/)", 1, "//e.org/"),
        ("[x](other.html)", 1, "other.html"),
        ('[x](/y "the title")', 1, "the title"),
        ("a\n\n![alt](https://e.org/i.png)", 3, "alt (https://e.org/i.png)"),
        ("a\n\n`code`", 3, "code"),
        ("```python\nx\n```", 1, "python"),
        ("a <mark>b</mark>", 1, "<mark>"),
        ("<div onclick='x'>b</div>", 1, "<div onclick='x'>b</div>"),
        ("<!-- a remark -->", 1, "a remark"),
        ("a\n\n<br/>\n\nb", 3, "<br/>"),
        ("a\n\n---\n\nb", 3, "horizontal line"),
        ("[unused]: https://e.org 'title'", 1, "https://e.org title"),
        ("## **bold** [x](/y)", 1, "/y"),
        ("> see [x](/y)", 1, "/y"),
        ("> a\n> — [Name](/name)", 1, "/name"),
        ("| a |\n|---|\n| b | surplus |", 3, "surplus"),
        ("**「主題」**為", 1, "**「主題」**為"),
    ],
)
def test_what_cannot_be_kept_is_reported_with_its_line(markdown: str, line: int, told: str) -> None:
    warnings = body_blocks(markdown).warnings
    assert any(warning.startswith(f"Line {line}:") and told in warning for warning in warnings), warnings
    assert [warning.partition(":")[2] for warning in body_blocks(markdown, first_line=11).warnings] == [
        warning.partition(":")[2] for warning in warnings
    ]
    assert body_blocks(markdown, first_line=11).warnings[0].startswith("Line 1")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//e.org", "vbscript:x", "tel:1", "#a"])
def test_only_safe_links_are_links(address: str) -> None:
    assert not any("href" in html for html in rich_texts(body_blocks(f"[text]({address})").blocks))
    assert shown(f"[text]({address})") == [("paragraph", "<p>text</p>")]


def test_absurd_nesting_is_an_error_and_not_a_loss() -> None:
    assert shown(">" * 40 + " deep") == [("quotation", {"text": "deep", "attribution": ""})]
    with pytest.raises(ArticleFileError):
        body_blocks(">" * 200 + " too deep")


def test_reading_twice_gives_the_same_ids_and_all_are_distinct() -> None:
    markdown = "# a\n\nb\n\n- c\n- d\n\nb\n\n| x |\n|---|\n| *y* |\n| *z* |"
    blocks = body_blocks(markdown).blocks
    assert blocks == body_blocks(markdown).blocks
    ids = re.findall(r'"id": "([^"]+)"', json.dumps(blocks))
    assert len(ids) == len(set(ids)) == 7


def test_blocks_are_values_of_the_article_block() -> None:
    markdown = "# a\n\nb **c**\n\n- d\n- e\n\n> f\n> — g\n\n| h | i |\n|---|---|\n| j | *k* |\n\n- l\n  - m"
    raw = body_blocks(markdown).blocks
    block = ArticleBlock()
    value = block.to_python(raw)
    assert json.loads(json.dumps(block.get_prep_value(value))) == raw
    assert block.get_prep_value(block.clean(value)) == raw


# Properties

WORDS = st.integers(min_value=0, max_value=10**6).map(lambda number: f"w{number}x")
PHRASES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
INLINE = st.recursive(
    PHRASES,
    lambda inner: st.one_of(
        inner.map(lambda text: f"**{text}**"),
        inner.map(lambda text: f"*{text}*"),
        inner.map(lambda text: f"<sub>{text}</sub>"),
        st.tuples(inner, WORDS).map(lambda pair: f"[{pair[0]}](https://e.org/{pair[1]})"),
        st.tuples(inner, WORDS, WORDS).map(lambda pair: f'![{pair[0]}]({pair[1]} "{pair[2]}")'),
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map("\n".join),
        st.tuples(inner, inner).map("<br/>".join),
    ),
    max_leaves=6,
)
ONE_LINE = INLINE.map(lambda text: text.replace("\n", " "))


def indented(mark: str, text: str) -> str:
    return mark + text.replace("\n", "\n" + " " * len(mark))


def table(cells: list[list[str]]) -> str:
    return "\n".join([f"| {' | '.join(row)} |" for row in [cells[0], ["---"] * len(cells[0]), *cells[1:]]])


def containers(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    items = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        items.map(lambda texts: "\n".join(indented("- ", text) for text in texts)),
        st.tuples(st.integers(0, 9), items).map(
            lambda pair: "\n\n".join(indented(f"{pair[0]}. ", text) for text in pair[1])
        ),
        inner.map(lambda text: "\n".join(f"> {line}" for line in text.split("\n"))),
        items.map("\n\n".join),
    )


BLOCKS = st.recursive(
    st.one_of(
        INLINE,
        st.tuples(st.integers(1, 6), ONE_LINE).map(lambda pair: f"{'#' * pair[0]} {pair[1]}"),
        st.lists(st.lists(ONE_LINE, min_size=1, max_size=3), min_size=1, max_size=3).map(table),
        st.tuples(WORDS, PHRASES).map(lambda pair: f"```{pair[0]}\n{pair[1]}\n```"),
        st.tuples(WORDS, PHRASES).map(lambda pair: f"<div class='{pair[0]}'>{pair[1]}</div>"),
    ),
    containers,
    max_leaves=6,
)
TRAILERS = st.sampled_from(
    ["", "\n\nDate: 2023-01-03\n<br/>\nSource: w7x w8x", "\nSource: w9x", "\n\n<br/>\nDate: w3x"]
)
# Any characters that mean something, in any order. Not "]:", since the label of a link definition is no text.
SOUP = st.lists(
    st.one_of(
        WORDS, st.sampled_from([*"*_`[]()<>!#|-+=~\\:&/\"'  \n\n", "1. ", "](", "\n\n", "    ", "|--|", "<br/>"])
    ),
    max_size=25,
).map("".join)


def everything(body: ParsedBody) -> str:
    return unescape(json.dumps([body.blocks, body.trailer], ensure_ascii=False)) + "\n".join(body.warnings)


def assert_no_word_is_lost(markdown: str) -> None:
    kept = everything(body_blocks(markdown))
    missing = [word for word in re.findall(r"w\d+x", markdown) if word not in kept]
    assert not missing, body_blocks(markdown)


@given(BLOCKS, TRAILERS)
def test_no_word_is_lost(markdown: str, trailer: str) -> None:
    assert_no_word_is_lost(markdown + trailer)


@given(SOUP)
def test_no_word_is_lost_from_a_soup_of_markup(markdown: str) -> None:
    assume("]:" not in markdown)
    assert_no_word_is_lost(markdown)


@given(st.one_of(BLOCKS, SOUP))
def test_opening_and_saving_in_the_editor_changes_nothing(markdown: str) -> None:
    for html in rich_texts(body_blocks(markdown).blocks):
        assert EDITOR.to_database_format(EDITOR.from_database_format(html)) == html
