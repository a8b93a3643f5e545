"""Many rows in plain SQL, the same for every database.

A search names hundreds of places in an index and an import writes millions of rows; building such statements through the
ORM takes longer than the database takes to answer. What comes from outside is always a parameter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connections, models

# Integers in one statement. Of many more, PostgreSQL thinks that reading the whole table is faster; it is not.
_NAMED = 2_000
# Characters of a statement that writes several rows. Longer ones psycopg parses anew each time, which costs more than all
# else; one statement for each row would cost as many round trips.
_STATEMENT = 4_000


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
    # Only these are kept in another form than Python's.
    stored = {
        field.attname: field.get_db_prep_save
        for field in fields
        if isinstance(field, models.JSONField | models.DateTimeField)
    }
    defaults = {field.attname: field.get_db_prep_save(field.get_default(), connection) for field in fields}
    values = [
        [
            (stored[key](row[key], connection) if key in stored else row[key]) if key in row else default
            for key, default in defaults.items()
        ]
        for row in rows
    ]
    columns = ", ".join(name(str(field.column)) for field in fields)
    start = f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES "
    places = f"({', '.join(['%s'] * len(fields))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            together = max((_STATEMENT - len(start)) // (len(places) + 2), 1)
            for first in range(0, len(values), together):
                some = values[first : first + together]
                sql = f"{start}{', '.join([places] * len(some))} ON CONFLICT DO NOTHING"
                cursor.execute(sql, [value for row in some for value in row])
        else:
            cursor.executemany(f"{start}{places} ON CONFLICT DO NOTHING", values)
