from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.dates import (
    DateReading,
    chinese_date,
    english_date,
    read_chinese_dates,
)
from translation_jobs.text.english_dates import read_english_dates

roc_days = st.dates(min_value=date(1912, 1, 1), max_value=date(2061, 12, 31))


def in_english(text: str, published: date | None = None) -> list[str]:
    return [english_date(reading) for reading in read_chinese_dates(text, published)]


def in_chinese(text: str) -> list[str]:
    return [chinese_date(reading) for reading in read_english_dates(text)]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("民國115年3月18日", "March 18, 2026"),
        ("中華民國115年3月18日", "March 18, 2026"),
        ("中華民國一百一十五年三月十八日", "March 18, 2026"),
        ("於115年3月18日在臺北", "March 18, 2026"),
        ("115 年 3 月 18 日", "March 18, 2026"),
        ("１１５年３月１８日", "March 18, 2026"),
        ("99年1月1日", "January 1, 2010"),
        ("1年1月1日", "January 1, 1912"),
        ("民國元年", "1912"),
        ("民國38年", "1949"),
        ("115年12月公告", "December 2026"),
    ],
)
def test_roc_year_becomes_common_era(text: str, english: str) -> None:
    assert in_english(text) == [english]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("2026年3月18日", "March 18, 2026"),
        ("二〇二六年三月", "March 2026"),
        ("2027年至2029年", "2027"),
        ("1949年", "1949"),
    ],
)
def test_common_era_year_stays(text: str, english: str) -> None:
    assert in_english(text)[0] == english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("115年度", "2026"),
        ("自112年起", "2023"),
        ("自99年推動以來", "2010"),
        ("115年上半年", "first half of 2026"),
        ("115年度下半年", "second half of 2026"),
        ("116年第二季", "second quarter of 2027"),
        ("116年第2季", "second quarter of 2027"),
        ("118年底", "end of 2029"),
        ("118年初", "beginning of 2029"),
        ("118年初步成果", "2029"),
        ("3月18日", "March 18"),
        ("十二月五日", "December 5"),
        ("7月至9月", "July"),
    ],
)
def test_parts_of_dates_are_written_in_english(text: str, english: str) -> None:
    assert in_english(text)[0] == english


@pytest.mark.parametrize(
    "text",
    [
        *(
            "3個月",
            "未來3年",
            "2年以上",
            "博士畢業後10年",
            "近100年",
            "100年來",
            "第1年度",
            "1,500年",
            "每2年",
            "兩三月",
        ),
        *("115年2月30日", "13月1日", "4月31日", "0月5日", "民國200年", "今（32）日", "今（0）日", "有期徒刑2年3月"),
    ],
)
def test_lengths_of_time_and_impossible_days_are_no_dates(text: str) -> None:
    assert read_chinese_dates(text, date(2026, 8, 12)) == []


@pytest.mark.parametrize(
    ("text", "published", "english"),
    [
        ("今（12）日", date(2026, 8, 12), "today (August 12)"),
        ("今(12)日", date(2026, 8, 12), "today (August 12)"),
        ("今日（12日）", date(2026, 8, 12), "today (August 12)"),
        ("今（31）日", date(2026, 9, 1), "today (August 31)"),
        ("昨（11）日", date(2026, 8, 12), "yesterday (August 11)"),
        ("昨（30）日", date(2026, 7, 1), "yesterday (June 30)"),
        ("明（1）日", date(2026, 12, 31), "tomorrow (January 1)"),
        ("今（12）日", None, "today (12)"),
        ("昨（1）日", date(1, 1, 1), "yesterday (1)"),
    ],
)
def test_a_day_told_from_publication_is_resolved(text: str, published: date | None, english: str) -> None:
    assert in_english(text, published) == [english]


def test_a_resolved_day_has_the_year_of_publication_too() -> None:
    assert read_chinese_dates("國科會今（12）日公布", date(2026, 8, 12)) == [
        DateReading(3, 9, 2026, 8, 12, "今（12）日", relative="today")
    ]


