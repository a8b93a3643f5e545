"""XLSX ⇄ rows of text, with openpyxl. Pure.

A workbook is a ZIP archive of XML: what it claims to unpack to is bounded before anything is read, and its XML is read
with defusedxml, which openpyxl uses where it is installed.
Source: openpyxl's documentation, https://openpyxl.readthedocs.io/en/stable/ (Security; 3.1).
"""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from openpyxl import Workbook, load_workbook  # type: ignore[import-untyped]
from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
from openpyxl.xml import DEFUSEDXML  # type: ignore[import-untyped]

from translation_jobs.exchange.cells import guarded
from translation_jobs.exchange.tables import MOST_COLUMNS, MOST_ROWS, TableError, TableRow, gettext_noop

LARGEST_UNPACKED = 30_000_000  # bytes; ten thousand rows of a glossary take about ten million
MOST_PARTS = 500
LAST_ROW = 1_048_576  # of a sheet, in Excel; openpyxl fills in the rows that a file skips, however many it says
SHEET = "Sheet1"

_ = gettext_noop


def workbook_rows(data: bytes) -> Iterator[TableRow]:
    """The rows of the first sheet that hold anything, as many as a table may have and one more. Raises TableError.

    Numbers are written without a fraction that is none, days as 2022-07-27, formulas as their last value.
    """
    if not DEFUSEDXML:
        raise RuntimeError("defusedxml is not in use: a workbook from outside could fill the memory")
    rows: list[TableRow] = []
    try:
        _bound(data)
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is often wrong, and cuts off what is there
        for line, values in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
            if line > LAST_ROW:
                raise ValueError("rows beyond the last one")
            if any(value is not None for value in values):
                rows.append(TableRow(line, tuple(map(_text, values))))
            if len(rows) > MOST_ROWS + 1:
                break
    except TableError:
        raise
    except Exception as error:  # a damaged workbook makes openpyxl raise nearly anything
        raise TableError(_("The workbook cannot be read: it is damaged, or no .xlsx file.")) from error
    yield from rows


def write_workbook(rows: Iterable[Iterable[str]]) -> bytes:
    """A workbook with one sheet; every cell is text, its first row stays in sight."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(SHEET)
    sheet.freeze_panes = "A2"
    for row in rows:
        cells = []
        for text in row:
            cell = WriteOnlyCell(sheet, guarded(text))
            cell.data_type = "s"  # also what looks like a number or an error
            cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _bound(data: bytes) -> None:
    """Raises TableError at an archive that would unpack to more than a workbook of this kind ever is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise TableError(_("The workbook is too large when unpacked. Save only the sheet with the table."))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
