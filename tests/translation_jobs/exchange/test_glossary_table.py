from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.exchange import glossary_table, persons_table
from translation_jobs.exchange.glossary_table import STATUSES, read_terms
from translation_jobs.exchange.persons_table import read_persons
from translation_jobs.exchange.records import CHINESE_LABEL, ENGLISH_LABEL, Column, Record, Value, write_records
from translation_jobs.exchange.tables import TableError, read_table, write_csv

HEAD = "zh,en,abbrev,kind,note,source\n"


def read(text: str) -> tuple[Record, ...]:
    reading = read_terms(read_table(text.encode()))
    assert reading.problems == ()
    return reading.records


def test_a_row_is_read_with_the_fields_of_its_note() -> None:
    line = '科技部,Ministry,MOST,agency,"status=official; from=2014-03-03; to=2022-07-26; not NSTC; see note",law\n'
    assert read(HEAD + line) == (
        Record(
            2,
            {
                "chinese": "科技部",
                "english": "Ministry",
                "abbreviation": "MOST",
                "kind": "agency",
                "status": "official",
                "valid_from": date(2014, 3, 3),
                "valid_to": date(2022, 7, 26),
                "note": "not NSTC; see note",
                "reference": "law",
            },
        ),
    )


def test_names_and_the_agency_may_stand_in_a_note() -> None:
    (row,) = read("zh,en,note\n主任委員,Chair,Agency=金管會; variants=Head | The Chair; forbidden=Boss; by law\n")
    assert row.values["agency"] == "金管會"
    assert row.values["variants"] == "Head\nThe Chair"
    assert row.values["forbidden"] == "Boss"
    assert row.values["note"] == "by law"


def test_a_note_is_only_text_where_a_field_has_its_own_column() -> None:
    (row,) = read("zh,en,status,from,to,agency,variants,forbidden,note\n甲,A,press,,,,,,status=official; text\n")
    assert (row.values["status"], row.values["note"]) == ("press", "status=official; text")


def test_columns_that_are_left_out_say_nothing() -> None:
    assert read("en,zh\nA,甲\n") == (Record(2, {"chinese": "甲", "english": "A"}),)


@pytest.mark.parametrize(
    ("word", "status"),
    [("UNCERTAIN", "unconfirmed"), ("未確認", "unconfirmed"), ("Official", "official"), ("", "common")],
)
def test_a_status_is_known_by_all_its_words(word: str, status: str) -> None:
    (row,) = read(f"zh,en,status\n甲,A,{word}\n")
    assert row.values["status"] == status


def test_headings_in_both_languages_are_known_and_others_are_said() -> None:
    reading = read_terms(read_table("中文, ENGLISH ,英文縮寫,Remark\n甲,A,AB,x\n".encode()))
    assert reading.records == (Record(2, {"chinese": "甲", "english": "A", "abbreviation": "AB"}),)
    assert reading.unknown == ("Remark",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("zh,note\n甲,A\n", "en (英文)"),
        ("zh,en,中文\n甲,A,乙\n", "Two columns"),
        ("id,zh,en,ID\n1,甲,A,2\n", "Two columns"),
        ("甲,A\n乙,B\n", "These columns are missing"),
    ],
)
def test_a_wrong_heading_is_an_error_of_the_whole_file(text: str, message: str) -> None:
    with pytest.raises(TableError) as error:
        read_terms(read_table(text.encode()))
    assert message in str(error.value)
    assert error.value.line == 1


@pytest.mark.parametrize(
    "line",
    [
        "甲,,,term,,",
        ",A,,term,,",
        "甲,A,,term,status=maybe,",
        "甲,A,,term,from=2022-13-01,",
        "甲,A,,term,to=soon,",
    ],
)
def test_a_wrong_row_is_named_and_the_others_are_read(line: str) -> None:
    reading = read_terms(read_table(f"{HEAD}乙,B,,,,\n{line}\n丙,C,,,,\n".encode()))
    assert [record.line for record in reading.records] == [2, 4]
    assert [problem.line for problem in reading.problems] == [3]
    assert reading.problems[0].message % reading.problems[0].params


@pytest.mark.parametrize("cell", ["x", "-1", "0", "1.5", "９", "9" * 30])
def test_an_id_is_a_number(cell: str) -> None:
    reading = read_terms(read_table(f"id,zh,en\n{cell},甲,A\n".encode()))
    assert [problem.line for problem in reading.problems] == [2]


names = (
    st.text(alphabet="ABc 國科會=+-@'&", min_size=1, max_size=10).map(lambda text: " ".join(text.split())).filter(bool)
)
notes = st.text(alphabet="AB\n國=+-@';,\"<>", max_size=20).map(str.strip)
lists = st.lists(names, max_size=3, unique=True).map("\n".join)
days = st.none() | st.dates()
terms = st.fixed_dictionaries(
    {
        "chinese": names,
        "english": names,
        "abbreviation": names | st.just(""),
        "kind": names | st.just(""),
        "status": st.sampled_from(sorted(STATUSES)),
        "valid_from": days,
        "valid_to": days,
        "agency": names | st.just(""),
        "variants": lists,
        "forbidden": lists,
        "note": notes,
        "reference": notes,
    }
)
persons = st.fixed_dictionaries(
    {
        "chinese": names,
        "english": names,
        "variants": lists,
        "title": names | st.just(""),
        "valid_from": days,
        "valid_to": days,
        "note": notes,
        "reference": notes,
    }
)


@pytest.mark.parametrize("language", [ENGLISH_LABEL, CHINESE_LABEL])
@given(rows=st.lists(terms, max_size=4))
def test_terms_that_are_written_are_read_again(language: int, rows: list[dict[str, Value]]) -> None:
    data = write_csv(write_records(enumerate(rows, start=1), glossary_table.COLUMNS, language))
    reading = read_terms(read_table(data))
    assert [(record.id, record.values) for record in reading.records] == list(enumerate(rows, start=1))


@pytest.mark.parametrize("language", [ENGLISH_LABEL, CHINESE_LABEL])
@given(rows=st.lists(persons, max_size=4))
def test_persons_that_are_written_are_read_again(language: int, rows: list[dict[str, Value]]) -> None:
    data = write_csv(write_records(enumerate(rows, start=1), persons_table.COLUMNS, language))
    reading = read_persons(read_table(data))
    assert [(record.id, record.values) for record in reading.records] == list(enumerate(rows, start=1))


@pytest.mark.parametrize("columns", [glossary_table.COLUMNS, persons_table.COLUMNS])
def test_no_two_columns_share_a_heading(columns: tuple[Column, ...]) -> None:
    for heading in {heading for column in columns for heading in (column.name, *column.labels)}:
        assert len([column for column in columns if column.is_headed(heading)]) == 1
