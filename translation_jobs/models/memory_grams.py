"""The inverted index of the translation memory: which texts have a gram.

Read and written in plain SQL (`plain_sql`), the same for every database. Whatever stands in the SQL is an integer.
"""

import sys
from array import array
from collections.abc import Iterable, Iterator, Sequence

from django.db import connections, models, router

from translation_jobs.models.plain_sql import listed, rows_with

# Text ids in one row: 4 bytes each, so that a row stays below what PostgreSQL would move out of the table.
BLOCK = 480

_BANDS = 32


def band_of(length: int) -> int:
    """Normal forms of about one length share a band: 4–7 characters, 8–15, 16–31 …"""
    return length.bit_length()


def slot_of(gram: int, band: int) -> int:
    """The place of a gram in texts of one band, as one number."""
    return gram * _BANDS + band


def slots_of(grams: Iterable[int], band: int) -> list[int]:
    return [gram * _BANDS + band for gram in grams]


def all_slots(gram: int) -> range:
    """The places of a gram in texts of any length."""
    return range(slot_of(gram, 0), slot_of(gram + 1, 0))


class MemoryGramManager(models.Manager["MemoryGram"]):
    """`db_manager(alias)` gives that of another database."""

    def sizes(self, slots: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Slots and how many ids they hold; those that hold none are left out."""
        connection = connections[self.db]
        table = connection.ops.quote_name(MemoryGram._meta.db_table)
        with connection.cursor() as cursor:
            for some in listed(slots):
                sql = f'SELECT slot, SUM("count") FROM {table} WHERE slot IN ({some}) GROUP BY slot'  # noqa: S608
                cursor.execute(sql)
                yield from cursor.fetchall()

    def ids(self, slots: Iterable[int]) -> Iterator[tuple[int, "array[int]"]]:
        """Slots and ids of texts in them, row by row."""
        rows = rows_with(MemoryGram, ("slot", "texts"), "slot", slots, self.db)
        return ((slot, unpack(texts)) for slot, texts in rows)

    def take(self, slots: Iterable[int]) -> Iterator[tuple[int, "array[int]"]]:
        """As `ids`, and deletes the rows that are returned, and no others."""
        connection = connections[router.db_for_write(MemoryGram) if self._db is None else self._db]
        for some in listed(slots):
            with connection.cursor() as cursor:
                table = connection.ops.quote_name(MemoryGram._meta.db_table)
                cursor.execute(f"DELETE FROM {table} WHERE slot IN ({some}) RETURNING slot, texts")  # noqa: S608
                yield from ((slot, unpack(texts)) for slot, texts in cursor.fetchall())

    def add(self, slots: Iterable[tuple[int, Sequence[int]]]) -> int:
        """Adds that texts (ids ascending) have the grams of slots; how many rows that took."""
        connection = connections[router.db_for_write(MemoryGram) if self._db is None else self._db]
        name = connection.ops.quote_name
        table = name(MemoryGram._meta.db_table)
        columns = ", ".join(name(column) for column in ("slot", "first", "count", "texts"))
        rows = [row for slot, ids in slots for row in _blocks(slot, ids)]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql" and len(rows) > 1:
                with cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FORMAT BINARY)") as copy:
                    copy.set_types(("int8", "int8", "int2", "bytea"))
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s)", rows)  # noqa: S608
        return len(rows)


class MemoryGram(models.Model):
    """A block of the index: which texts of one band have a gram.

    `texts` holds up to BLOCK ids of MemoryText, ascending, as unsigned 32-bit integers, lowest byte first. Indexing
    only ever adds rows, so nobody waits; `pipeline.memory_index` joins small ones later.
    """

    pk = models.CompositePrimaryKey("slot", "first")
    slot = models.BigIntegerField()
    first = models.BigIntegerField()  # of `texts`
    count = models.PositiveSmallIntegerField()
    texts = models.BinaryField()

    objects = MemoryGramManager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.slot}: {self.count}"


def _blocks(slot: int, ids: Sequence[int]) -> Iterator[tuple[int, int, int, bytes]]:
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        yield (slot, block[0], len(block), pack(block))


def pack(ids: Iterable[int]) -> bytes:
    packed = array("I", ids)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def unpack(packed: "bytes | memoryview") -> "array[int]":
    ids = array("I")
    ids.frombytes(packed)
    if sys.byteorder == "big":
        ids.byteswap()
    return ids
