"""Rows of a table ⇄ the values of rows in the database, by columns that know their cells. Pure.

A heading may be the column's short name (zh), or its label in either interface language (Chinese, 中文). A column that
a file leaves out says nothing about its value; one that is there and empty says that there is none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from translation_jobs.exchange.cells import day_in, lines, names_in, one_line
from translation_jobs.exchange.tables import Table, TableError, gettext_noop

_ = gettext_noop

Value = str | date | None
ENGLISH_LABEL, CHINESE_LABEL = 0, 1
ID = "id"
LARGEST_ID = 2**63 - 1


class CellError(ValueError):
    """A cell cannot be read; a msgid with places for `params`."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message % params if params else message)
        self.message = message
        self.params = params


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file. `field` is where its value belongs; `labels` are English and Traditional Chinese.

    `read` makes the value of a cell, raising CellError; `write` a cell of a value, the label language given.
    """

    field: str
    name: str
    labels: tuple[str, str]
    read: Callable[[str], Value]
    write: Callable[[Value, int], str]
    is_required: bool = False

    def is_headed(self, heading: str) -> bool:
        wanted = one_line(heading).casefold()
        return wanted in (self.name, *(label.casefold() for label in self.labels))


@dataclass(frozen=True, slots=True)
class Record:
    """One row as read: values by field, only of columns that the file has. `id` if the file was exported here."""

    line: int
    values: dict[str, Value]
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was left out; a msgid with places for `params`."""

    line: int
    message: str
    params: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a table says. `unknown` are headings that no column has."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    unknown: tuple[str, ...] = ()


def name_column(field: str, name: str, english: str, chinese: str, *, is_required: bool = False) -> Column:
    def write(value: Value, language: int) -> str:
        return str(value or "")

    return Column(field, name, (english, chinese), one_line, write, is_required)


def text_column(field: str, name: str, english: str, chinese: str) -> Column:
    def write(value: Value, language: int) -> str:
        return lines(str(value or ""))

    return Column(field, name, (english, chinese), lines, write)


def names_column(field: str, name: str, english: str, chinese: str) -> Column:
    """A list of names: one a line in the database, with semicolons between them in a file."""

    def read(cell: str) -> str:
        return "\n".join(names_in(cell))

    def write(value: Value, language: int) -> str:
        return "; ".join(names_in(str(value or "")))

    return Column(field, name, (english, chinese), read, write)


def day_column(field: str, name: str, english: str, chinese: str, *, is_end: bool) -> Column:
    def read(cell: str) -> date | None:
        try:
            return day_in(cell, is_end=is_end)
        except ValueError as error:
            raise CellError(_("“%(cell)s” is no date of the form 2022-07-27."), cell=cell.strip()[:40]) from error

    def write(value: Value, language: int) -> str:
        return value.isoformat() if isinstance(value, date) else ""

    return Column(field, name, (english, chinese), read, write)


def choice_column(
    field: str, name: str, english: str, chinese: str, choices: Mapping[str, Sequence[str]], default: str
) -> Column:
    """One of a few values: each with its words in a file, of which the first two are its labels; `default` if empty."""
    values = {word.casefold(): value for value, words in choices.items() for word in (value, *words)}

    def read(cell: str) -> str:
        word = one_line(cell)
        if not word:
            return default
        if word.casefold() not in values:
            known = ", ".join(dict.fromkeys(word for words in choices.values() for word in words[:2]))
            raise CellError(_("“%(cell)s” is none of these: %(choices)s."), cell=word[:40], choices=known)
        return values[word.casefold()]

    def write(value: Value, language: int) -> str:
        return choices[value][language] if isinstance(value, str) and value in choices else str(value or "")

    return Column(field, name, (english, chinese), read, write)


def read_records(table: Table, columns: Sequence[Column]) -> Reading:
    """What the rows of a table say; a row that cannot be read is a problem, and the others are read.

    Raises TableError if the heading lacks a required column or has one twice.
    """
    places, id_place, unknown = _places(table.heading, columns)
    records: list[Record] = []
    problems: list[Problem] = []
    for row in table.rows:
        try:
            values = {column.field: column.read(row.cells[place]) for column, place in places.items()}
            for column in places:
                if column.is_required and not values[column.field]:
                    raise CellError(_("The Chinese or the English is empty."))
            records.append(Record(row.line, values, _id(row.cells[id_place]) if id_place is not None else None))
        except CellError as error:
            problems.append(Problem(row.line, error.message, dict(error.params)))
    return Reading(tuple(records), tuple(problems), unknown)


def write_records(
    rows: Iterable[tuple[int, Mapping[str, Value]]], columns: Sequence[Column], language: int
) -> Iterable[list[str]]:
    """The rows of a file, its heading first; each row is given as its id and its values by field."""
    yield [ID, *(column.labels[language] for column in columns)]
    for row_id, values in rows:
        yield [str(row_id), *(column.write(values.get(column.field), language) for column in columns)]


def _places(
    heading: tuple[str, ...], columns: Sequence[Column]
) -> tuple[dict[Column, int], int | None, tuple[str, ...]]:
    """Where the columns stand, where the ids, and the headings that are neither."""
    places: dict[Column, int] = {}
    id_place: int | None = None
    unknown: list[str] = []
    for place, cell in enumerate(heading):
        column = next((column for column in columns if column.is_headed(cell)), None)
        if (column and column in places) or (one_line(cell).casefold() == ID and id_place is not None):
            raise TableError(_("Two columns have the heading “%(heading)s”."), {"heading": cell.strip()[:40]}, 1)
        if column:
            places[column] = place
        elif one_line(cell).casefold() == ID:
            id_place = place
        elif cell.strip():
            unknown.append(one_line(cell)[:40])
    missing = [column for column in columns if column.is_required and column not in places]
    if missing:
        raise TableError(
            _("These columns are missing: %(columns)s. The first line must hold the headings."),
            {"columns": ", ".join(f"{column.name} ({column.labels[CHINESE_LABEL]})" for column in missing)},
            1,
        )
    return places, id_place, tuple(unknown)


def _id(cell: str) -> int | None:
    text = cell.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:20]) <= LARGEST_ID:
        raise CellError(_("“%(cell)s” is no id. Leave the cell empty if the row is new."), cell=text[:40])
    return int(text)
