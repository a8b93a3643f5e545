from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.values import read_values


def changed_numbers(chinese: str, english: str) -> list[tuple[str, str]]:
    return [(one.text, other.text) for one, other in read_values(chinese, english).quantities.changed]


def changed_dates(chinese: str, english: str) -> list[tuple[str, str]]:
    return [(one.text, other.text) for one, other in read_values(chinese, english).dates.changed]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("任期三年六個月", "a term of 42 months"),
        ("於24小時內", "within one day"),
        ("百分之五十", "one half"),
        ("半數", "50 percent"),
        ("八折", "20 percent off"),
        ("成長1.4倍", "an increase of 140 percent"),
        ("21時", "9 p.m."),
        ("十五萬伏特", "150 kV"),
        ("30億電子伏特", "3 GeV"),
        ("第三條、第四條及第五條", "Articles 3 to 5"),
        ("第三條至第五條", "Articles 3, 4 and 5"),
        ("前條及第七條", "Articles 6 and 7"),
        ("雙方", "the two sides"),
        ("在30日內，30日為限", "within 30 days"),
        ("三十日", "thirty (30) days"),
        ("一個月", "30 days"),
        ("民國115年", "2026"),
        ("15京次", "15 petaflops"),
    ],
)
def test_the_same_value_in_another_form_is_the_same(chinese: str, english: str) -> None:
    values = read_values(chinese, english)
    assert not values.quantities.changed
    assert not values.quantities.only_chinese
    assert not values.dates.changed


@pytest.mark.parametrize(
    ("chinese", "english", "pair"),
    [
        ("任期三年", "a term of five years", ("三", "five")),
        ("第三條第二項", "Article 2, Paragraph 2", ("三", "2")),
        ("三年或五年", "five years or five years", ("三", "five")),
        ("處六萬元以上三十萬元以下罰鍰", "NT$60,000 to NT$600,000", ("三十萬", "600,000")),
        ("第七條之百分之七十", "7% under Article 7", ("百分之七十", "7")),
        ("千分之三", "3%", ("千分之三", "3")),
        ("共23所大學", "32 universities", ("23", "32")),
    ],
)
def test_a_number_that_became_another_is_paired_with_it(chinese: str, english: str, pair: tuple[str, str]) -> None:
    assert changed_numbers(chinese, english) == [pair]


@pytest.mark.parametrize(
    ("chinese", "english", "pair"),
    [
        ("115年3月18日", "March 8, 2026", ("115年3月18日", "March 8, 2026")),
        ("115年3月18日", "March 18, 2024", ("115年3月18日", "March 18, 2024")),
        ("115年6月1日至8月31日", "June 1 to August 31, 2025", ("115年6月1日", "August 31, 2025")),
        ("自98年9月1日起，98年9月1日前", "from September 1, 2009; before July 1, 2009", ("98年9月1日", "July 1, 2009")),
        ("於12月登場", "held in January", ("12月", "January")),
    ],
)
def test_a_date_that_became_another_is_paired_with_it(chinese: str, english: str, pair: tuple[str, str]) -> None:
    assert changed_dates(chinese, english) == [pair]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("115年10月17日至18日", "October 17–18, 2026"),
        ("115年10月17日（星期六）至18日（星期日）", "from Saturday, October 17, to Sunday, October 18, 2026"),
        ("115年6月1日至8月31日", "June 1 to August 31, 2026"),
        ("115年3月18日公布，115年3月18日施行", "promulgated and effective on March 18, 2026"),
        ("115年上半年較114年同期", "the first half of 2026, compared with 2025"),
    ],
)
def test_the_same_date_in_another_form_is_the_same(chinese: str, english: str) -> None:
    dates = read_values(chinese, english).dates
    assert not dates.changed
    assert not dates.only_chinese


def test_a_day_told_from_publication_is_compared() -> None:
    values = read_values("今（12）日", "today (September 12)", date(2026, 8, 12))
    assert [other.text for _date, other in values.dates.changed] == ["today (September 12)"]


@given(st.text(alphabet="第三五條年月日萬元115百分之、，"), st.text(alphabet="Articles 1257,%$NTyearsMarchof ()"))
def test_every_number_is_same_changed_or_left_but_never_two_of_them(chinese: str, english: str) -> None:
    matching = read_values(chinese, english).quantities
    seen = [one for one, _other in matching.same + matching.changed] + list(matching.only_chinese)
    assert len({one.start for one in matching.only_chinese} & {one.start for one, _other in matching.changed}) == 0
    assert all(one.text in chinese for one in seen)
