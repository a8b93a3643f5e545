import pytest

from translation_jobs.text.list_markers import chinese_marker, english_marker


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("一、資格", "一、", 1),
        ("十二、附則", "一、", 12),
        ("（三）教授", "（一）", 3),
        ("4. 經費", "1.", 4),
        ("（５）其他", "(1)", 5),
    ],
)
def test_a_chinese_marker_is_read(text: str, style: str, number: int) -> None:
    marker = chinese_marker(text)
    assert marker and marker.style == style and marker.numbers == {number}


@pytest.mark.parametrize(
    ("text", "style", "numbers"),
    [
        ("1. Proposal", "1.", {1}),
        ("(12) Other", "(1)", {12}),
        ("B. Budget", "A.", {2}),
        ("IV. Annex", "I.", {4}),
        ("I. Annex", "", {1, 9}),
        ("(c) Other", "(a)", {3}),
    ],
)
def test_an_english_marker_is_read(text: str, style: str, numbers: set[int]) -> None:
    marker = english_marker(text)
    assert marker and marker.style == style and marker.numbers == numbers


@pytest.mark.parametrize("text", ["1.5 million", "A proposal", "I am", "(NSTC) said", "2026 budget", "e.g. this"])
def test_a_text_without_marker_has_none(text: str) -> None:
    assert english_marker(text) is None


@pytest.mark.parametrize("text", ["一月", "3.5億元", "三大主軸、五大計畫"])
def test_a_chinese_text_without_marker_has_none(text: str) -> None:
    assert chinese_marker(text) is None
