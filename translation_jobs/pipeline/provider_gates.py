"""The gate before each provider, shared by all workers: pauses, the circuit breaker, caps of rate and concurrency.

Nobody calls a provider but through `through_gate`. A closed gate is no failure of the job that comes to it: GateClosed
says for how long to stay away, and no attempt is counted. All times are the database's.

The breaker has no state of its own. Failures in a row are counted; from `breaker_failures` on the provider rests, and
when the rest is over one caller goes ahead of the others (half open): with its answer the gate opens for all, with its
failure the next rest is longer.
"""

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Case, DateTimeField, F, IntegerField, Q, When
from django.db.models.functions import Coalesce, Greatest, Now
from django.utils import timezone

from translation_jobs.models import Notice, NoticeKind, Pause, ProviderState
from translation_jobs.models.jobs import later
from translation_jobs.models.provider_states import ALL_PROVIDERS
from translation_jobs.providers.base import ProviderError, Reason
from translation_jobs.queue.leases import LEASE
from translation_jobs.queue.slots import Slot, take

SLOT_WAIT = 10.0  # seconds that a job waits for a slot before it makes room for another
POLL = 0.2  # seconds between looks for a free slot, on the average
LOOK_AGAIN = 60.0  # seconds after which a job looks whether a pause is over; a resume wakes it at once
PROBE = LEASE  # seconds that the one who tries a provider again has, before another may
LONGEST_REST = 900.0  # seconds
# A request that is too large says nothing about the provider's health.
_HARMLESS = frozenset({Reason.TOO_LARGE})


class Closure(StrEnum):
    """Why a gate is closed; kept as the job's problem (models.jobs.GATE_PROBLEMS)."""

    PAUSED = "gate-paused"  # by a person
    QUOTA = "gate-quota"  # used up
    RESTING = "gate-resting"  # the breaker is open, or the provider asked for time
    FULL = "gate-full"  # the cap of calls or characters is reached


class GateClosed(ProviderError):
    """The provider may not be asked now. Nothing was sent; the job waits `retry_after` seconds and has not failed."""

    def __init__(self, provider: str, closure: Closure, retry_after: float) -> None:
        super().__init__(Reason.BUSY, f"{provider}: {closure.value}", retry_after)
        self.provider = provider
        self.closure = closure


@dataclass(frozen=True, slots=True)
class ProviderLimits:
    """What all workers together may ask of one provider; settings.TRANSLATION_PROVIDER_LIMITS. 0 is no limit."""

    concurrency: int = 0  # calls at the same time
    requests_per_minute: int = 0
    characters_per_minute: int = 0  # of source text
    breaker_failures: int = 5  # in a row
    breaker_seconds: float = 30.0  # the shortest rest; doubles with each failed trial
    quota_resumes: str = "person"  # or "month": by itself on the first day of the next month

    def __post_init__(self) -> None:
        if self.quota_resumes not in {"person", "month"}:
            raise ImproperlyConfigured(f'quota_resumes must be "person" or "month", not {self.quota_resumes!r}')

    @property
    def caps_rate(self) -> bool:
        return bool(self.requests_per_minute or self.characters_per_minute)


def limits_of(provider: str) -> ProviderLimits:
    limits: Mapping[str, Any] = settings.TRANSLATION_PROVIDER_LIMITS.get(provider, {})
    return ProviderLimits(**limits)


def closure_of(provider: str) -> GateClosed | None:
    """Why the provider may not be asked now, None if it may. Whether a slot is free is known only by taking it."""
    return _closure(provider, _rows(provider))


def _rows(provider: str) -> dict[str, ProviderState]:
    """The provider's row and that of all providers, as far as there are any."""
    return {row.pk: row for row in ProviderState.objects.of(provider)}


def _closure(provider: str, rows: dict[str, ProviderState]) -> GateClosed | None:
    for name in (ALL_PROVIDERS, provider):
        if name in rows and rows[name].pause:
            closure = Closure.QUOTA if rows[name].pause == Pause.QUOTA else Closure.PAUSED
            return GateClosed(provider, closure, LOOK_AGAIN)
    if provider in rows and (rest := rows[provider].seconds_of_rest):
        # Spread, so that those who wait do not all come in the same moment.
        return GateClosed(provider, Closure.RESTING, rest + random.uniform(0, min(rest, 10)))
    return None


@contextmanager
def through_gate(provider: str, characters: int) -> Iterator[None]:
    """Lets one call of the provider through and learns from how it ends.

    Raises GateClosed before the body is entered. A ProviderError of the body is counted and raised again.
    """
    limits = limits_of(provider)
    failures, slot = _wait_for_slot(provider, limits)
    try:
        is_probe = failures >= limits.breaker_failures
        if is_probe:
            _be_the_probe(provider, limits)
        if limits.caps_rate:
            _count_in_minute(provider, limits, characters, is_probe=is_probe)
        try:
            yield
        except ProviderError as error:
            _failed(provider, limits, error, is_probe=is_probe)
            raise
        _answered(provider, limits, characters, is_probe=is_probe)
    finally:
        if slot:
            slot.give_back()


