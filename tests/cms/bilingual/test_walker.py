"""Collecting paragraphs and rebuilding a page with other texts."""

import copy
import json
import re
import uuid
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.bilingual import rich_text
from cms.bilingual.placeholders import mismatches
from cms.bilingual.walker import Paragraph, collect, rebuild
from cms.models import NewsPage

PAIRS = NewsPage.bilingual_pairs


def texts(html: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def note(key: str, text: str) -> str:
        assert key not in found
        found[key] = text
        return text

    rich_text.rebuild(html, note)
    return found


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<p data-block-key="a">見<a href="/x" id="3">公告</a>。</p>', {"#a": "見<g1>公告</g1>。"}),
        ('<p data-block-key="a"><b>全部粗體。</b></p>', {"#a": "全部粗體。"}),
        ('<p data-block-key="a">E = mc<sup>2</sup> 公式</p>', {"#a": "E = mc<g1>2</g1> 公式"}),
        ('<p data-block-key="a">一行<br/>二行</p>', {"#a": "一行<x1/>二行"}),
        ('<ul><li data-block-key="a">一</li><li data-block-key="b">二</li></ul>', {"#a": "一", "#b": "二"}),
        (
            '<ul><li data-block-key="a">外<ul><li data-block-key="b">內</li></ul>後</li></ul>',
            {"#a": "外", "#b": "內", "#a.2": "後"},
        ),
        ("<p>無鍵一</p><p>無鍵二</p>", {"#1": "無鍵一", "#2": "無鍵二"}),
        ('<p data-block-key="a">5 &lt; 6 &amp; 7</p>', {"#a": "5 < 6 & 7"}),
        ('<p data-block-key="a">原文寫 &lt;g1&gt; 的<b>字</b></p>', {"#a": "原文寫 <g1> 的<g2>字</g2>"}),
        ('<embed embedtype="image" id="1" alt="照片" format="left"/>', {"#@alt": "照片"}),
        ('<p data-block-key="a">  前後空白  </p>', {"#a": "前後空白"}),
        ('<p data-block-key="a"><br/></p><p> </p><hr/>', {}),
    ],
)
def test_rich_text_is_collected_by_paragraph_with_numbered_placeholders(html: str, expected: dict[str, str]) -> None:
    assert texts(html) == expected
    assert rich_text.rebuild(html, lambda _key, text: text) == html


def test_rebuilt_links_have_the_attributes_of_the_source_and_text_is_escaped() -> None:
    html = '<p data-block-key="a">見<a linktype="page" id="3">公告</a>與<b>說明</b></p>'
    target = "See <g2>notes</g2> & <g1>notice</g1> <script>alert(1)</script>"
    assert rich_text.rebuild(html, lambda _key, _text: target) == (
        '<p data-block-key="a">See <b>notes</b> &amp; <a linktype="page" id="3">notice</a> '
        "&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


ARTICLE = {
    "title": "標題",
    "seo_title": "",
    "search_description": "",
    "summary": "摘要 & 重點",
    "lead_image_alt": "",
    "source_line": "國科會",
    "body": [
        {"type": "heading", "id": "h", "value": {"text": "小標", "level": "2"}},
        {"type": "paragraph", "id": "p", "value": '<p data-block-key="k">見<a href="https://x.tw">公告</a>。</p>'},
        {"type": "figure", "id": "f", "value": {"image": 7, "alt": "照片", "caption": "說明"}},
        {"type": "quotation", "id": "q", "value": {"text": "一起努力。", "attribution": ""}},
        {
            "type": "list",
            "id": "l",
            "value": {"ordered": True, "items": [{"type": "item", "id": "i", "value": '<p data-block-key="z">項</p>'}]},
        },
        {
            "type": "table",
            "id": "t",
            "value": {
                "columns": [{"type": "text", "heading": "園區"}, {"type": "rich_text", "heading": "營業額"}],
                "rows": [{"values": ["竹科", '<p data-block-key="c">8,650</p>']}],
                "caption": "表一",
            },
        },
        {"type": "download", "id": "d", "value": {"document": 3, "title": "統計"}},
        {"type": "callout", "id": "c", "value": {"title": "注意", "text": '<p data-block-key="o">內文</p>'}},
        {"type": "media", "id": "m", "value": {"media": "https://www.youtube.com/watch?v=x", "caption": "影片"}},
        {"type": "gone", "id": "g", "value": "舊區塊"},
    ],
}


def test_every_text_of_an_article_is_collected_with_its_address_and_kind() -> None:
    assert [(p.path, p.kind, p.text, p.is_rich) for p in collect(NewsPage, PAIRS, ARTICLE)] == [
        ("title", "title", "標題", False),
        ("summary", "summary", "摘要 & 重點", False),
        ("body:h.text", "body.heading.text", "小標", False),
        ("body:p#k", "body.paragraph", "見<g1>公告</g1>。", True),
        ("body:f.alt", "body.figure.alt", "照片", False),
        ("body:f.caption", "body.figure.caption", "說明", False),
        ("body:q.text", "body.quotation.text", "一起努力。", False),
        ("body:l.items:i#z", "body.list.items", "項", True),
        ("body:t.caption", "body.table.caption", "表一", False),
        ("body:t.h0", "body.table.heading", "園區", False),
        ("body:t.h1", "body.table.heading", "營業額", False),
        ("body:t.r0c0", "body.table.cell", "竹科", False),
        ("body:t.r0c1#c", "body.table.cell", "8,650", True),
        ("body:d.title", "body.download.title", "統計", False),
        ("body:c.title", "body.callout.title", "注意", False),
        ("body:c.text#o", "body.callout.text", "內文", True),
        ("body:m.caption", "body.media.caption", "影片", False),
        ("source_line", "source_line", "國科會", False),
    ]


def test_rebuilding_changes_texts_only_and_leaves_the_source_alone() -> None:
    before = copy.deepcopy(ARTICLE)
    result = rebuild(NewsPage, PAIRS, ARTICLE, lambda paragraph: paragraph.text.upper() + "!")
    assert before == ARTICLE
    assert result["body"][2] == {"type": "figure", "id": "f", "value": {"image": 7, "alt": "照片!", "caption": "說明!"}}
    assert result["body"][0]["value"]["level"] == "2"
    assert result["body"][8]["value"]["media"] == "https://www.youtube.com/watch?v=x"
    assert result["body"][9] == ARTICLE["body"][9]


# Properties. HTML as the editor stores it: paragraphs and lists of inline content, entities as Wagtail writes them.

plain = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="✓"), min_size=1, max_size=12)
marked = st.sampled_from(["國科會", "<g1>", "</g2>", "<x3/>", "&", "a < b", " ", "。", "5億元"]) | plain


