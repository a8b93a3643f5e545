"""English without Chinese characters and marks, Chinese in Traditional characters and Taiwan's words."""

import pytest

from tests.translation_jobs.checks.seen import mended, seen, severities
from translation_jobs.checks.chinese_script import simplified, taiwan, vocabulary
from translation_jobs.checks.script import chinese_marks, han_left, unreadable
from translation_jobs.units import HouseStyle


@pytest.mark.parametrize(
    ("english", "found"),
    [
        ("The 國科會 announced it.", ["blocks"]),
        ("Minister Wu (吳政忠) announced it.", ["hint"]),
        ("Minister Wu (王大明) announced it.", ["blocks"]),
        ("(吳政忠) announced it.", ["blocks"]),
        ("Minister Wu (吳政忠) of 國科會 announced it.", ["blocks"]),
        ("Minister Wu announced it.", []),
    ],
)
def test_han_blocks_unless_brackets_after_a_name_quote_the_source(english: str, found: list[str]) -> None:
    assert severities(han_left, "國科會主委吳政忠宣布。", english) == found


def test_the_chinese_translation_may_hold_han() -> None:
    assert seen(han_left, "國科會宣布。", "NSTC announced it.", to_english=False) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("If so，apply.", "If so, apply."),
        ("If so， apply.", "If so, apply."),
        ("NSTC（the council）said", "NSTC (the council) said"),
        ("said （the council）.", "said (the council)."),
        ("「Yes」he said。", "“Yes” he said."),
        ("It grew １２.５％ in ＮＳＴＣ", "It grew 12.5% in NSTC"),
        ("A、B and C", "A, B and C"),
        ("from 10:00～12:00", "from 10:00–12:00"),
        ("Time：10：30", "Time: 10:30"),
        ("Taipei\u3000City", "Taipei City"),
    ],
)
def test_chinese_marks_become_english_ones_with_their_spaces(wrong: str, right: str) -> None:
    assert mended(chinese_marks, "國科會表示。", wrong)[1] == right


@pytest.mark.parametrize(
    ("english", "is_seen"),
    [
        ("The council\u00e2\u20ac\u2122s plan.", True),
        ("The council\ufffds plan.", True),
        ("The\u200bcouncil's plan.", True),
        ("The council\x07's plan.", True),
        ("The council’s café – naïve.", False),
        ("First\nsecond\tthird", False),
    ],
)
def test_unreadable_and_hidden_characters_are_seen(english: str, is_seen: bool) -> None:
    assert bool(seen(unreadable, "國科會的計畫。", english)) is is_seen


def test_hidden_characters_are_taken_out() -> None:
    assert mended(unreadable, "國科會。", "The \ufeffcouncil\u200b.")[1] == "The council."


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("国科会宣布计画", "國科會宣布計畫"),
        ("词汇汇整", "詞彙彙整"),
        ("厂商", "廠商"),
        ("复杂之答复", "複雜之答覆"),
    ],
)
def test_simplified_characters_are_seen_on_either_side(wrong: str, right: str) -> None:
    assert mended(simplified, wrong, "NSTC")[0] == right
    assert mended(simplified, wrong, "NSTC", to_english=False)[0] == right


def test_characters_that_both_scripts_have_are_left_alone() -> None:
    assert seen(simplified, "核准雇用、占地、秘書、床、台端、干擾、一群、里長、皇后、征服、風采、云云", "x") == []


def test_mainland_words_warn_in_a_translation_and_hint_in_a_source() -> None:
    assert severities(vocabulary, "軟件與網絡", "software and network", to_english=False) == ["warns"]
    assert severities(vocabulary, "軟件與網絡", "software and network") == ["hint"]
    assert severities(vocabulary, "研究項目", "research projects", to_english=False) == ["hint"]
    assert seen(vocabulary, "研究項目", "research items") == []
    assert mended(vocabulary, "人工智能軟件", "AI software", to_english=False)[0] == "人工智慧軟體"
    assert seen(vocabulary, "軟體、網路、資訊", "software, network, information", to_english=False) == []


@pytest.mark.parametrize(
    ("style", "chinese", "right"),
    [
        ("臺", "台北的台灣學生與平台", "臺北的臺灣學生與平臺"),
        ("臺", "台灣半導體研究中心在台南", "台灣半導體研究中心在臺南"),
        ("臺", "台端、天台", "台端、天台"),
        ("台", "臺灣的舞臺", "台灣的舞台"),
        ("", "台灣的平台", "台灣的平台"),
        ("", "台灣與臺灣", "臺灣與臺灣"),
    ],
)
def test_tai_is_written_as_the_house_style_has_it(style: str, chinese: str, right: str) -> None:
    assert mended(taiwan, chinese, "Taiwan", style=HouseStyle(taiwan=style))[0] == right
