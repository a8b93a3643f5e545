"""A memory of its own for one process: an SQLite file that holds the memory's tables alone, deleted at the end."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connections

from translation_jobs.models import MemoryEntry, MemoryGram, MemoryText, MemoryUse, Term

ALIAS = "scratch_memory"


@contextmanager
def scratch_memory() -> Iterator[str]:
    """Gives the alias of a new, empty memory, to be passed as `using`."""
    with tempfile.TemporaryDirectory() as folder:
        database = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": Path(folder) / "memory.sqlite3",
            # It is thrown away: nothing waits for the disk.
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"},
        }
        connections.databases[ALIAS] = connections.configure_settings({**settings.DATABASES, ALIAS: database})[ALIAS]
        connection = connections[ALIAS]
        try:
            with connection.schema_editor() as editor:
                for model in (MemoryText, MemoryGram, MemoryEntry, MemoryUse, Term):
                    editor.create_model(model)
            # Users and segments are not there to be referred to.
            connection.disable_constraint_checking()
            yield ALIAS
        finally:
            connection.close()
            del connections[ALIAS], connections.databases[ALIAS]
