"""Tables ⇄ files: CSV in whatever encoding an office saves it, and XLSX. Pure.

A table is rows of text; its first row is the heading. What a file cannot be is bounded before it is read: its size,
its rows, its cells. The rest of the program sees no bytes.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from translation_jobs.exchange.cells import LONGEST_CELL, guarded, has_controls, unguarded

LARGEST_FILE = 5_000_000  # bytes
MOST_ROWS = 10_000  # below the heading
MOST_COLUMNS = 50
# The heading, in the first line, says what stands between cells.
_DELIMITERS = ",\t;"
_OLE = b"\xd0\xcf\x11\xe0"  # Excel before 2007
_ZIP = b"PK\x03\x04"


def gettext_noop(message: str) -> str:
    """Marks a message for the interface's catalogues; it is translated where a person reads it."""
    return message


_ = gettext_noop


class TableError(ValueError):
    """A file cannot be read. `message` is a msgid with places for `params`; a `line` counts from 1."""

    def __init__(self, message: str, params: Mapping[str, str] | None = None, line: int | None = None) -> None:
        self.message = message
        self.params = dict(params or {})
        self.line = line
        text = message % self.params if self.params else message
        super().__init__(f"line {line}: {text}" if line else text)


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row, and the line of the file on which it begins; the heading is on line 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read. `encoding` is that of a text file ("utf-8", "utf-16", "big5"), "" of a workbook."""

    heading: tuple[str, ...]
    rows: tuple[TableRow, ...] = field(default=())
    encoding: str = ""


def read_table(data: bytes) -> Table:
    """The table in a CSV file or in the first sheet of a workbook. Raises TableError."""
    if len(data) > LARGEST_FILE:
        raise TableError(_("The file is larger than %(limit)s MB."), {"limit": f"{LARGEST_FILE / 1_000_000:g}"})
    if data.startswith(_OLE):
        raise TableError(_("This is a workbook of the old kind (.xls). Save it as .xlsx or CSV and choose that file."))
    if data.startswith(_ZIP):
        # Only here, so that who reads CSV does not load a library for workbooks.
        from translation_jobs.exchange.workbooks import workbook_rows

        return _table(workbook_rows(data), encoding="")
    text, encoding = _decoded(data)
    return _table(_csv_rows(text), encoding)


def write_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """A CSV file (RFC 4180) of rows, the heading first; in UTF-8 with a BOM, or Excel takes it for Big5."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([guarded(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _table(rows: Iterator[TableRow], encoding: str) -> Table:
    """The rows as a table: no blank ones, each as long as the heading."""
    heading: tuple[str, ...] | None = None
    kept: list[TableRow] = []
    for row in rows:
        cells = _trimmed(row)
        if heading is None:
            heading = cells
            continue
        if not cells:
            continue
        if len(kept) == MOST_ROWS:
            raise TableError(_("The file has more than %(limit)s rows. Divide it."), {"limit": f"{MOST_ROWS:,}"})
        if len(cells) > len(heading):
            raise TableError(_("There are more cells than headings."), line=row.line)
        kept.append(TableRow(row.line, cells + ("",) * (len(heading) - len(cells))))
    if not heading:
        raise TableError(_("The file is empty: there is no heading in its first line."))
    return Table(heading, tuple(kept), encoding)


def _trimmed(row: TableRow) -> tuple[str, ...]:
    """The cells of a row as texts, without the empty ones at its end. Raises TableError at what is no text."""
    cells = list(map(unguarded, row.cells))
    while cells and not cells[-1].strip():
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise TableError(_("There are more than %(limit)s columns."), {"limit": str(MOST_COLUMNS)}, row.line)
    if any(len(cell) > LONGEST_CELL for cell in cells):
        raise TableError(
            _("A cell has more than %(limit)s characters. Is a quotation mark not closed?"),
            {"limit": f"{LONGEST_CELL:,}"},
            row.line,
        )
    if any(has_controls(cell) for cell in cells):
        raise TableError(_("A cell holds control characters: the file is damaged or no table."), line=row.line)
    return tuple(cells)


def _decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and its encoding; Big5 is what Excel in Taiwan saves as plain CSV."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = [("utf-16", "utf-16")]
    else:
        encodings = [("utf-8-sig", "utf-8"), ("cp950", "big5"), ("big5hkscs", "big5")]
    for codec, name in encodings:
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    raise TableError(_("The file is neither UTF-8 nor Big5. Save it as “CSV UTF-8” or as .xlsx."))


def _csv_rows(text: str) -> Iterator[TableRow]:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)  # the comma, if there is none at all
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield TableRow(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(_("The quotation marks around cells do not fit together."), line=line) from error
