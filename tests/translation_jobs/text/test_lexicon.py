"""The words of two texts tell whether one is a translation of the other."""

import time

import pytest

from translation_jobs.text.lexicon import kinship, unanswered

PAIRS = [
    ("國科會公布明年度研究計畫補助結果。", "NSTC announced the results of next year's research grants."),
    ("申請人應於期限內提出文件。", "Applicants shall submit the documents within the time limit."),
    ("半導體產業投資持續成長。", "Investment in the semiconductor industry keeps growing."),
    ("中央主管機關得委託機構辦理檢查。", "The central competent authority may entrust institutions with inspections."),
]


@pytest.mark.parametrize(("chinese", "english"), PAIRS)
def test_a_translation_speaks_for_itself_and_another_text_against(chinese: str, english: str) -> None:
    assert kinship(chinese, english).evidence > 0
    others = [other for _chinese, other in PAIRS if other != english]
    assert all(kinship(chinese, other).evidence < kinship(chinese, english).evidence for other in others)


def test_without_words_there_is_no_evidence() -> None:
    assert kinship("", "The plan.") == kinship("ABC 123", "The plan.")
    assert kinship("ABC", "").words == 0
    assert kinship("ABC", "").evidence == 0


def test_words_without_an_answer_tell_against() -> None:
    chinese, english = PAIRS[0]
    assert unanswered(chinese, "") < unanswered(chinese, english) <= 0


def test_the_time_grows_with_the_length() -> None:
    started = time.process_time()
    kinship("主管機關" * 20_000, "competent authority " * 20_000)
    assert time.process_time() - started < 5  # seconds
