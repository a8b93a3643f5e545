"""What people do to a job as a whole. Each looks at the job again under its page's lock before it changes it."""

from collections.abc import Iterable

from django.db import transaction

from cms.bilingual.projection import lock_page
from translation_jobs.models import JobState, TranslationJob
from translation_jobs.models.jobs import OPEN_STATES, STOPPED_STATES
from translation_jobs.queue.doorbell import ring


def try_again(job_id: int) -> bool:
    """Has a stopped or waiting job taken up at once, also the sentences that its provider mangled; whether it could."""
    with transaction.atomic():
        job = _locked(job_id, (*STOPPED_STATES, JobState.QUEUED))
        if job is None:
            return False
        job.segments.exclude(problem="").update(problem="")
        job.requeue()
        ring(job.pk)
        return True


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
