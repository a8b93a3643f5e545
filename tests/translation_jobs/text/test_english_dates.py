import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.english_dates import read_english_dates


def days(text: str, impossible: bool = False) -> list[tuple[int | None, int | None, int | None]]:
    return [(date.year, date.month, date.day) for date in read_english_dates(text, impossible)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 30th day of December, 2026", (2026, 12, 30)),
        ("Dec. 30, 2026", (2026, 12, 30)),
        ("30 December 2026", (2026, 12, 30)),
        ("December 30,2026", (2026, 12, 30)),
        ("December 30th, 2026", (2026, 12, 30)),
        ("2026/12/30", (2026, 12, 30)),
        ("12/30/2026", (2026, 12, 30)),
        ("2026-12-30", (2026, 12, 30)),
        ("the 15th of July", (None, 7, 15)),
        ("December, 2026", (2026, 12, None)),
        ("in December", (None, 12, None)),
        ("by December 15, 2026", (2026, 12, 15)),
        ("academic year 2026", (2026, None, None)),
    ],
)
def test_dates_are_read_in_many_forms(text: str, expected: tuple[int | None, int | None, int | None]) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    "text", ["October 17–18, 2026", "October 17 to 18, 2026", "17 to 18 October 2026", "October 17 and 18, 2026"]
)
def test_two_days_of_a_month_are_two_dates(text: str) -> None:
    assert days(text) == [(2026, 10, 17), (2026, 10, 18)]


def test_a_number_after_a_day_is_not_a_second_day() -> None:
    assert days("on June 2, 30 persons and 5 teams met") == [(None, 6, 2)]


def test_a_day_that_the_calendar_has_not_is_read_only_if_asked_for() -> None:
    assert days("November 31, 2026") == []
    assert days("November 31, 2026", impossible=True) == [(2026, 11, 31)]


@given(st.text() | st.text(alphabet="0123456789/-., MarchOctoberinthofto "))
def test_dates_stand_in_the_text_in_order_without_overlap(text: str) -> None:
    position = 0
    for date in read_english_dates(text, impossible=True):
        assert position <= date.start < date.end <= len(text)
        position = date.end
