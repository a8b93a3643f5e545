"""What all workers share about a provider: whether it may be asked now, and how many are asking."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

# The row whose pause holds for every provider.
ALL_PROVIDERS = "*"


class Pause(models.TextChoices):
    """Why a provider is not asked until somebody, or the calendar, says so."""

    MANUAL = "manual", _("Paused by a person")
    QUOTA = "quota", _("Quota used up")
    # The provider says that its quota or cost limit is reached.


class ProviderStateQuerySet(models.QuerySet["ProviderState"]):
    def with_now(self) -> Self:
        """Adds the database's time as `now`."""
        return self.annotate(now=Now())

    def of(self, provider: str) -> Self:
        """The rows that decide about the provider: its own, and that of all; with `now`."""
        return self.filter(pk__in=[provider, ALL_PROVIDERS]).with_now()

    def paused(self) -> Self:
        return self.exclude(pause="")

    def pause_over(self) -> Self:
        """Pauses whose end was set and has come."""
        return self.paused().filter(resume_at__lte=Now())


class ProviderState(models.Model):
    """The gate of one provider; every change is one compare-and-set UPDATE by the database's clock."""

    provider = models.CharField(_("provider"), max_length=30, primary_key=True)

    pause = models.CharField(_("pause"), max_length=10, choices=Pause.choices, blank=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    pause_note = models.CharField(max_length=200, blank=True)
    resume_at = models.DateTimeField(null=True)

    # The circuit breaker: failures in a row, and the time before which nobody asks (the breaker's, or Retry-After).
    failures = models.PositiveIntegerField(default=0)
    resting_until = models.DateTimeField(null=True)
    last_problem = models.CharField(max_length=20, blank=True)
    last_problem_detail = models.TextField(blank=True)
    last_failed_at = models.DateTimeField(null=True)
    last_answered_at = models.DateTimeField(null=True)

    # The rate cap: what was sent within the minute that began at minute_began_at.
    minute_began_at = models.DateTimeField(null=True)
    minute_requests = models.PositiveIntegerField(default=0)
    minute_characters = models.PositiveIntegerField(default=0)

    # Ever growing, for the operator's graphs.
    answered_count = models.PositiveBigIntegerField(default=0)
    failed_count = models.PositiveBigIntegerField(default=0)
    character_count = models.PositiveBigIntegerField(default=0)

    objects = ProviderStateQuerySet.as_manager()

    # The database's time when the row was read, by a query `with_now`.
    now: datetime

    class Meta:
        verbose_name = _("provider state")
        verbose_name_plural = _("provider states")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.provider} ({self.pause or 'open'})"

    @property
    def seconds_of_rest(self) -> float:
        """Until somebody may ask again; 0 if it is not resting. Of a row that was read `with_now`."""
        return max(0.0, (self.resting_until - self.now).total_seconds()) if self.resting_until else 0.0


class ProviderSlotQuerySet(models.QuerySet["ProviderSlot"]):
    def free(self, provider: str, cap: int) -> Self:
        """Slots that nobody holds, or whose holder has gone silent."""
        rows = self.filter(provider=provider, number__lte=cap)
        return rows.filter(models.Q(lease_until=None) | models.Q(lease_until__lt=Now()))


class ProviderSlot(models.Model):
    """The right to have one call under way; as many rows as calls may run at the same time over all machines."""

    provider = models.CharField(max_length=30)
    number = models.PositiveSmallIntegerField()
    holder = models.CharField(max_length=32, blank=True)
    lease_until = models.DateTimeField(null=True)

    objects = ProviderSlotQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["provider", "number"], name="one_row_per_provider_slot")]

    def __str__(self) -> str:
        return f"{self.provider} {self.number}"
