"""A translation is there, is one of this text, is long enough, ends, and has all lines."""

import pytest

from tests.translation_jobs.checks.seen import seen, severities
from translation_jobs.checks.completeness import empty, identical, other_text
from translation_jobs.checks.extent import length, sentences, truncated

CHINESE = "申請人應於公告期限內，檢具計畫書及經費預算表，經所屬機構函送國科會審查。"
ENGLISH = (
    "Within the announced time limit, applicants shall prepare a proposal and a budget, which their institution "
    "submits to the National Science and Technology Council for review."
)


@pytest.mark.parametrize(
    "target", ["", " ", "\xa0", "&nbsp;", "<p></p>", "<g1></g1>", "-", "—", "…", "<p>&nbsp;</p>", " " * 90]
)
def test_a_target_with_nothing_to_read_is_missing(target: str) -> None:
    assert severities(empty, CHINESE, target) == ["blocks"]


@pytest.mark.parametrize(("source", "target"), [("—", "–"), ("115年", "2026"), ("甲", "A"), ("|---|", "|---|")])
def test_a_short_target_is_there(source: str, target: str) -> None:
    assert seen(empty, source, target) == []


def test_a_repeated_source_blocks_but_a_name_only_warns() -> None:
    assert severities(identical, "國科會宣布。", "國科會宣布。") == ["blocks"]
    assert severities(identical, "NSTC", "NSTC", to_english=False) == ["warns"]
    assert seen(identical, "115", "115") == []


@pytest.mark.parametrize(
    ("english", "is_seen"),
    [
        (ENGLISH, False),
        ("The museum opens its new hall on Saturday, and visitors may take home a small gift from the shop.", True),
        ("The pump shall be fitted with a pressure gauge and a relief valve on its outlet side.", True),
    ],
)
def test_the_words_of_another_text_are_told(english: str, is_seen: bool) -> None:
    assert bool(seen(other_text, CHINESE, english)) is is_seen


def test_a_name_that_both_have_speaks_for_the_pair() -> None:
    english = "The museum opens its new hall on Saturday with a gift from the FORMOSAT-8 shop."
    assert seen(other_text, CHINESE, english)
    assert seen(other_text, f"{CHINESE}FORMOSAT", english) == []


def test_a_translation_far_shorter_or_longer_than_usual_warns() -> None:
    assert seen(length, CHINESE, ENGLISH) == []
    assert seen(length, CHINESE, "Apply to NSTC in time.")[0].params == {"ratio": "0.7", "low": "2.6", "high": "10.3"}
    assert severities(length, CHINESE, ENGLISH * 4) == ["warns"]
    assert severities(length, CHINESE, "Apply to NSTC in time.", to_english=False) == ["warns"]
    assert seen(length, "中華民國一百零一年七月十一日", "July 11, 2012") == []


@pytest.mark.parametrize(
    ("english", "found"),
    [
        (ENGLISH, []),
        (ENGLISH[:60], ["warns"]),
        ("Within the announced time limit, applicants shall prepare a proposal with the", ["warns"]),
        (ENGLISH.removesuffix("."), ["hint"]),
        (ENGLISH.replace(".", "; and"), []),
        (ENGLISH.replace(".", ". See https://www.nstc.gov.tw/."), []),
        (f"{ENGLISH}</strong>", []),
        (f"“{ENGLISH}”", []),
    ],
)
def test_a_translation_that_breaks_off_is_told(english: str, found: list[str]) -> None:
    assert severities(truncated, CHINESE, english) == found


def test_names_of_things_in_a_list_need_no_full_stop() -> None:
    assert (
        seen(truncated, "研究計畫書及經費預算表之影本。", "Copies of the research proposal and of the budget table")
        == []
    )


def test_a_chinese_translation_that_breaks_off_is_told() -> None:
    assert severities(truncated, "申請人應於期限內，", ENGLISH, to_english=False) == ["warns"]
    assert seen(truncated, CHINESE, ENGLISH, to_english=False) == []


LINES = "下列文件應於期限內送達：\n一、研究計畫書。\n二、經費預算表及其說明。\n三、主持人之履歷及近五年之著作目錄。"
IN_ENGLISH = [
    "The following documents shall be delivered within the time limit:",
    "1. the research proposal;",
    "2. the budget table and its explanation; and",
    "3. the CV of the principal investigator and a list of works of the last five years.",
]


def test_a_line_left_out_is_told() -> None:
    assert seen(sentences, LINES, "\n".join(IN_ENGLISH)) == []
    assert seen(sentences, LINES, " ".join(IN_ENGLISH)) == []
    assert severities(sentences, LINES, "\n".join(IN_ENGLISH[:-1])) == ["warns"]


def test_sentences_that_were_joined_are_no_fault() -> None:
    chinese = "本計畫為期三年。經費共一億元。由三校共同執行。"
    english = "The program runs for three years on a budget of NT$100 million and is carried out by three universities."
    assert seen(sentences, chinese, english) == []
    assert severities(sentences, chinese * 2, "The program runs for three years.") == ["warns"]