def test_readings_say_how_the_date_was_written() -> None:
    assert read_chinese_dates("自115年度起，至2026年底") == [
        DateReading(1, 6, 2026, None, None, "115年度", roc=True, fiscal=True),
        DateReading(9, 15, 2026, None, None, "2026年底", part="end"),
    ]


def test_both_ends_of_a_period_are_read() -> None:
    assert in_english("115年6月1日至8月31日") == ["June 1, 2026", "August 31"]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("115.03.18", ["March 18, 2026"]),
        ("115/3/18", ["March 18, 2026"]),
        ("2026-03-18", ["March 18, 2026"]),
        ("一○五年三月十八日", ["March 18, 2016"]),
        ("115學年度", ["academic year 2026"]),
        ("民國三十八年起至四十二年止", ["1949", "1953"]),
        ("115年3月完成，同年9月啟動", ["March 2026", "September 2026"]),
        ("3月5日公告，同月15日截止", ["March 5", "March 15"]),
        ("10月17日至18日", ["October 17", "18"]),
        ("10月17日（星期六）至18日", ["October 17", "18"]),
        ("處三年以上七年以下有期徒刑", []),
        ("版本1.2.3", []),
    ],
)
def test_dates_are_read_in_figures_and_carried(text: str, english: list[str]) -> None:
    assert in_english(text) == english


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("March 18, 2026", "115年3月18日"),
        ("on Mar. 18, 2026, the", "115年3月18日"),
        ("18 March 2026", "115年3月18日"),
        ("March 2026", "115年3月"),
        ("in 2026", "115年"),
        ("since 1956", "民國45年"),
        ("in 1900", "1900年"),
        ("FY2026", "115年度"),
        ("fiscal year 2026", "115年度"),
        ("the first half of 2026", "115年上半年"),
        ("the second quarter of 2027", "116年第二季"),
        ("by the end of 2029", "118年底"),
        ("on July 31", "7月31日"),
        ("today (August 12)", "今（12）日"),
    ],
)
def test_english_dates_are_written_in_years_of_the_republic(text: str, chinese: str) -> None:
    assert in_chinese(text) == [chinese]


@pytest.mark.parametrize("text", ["you may 5 times", "March", "February 30, 2026", "in 2026 companies", "Marching 5"])
def test_words_like_months_are_no_dates(text: str) -> None:
    assert read_english_dates(text) == []


@given(roc_days)
def test_a_day_written_in_chinese_reads_back_as_the_same_day(day: date) -> None:
    reading = DateReading(0, 0, day.year, day.month, day.day, "")
    again = read_chinese_dates(chinese_date(reading))
    assert [(read.year, read.month, read.day) for read in again] == [(day.year, day.month, day.day)]


@given(roc_days)
def test_a_day_written_in_english_reads_back_as_the_same_day(day: date) -> None:
    reading = DateReading(0, 0, day.year, day.month, day.day, "")
    again = read_english_dates(english_date(reading))
    assert [(read.year, read.month, read.day) for read in again] == [(day.year, day.month, day.day)]


@given(st.integers(min_value=1600, max_value=2199), st.booleans())
def test_a_year_written_in_chinese_reads_back_as_the_same_year(year: int, fiscal: bool) -> None:
    reading = DateReading(0, 0, year, None, None, "", fiscal=fiscal)
    assert [(read.year, read.fiscal) for read in read_chinese_dates(chinese_date(reading))] == [(year, fiscal)]


@given(st.text() | st.text(alphabet="0123456789年月日度底初上下半第季民國今昨（）() March18,"), st.dates() | st.none())
def test_dates_stand_in_the_text_in_order_without_overlap(text: str, published: date | None) -> None:
    for readings in (read_chinese_dates(text, published), read_english_dates(text)):
        position = 0
        for reading in readings:
            assert position <= reading.start < reading.end
            assert text[reading.start : reading.end] == reading.text
            assert english_date(reading)
            assert chinese_date(reading)
            position = reading.end
