"""What people do to a job as a whole. Each looks at the job again under its page's lock before it changes it."""

from collections.abc import Iterable

from django.db import transaction

from cms.bilingual.projection import lock_page
from cms.bilingual.transactions import retry_on_deadlock
from translation_jobs.models import JobState, Schedule, TranslationJob
from translation_jobs.models.jobs import OPEN_STATES, STOPPED_STATES
from translation_jobs.queue.doorbell import ring


@retry_on_deadlock
def try_again(job_id: int) -> bool:
    """Has a stopped or waiting job taken up at once, also the sentences that its provider mangled; whether it could.

    Not one that a person paused: that is for `resume`.
    """
    with transaction.atomic():
        job = _locked(job_id, (*STOPPED_STATES, JobState.QUEUED))
        if job is None or job.is_held:
            return False
        job.segments.exclude(problem="").update(problem="")
        job.requeue()
        ring(job.pk)
        return True


def try_all_again(problem: str, provider: str) -> int:
    """Takes up all jobs that this problem stopped; how many."""
    stopped = TranslationJob.objects.filter(state__in=STOPPED_STATES, problem=problem, provider=provider)
    # One transaction each, so that nobody waits for all of them.
    return sum(map(try_again, list(stopped.order_by("page_id").values_list("pk", flat=True))))


@retry_on_deadlock
def pause(job_id: int) -> bool:
    """Stops a job that waits or is being drafted until somebody resumes it; whether there was anything to stop.

    A worker that has it makes no further call; the answer to one under way is kept.
    """
    with transaction.atomic():
        job = _locked(job_id, (JobState.QUEUED, JobState.RUNNING))
        if job is None:
            return False
        job.hold()
        return True


@retry_on_deadlock
def resume(job_id: int) -> bool:
    """Has a job go on that a person paused; whether it was paused."""
    with transaction.atomic():
        job = _locked(job_id, (JobState.PAUSED,))
        if job is None or not job.is_held:
            return False
        job.requeue()
        ring(job.pk)
        return True


def go_on(job_id: int) -> bool:
    """Has a job go on, whatever stopped it; whether anything had."""
    return resume(job_id) or try_again(job_id)


@retry_on_deadlock
def reschedule(job_id: int, schedule: Schedule) -> bool:
    """Changes the priority and the times of an open job; whether it was still open."""
    with transaction.atomic():
        job = _locked(job_id, OPEN_STATES)
        if job is None:
            return False
        job.reschedule(schedule)
        if job.state == JobState.QUEUED:
            ring(job.pk)  # it may be due now
        return True


@retry_on_deadlock
def call_off(job_id: int) -> bool:
    """Cancels an open job; drafts and approvals are kept. Whether it was still open."""
    with transaction.atomic():
        job = _locked(job_id, OPEN_STATES)
        if job is None:
            return False
        job.cancel()
        return True


def _locked(job_id: int, states: Iterable[str]) -> TranslationJob | None:
    """The job under its page's lock and its own, if it is in one of the states by now."""
    lock_page(TranslationJob.objects.values_list("page_id", flat=True).get(pk=job_id))
    return TranslationJob.objects.select_for_update().filter(pk=job_id, state__in=states).first()
