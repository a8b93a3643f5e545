"""The doorbell: a queue message that says "look at this job", and nothing more.

The job row is the truth. A ring that is lost, doubled or late does no harm: the sweeper rings again for what is due,
and a ring for a job that is not due finds nothing to do. So any queue will do, and the switch is a setting (TASKS).
"""

import logging
from collections.abc import Callable

from django.db import transaction
from django_tasks import task

from translation_jobs.models import TranslationJob
from translation_jobs.models.jobs import later

logger = logging.getLogger(__name__)

_answer: Callable[[int], None] | None = None
_answer_submissions: Callable[[], None] | None = None


def answer_with(function: Callable[[int], None], submissions: Callable[[], None]) -> None:
    """Registers what is done when the bells ring; called once, when the app is ready."""
    global _answer, _answer_submissions
    _answer, _answer_submissions = function, submissions


def ring(job_id: int) -> None:
    """Rings for a job when the surrounding transaction has committed; a queue that is down is left to the sweeper."""

    # A `def`, since Django asks a robust callback that failed for its name.
    def ring_after_commit() -> None:
        ring_now(job_id)

    transaction.on_commit(ring_after_commit, robust=True)


def ring_now(job_id: int) -> bool:
    """Rings for a job, outside of any transaction; whether the queue took it. A queue that is down is logged."""
    try:
        doorbell.enqueue(job_id)
    except Exception as error:  # noqa: BLE001 — whatever the engine raises
        logger.warning("could not ring for job %s (%s); the sweeper will", job_id, type(error).__qualname__)
        return False
    TranslationJob.objects.filter(pk=job_id).update(last_rung_at=later(0))
    return True


@task(backend="translation")
def doorbell(job_id: int) -> None:
    """Safe to run never, once or many times."""
    if _answer is None:
        raise RuntimeError("nobody answers the doorbell: translation_jobs is not ready")
    _answer(job_id)


def ring_for_submissions() -> None:
    """Rings for the pages that wait to be submitted, when the surrounding transaction has committed."""

    def enqueue() -> None:
        try:
            submissions_bell.enqueue()
        except Exception:
            logger.exception("Could not ring for submissions; the sweeper will.")

    transaction.on_commit(enqueue)


@task(backend="translation")
def submissions_bell() -> None:
    """Safe to run never, once or many times."""
    if _answer_submissions is None:
        raise RuntimeError("nobody answers the doorbell: translation_jobs is not ready")
    _answer_submissions()
