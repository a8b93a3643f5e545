"""The inverted index of the translation memory: puts texts into it and keeps it compact.

A text is indexed in the transaction that says so, and what a killed import left out the next run finds. Rows are only
added, by anybody at any time; `compact` joins small ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Count, F, QuerySet, Sum

from translation_jobs.models import MemoryEntry, MemoryGram, MemoryText, MemoryUse
from translation_jobs.models.memory_grams import BLOCK, band_of, slots_of
from translation_jobs.text.memory_keys import grams

# Texts in one transaction: some 35 grams each. More would hold SQLite's only writer for too long; fewer would make more
# rows, that are then to be joined.
CHUNK = 60_000
_SLOTS = 2_000  # rewritten in one transaction
_ROWS = 5_000  # changed in one statement, or joined in one transaction


def index_texts(text_ids: Iterable[int], using: str = DEFAULT_DB_ALIAS) -> None:
    """Indexes those of the texts that are not yet; the caller is in a transaction."""
    ids = list(text_ids)
    _add(_Postings.of(_pending(using).filter(pk__in=ids)), using)


def index_pending(using: str = DEFAULT_DB_ALIAS) -> int:
    """Indexes all texts that are not yet, and says how many there were."""
    done = 0
    while True:
        # Read before the transaction: it has only to write.
        chunk = _Postings.of(_pending(using)[:CHUNK])
        with transaction.atomic(using=using):
            _add(chunk, using)
        done += len(chunk.text_ids)
        if len(chunk.text_ids) < CHUNK:
            return done


def _pending(using: str) -> QuerySet[MemoryText]:
    return MemoryText.objects.using(using).filter(indexed=False).order_by("pk")


@dataclass(frozen=True, slots=True)
class _Postings:
    """What some texts add to the index: their ids, ascending, by slot."""

    text_ids: list[int]
    by_slot: dict[int, list[int]]

    @classmethod
    def of(cls, texts: QuerySet[MemoryText]) -> "_Postings":
        by_slot: dict[int, list[int]] = defaultdict(list)
        text_ids = []
        for text_id, language, norm in texts.values_list("pk", "language", "norm"):
            text_ids.append(text_id)
            for slot in slots_of(grams(norm, language), band_of(len(norm))):
                by_slot[slot].append(text_id)
        return cls(text_ids, by_slot)


def _add(postings: _Postings, using: str) -> None:
    """Adds to the index those of the texts that nobody else has meanwhile, and marks them."""
    pending: set[int] = set()
    for some in _some(postings.text_ids):
        rows = _pending(using).filter(pk__in=some).select_for_update(no_key=True).values_list("pk", flat=True)
        pending.update(rows)
    if not pending:
        return
    whole = len(pending) == len(postings.text_ids)
    # In the order of the primary key: neighbours in the table are written together.
    slots = ((slot, postings.by_slot[slot]) for slot in sorted(postings.by_slot))
    if not whole:
        slots = ((slot, [text_id for text_id in ids if text_id in pending]) for slot, ids in slots)
    MemoryGram.objects.db_manager(using).add(slots)
    for some in _some(pending):
        MemoryText.objects.using(using).filter(pk__in=some).update(indexed=True)


def _some(text_ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(text_ids)
    return (ordered[start : start + _ROWS] for start in range(0, len(ordered), _ROWS))


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
