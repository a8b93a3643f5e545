"""What people change in the memory itself: another target, an entry out of use, an entry back in use.

Nothing is deleted. What the public sees does not change either: approved sentences of pages keep their targets, and the
memory is asked for future drafts alone. Every act names `changed_at` of the entry as the person saw it; if somebody
changed it since, nothing is written and StaleEntry says what stands there now.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.bilingual.placeholders import mismatches
from translation_jobs.models import MemoryEntry, MemoryStatus, MemoryText
from translation_jobs.pipeline.memory_index import index_texts
from translation_jobs.pipeline.memory_writing import add_pairs, pair_of
from translation_jobs.pipeline.review import tidy

# Of one act no two entries are logged alike: Wagtail's history shows the last of these alone.
EDITED = "translation_jobs.memory.edit"
TOOK_PLACE = "translation_jobs.memory.take_place"
SUPERSEDED = "translation_jobs.memory.supersede"
RESTORED = "translation_jobs.memory.restore"


class StaleEntry(Exception):
    """The entry is not as the person saw it; `current` is what stands there now. Nothing was written."""

    def __init__(self, current: MemoryEntry) -> None:
        super().__init__(f"entry {current.pk} changed at {current.changed_at.isoformat()}")
        self.current = current


class WrongPlaceholders(ValueError):
    """The target's placeholders (`wrong` of them) are not those of the source. Nothing was written."""

    def __init__(self, wrong: list[str]) -> None:
        super().__init__(", ".join(wrong))
        self.wrong = wrong


def edit_target(entry_id: int, seen: datetime, target: str, user: Any) -> MemoryEntry:
    """Remembers another target for an entry's source, which supersedes the entry; gives the one that is in use now.

    What the person writes counts as approved. If the memory has the pair already, that entry takes the place, and comes
    back if it was superseded. The same target again changes nothing. Raises StaleEntry or WrongPlaceholders; ValueError
    without a target.
    """
    target = tidy(target)
    if not target:
        raise ValueError("an entry needs a target")
    # A source never changes, so what has to be locked can be told before it is.
    old = MemoryEntry.objects.get(pk=entry_id)
    wrong = mismatches(old.source, target)
    if wrong:
        raise WrongPlaceholders(wrong)
    fields = {"origin": old.origin, "unit_id": old.unit_id, "domain": old.domain, "created_by_id": user.pk}
    pair = pair_of(old.source, target, old.source_language, old.target_language, **fields)
    with transaction.atomic():
        # Locks the texts of both entries: whoever writes the same sentence takes turns with us.
        new_id = add_pairs([pair]).ids[pair.key]
        entries = _locked([entry_id, new_id])
        old, new = _as_seen(entries[entry_id], seen), entries[new_id]
        if old.superseded_at:
            raise StaleEntry(old)
        if old.pk == new.pk:
            return old
        index_texts([new.source_text_id, new.target_text_id])
        now = timezone.now()
        _bring_back(new, now)
        if new.status != MemoryStatus.APPROVED:
            new.status, new.created_by = MemoryStatus.APPROVED, user
        new.save(update_fields=["status", "created_by", "superseded_at", "superseded_by", "changed_at"])
        _take_out(old, new, now)
        log(old, EDITED, user=user, data={"before": old.target, "after": new.target, "entry": new.pk})
        log(new, TOOK_PLACE, user=user, data={"before": old.target, "after": new.target, "entry": old.pk})
    return new


def supersede(entry_id: int, seen: datetime, user: Any) -> MemoryEntry:
    """Takes an entry out of use: no draft is made from it any more. Raises StaleEntry."""
    with transaction.atomic():
        entry = _as_seen(_locked_with_sentence(entry_id)[entry_id], seen)
        if entry.superseded_at:
            raise StaleEntry(entry)
        _take_out(entry, None, timezone.now())
        log(entry, SUPERSEDED, user=user)
    return entry


def restore(entry_id: int, seen: datetime, user: Any, *, instead: bool = False) -> MemoryEntry:
    """Puts an entry back in use; `instead` of the one that took its place, which is superseded by it.

    Raises StaleEntry.
    """
    with transaction.atomic():
        entries = _locked_with_sentence(entry_id)
        entry = _as_seen(entries[entry_id], seen)
        if not entry.superseded_at:
            raise StaleEntry(entry)
        other = _in_place_of(entry, entries) if instead else None
        now = timezone.now()
        _bring_back(entry, now)
        entry.save(update_fields=["superseded_at", "superseded_by", "changed_at"])
        log(entry, RESTORED, user=user)
        if other:
            _take_out(other, entry, now)
            log(other, SUPERSEDED, user=user, data={"entry": entry.pk})
    return entry


def successor_of(entry: MemoryEntry) -> MemoryEntry | None:
    """The entry in use that took the place of a superseded one, perhaps by way of others; None if there is none."""
    return _in_place_of(entry, {other.pk: other for other in MemoryEntry.objects.of_sentence(entry)})


def _in_place_of(entry: MemoryEntry, entries: dict[int, MemoryEntry]) -> MemoryEntry | None:
    passed = {entry.pk}
    other = entry
    while other.superseded_at:
        following = entries.get(other.superseded_by_id or 0)
        if following is None or following.pk in passed:
            return None
        passed.add(following.pk)
        other = following
    return other if other.pk != entry.pk else None


def _locked(entry_ids: Iterable[int]) -> dict[int, MemoryEntry]:
    """Entries by id, locked in the order of their ids."""
    rows = MemoryEntry.objects.select_for_update(no_key=True).filter(pk__in=set(entry_ids)).order_by("pk")
    return {entry.pk: entry for entry in rows}


def _locked_with_sentence(entry_id: int) -> dict[int, MemoryEntry]:
    """An entry and all others of its sentence, by id; locked, and their text before them, as all writers do it."""
    entry = MemoryEntry.objects.get(pk=entry_id)
    list(MemoryText.objects.select_for_update(no_key=True).filter(pk=entry.source_text_id).values_list("pk"))
    return _locked([entry_id, *MemoryEntry.objects.of_sentence(entry).values_list("pk", flat=True)])


def _as_seen(entry: MemoryEntry, seen: datetime) -> MemoryEntry:
    if entry.changed_at != seen:
        raise StaleEntry(entry)
    return entry


def _bring_back(entry: MemoryEntry, now: datetime) -> None:
    entry.superseded_at = entry.superseded_by = None
    entry.changed_at = now


def _take_out(entry: MemoryEntry, successor: MemoryEntry | None, now: datetime) -> None:
    entry.superseded_at = entry.changed_at = now
    entry.superseded_by = successor
    entry.save(update_fields=["superseded_at", "superseded_by", "changed_at"])
