"""Many rows in plain SQL, the same for every database.

A search names hundreds of places in an index and an import writes millions of rows; building such statements through
the ORM takes longer than the database takes to answer. What comes from outside is always a parameter.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connections, models

# Integers in one statement. Of many more, PostgreSQL thinks that reading the whole table is faster; it is not.
_NAMED = 2_000
# Of the fields in use here, those that SQLite keeps in another form than Python's.
_IN_ANOTHER_FORM = (models.JSONField, models.DateTimeField)


def rows_with(
    model: type[models.Model], columns: Sequence[str], key: str, values: Iterable[int], using: str
) -> Iterator[tuple[Any, ...]]:
    """These columns of the rows whose column `key` is one of the integers."""
    connection = connections[using]
    name = connection.ops.quote_name
    start = f"SELECT {', '.join(name(column) for column in columns)} FROM {name(model._meta.db_table)}"  # noqa: S608
    with connection.cursor() as cursor:
        for some in listed(values):
            cursor.execute(f"{start} WHERE {name(key)} IN ({some})")
            yield from cursor.fetchall()


def listed(values: Iterable[int]) -> Iterator[str]:
    """Each integer once, ascending, with commas between, as many at a time as a statement is to hold."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), _NAMED):
        yield ", ".join(f"{value:d}" for value in ordered[start : start + _NAMED])


def add_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]], using: str) -> None:
    """Adds rows, values by attribute ("entry_id"); what a row does not name gets the model's default.

    Rows that break a unique constraint are passed over. Validates nothing, sends no signal; ids are not told.
    """
    connection = connections[using]
    name = connection.ops.quote_name
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(name(str(field.column)) for field in fields)
    table = name(model._meta.db_table)
    start = f"INSERT INTO {table} ({columns}) "
    defaults = {field.attname: field.get_default() for field in fields}
    whole = ({**defaults, **row} for row in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # One parameter: psycopg takes longer to find the places of thousands than PostgreSQL to read this.
            column_of = {field.attname: field.column for field in fields}
            records = [{column_of[key]: value for key, value in row.items()} for row in whole]
            sql = f"{start}SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s) ON CONFLICT DO NOTHING"  # noqa: S608
            cursor.execute(sql, [json.dumps(records, ensure_ascii=False, default=str)])
        else:
            stored = [
                (field.attname, field.get_db_prep_save if isinstance(field, _IN_ANOTHER_FORM) else None)
                for field in fields
            ]
            values = [[save(row[key], connection) if save else row[key] for key, save in stored] for row in whole]
            places = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"{start}VALUES ({places}) ON CONFLICT DO NOTHING", values)
