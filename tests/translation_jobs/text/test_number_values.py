import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.number_values import read_values


def kinds(text: str, language: str = "zh-hant") -> list[tuple[str, str]]:
    return [(value.kind.value, value.value) for value in read_values(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("補助新臺幣一百萬元", [("money", "1000000")]),
        ("投資US$500萬", [("money", "5000000")]),
        ("成長5.50%", [("percent", "5.5")]),
        ("百分之五", [("percent", "5")]),
        ("115年3月18日起", [("date", "2026-03-18")]),
        ("3月18日起", [("date", "--03-18")]),
        ("115年度", [("date", "2026")]),
        ("二、第三條", [("marker", "2"), ("number", "3")]),
        ("（十二）附則", [("marker", "12")]),
        ("③附則", [("marker", "3")]),
        ("3.5公尺", [("number", "3.5")]),
        ("統一規定", []),
        ("5月", [("date", "--05")]),
    ],
)
def test_numbers_of_chinese_text_have_kind_and_value(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NT$1.2 billion", [("money", "1200000000")]),
        ("5 percent", [("percent", "5")]),
        ("March 18, 2026", [("date", "2026-03-18")]),
        ("(2) The third and five others", [("marker", "2"), ("number", "3"), ("number", "5")]),
        ("the 21st century", [("number", "21")]),
    ],
)
def test_numbers_of_english_text_have_kind_and_value(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text, "en") == expected


@given(st.text(alphabet="一二十百萬元年月日第、（）0123456789.,%$ NTthMarch"), st.sampled_from(["zh-hant", "en"]))
def test_values_stand_where_they_say_and_do_not_overlap(text: str, language: str) -> None:
    position = 0
    for value in read_values(text, language):
        assert text[value.start : value.end] == value.written
        assert value.start >= position
        position = value.end
