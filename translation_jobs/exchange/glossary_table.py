"""The glossary as a table: one term a row, `zh,en,abbrev,kind,status,from,to,agency,variants,forbidden,note,source`.

A note may begin with fields of its own for what has no column in its file, before free text:
`status=official; from=2022-07-27; to=2025; agency=經濟部; variants=Chief Secretary | Secretary-General; then the note`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from translation_jobs.exchange.records import (
    CellError,
    Column,
    Problem,
    Reading,
    Record,
    choice_column,
    day_column,
    name_column,
    names_column,
    read_records,
    text_column,
)
from translation_jobs.exchange.tables import Table

# As the glossary keeps it → the words of files: English, Chinese, and of older files.
STATUSES = {
    "official": ("official", "官方"),
    "press": ("press", "新聞稿用語", "used in press releases"),
    "common": ("common", "通用"),
    "unconfirmed": ("unconfirmed", "未確認", "uncertain"),
}
NOTE = "note"

COLUMNS: tuple[Column, ...] = (
    name_column("chinese", "zh", "Chinese", "中文", is_required=True),
    name_column("english", "en", "English", "英文", is_required=True),
    name_column("abbreviation", "abbrev", "English abbreviation", "英文縮寫"),
    name_column("kind", "kind", "Kind", "類別"),
    choice_column("status", "status", "Status", "狀態", STATUSES, default="common"),
    day_column("valid_from", "from", "In use from", "啟用日期", is_end=False),
    day_column("valid_to", "to", "In use until", "停用日期", is_end=True),
    name_column("agency", "agency", "Agency", "機關"),
    names_column("variants", "variants", "Accepted variants", "可接受的譯名"),
    names_column("forbidden", "forbidden", "Forbidden", "禁用譯名"),
    text_column("note", NOTE, "Note", "備註"),
    text_column("reference", "source", "Reference", "出處"),
)
_BY_NAME = {column.name: column for column in COLUMNS}
_FIELD = re.compile(r"^\s*(status|from|to|agency|variants|forbidden)=([^;]*)(?:;|$)", re.IGNORECASE)


def read_terms(table: Table) -> Reading:
    """The terms of a table. Raises TableError as `read_records` does."""
    reading = read_records(table, COLUMNS)
    headed = {column.name for column in COLUMNS if any(map(column.is_headed, table.heading))}
    in_notes = frozenset(_BY_NAME) - headed if NOTE in headed else frozenset()
    if not in_notes:
        return reading
    records: list[Record] = []
    problems = list(reading.problems)
    for record in reading.records:
        try:
            records.append(_with_fields_of_note(record, in_notes))
        except CellError as error:
            problems.append(Problem(record.line, error.message, dict(error.params)))
    return replace(reading, records=tuple(records), problems=tuple(sorted(problems, key=lambda problem: problem.line)))


def _with_fields_of_note(record: Record, names: Iterable[str]) -> Record:
    """The record with what its note says in fields; those of `names` that the note leaves out stay unsaid."""
    note = str(record.values[NOTE])
    values = dict(record.values)
    while (found := _FIELD.match(note)) and found[1].lower() in names:
        column = _BY_NAME[found[1].lower()]
        values[column.field] = column.read(found[2].replace("|", ";"))
        note = note[found.end() :]
    return replace(record, values=values | {NOTE: note.strip()})
