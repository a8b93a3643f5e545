"""One job from the bell to the reviewers."""

import logging
from contextlib import suppress
from functools import partial

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now
from django.utils import timezone

from cms.bilingual.projection import lock_page
from cms.bilingual.transactions import retry_on_deadlock
from translation_jobs.models import JobState, Notice, NoticeKind, Segment, TranslationJob
from translation_jobs.models.jobs import later
from translation_jobs.pipeline import claims
from translation_jobs.pipeline.budget import BUDGET, BudgetExceeded
from translation_jobs.pipeline.pretranslation import DraftedElsewhere, pretranslate
from translation_jobs.pipeline.provider_gates import GateClosed
from translation_jobs.pipeline.recheck import recheck_pages
from translation_jobs.pipeline.release import Embargoed
from translation_jobs.providers.base import ProviderError, Reason
from translation_jobs.queue.backoff import MAX_ATTEMPTS, delay
from translation_jobs.queue.doorbell import ring
from translation_jobs.queue.leases import Lease, LeaseLost, claim_most_urgent
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

# Waiting does not help: a person must change the account or the settings.
NEEDS_A_PERSON = frozenset({Reason.QUOTA, Reason.REFUSED})


def run(job_id: int) -> None:
    """Drafts and checks the most urgent job that is due, and hands it to the reviewers.

    `job_id` was rung for, and is taken if no other is more urgent. Safe to call at any time, by anyone.
    """
    lease = claim_most_urgent(job_id)
    if lease is None:
        return
    job_id = lease.job_id
    try:
        job = TranslationJob.objects.select_related("page").get(pk=job_id)
        try:
            with lease.kept(partial(claims.renew, lease)):
                pretranslate(job, lease)
        finally:
            # Also what was drafted before a fault: a draft that no check has seen looks clean.
            recheck_pages([job.page_id])
        _hand_to_reviewers(job, lease)
    except LeaseLost:
        logger.info("job %s was taken over or called off while it ran", job_id)
        _wake_successor(job_id)
    except Embargoed as embargoed:  # the page was closed meanwhile: what is left must go to another provider
        with suppress(LeaseLost):
            lease.finish(JobState.QUEUED, attempts=0, level=embargoed.level)
            ring(job_id)
    except DraftedElsewhere as elsewhere:
        _let_wait(lease, elsewhere.holder)
    except GateClosed as closed:
        _wait_for_gate(lease, closed)
    except BudgetExceeded as error:
        _wait_for_money(lease, error)
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
        lease.finish(
            state,
            attempts=0,
            problem="",
            problem_detail="",
            drafted_at=Now(),
            finished_at=timezone.now() if done else None,
        )


def _let_wait(lease: Lease, holder: claims.Holder | None) -> None:
    """Puts the job off until the one that drafts its sentences is done, or its time is over."""
    try:
        lease.finish(
            JobState.QUEUED,
            attempts=0,  # it did all that it could
            problem="elsewhere",
            next_run_at=holder.until if holder else later(0),
            waits_for=holder.job_id if holder else None,
            last_rung_at=None,  # if the holder dies, the sweeper rings as soon as it is due
        )
    except LeaseLost:
        logger.info("job %s was taken over or called off while it ran", lease.job_id)
        return
    if holder:
        claims.wait_for(lease.job_id, holder)
    else:
        ring(lease.job_id)


def _wake_successor(job_id: int) -> None:
    """The job that took this one's place waited for the answer that is stored now."""
    successor = TranslationJob.objects.filter(pk=job_id).values_list("successor", flat=True).first()
    if successor and TranslationJob.objects.filter(pk=successor, state=JobState.QUEUED).update(next_run_at=later(0)):
        ring(successor)


def _wait_for_gate(lease: Lease, closed: GateClosed) -> None:
    """The job has done nothing wrong: it waits, and this was no attempt."""
    with suppress(LeaseLost):
        lease.finish(
            JobState.QUEUED,
            attempts=Greatest(F("attempts"), 1) - 1,
            provider=closed.provider,
            problem=closed.closure.value,
            problem_detail=str(closed),
            next_run_at=later(closed.retry_after or 0),
            last_rung_at=None,  # the sweeper rings as soon as it is due
        )


def _wait_for_money(lease: Lease, error: BudgetExceeded) -> None:
    """Until next month, unless a budget is raised before; it is no failed attempt."""
    try:
        lease.finish(JobState.QUEUED, attempts=0, problem=BUDGET, problem_detail=str(error), next_run_at=error.frees_at)
    except LeaseLost:
        logger.info("job %s was taken over or called off while it asked for money", lease.job_id)


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
        with transaction.atomic():
            lease.finish(
                state,
                problem=problem or error.reason.value,
                problem_detail=str(error),
                next_run_at=later(delay(attempts, error.retry_after)),
            )
            if state == JobState.FAILED:
                Notice.objects.create(kind=NoticeKind.JOB_FAILED, job_id=lease.job_id)
    except LeaseLost:
        logger.info("job %s was taken over or called off while it waited for a provider", lease.job_id)