def _wait_for_slot(provider: str, limits: ProviderLimits) -> tuple[int, Slot | None]:
    """The failures in a row, and a slot, None if the provider needs none.

    Raises GateClosed if the gate is closed, or if no slot gets free in time.
    """
    end = time.monotonic() + SLOT_WAIT
    while True:
        rows = _rows(provider)
        if closed := _closure(provider, rows):
            raise closed
        if provider not in rows:
            ProviderState.objects.bulk_create([ProviderState(provider=provider)], ignore_conflicts=True)
        failures = rows[provider].failures if provider in rows else 0
        if not limits.concurrency:
            return failures, None
        if slot := take(provider, limits.concurrency):
            return failures, slot
        if time.monotonic() > end:
            raise GateClosed(provider, Closure.FULL, random.uniform(1, 5))
        time.sleep(random.uniform(0.5, 1.5) * POLL)


def _be_the_probe(provider: str, limits: ProviderLimits) -> None:
    """The rest is over: one goes ahead. Raises GateClosed for all others."""
    tired = ProviderState.objects.filter(pk=provider, failures__gte=limits.breaker_failures)
    rested = tired.filter(Q(resting_until=None) | Q(resting_until__lte=Now()))
    if not rested.update(resting_until=later(PROBE)):
        raise closure_of(provider) or GateClosed(provider, Closure.RESTING, 1.0)


def _count_in_minute(provider: str, limits: ProviderLimits, characters: int, *, is_probe: bool) -> None:
    """Raises GateClosed if the minute that runs has no room for the call."""
    if _fits_in_minute(provider, limits, characters):
        return
    if is_probe:
        ProviderState.objects.filter(pk=provider).update(resting_until=Now())  # another may try
    raise GateClosed(provider, Closure.FULL, _rest_of_minute(provider) + random.uniform(0, 3))


def _fits_in_minute(provider: str, limits: ProviderLimits, characters: int) -> bool:
    """Counts the call if the minute that runs has room for it, or begins a new one.

    What alone is over the cap goes at the start of a minute: it would never go otherwise.
    """
    row = ProviderState.objects.filter(pk=provider)
    over = row.filter(Q(minute_began_at=None) | Q(minute_began_at__lte=later(-60)))
    if over.update(minute_began_at=Now(), minute_requests=1, minute_characters=characters):
        return True
    if limits.requests_per_minute:
        row = row.filter(minute_requests__lt=limits.requests_per_minute)
    if limits.characters_per_minute:
        row = row.filter(minute_characters__lte=limits.characters_per_minute - characters)
    return bool(
        row.update(minute_requests=F("minute_requests") + 1, minute_characters=F("minute_characters") + characters)
    )


def _rest_of_minute(provider: str) -> float:
    row = ProviderState.objects.of(provider).get(pk=provider)
    return max(0.0, 60 - (row.now - row.minute_began_at).total_seconds()) if row.minute_began_at else 0.0


def _answered(provider: str, limits: ProviderLimits, characters: int, *, is_probe: bool) -> None:
    # A late answer to a call from before the rest does not end the rest: that is the probe's business.
    failures = Case(When(failures__lt=limits.breaker_failures, then=0), default="failures", output_field=IntegerField())
    opened: dict[str, Any] = {"failures": 0, "resting_until": None} if is_probe else {"failures": failures}
    ProviderState.objects.filter(pk=provider).update(
        answered_count=F("answered_count") + 1,
        character_count=F("character_count") + characters,
        last_answered_at=Now(),
        **opened,
    )


def _failed(provider: str, limits: ProviderLimits, error: ProviderError, *, is_probe: bool) -> None:
    row = ProviderState.objects.filter(pk=provider)
    if error.reason in _HARMLESS:
        if is_probe:
            row.update(failures=0, resting_until=None)  # it is there, and answers
        return
    row.update(
        failed_count=F("failed_count") + 1,
        last_problem=error.reason.value,
        last_problem_detail=str(error),
        last_failed_at=Now(),
    )
    if error.reason == Reason.QUOTA:
        _pause_for_quota(provider, limits)
    if error.retry_after:
        _rest(provider, error.retry_after)
    elif is_probe:
        row.update(failures=F("failures") + 1)
    elif not row.filter(failures__lt=limits.breaker_failures).update(failures=F("failures") + 1):
        return  # a call from before the rest
    failures = row.values_list("failures", flat=True).get()
    if failures >= limits.breaker_failures and (is_probe or not error.retry_after):
        longest = min(LONGEST_REST, limits.breaker_seconds * 2 ** min(failures - limits.breaker_failures + 1, 10))
        _rest(provider, random.uniform(limits.breaker_seconds, longest))


def _rest(provider: str, seconds: float) -> None:
    """Nobody asks within the seconds; a longer rest that was set before stays."""
    until = Greatest(Coalesce("resting_until", Now()), later(seconds), output_field=DateTimeField())
    ProviderState.objects.filter(pk=provider).update(resting_until=until)


def _pause_for_quota(provider: str, limits: ProviderLimits) -> None:
    """Pauses the provider everywhere, and leaves one notice, however many calls were refused at the same time."""
    state = ProviderState.objects.of(provider).get(pk=provider)
    resume_at = _next_month(state.now) if limits.quota_resumes == "month" else None
    with transaction.atomic():
        paused = ProviderState.objects.filter(pk=provider, pause="").update(
            pause=Pause.QUOTA, paused_at=Now(), paused_by=None, pause_note="", resume_at=resume_at
        )
        if paused:
            Notice.objects.create(kind=NoticeKind.PROVIDER_PAUSED, provider=provider)


def _next_month(now: datetime) -> datetime:
    """The start of the next month where the site is."""
    first = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    year, month = divmod(first.year * 12 + first.month, 12)  # the month after, counted from 0
    return first.replace(year=year, month=month + 1)
