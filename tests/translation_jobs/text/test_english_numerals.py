from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.english_numerals import Form, read_english_numbers, roman_value, values_anywhere
from translation_jobs.text.numerals import english_amount


def values(text: str) -> list[str]:
    return [str(number.value) for number in read_english_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one hundred and twenty-three projects", ["123"]),
        ("ten thousand, five hundred", ["10500"]),
        ("three hundred million", ["300000000"]),
        ("two million three hundred thousand and five", ["2300005"]),
        ("one hundred thousand million", ["100000000000"]),
        ("six hundred thousands", ["600000"]),
        ("a hundred seats", ["100"]),
        ("several hundred seats", []),
        ("10 thousand", ["10000"]),
        ("NT$1.2 billion", ["1200000000"]),
        ("NTD500 and No.7", ["500", "7"]),
        ("35,000V", ["35000"]),
        ("１２３．５", ["247/2"]),
        ("NT$100, 000", ["100000"]),
        ("the 21st and the twenty-first", ["21", "21"]),
        ("one hundred and first", ["101"]),
        ("two-thirds, one half and 2/3", ["2/3", "1/2", "2/3"]),
        ("a scale of 1/5,000", ["1/5000"]),
        ("one four-thousandth", ["1/4000"]),
    ],
)
def test_numbers_are_read_in_digits_and_words(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sixty thousand and three hundred thousand", ["60000", "300000"]),
        ("five, six and seven", ["5", "6", "7"]),
        ("one to two", ["1", "2"]),
        ("Articles 3,4 and 5", ["3", "4", "5"]),
        ("forty-two one-year grants", ["42", "1"]),
        ("thirty (30) days", ["30", "30"]),
    ],
)
def test_numbers_side_by_side_stay_apart(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize("text", ["PM2.5", "COVID-19", "FORMOSAT-8", "the tension", "someone", "often"])
def test_parts_of_words_and_names_are_no_numbers(text: str) -> None:
    assert values(text) == []


def test_a_third_party_is_an_ordinal() -> None:
    assert [number.form for number in read_english_numbers("one third party")] == [Form.WORDS, Form.ORDINAL]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("both sides", "2"),
        ("half of the members", "1/2"),
        ("Item (c)", "3"),
        ("Subparagraph IV", "4"),
        ("Article 12.1.1", "12"),
        ("a month", "1"),
    ],
)
def test_words_and_letters_may_stand_for_a_number(text: str, value: str) -> None:
    assert Fraction(value) in values_anywhere(text)


@pytest.mark.parametrize(("numeral", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XL", 40)])
def test_roman_numerals_have_values(numeral: str, value: int) -> None:
    assert roman_value(numeral) == value


_WORDS = (
    "one two three nine ten twelve nineteen twenty ninety hundred thousand million and first third half a , - . 5 $"
)


@given(st.text() | st.lists(st.sampled_from(_WORDS.split()), max_size=12).map(" ".join))
def test_numbers_stand_in_the_text_in_order_without_overlap(text: str) -> None:
    position = 0
    for number in read_english_numbers(text):
        assert position <= number.start < number.end <= len(text)
        position = number.end
    values_anywhere(text)


@given(st.decimals(min_value=0, max_value=10**14, places=3, allow_nan=False, allow_infinity=False))
def test_a_written_amount_is_read_back(value) -> None:
    assert [number.value for number in read_english_numbers(english_amount(value))] == [Fraction(value)]
