"""Which job asks for which sentence: of several jobs that need the same one, one asks and pays, the others wait.

Whoever holds a claim looks afterwards what has been drafted (`pipeline.leverage`), so an answer that came between two
claims is found. A claim is void when its time is over and its job's lease is not kept any more: a call may be slow, and
a job that is superseded or called off still gets its answer, but a worker that was killed holds up nobody for longer
than its lease. Every statement is a transaction of its own; locks are taken in the order of the keys.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest, Now

from translation_jobs.models import DraftClaim, JobState, TranslationJob
from translation_jobs.models.jobs import later
from translation_jobs.queue.doorbell import ring
from translation_jobs.queue.leases import LEASE, Lease

_KEPT = Q(job__state=JobState.RUNNING, job__fence=F("fence"), job__lease_until__gte=Now())
_HELD = Q(until__gte=Now()) | _KEPT


@dataclass(frozen=True, slots=True)
class Holder:
    """Another job that has a sentence drafted, until the time given or until it is done."""

    job_id: int
    until: datetime


def claim(lease: Lease, keys: Iterable[int], target_language: str) -> set[int]:
    """Claims sentences by their `source_key`; returns those that this lease holds now."""
    wanted = sorted(set(keys))
    DraftClaim.objects.bulk_create(
        (
            DraftClaim(
                source_key=key,
                target_language=target_language,
                job_id=lease.job_id,
                fence=lease.fence,
                until=later(LEASE),
            )
            for key in wanted
        ),
        ignore_conflicts=True,
    )
    claims = DraftClaim.objects.filter(source_key__in=wanted, target_language=target_language)
    mine = claims.filter(job=lease.job_id, fence=lease.fence).values_list("source_key", flat=True)
    held = set(mine)
    if len(held) == len(wanted):
        return held
    for pk, job_id, fence in claims.exclude(_HELD).values_list("pk", "job_id", "fence"):
        # Of several that take over a void claim, one wins.
        DraftClaim.objects.filter(pk=pk, job=job_id, fence=fence, until__lt=Now()).update(
            job=lease.job_id, fence=lease.fence, until=later(LEASE)
        )
    return set(mine.all())


def renew(lease: Lease) -> None:
    """Holds all claims of a lease for another LEASE seconds."""
    DraftClaim.objects.filter(job=lease.job_id, fence=lease.fence).update(until=later(LEASE))


def release(lease: Lease) -> None:
    """Gives up all claims of a lease, and wakes the jobs that wait for them."""
    DraftClaim.objects.filter(job=lease.job_id, fence=lease.fence).delete()
    for job_id in TranslationJob.objects.filter(waits_for=lease.job_id).values_list("pk", flat=True):
        wake(job_id)


def holder_of(keys: Iterable[int], target_language: str) -> Holder | None:
    """The job that holds claims on any of these sentences, the one that will hold them longest; None if nobody does."""
    claims = DraftClaim.objects.filter(_HELD, source_key__in=set(keys), target_language=target_language)
    latest = claims.annotate(end=Greatest("until", Coalesce("job__lease_until", "until"))).order_by("-end")
    row = latest.values_list("job_id", "end").first()
    return Holder(*row) if row else None


def wait_for(job_id: int, holder: Holder) -> None:
    """To be called when a job has been put off until `holder` is done: if it is done already, nobody else wakes it."""
    if not DraftClaim.objects.filter(_HELD, job=holder.job_id).exists():
        wake(job_id)


def wake(job_id: int) -> None:
    """Has a job that waits for another one's answer taken up at once."""
    waiting = TranslationJob.objects.filter(pk=job_id, state=JobState.QUEUED).exclude(waits_for=None)
    if waiting.update(waits_for=None, next_run_at=later(0)):
        ring(job_id)
