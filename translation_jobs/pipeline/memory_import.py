"""Takes the pairs of a file into the memory, in batches that are each whole or not there.

What is there already stays as it is. So an import that was killed is simply run again: it passes over what it had
brought, and ends with the memory that one run would have made.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction

from translation_jobs.exchange.memory_units import MemoryUnit, Occurrence
from translation_jobs.models import MemoryEntry, MemoryStatus, MemoryUse
from translation_jobs.models.memory import MemoryEntryQuerySet
from translation_jobs.models.plain_sql import add_rows
from translation_jobs.pipeline.memory_index import CHUNK, compact, index_pending, refresh_statistics
from translation_jobs.pipeline.memory_writing import MemoryPair, PairKey, add_pairs, pair_of

BATCH = 2_000


@dataclass(slots=True)
class Imported:
    """What an import did: pairs read, entries that are new, pairs of which a text is empty."""

    read: int = 0
    added: int = 0
    empty: int = 0


def import_units(
    units: Iterable[MemoryUnit],
    *,
    origin: str = "",
    status: MemoryStatus = MemoryStatus.IMPORTED,
    using: str = DEFAULT_DB_ALIAS,
    progress: Callable[[Imported], None] = lambda _done: None,
    compacting: bool = True,
) -> Imported:
    """Takes over all units, and makes them findable. `origin` names the file; `status` is for units that have none.

    `progress` is called after each batch. Without `compacting`, which reads the whole index, small rows are left to
    `tidy_memory`. An error of `units` ends the import; the batches before it are kept.
    """
    done = Imported()
    unindexed = 0
    rest = iter(units)
    while batch := list(islice(rest, BATCH)):
        whole = [unit for unit in batch if unit.source.strip() and unit.target.strip()]
        with transaction.atomic(using=using):
            added = _add(whole, origin, status, using)
        done.read += len(batch)
        done.empty += len(batch) - len(whole)
        done.added += added
        unindexed += 2 * added  # texts, at most
        if unindexed >= CHUNK:
            index_pending(using)
            unindexed = 0
        progress(done)
    # Also what an import that was killed had left out.
    index_pending(using)
    if compacting:
        compact(using)
        refresh_statistics(using)
    return done


def _add(units: Sequence[MemoryUnit], origin: str, status: MemoryStatus, using: str) -> int:
    """Adds one batch; how many entries are new."""
    pairs: dict[PairKey, MemoryPair] = {}
    uses: dict[tuple[PairKey, Occurrence], None] = {}
    for unit in units:
        fields = _fields(unit, origin, status)
        pair = pair_of(unit.source, unit.target, unit.source_language, unit.target_language, **fields)
        pairs.setdefault(pair.key, pair)
        uses |= {(pair.key, use): None for use in unit.uses}
    added = add_pairs(list(pairs.values()), using)
    rows = [
        {"entry_id": added.ids[key], "before": use.before, "after": use.after, "place": use.place[:300]}
        for key, use in uses
    ]
    add_rows(MemoryUse, rows, using)
    return added.new


def _fields(unit: MemoryUnit, origin: str, status: MemoryStatus) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "origin": (unit.origin or origin)[:200],
        "unit_id": unit.unit_id[:200],
        "status": unit.status or status,
        "creator": unit.creator[:150],
        "domain": unit.domain[:60],
        "use_count": unit.use_count,
    }
    if unit.created_at:
        fields["created_at"] = fields["changed_at"] = unit.created_at
    if unit.changed_at:
        fields["changed_at"] = unit.changed_at
    return fields


def export_units(source_language: str, target_language: str, using: str = DEFAULT_DB_ALIAS) -> Iterator[MemoryUnit]:
    """The entries in use between two languages."""
    return units_of(MemoryEntry.objects.using(using).in_use().between(source_language, target_language))


def units_of(entries: MemoryEntryQuerySet) -> Iterator[MemoryUnit]:
    """The entries in the order of their ids, read some at a time."""
    rows = entries.order_by("pk")
    last = 0
    while batch := list(rows.filter(pk__gt=last).select_related("created_by").prefetch_related("uses")[:BATCH]):
        yield from (_unit(entry) for entry in batch)
        last = batch[-1].pk


def _unit(entry: MemoryEntry) -> MemoryUnit:
    uses = dict.fromkeys(Occurrence(use.before, use.after, use.place) for use in entry.uses.all())
    return MemoryUnit(
        source=entry.source,
        target=entry.target,
        source_language=entry.source_language,
        target_language=entry.target_language,
        unit_id=entry.unit_id or str(entry.pk),
        status=entry.status,
        creator=entry.creator or (entry.created_by.get_username() if entry.created_by else ""),
        created_at=entry.created_at,
        changed_at=entry.changed_at,
        use_count=entry.use_count,
        domain=entry.domain,
        origin=entry.origin,
        uses=tuple(sorted(uses, key=lambda use: (use.before, use.after, use.place))),
    )
