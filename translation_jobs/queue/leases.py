"""The lease: which worker may change a job, and for how long.

Claiming is one compare-and-set UPDATE, so of two workers one wins. Each claim raises the job's fence; a worker that
was thought dead, or whose job a person cancelled, finds its fence outdated and can change nothing more.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import Error, connections, transaction
from django.db.models import F

from translation_jobs.models import JobState, Notice, NoticeKind, TranslationJob
from translation_jobs.models.jobs import later
from translation_jobs.queue.backoff import MAX_ATTEMPTS
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

# Seconds until a silent worker's job may be taken by another.
LEASE = 90
# How many other workers may be faster, one after the other, before a ring is left to the sweeper.
_TRIES = 20
# Seconds without a step of its own (`renew`) after which a worker counts as stuck, whatever it waits for. A provider
# ends each call long before.
STUCK = 900


class LeaseLost(Exception):
    """Another worker or a person has taken the job; whoever held the lease must leave it alone."""


@dataclass(slots=True)
class Lease:
    """The right to work on one job, as long as it is renewed and the fence stands."""

    job_id: int
    fence: int
    _stepped_at: float = field(default_factory=time.monotonic, repr=False, compare=False)

    def renew(self) -> None:
        """Holds the job for another LEASE seconds, at each step of the work. Raises LeaseLost."""
        self._stepped_at = time.monotonic()
        self._update(lease_until=later(LEASE))

    @contextmanager
    def kept(self, beside: Callable[[], object] = lambda: None) -> Iterator[None]:
        """Holds the job, from a thread of its own, while the block runs; until it is lost, or the block is stuck.

        `beside` is called as often, also when the job is lost: a call that is under way then is paid for all the same.
        """
        ended = threading.Event()

        def keep() -> None:
            is_held = True
            while not ended.wait(LEASE / 3):
                if time.monotonic() - self._stepped_at > STUCK:
                    logger.error("job %s: no step for %s seconds; another worker may take it", self.job_id, STUCK)
                    break
                try:
                    beside()
                    if is_held:
                        self._update(lease_until=later(LEASE))
                except LeaseLost:  # the worker will notice at its next step
                    is_held = False
                except Error as error:
                    logger.warning("the lease could not be renewed:\n%s", trace_without_message(error))
                    connections.close_all()
            connections.close_all()

        thread = threading.Thread(target=keep, name=f"lease of job {self.job_id}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()

    def finish(self, state: JobState, **fields: Any) -> None:
        """Gives the job back in a new state. Raises LeaseLost, and changes nothing then."""
        self._update(state=state, lease_until=None, owner="", **fields)

    def _update(self, **fields: Any) -> None:
        mine = TranslationJob.objects.filter(pk=self.job_id, fence=self.fence, state=JobState.RUNNING)
        if not mine.update(**fields):
            raise LeaseLost(f"job {self.job_id}, fence {self.fence}")


def claim(job_id: int) -> Lease | None:
    """Takes a job that is due; None if it is not, or if another worker was first."""
    due = TranslationJob.objects.due().filter(pk=job_id)
    # A job that takes its worker down with it, or makes no headway, is not taken for ever.
    worn_out = due.filter(attempts__gte=MAX_ATTEMPTS)
    with transaction.atomic():
        if worn_out.update(state=JobState.FAILED, fence=F("fence") + 1, lease_until=None, owner="", problem="internal"):
            Notice.objects.create(kind=NoticeKind.JOB_FAILED, job_id=job_id)
            return None
    fence = due.values_list("fence", flat=True).first()
    if fence is None:
        return None
    claimed = due.filter(fence=fence).update(
        state=JobState.RUNNING,
        owner=_owner(),
        fence=fence + 1,
        attempts=F("attempts") + 1,
        lease_until=later(LEASE),
        waits_for=None,
    )
    return Lease(job_id, fence + 1) if claimed else None


def claim_most_urgent(rung: int) -> Lease | None:
    """Takes the most urgent job that is due, on a ring for job `rung`; None if nothing is due.

    Each job is rung for, so each ring takes one job: which of them, is a question of urgency. Another worker may be
    faster at the first one found; then the next is tried.
    """
    for _attempt in range(_TRIES):
        most_urgent = TranslationJob.objects.due().by_urgency(rung).values_list("pk", flat=True).first()
        if most_urgent is None:
            return None
        if lease := claim(most_urgent):
            return lease
    return None


def _owner() -> str:
    """Who holds the lease, for the operator's eyes."""
    return f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"[:80]
