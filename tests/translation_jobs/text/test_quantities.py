from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.chinese_quantities import numerals_anywhere, read_chinese_quantities
from translation_jobs.text.currencies import chinese_currencies, english_currencies
from translation_jobs.text.english_quantities import read_english_quantities
from translation_jobs.text.numerals import chinese_amount, english_amount
from translation_jobs.text.quantities import Quantity
from translation_jobs.text.units_of_measure import in_base


def told(quantities: list[Quantity]) -> list[str]:
    """Each quantity in the form "value kind unit"."""
    return [" ".join(filter(None, (str(one.value), str(one.kind), one.unit))) for one in quantities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("新臺幣6億元", ["600000000 money TWD"]),
        ("2.5億美元", ["250000000 money USD"]),
        ("補助800萬元", ["8000000 money"]),
        ("百分之二十五點五", ["51/2 percent"]),
        ("百分之百", ["100 percent"]),
        ("千分之三", ["3/10 percent permille"]),
        ("5%", ["5 percent"]),
        ("七成五", ["75 percent tenths"]),
        ("三折", ["30 percent discount"]),
        ("2個百分點", ["2 points"]),
        ("三分之二", ["2/3 fraction"]),
        ("1.4倍", ["7/5 multiple"]),
        ("第十一條之一第二項", ["11 reference article", "2 reference provision"]),
        ("第 2、3、17 條", ["2 reference article", "3 reference article", "17 reference article"]),
        ("全文六十五條", ["65 amount article"]),
        ("前二項", ["2 amount"]),
        ("三年六個月", ["3 measure year", "6 measure month"]),
        ("每半年", ["6 measure month"]),
        ("500坪及2公頃", ["500 measure ping", "2 measure ha"]),
        ("12平方公尺", ["12 measure m²"]),
        ("攝氏零下25度", ["25 measure °C"]),
        ("長度二．五公里", ["5/2 measure km"]),
        ("一、依據", ["1 marker"]),
        ("字第1150012345號", ["1150012345 identifier"]),
        ("附件三", ["3 amount"]),
    ],
)
def test_chinese_numbers_say_what_they_measure(text: str, expected: list[str]) -> None:
    assert told(read_chinese_quantities(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NT$600 million", ["600000000 money TWD"]),
        ("600 million New Taiwan dollars", ["600000000 money TWD"]),
        ("US$250 million", ["250000000 money USD"]),
        ("25.5 percent and 3%", ["51/2 percent", "3 percent"]),
        ("3 per mille", ["3/10 percent permille"]),
        ("2 percentage points", ["2 points"]),
        ("two-thirds", ["2/3 fraction"]),
        ("1.5 times", ["3/2 multiple"]),
        ("Article 11-1, Paragraph 2", ["11 reference article", "2 reference provision"]),
        ("under Article 15.3", ["15 reference article", "3 reference provision"]),
        ("Articles 2, 3 and 17", ["2 reference article", "3 reference article", "17 reference article"]),
        ("the first paragraph of Chapter II", ["1 reference provision", "2 reference chapter"]),
        ("within 30 working days", ["30 measure day"]),
        ("a three-year term", ["3 measure year"]),
        ("500 ping or 2 hectares", ["500 measure ping", "2 measure ha"]),
        ("12 square meters", ["12 measure m²"]),
        ("40°C", ["40 measure °C"]),
        ("1. The Act", ["1 marker"]),
        ("30 days", ["30 measure day"]),
    ],
)
def test_english_numbers_say_what_they_measure(text: str, expected: list[str]) -> None:
    assert told(read_english_quantities(text)) == expected


def test_a_quantity_is_where_its_number_stands() -> None:
    found = read_english_quantities("The grant is NT$6 million.")[0]
    assert (found.start, found.end, found.unit_start, found.unit_end) == (16, 25, 13, 16)


def test_a_numeral_within_a_word_may_still_say_a_number() -> None:
    assert {Fraction(1), Fraction(2), Fraction(228)} <= numerals_anywhere("統一由雙方辦理二二八紀念活動")


def test_currencies_are_named_in_both_languages() -> None:
    assert [code for *_place, code in chinese_currencies("新臺幣、美元及歐元")] == ["TWD", "USD", "EUR"]
    assert [code for *_place, code in english_currencies("NT$5, US dollars and euros")] == ["TWD", "USD", "EUR"]


def test_equal_measures_are_equal_in_their_base_unit() -> None:
    assert in_base(Fraction(24), "hour") == in_base(Fraction(1), "day")
    assert in_base(Fraction(18), "month") == in_base(Fraction(3, 2), "year")
    assert in_base(Fraction(1), "month") != in_base(Fraction(30), "day")


amounts = st.integers(min_value=1, max_value=10**14).map(Decimal)


@given(amounts)
def test_money_written_in_chinese_is_read_back(value: Decimal) -> None:
    assert told(read_chinese_quantities(f"新臺幣{chinese_amount(value)}元")) == [f"{value} money TWD"]


@given(amounts)
def test_money_written_in_english_is_read_back(value: Decimal) -> None:
    assert told(read_english_quantities(f"NT${english_amount(value)}")) == [f"{value} money TWD"]


@given(
    st.text(),
    st.text(alphabet="第之項條款、至百分千萬億一二三十〇0123456789.,元美臺幣年月日半成折倍%（）"),
    st.text(alphabet="0123456789.,()-%$ NTUSDArticleparagraphIVXonethirdhalf"),
)
def test_quantities_stand_in_the_text_in_order(anything: str, chinese: str, english: str) -> None:
    for read, texts in ((read_chinese_quantities, (anything, chinese)), (read_english_quantities, (anything, english))):
        for text in texts:
            found = read(text)
            assert [one.start for one in found] == sorted(one.start for one in found)
            assert all(0 <= one.start < one.end <= len(text) and one.unit_end <= len(text) for one in found)
            assert all(one.end <= other.start for one, other in pairwise(found))
