"""The register of persons as a table: one person, or one office of a person, a row."""

from translation_jobs.exchange.records import (
    Column,
    Reading,
    day_column,
    name_column,
    names_column,
    read_records,
    text_column,
)
from translation_jobs.exchange.tables import Table

COLUMNS: tuple[Column, ...] = (
    name_column("chinese", "zh", "Chinese", "中文", is_required=True),
    name_column("english", "en", "English", "英文", is_required=True),
    names_column("variants", "variants", "Accepted variants", "可接受的拼法"),
    name_column("title", "title", "Title", "職稱"),
    day_column("valid_from", "from", "In office from", "就任日期", is_end=False),
    day_column("valid_to", "to", "In office until", "卸任日期", is_end=True),
    text_column("note", "note", "Note", "備註"),
    text_column("reference", "source", "Reference", "出處"),
)


def read_persons(table: Table) -> Reading:
    """The persons of a table. Raises TableError as `read_records` does."""
    return read_records(table, COLUMNS)
