"""Stopping and starting a provider, or all of them, by a person or by the calendar."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from translation_jobs.models import JobState, Pause, ProviderState, TranslationJob
from translation_jobs.models.jobs import later
from translation_jobs.models.provider_states import ALL_PROVIDERS
from translation_jobs.providers.base import Reason
from translation_jobs.queue.doorbell import ring

# Jobs that are rung for at once; the sweeper rings for the others.
RING_NOW = 20


def pause_provider(provider: str, user: Any = None, note: str = "") -> bool:
    """Has no worker begin another call of the provider (or of ALL_PROVIDERS); calls under way end.

    Whether it was not paused before; a pause for quota stays what it is.
    """
    ProviderState.objects.bulk_create([ProviderState(provider=provider)], ignore_conflicts=True)
    row = ProviderState.objects.filter(pk=provider, pause="")
    return bool(row.update(pause=Pause.MANUAL, paused_at=Now(), paused_by=user, pause_note=note[:200], resume_at=None))


def resume_provider(provider: str) -> int:
    """Lifts any pause of the provider (or of ALL_PROVIDERS) and its rest; how many jobs go on now."""
    with transaction.atomic():
        ProviderState.objects.filter(pk=provider).update(
            pause="", paused_at=None, paused_by=None, pause_note="", resume_at=None, failures=0, resting_until=None
        )
        return _wake_jobs("" if provider == ALL_PROVIDERS else provider)


def lift_pauses_that_are_over() -> None:
    """Resumes every provider whose pause had an end that has come; for the sweeper, harmless when several run it."""
    for provider in ProviderState.objects.pause_over().values_list("pk", flat=True):
        resume_provider(provider)


def _wake_jobs(provider: str) -> int:
    """Makes due what waited for the provider, or for any: at its gate, or stopped because its quota was used up."""
    stopped = TranslationJob.objects.filter(state=JobState.PAUSED, problem=Reason.QUOTA.value)
    if provider:
        stopped = stopped.filter(provider=provider)
    woken = TranslationJob.objects.waiting_for_gate(provider).update(next_run_at=later(0), last_rung_at=None)
    woken += stopped.update(
        state=JobState.QUEUED, problem="", problem_detail="", attempts=0, next_run_at=later(0), last_rung_at=None,
        fence=F("fence") + 1,
    )  # fmt: skip
    for job_id in TranslationJob.objects.due().unrung(0).by_urgency().values_list("pk", flat=True)[:RING_NOW]:
        ring(job_id)
    return woken
