"""Any text becomes well-formed XML and comes back; of what a provider sends, only text and placeholders pass."""

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import example, given, settings
from hypothesis import strategies as st

from translation_jobs.text.placeholders import (
    from_xml,
    matched_pairs,
    sentences_from_xml,
    sentences_to_xml,
    to_xml,
    without_illegal_characters,
)

ANY_CHARACTER = st.characters(exclude_categories=[])  # with control characters and half surrogates
PIECES = st.sampled_from(
    ["<g1>", "</g1>", "<g2>", "</g2>", "<x3/>", "<g0>", "<b>", "&amp;", "&", "<s1>", "]]>", "\r\n", "字"]
)
ANY_TEXT = st.lists(PIECES | st.text(ANY_CHARACTER, max_size=5), max_size=12).map("".join)


@pytest.mark.parametrize(
    ("text", "xml"),
    [
        ("見<g1>公告</g1><x2/>", "見<g1>公告</g1><x2/>"),
        ("5 < 6 & 7 > 6", "5 &lt; 6 &amp; 7 &gt; 6"),
        ("<b>粗</b><g0/>", "&lt;b&gt;粗&lt;/b&gt;&lt;g0/&gt;"),
        ("&lt;", "&amp;lt;"),
        ("半<g1>對", "半&lt;g1&gt;對"),
        ("半</g1>對", "半&lt;/g1&gt;對"),
        ("<g1>甲<g2>乙</g1>丙</g2>", "<g1>甲&lt;g2&gt;乙</g1>丙&lt;/g2&gt;"),
        ("一\x0b二\x00三\ud800四\ufffe", "一 二 三 四 "),
        ("行\r\n行", "行&#13;\n行"),
        ("", ""),
    ],
)
def test_text_becomes_xml(text: str, xml: str) -> None:
    assert to_xml(text) == xml


def test_an_illegal_character_does_not_make_a_placeholder() -> None:
    assert to_xml("<g\x001>") == "&lt;g 1&gt;"


@given(ANY_TEXT)
@settings(max_examples=400)
@example("<g1></g2></g1>")
def test_every_text_is_well_formed_and_comes_back(text: str) -> None:
    fromstring(f"<p>{to_xml(text)}</p>")
    assert from_xml(to_xml(text)) == without_illegal_characters(text)


@given(st.lists(ANY_TEXT, max_size=5))
@settings(max_examples=200)
def test_every_list_of_sentences_comes_back(sentences: list[str]) -> None:
    xml = sentences_to_xml(sentences)
    assert sentences_from_xml(xml, len(sentences)) == tuple(map(without_illegal_characters, sentences))
    assert sentences_from_xml(xml, len(sentences) + 1) is None


@given(ANY_TEXT)
def test_pairs_nest(text: str) -> None:
    pairs = matched_pairs(text)
    assert all((opening.role, closing.role) == ("open", "close") for opening, closing in pairs)
    assert all(opening.number == closing.number for opening, closing in pairs)
    assert not any(a.start < b.start < x.start < y.start for a, x in pairs for b, y in pairs)


@pytest.mark.parametrize(
    "xml",
    [
        "a < b",
        "a & b",
        "&nbsp;",
        "<g1>半",
        "<g1>甲</g2>",
        "<b>粗</b>",
        "<g0>零</g0>",
        "<g12345>多</g12345>",
        "<s1>句</s1>",
        "<g1 a='1'>屬性</g1>",
        "<g1 xmlns='urn:a'>名</g1>",
        "<x1>內</x1>",
        "<x1><x2/></x1>",
        "<!-- 註 -->",
        "<?php ?>",
        "</content><content>",
        "</content><!DOCTYPE a><content>",
        "\x00",
        "\ud800",
        "<!DOCTYPE a [<!ENTITY b 'bbbb'>]><g1>&b;</g1>",
    ],
)
def test_anything_but_text_and_placeholders_is_refused(xml: str) -> None:
    with pytest.raises(ValueError):
        from_xml(xml)
    assert sentences_from_xml(f"<s1>{xml}</s1>", 1) is None


def test_equal_ways_of_writing_are_read() -> None:
    assert from_xml("<g1 >甲</g1 ><x2></x2>&#60;&#x4e59;<![CDATA[<丙>]]>") == "<g1>甲</g1><x2/><乙<丙>"


@pytest.mark.parametrize(
    ("xml", "count", "sentences"),
    [
        ("<s1>One.</s1> \n<s2>Two.</s2>", 2, ("One.", "Two.")),
        ("<s1><g1>One</g1>.</s1><s2/>", 2, ("<g1>One</g1>.", "")),
        (" ", 0, ()),
        ("<s2>Two.</s2><s1>One.</s1>", 2, None),
        ("<s1>One.</s1>", 2, None),
        ("<s1>One.</s1><s2>Two.</s2><s3>Three.</s3>", 2, None),
        ("<s1>One.</s1><s1>Two.</s1>", 2, None),
        ("<s1>One.</s1> and <s2>Two.</s2>", 2, None),
        ("<s1>One.<s2>Two.</s2></s1>", 2, None),
        ("<s1><s1>One.</s1></s1>", 1, None),
        ("<g1><s1>One.</s1></g1>", 1, None),
        ("<s1>One.</s1><x2/>", 1, None),
        ("<s1>One.</s1", 1, None),
        ("One.", 1, None),
    ],
)
def test_sentences_are_told_apart_only_if_each_stands_in_its_place(
    xml: str, count: int, sentences: tuple[str, ...] | None
) -> None:
    assert sentences_from_xml(xml, count) == sentences


def test_nesting_however_deep_is_read() -> None:
    text = "<g1>" * 5000 + "深" + "</g1>" * 5000
    assert from_xml(to_xml(text)) == text
