"""The translation memory follows the approvals: soon after them, and outside their transactions.

So an approval holds no lock that another page's approval waits for, and takes no longer because the memory grows. Until
the memory has followed, `leverage.from_repetitions` finds an approved sentence on its page.
"""

from collections.abc import Iterable

from django.db import transaction

from cms.bilingual.transactions import retry_on_deadlock
from translation_jobs.models import MemoryChange, Segment
from translation_jobs.pipeline.memory_writing import record_approved, withdraw

BATCH = 200


def note(segments: Iterable[Segment]) -> None:
    """Has the memory follow these segments, whose approval has just changed; part of the caller's transaction."""
    MemoryChange.objects.bulk_create(MemoryChange(segment=segment) for segment in segments)


def follow_changes() -> None:
    """Remembers what is approved now of the segments noted, forgets the rest; for the worker. Safe to run anywhere."""
    while _follow_some():
        pass


@retry_on_deadlock
def _follow_some() -> int:
    with transaction.atomic():
        # Read before the segments: what changes afterwards has another row.
        changes = MemoryChange.objects.select_for_update(skip_locked=True).order_by("pk")[:BATCH]
        noted = dict(changes.values_list("pk", "segment_id"))
        segments = list(Segment.objects.filter(pk__in=set(noted.values())).select_related("page").order_by("pk"))
        # A figure's translation holds under its own heading alone.
        record_approved(segment for segment in segments if not segment.scale)
        withdraw(segment for segment in segments if not segment.is_approved)
        MemoryChange.objects.filter(pk__in=noted).delete()
    return len(noted)
