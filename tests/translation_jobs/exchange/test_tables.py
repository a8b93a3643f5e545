"""Tables from files of all the kinds that offices send, and from files that mean harm."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from translation_jobs.exchange import tables, workbooks
from translation_jobs.exchange.cells import LONGEST_CELL, has_controls
from translation_jobs.exchange.tables import MOST_ROWS, Table, TableError, TableRow, read_table, write_csv
from translation_jobs.exchange.workbooks import write_workbook

HEADING = ("zh", "en")
cells = st.text(max_size=20) | st.text(alphabet="=+-@'\"\t\n,;國科會<b>&_x0041_", max_size=8)
kept = cells.map(lambda text: text.replace("\r", "")).filter(lambda text: not has_controls(text))


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def rows_of(data: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(data).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
def test_csv_is_read_in_the_encodings_that_excel_saves(encoding: str) -> None:
    table = read_table("zh,en\n國科會,NSTC\n".encode(encoding))
    name = {"utf-8-sig": "utf-8", "cp950": "big5"}.get(encoding, encoding)
    assert table == Table(HEADING, (TableRow(2, ("國科會", "NSTC")),), name)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_that_of_the_heading(delimiter: str) -> None:
    assert rows_of(f"zh{delimiter}en\n甲{delimiter}A\n".encode()) == [("甲", "A")]


def test_a_row_is_on_the_line_where_it_begins() -> None:
    table = read_table('zh,en\n"一\n二",A\n\n三,C\n'.encode())
    assert table.rows == (TableRow(2, ("一\n二", "A")), TableRow(5, ("三", "C")))


def test_rows_are_as_long_as_the_heading_and_blank_ones_are_none() -> None:
    assert rows_of("zh,en,note\n甲,A\n,,\n  , \n乙,B,n,,\n".encode()) == [("甲", "A", ""), ("乙", "B", "n")]


@pytest.mark.parametrize("write", [write_csv, write_workbook])
@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(kept, kept), max_size=5))
def test_what_is_written_is_read_again(write, rows: list[tuple[str, str]]) -> None:
    wanted = [row for row in rows if "".join(row).strip()]
    read = rows_of(write([HEADING, *rows]))
    # Blank cells at the end of a row may lose their blanks: no reader of a table can tell.
    assert [[cell if cell.strip() else "" for cell in row] for row in read] == [
        [cell if cell.strip() else "" for cell in row] for row in wanted
    ]


def test_no_cell_of_a_workbook_is_a_formula_number_or_error() -> None:
    data = write_workbook([HEADING, ("=1+1", "1"), ("#REF!", "@SUM(A1)")])
    cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert rows_of(data) == [("=1+1", "1"), ("#REF!", "@SUM(A1)")]


def test_numbers_and_days_of_a_workbook_are_read_as_people_see_them() -> None:
    from datetime import date, datetime

    data = workbook(HEADING, (2024.0, date(2024, 3, 1)), (7, datetime(2024, 3, 1, 12)), (None, 1.5))
    assert rows_of(data) == [("2024", "2024-03-01"), ("7", "2024-03-01"), ("", "1.5")]


def message_of(data: bytes) -> tuple[str, int | None]:
    with pytest.raises(TableError) as error:
        read_table(data)
    return str(error.value), error.value.line


@pytest.mark.parametrize(
    ("data", "message", "line"),
    [
        (b"", "empty", None),
        (b"\xef\xbb\xbf", "empty", None),
        (b"\n\n  \n", "empty", None),
        ("zh,en\n甲,A,多\n".encode(), "more cells than headings", 2),
        ('zh,en\n甲,"A\n乙,B\n'.encode(), "quotation marks", 2),
        (b"zh,en\n\xff\xff\xfe", "neither UTF-8 nor Big5", None),
        (b"zh,en\na\x00,b\n", "control characters", 2),
        (f"zh,en\n甲,{'A' * (LONGEST_CELL + 1)}\n".encode(), "10,000 characters", 2),
        (f"zh{',en' * 60}\n".encode(), "50 columns", 1),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ".xls", None),
        (b"PK\x03\x04 and no archive", "damaged", None),
    ],
)
def test_a_file_that_is_no_table_says_why(data: bytes, message: str, line: int | None) -> None:
    text, at = message_of(data)
    assert message in text
    assert at == line


@pytest.mark.parametrize("write", [write_csv, write_workbook])
def test_a_file_may_have_ten_thousand_rows_and_no_more(write) -> None:
    rows = [("甲", str(number)) for number in range(MOST_ROWS)]
    assert len(rows_of(write([HEADING, *rows]))) == MOST_ROWS
    assert "more than 10,000 rows" in message_of(write([HEADING, *rows, ("乙", "B")]))[0]


def test_a_large_file_is_not_even_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "LARGEST_FILE", 10)
    assert "larger than" in message_of(b"zh,en\n" + b"a" * 5)[0]


def test_a_workbook_that_would_fill_the_memory_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO(workbook(HEADING))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(workbooks.LARGEST_UNPACKED + 1))
    assert len(stream.getvalue()) < 100_000
    assert "too large when unpacked" in message_of(stream.getvalue())[0]


def with_sheet(edit) -> bytes:
    """A workbook of one row, the XML of its sheet changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(HEADING, ("甲", "A")))) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                data = edit(data)
            new.writestr(part.filename, data)
    return stream.getvalue()


def test_a_workbook_with_entities_is_refused() -> None:
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    assert "damaged" in message_of(with_sheet(lambda xml: entities + xml[xml.index(b"<worksheet") :]))[0]


def test_a_row_beyond_the_last_one_of_a_sheet_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "LAST_ROW", 1_000)
    data = with_sheet(lambda xml: xml.replace(b'<row r="2"', b'<row r="1002"').replace(b'"A2"', b'"A1002"'))
    assert "damaged" in message_of(data)[0]


def test_a_workbook_that_says_a_wrong_size_is_read_as_far_as_it_goes() -> None:
    data = with_sheet(lambda xml: xml.replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'))
    assert read_table(data).rows == (TableRow(2, ("甲", "A")),)


def test_a_cell_far_out_costs_nothing() -> None:
    book = Workbook()
    book.active["A1"], book.active["B1"], book.active["A1048576"] = "zh", "en", "甲"
    stream = io.BytesIO()
    book.save(stream)
    assert read_table(stream.getvalue()).rows == (TableRow(1_048_576, ("甲", "")),)
