"""One job from the bell to the reviewers."""

import logging

from django.db import transaction
from django.utils import timezone

from cms.bilingual.projection import lock_page
from cms.bilingual.transactions import retry_on_deadlock
from translation_jobs.models import JobState, Segment, TranslationJob
from translation_jobs.models.jobs import later
from translation_jobs.pipeline.pretranslation import ReleaseChanged, pretranslate
from translation_jobs.pipeline.recheck import recheck_pages
from translation_jobs.providers.base import ProviderError, Reason
from translation_jobs.queue.backoff import MAX_ATTEMPTS, delay
from translation_jobs.queue.doorbell import ring
from translation_jobs.queue.leases import Lease, LeaseLost, claim
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

# Waiting does not help: a person must change the account or the settings.
NEEDS_A_PERSON = frozenset({Reason.QUOTA, Reason.REFUSED})


def run(job_id: int) -> None:
    """Drafts and checks a job that is due, and hands it to the reviewers. Safe to call at any time, by anyone."""
    lease = claim(job_id)
    if lease is None:
        return
    try:
        job = TranslationJob.objects.get(pk=job_id)
        with lease.kept():
            pretranslate(job, lease)
            recheck_pages([job.page_id])
        _hand_to_reviewers(job, lease)
    except LeaseLost:
        logger.info("job %s was taken over or called off while it ran", job_id)
        _wake_successor(job_id)
    except ReleaseChanged:
        lease.finish(JobState.QUEUED, attempts=0)
        ring(job_id)
    except ProviderError as error:
        _put_off(lease, error)
    except Exception as error:  # noqa: BLE001 — logged, without the text that its message may quote
        logger.error("job %s failed:\n%s", job_id, trace_without_message(error))
        _put_off(lease, ProviderError(Reason.BAD_ANSWER, "internal error, see the log"), problem="internal")


@retry_on_deadlock
def _hand_to_reviewers(job: TranslationJob, lease: Lease) -> None:
    with transaction.atomic():
        lock_page(job.page_id)  # nobody may edit between the question and the answer
        done = not Segment.objects.current().unapproved().filter(page_id=job.page_id).exists()
        state = JobState.DONE if done else JobState.REVIEW
        lease.finish(state, attempts=0, problem="", problem_detail="", finished_at=timezone.now() if done else None)


def _wake_successor(job_id: int) -> None:
    """The job that took this one's place waited for the answer that is stored now."""
    successor = TranslationJob.objects.filter(pk=job_id).values_list("successor", flat=True).first()
    if successor and TranslationJob.objects.filter(pk=successor, state=JobState.QUEUED).update(next_run_at=later(0)):
        ring(successor)


def _put_off(lease: Lease, error: ProviderError, problem: str = "") -> None:
    """Says why there is no draft, and when it is tried again, if waiting can help."""
    attempts = TranslationJob.objects.values_list("attempts", flat=True).get(pk=lease.job_id)  # 0 if it made headway
    if error.reason in NEEDS_A_PERSON:
        state = JobState.PAUSED
    elif attempts >= MAX_ATTEMPTS:
        state = JobState.FAILED
    else:
        state = JobState.QUEUED
    try:
        lease.finish(
            state,
            problem=problem or error.reason.value,
            problem_detail=str(error),
            next_run_at=later(delay(attempts, error.retry_after)),
        )
    except LeaseLost:
        logger.info("job %s was taken over or called off while it waited for a provider", lease.job_id)
