from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.numerals import (
    Number,
    chinese_amount,
    english_amount,
    is_plain,
    read_chinese,
    read_english,
    whole_number,
)

whole_amounts = st.integers(min_value=0, max_value=10**15 - 1).map(Decimal)
amounts = st.decimals(min_value=0, max_value=10**12, places=3, allow_nan=False, allow_infinity=False)


def values(text: str) -> list[str]:
    return [f"{number.value:f}" for number in read_chinese(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("335,490人", ["335490"]),
        ("１２３．５公尺", ["123.5"]),
        ("３，０００人", ["3000"]),
        ("2兆8,250億元", ["2825000000000"]),
        ("3億5,000萬元", ["350000000"]),
        ("33萬5,490人", ["335490"]),
        ("2.5億", ["250000000"]),
        ("3千萬", ["30000000"]),
        ("5百萬人", ["5000000"]),
        ("一億五千萬元", ["150000000"]),
        ("壹億元", ["100000000"]),
        ("參佰萬元", ["3000000"]),
        ("二萬三千億", ["2300000000000"]),
        ("一萬億", ["1000000000000"]),
        ("一點五億", ["150000000"]),
        ("二十萬一千元", ["201000"]),
        ("一百一十五", ["115"]),
        ("一百十五", ["115"]),
        ("二〇二六", ["2026"]),
        ("三百零五", ["305"]),
        ("廿五", ["25"]),
        ("卅一日", ["31"]),
        ("十二項", ["12"]),
        ("百萬人", ["1000000"]),
        ("7,700餘個", ["7700"]),
        ("8,650、6,120及13,480", ["8650", "6120", "13480"]),
        ("3億5億", ["300000000", "500000000"]),
    ],
)
def test_digits_and_chinese_numerals_are_read_to_values(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("三百五", "350"), ("一千二", "1200"), ("三萬五", "35000"), ("一億零五", "100000005"), ("33萬5", "330005")],
)
def test_a_last_chinese_digit_counts_the_next_smaller_unit(text: str, expected: str) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "一般",
            "統一",
            "唯一",
            "一起",
            "一樣",
            "一致",
            "萬一",
            "之一",
            "逐一",
            "進一步",
            "一旦",
            "統一條款",
            "唯一名額",
        ),
        *("十分重要", "三讀通過", "二二八", "星期一", "週一", "千萬不要", "千里馬", "百位科學家", "百工百業"),
        *("兩三年", "三四個", "數百萬人", "幾十萬", "零件", "淨零", "參與", "隊伍", "大陸", "四川", "兩岸", "十足"),
    ],
)
def test_words_that_hold_a_numeral_are_no_numbers(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三大主軸", ["3"]),
        ("兩家公司", ["2"]),
        ("一位研究員", ["1"]),
        ("近八成", ["8"]),
        ("三折計費", ["3"]),
        ("第二季", ["2"]),
        ("百分之五", ["5"]),
        ("三分之二", ["3", "2"]),
        ("至少三分之一須", ["3", "1"]),
        ("（一）半導體", ["1"]),
        ("一、依據", ["1"]),
        ("三十分鐘", ["30"]),
        ("二十萬一般住宅", ["200000"]),
    ],
)
def test_a_lone_numeral_counts_where_its_neighbours_say_so(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize("text", ["PM2.5", "FORMOSAT-5", "GPU2", "COVID-19", "12345678901234567890"])
def test_digits_of_names_and_identifiers_are_no_numbers(text: str) -> None:
    assert read_chinese(text) == read_english(text) == []


def test_numbers_come_with_their_places() -> None:
    assert read_chinese("共投入2兆8,250億元，補助12案") == [
        Number(3, 11, Decimal("2825000000000"), "2兆8,250億"),
        Number(15, 17, Decimal(12), "12"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("600 million", "600000000"),
        ("NT$2.825 trillion", "2825000000000"),
        ("335,490 people", "335490"),
        ("2 Million GPU hours", "2000000"),
        ("a 20-million grant", "20000000"),
        ("up 20.1 percent.", "20.1"),
        ("8 thousand", "8000"),
    ],
)
def test_english_amounts_are_read_with_their_scale(text: str, expected: str) -> None:
    assert [f"{number.value:f}" for number in read_english(text)] == [expected]


def test_english_numbers_come_with_their_places() -> None:
    assert read_english("NT$2.825 trillion for 12 projects") == [
        Number(3, 17, Decimal("2825000000000"), "2.825 trillion"),
        Number(22, 24, Decimal(12), "12"),
    ]


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        ("600000000", "600 million", "6億"),
        ("2825000000000", "2.825 trillion", "2兆8,250億"),
        ("350000000", "350 million", "3億5,000萬"),
        ("335490", "335,490", "33萬5,490"),
        ("20000", "20,000", "2萬"),
        ("1234567", "1,234,567", "123萬4,567"),
        ("12345000", "12.345 million", "1,234萬5,000"),
        ("4200", "4,200", "4,200"),
        ("12.50", "12.5", "12.5"),
        ("0", "0", "0"),
        ("10005", "10,005", "10,005"),
        ("300000005", "300,000,005", "300,000,005"),
        ("12345.5", "12,345.5", "12,345.5"),
    ],
)
def test_amounts_are_written_in_house_style(value: str, english: str, chinese: str) -> None:
    assert (english_amount(Decimal(value)), chinese_amount(Decimal(value))) == (english, chinese)


@given(amounts | whole_amounts)
def test_what_is_written_in_english_reads_back_as_the_same_value(value: Decimal) -> None:
    assert [number.value for number in read_english(english_amount(value))] == [value]


@given(amounts | whole_amounts)
def test_what_is_written_in_chinese_reads_back_as_the_same_value(value: Decimal) -> None:
    assert [number.value for number in read_chinese(chinese_amount(value))] == [value]


@given(whole_amounts, st.text(alphabet="。，的了人）（", max_size=5))
def test_a_number_covers_exactly_what_is_written(value: Decimal, around: str) -> None:
    written = chinese_amount(value)
    assert [(number.start, number.text) for number in read_chinese(around + written + around)] == [
        (len(around), written)
    ]


@given(st.text() | st.text(alphabet="0123456789０９.,，．〇零一二兩十百千萬億兆壹拾廿點半第分之個元 a"))
def test_numbers_stand_in_the_text_in_order_without_overlap(text: str) -> None:
    for read in (read_chinese, read_english):
        position = 0
        for number in read(text):
            assert position <= number.start < number.end
            assert text[number.start : number.end] == number.text
            position = number.end


@pytest.mark.parametrize(
    ("numeral", "value"),
    [("115", 115), ("一百一十五", 115), ("二〇二六", 2026), ("十二", 12), ("3月", None), ("2.5", None), ("", None)],
)
def test_a_whole_numeral_has_one_value(numeral: str, value: int | None) -> None:
    assert whole_number(numeral) == value


def test_only_digits_are_plain() -> None:
    assert [is_plain(number) for number in read_chinese("2026、1,000、６、6億、十二")] == [
        True,
        True,
        True,
        False,
        False,
    ]
