"""The inverted index of the translation memory: puts texts into it and keeps it compact.

A text is indexed in the transaction that says so, and what a killed import left out the next run finds. Rows are only
added, by anybody at any time; `compact` joins small ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Count, F, Sum

from translation_jobs.models import MemoryEntry, MemoryGram, MemoryText, MemoryUse
from translation_jobs.models.memory_grams import BLOCK, band_of, slot_of
from translation_jobs.text.memory_keys import grams

# Texts in one transaction: some 35 grams each. More would hold SQLite's only writer for too long.
CHUNK = 20_000
_SLOTS = 2_000  # rewritten in one transaction
_ROWS = 5_000  # changed in one statement, or joined in one transaction


def index_texts(text_ids: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> None:
    """Indexes those of the texts that are not yet; the caller is in a transaction."""
    pending = MemoryText.objects.using(using).filter(pk__in=list(text_ids), indexed=False)
    _index(list(pending.select_for_update(no_key=True).order_by("pk").values_list("pk", "language", "norm")), using)


def index_pending(using: str = DEFAULT_DB_ALIAS) -> int:
    """Indexes all texts that are not yet, and says how many there were."""
    done = 0
    while True:
        with transaction.atomic(using=using):
            pending = (
                MemoryText.objects.using(using).filter(indexed=False).select_for_update(no_key=True).order_by("pk")
            )
            chunk = list(pending.values_list("pk", "language", "norm")[:CHUNK])
            _index(chunk, using)
        done += len(chunk)
        if len(chunk) < CHUNK:
            return done


def _index(texts: list[tuple[int, str, str]], using: str) -> None:
    """Adds texts, ascending by id, to the index, and marks them."""
    if not texts:
        return
    having: dict[int, list[int]] = defaultdict(list)
    for text_id, language, norm in texts:
        band = band_of(len(norm))
        for gram in grams(norm, language):
            having[slot_of(gram, band)].append(text_id)
    # In the order of the primary key: neighbours in the table are written together.
    MemoryGram.objects.db_manager(using).add((slot, having[slot]) for slot in sorted(having))
    for start in range(0, len(texts), _ROWS):
        ids = [text_id for text_id, _language, _norm in texts[start : start + _ROWS]]
        MemoryText.objects.using(using).filter(pk__in=ids).update(indexed=True)


def compact(using: str = DEFAULT_DB_ALIAS) -> int:
    """Joins rows of one gram and band that are less than half full, and says how many rows became fewer.

    Rows that another process adds meanwhile stay as they are.
    """
    return sum(_rewrite(slots, using) for slots in _sparse_slots(using))


def forget_texts(text_ids: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> None:
    """Takes texts that are no longer there out of the whole index."""
    gone = set(text_ids)
    last = None
    while gone:
        slots = MemoryGram.objects.using(using).order_by("slot").values_list("slot", flat=True).distinct()
        some = list((slots if last is None else slots.filter(slot__gt=last))[:_SLOTS])
        if not some:
            return
        _rewrite(some, using, gone)
        last = some[-1]


def _rewrite(slots: list[int], using: str, without: Set[int] = frozenset()) -> int:
    """Writes the slots anew in as few rows as they need; how many rows became fewer."""
    index = MemoryGram.objects.db_manager(using)
    with transaction.atomic(using=using):
        # In the order of their keys: two processes that join rows never wait in a ring.
        list(
            MemoryGram.objects.using(using)
            .filter(slot__in=slots)
            .order_by("slot", "first")
            .select_for_update()
            .values_list("slot")
        )
        having: dict[int, set[int]] = defaultdict(set)
        taken = 0
        for slot, ids in index.take(slots):
            having[slot].update(ids)
            taken += 1
        return taken - index.add((slot, sorted(having[slot] - without)) for slot in sorted(having))


def _sparse_slots(using: str) -> Iterator[list[int]]:
    """The slots whose rows are worth joining, some at a time so that they have about _ROWS rows together."""
    sparse = (
        MemoryGram.objects.using(using)
        .values("slot")
        .annotate(rows=Count("first"), ids=Sum("count"))
        .filter(rows__gt=1, ids__lt=F("rows") * (BLOCK // 2))
        .order_by("slot")
        .values_list("slot", "rows")
    )
    slots: list[int] = []
    together = 0
    # Read as a whole: SQLite must not write to a table while it is read.
    for slot, rows in list(sparse):
        slots.append(slot)
        together += rows
        if together >= _ROWS:
            yield slots
            slots, together = [], 0
    if slots:
        yield slots


def refresh_statistics(using: str = DEFAULT_DB_ALIAS) -> None:
    """Tells the database's planner how the tables look; after imports, since plans for empty tables are slow ones."""
    with connections[using].cursor() as cursor:
        for model in (MemoryText, MemoryGram, MemoryEntry, MemoryUse):
            cursor.execute(f"ANALYZE {connections[using].ops.quote_name(model._meta.db_table)}")
