"""The state of the queue at one glance, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import Now
from django.utils import timezone

from translation_jobs.models import JobState, ProviderSlot, ProviderState, SubmissionRequest, TranslationJob
from translation_jobs.models.jobs import OPEN_STATES, PROBLEMS, STOPPED_STATES, later
from translation_jobs.models.provider_states import ALL_PROVIDERS
from translation_jobs.pipeline.provider_gates import ProviderLimits, limits_of


@dataclass(frozen=True, slots=True)
class ProviderOverview:
    """One provider; `billed` are the characters of jobs that were submitted this month."""

    name: str
    state: ProviderState | None
    limits: ProviderLimits
    under_way: int
    billed: int

    @property
    def rests(self) -> bool:
        return bool(self.state and self.state.seconds_of_rest)


@dataclass(frozen=True, slots=True)
class ProblemOverview:
    """Jobs that are held up by the same thing. `stopped`: how many of them wait for a person."""

    code: str
    provider: str
    message: str
    count: int
    stopped: int
    since: datetime


@dataclass(frozen=True, slots=True)
class QueueOverview:
    states: list[tuple[str, str, int]]  # value, label, count; the open ones
    waiting_since: datetime | None
    drafted_last_hour: int
    drafted_last_day: int
    is_all_paused: bool
    all_paused: ProviderState | None
    providers: list[ProviderOverview]
    problems: list[ProblemOverview]
    submissions_waiting: int
    submissions_failed: list[SubmissionRequest]


def queue_overview() -> QueueOverview:
    """Seven queries, however many jobs there are."""
    figures = _figures()
    states = {state.pk: state for state in ProviderState.objects.with_now()}
    everything = states.get(ALL_PROVIDERS)
    waiting = SubmissionRequest.objects.waiting().count()
    failed = SubmissionRequest.objects.failed().select_related("page").order_by("-pk")[:20]
    return QueueOverview(
        states=[(state.value, str(state.label), figures[state.value]) for state in OPEN_STATES],
        waiting_since=figures["waiting_since"],
        drafted_last_hour=figures["last_hour"],
        drafted_last_day=figures["last_day"],
        is_all_paused=bool(everything and everything.pause),
        all_paused=everything,
        providers=_providers(states),
        problems=_problems(),
        submissions_waiting=waiting,
        submissions_failed=list(failed),
    )


def _figures() -> dict[str, Any]:
    waiting = Q(state__in=[JobState.QUEUED, JobState.RUNNING])
    return TranslationJob.objects.aggregate(
        **{state.value: Count("pk", filter=Q(state=state)) for state in OPEN_STATES},
        waiting_since=Min("created_at", filter=waiting),
        last_hour=Count("pk", filter=Q(drafted_at__gte=later(-3600))),
        last_day=Count("pk", filter=Q(drafted_at__gte=later(-timedelta(days=1).total_seconds()))),
    )


def _providers(states: dict[str, ProviderState]) -> list[ProviderOverview]:
    month = timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    jobs = TranslationJob.objects.filter(created_at__gte=month).exclude(provider="").order_by()
    billed = dict(jobs.values_list("provider").annotate(Sum("billed_characters")))
    held = ProviderSlot.objects.filter(lease_until__gte=Now()).order_by()
    under_way = dict(held.values_list("provider").annotate(Count("pk")))
    return [
        ProviderOverview(name, states.get(name), limits_of(name), under_way.get(name, 0), billed.get(name, 0))
        for name in settings.TRANSLATION_PROVIDERS
    ]


def _problems() -> list[ProblemOverview]:
    rows = (
        TranslationJob.objects.filter(state__in=OPEN_STATES)
        .exclude(problem="")
        .order_by()
        .values_list("problem", "provider")
        .annotate(all=Count("pk"), stopped=Count("pk", filter=Q(state__in=STOPPED_STATES)), since=Min("created_at"))
    )
    found = [
        ProblemOverview(code, provider, str(PROBLEMS.get(code, code)), count, stopped, since)
        for code, provider, count, stopped, since in rows
    ]
    return sorted(found, key=lambda problem: (-problem.stopped, -problem.count, problem.code))
