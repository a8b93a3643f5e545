"""The glossary as CSV: `zh,en,abbrev,kind,note,source`, one term a line.

`note` may begin with fields of its own, `status=official; from=2022-07-27; to=2025`, before free text.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TextIO

COLUMNS = ("zh", "en", "abbrev", "kind", "note", "source")
# As the file says it → as the glossary keeps it.
STATUSES = {"official": "official", "press": "press", "common": "common", "uncertain": "unconfirmed"}
_FIELD = re.compile(r"^\s*(status|from|to)=([^;]*)(?:;|$)", re.IGNORECASE)


class GlossaryFileError(ValueError):
    """A line of the file cannot be read; `line` counts from 1, the heading line included."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


@dataclass(frozen=True, slots=True)
class GlossaryRow:
    """One line of the file; `status` is one of the values of STATUSES."""

    chinese: str
    english: str
    abbreviation: str
    kind: str
    status: str
    note: str
    reference: str
    valid_from: date | None
    valid_to: date | None


def read_glossary(stream: TextIO) -> Iterator[GlossaryRow]:
    """The terms of a file. Raises GlossaryFileError at the first line that cannot be read."""
    reader = csv.DictReader(stream)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        raise GlossaryFileError(1, f"these columns are missing: {', '.join(missing)}")
    for row in reader:
        if None in row or None in row.values():
            raise GlossaryFileError(reader.line_num, "another number of columns than the heading line")
        values = {name: row[name].strip() for name in COLUMNS}
        if not values["zh"] or not values["en"]:
            raise GlossaryFileError(reader.line_num, "the Chinese or the English is empty")
        fields, note = _note(values["note"])
        status = fields.get("status", "common").lower()
        if status not in STATUSES:
            raise GlossaryFileError(reader.line_num, f"unknown status: {status}")
        yield GlossaryRow(
            chinese=values["zh"],
            english=values["en"],
            abbreviation=values["abbrev"],
            kind=values["kind"],
            status=STATUSES[status],
            note=note,
            reference=values["source"],
            valid_from=_day(fields.get("from"), "01-01", reader.line_num),
            valid_to=_day(fields.get("to"), "12-31", reader.line_num),
        )


def _note(note: str) -> tuple[dict[str, str], str]:
    """The fields at the start of a note, and the free text after them."""
    fields: dict[str, str] = {}
    while found := _FIELD.match(note):
        fields[found[1].lower()] = found[2].strip()
        note = note[found.end() :]
    return fields, note.strip()


def _day(text: str | None, day_of_year: str, line: int) -> date | None:
    """A day; a year alone stands for its first or last day."""
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-{day_of_year}" if len(text) == 4 else text)
    except ValueError as error:
        raise GlossaryFileError(line, f"no date of the form 2022-07-27: {text}") from error
