from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.exchange.cells import day_in, guarded, has_controls, lines, names_in, one_line, unguarded

STARTS = "=+-@＝＋－＠\t\r\n"


@pytest.mark.parametrize("text", ["=1+1", "+886", "-5", "@name", "\t=1", "\r=1", "＝1", "'=1", "''@x"])
def test_what_a_program_could_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "國科會", "Taiwan", "'quoted'", "'", "1=1", " =1", "NT$"])
def test_other_text_stays(text: str) -> None:
    assert guarded(text) == text
    assert unguarded(text) == text


@given(st.text() | st.text(alphabet=STARTS + "'1A國", max_size=6))
def test_guarding_can_be_undone_and_leaves_nothing_to_run(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(tuple(STARTS))


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("", ()),
        (" ; ；\n", ()),
        ("IPR", ("IPR",)),
        ("start-up; startup；Start-up", ("start-up", "startup", "Start-up")),
        ("one\r\ntwo\nthree", ("one", "two", "three")),
        ("twice; once; twice", ("twice", "once")),
        ("Board of  Science,\tExecutive Yuan", ("Board of Science, Executive Yuan",)),
    ],
)
def test_a_list_of_names_is_read(cell: str, names: tuple[str, ...]) -> None:
    assert names_in(cell) == names


@given(st.text())
def test_reading_names_twice_gives_the_same(cell: str) -> None:
    assert names_in("\n".join(names_in(cell))) == names_in("; ".join(names_in(cell))) == names_in(cell)


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("", None, None),
        ("2022-07-27", date(2022, 7, 27), date(2022, 7, 27)),
        (" 2022/7/5 ", date(2022, 7, 5), date(2022, 7, 5)),
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
    ],
)
def test_a_day_is_read_and_a_year_alone_stands_for_its_first_or_last(
    cell: str, first: date | None, last: date | None
) -> None:
    assert (day_in(cell, is_end=False), day_in(cell, is_end=True)) == (first, last)


@pytest.mark.parametrize("cell", ["2022-13-01", "2023-02-29", "0000", "111年7月27日", "27/7/2022", "soon", "20220727"])
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        day_in(cell, is_end=False)


def test_lines_and_names_lose_the_white_space_around_them() -> None:
    assert lines(" a\r\nb\rc \n") == "a\nb\nc"
    assert one_line("　National\n Science\tPark ") == "National Science Park"


@pytest.mark.parametrize("text", ["\x00", "a\x1fb", "\x85", "\ud800", "\ufffe"])
def test_controls_are_no_text(text: str) -> None:
    assert has_controls(text)
    assert not has_controls("國家\t𠮷\r\n")