def html_text(text: str) -> str:
    return escape(text, quote=False)


def inline(depth: int) -> st.SearchStrategy[str]:
    leaf = marked.map(html_text) | st.just("<br/>")
    if depth == 0:
        return leaf
    inner = st.lists(inline(depth - 1), min_size=1, max_size=3).map("".join)
    return leaf | st.one_of(
        inner.map(lambda html: f"<b>{html}</b>"),
        inner.map(lambda html: f'<a linktype="page" id="4">{html}</a>'),
        inner.map(lambda html: f'<a href="https://example.tw/?a=1&amp;b=2">{html}</a>'),
    )


# Browsers show a run of spaces as one, and so does a rebuilt paragraph.
content = st.lists(inline(2), min_size=1, max_size=4).map("".join).map(lambda html: re.sub("[ ]+", " ", html))


@st.composite
def rich_html(draw: Any) -> str:
    parts = []
    for number, (shape, first, second) in enumerate(
        draw(st.lists(st.tuples(st.sampled_from(["p", "h3", "ul"]), content, content), max_size=4))
    ):
        if shape == "ul":
            parts.append(
                f'<ul><li data-block-key="l{number}">{first}</li><li data-block-key="m{number}">{second}</li></ul>'
            )
        else:
            parts.append(f'<{shape} data-block-key="k{number}">{first}</{shape}>')
    return "".join(parts)


@st.composite
def articles(draw: Any) -> dict[str, Any]:
    blocks = draw(
        st.lists(
            st.one_of(
                rich_html().map(lambda html: ("paragraph", html)),
                plain.map(lambda text: ("heading", {"text": text, "level": "2"})),
                st.tuples(plain, plain).map(lambda two: ("quotation", {"text": two[0], "attribution": two[1]})),
                st.lists(rich_html(), max_size=3).map(
                    lambda items: (
                        "list",
                        {
                            "ordered": False,
                            "items": [{"type": "item", "id": str(uuid.uuid4()), "value": html} for html in items],
                        },
                    )
                ),
            ),
            max_size=5,
        )
    )
    body = [{"type": kind, "id": f"b{number}", "value": value} for number, (kind, value) in enumerate(blocks)]
    return {pair.source: "" for pair in PAIRS} | {"title": draw(plain), "summary": draw(plain), "body": body}


MARK = "✓"


@given(rich_html())
def test_collect_then_rebuild_of_rich_text_is_the_identity(html: str) -> None:
    canonical = rich_text.rebuild(html, lambda _key, text: text)
    marked_html = rich_text.rebuild(canonical, lambda _key, text: f"{MARK}{text}{MARK}")
    assert rich_text.rebuild(marked_html, lambda _key, text: text.strip(MARK)) == canonical
    assert texts(canonical) == texts(html)


@settings(max_examples=60)
@given(articles())
def test_collect_then_rebuild_of_an_article_is_the_identity(values: dict[str, Any]) -> None:
    paragraphs = {p.path: p for p in collect(NewsPage, PAIRS, values)}
    marked_values = rebuild(NewsPage, PAIRS, values, lambda p: f"{MARK}{p.text}{MARK}")
    rebuilt = rebuild(NewsPage, PAIRS, marked_values, lambda p: paragraphs[p.path].text)
    assert [(p.path, p.text) for p in collect(NewsPage, PAIRS, rebuilt)] == [
        (path, p.text) for path, p in paragraphs.items()
    ]
    assert rebuild(NewsPage, PAIRS, marked_values, lambda p: p.text.strip(MARK)) == rebuilt
    assert json.loads(json.dumps(rebuilt)) == rebuilt


@settings(max_examples=60)
@given(articles(), st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8))
def test_placeholders_survive_a_translation_that_keeps_them(values: dict[str, Any], word: str) -> None:
    """A target of other words with the same placeholders reads back exactly as it was written."""
    word = word.strip().replace("<", "").replace(">", "") or "word"

    def translated(paragraph: Paragraph) -> str:
        return f"{word}{paragraph.text}{word}"

    rebuilt = rebuild(NewsPage, PAIRS, values, translated)
    source = {p.path: p for p in collect(NewsPage, PAIRS, values)}
    target = {p.path: p for p in collect(NewsPage, PAIRS, rebuilt)}
    assert source.keys() == target.keys()
    for path, paragraph in source.items():
        assert mismatches(paragraph.text, target[path].text) == []
