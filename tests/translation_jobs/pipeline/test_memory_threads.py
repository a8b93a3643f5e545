"""Several processes write the memory at the same time, and it becomes the memory that one would have made."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from tests.translation_jobs.pipeline.memories import sentences, unit
from translation_jobs.models import MemoryEntry, MemoryGram, MemoryText
from translation_jobs.models.memory_grams import unpack
from translation_jobs.pipeline import memory_import
from translation_jobs.pipeline.memory_import import import_units
from translation_jobs.pipeline.memory_index import compact
from translation_jobs.text.memory_keys import grams

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


def at_once(*actions: Callable[[], object]) -> None:
    """Runs the actions in threads; raises the first error of any."""
    errors: list[BaseException] = []

    def run(action: Callable[[], object]) -> None:
        try:
            action()
        except BaseException as error:  # noqa: BLE001 — handed to the test's own thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_imports_of_the_same_pairs_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_import, "BATCH", 30)
    monkeypatch.setattr(memory_import, "CHUNK", 50)
    units = [unit(text, f"Known {number}.") for number, text in enumerate(sentences(240))]
    at_once(
        lambda: import_units(units),
        lambda: import_units(reversed(units)),
        lambda: import_units(units[120:] + units[:120]),
        lambda: [compact() for _round in range(10)],
    )
    assert MemoryEntry.objects.count() == 240
    assert not MemoryText.objects.filter(indexed=False).exists()
    named = [text_id for gram in MemoryGram.objects.all() for text_id in unpack(bytes(gram.texts))]
    expected = sum(len(grams(text.norm, text.language)) for text in MemoryText.objects.all())
    assert len(named) == expected
