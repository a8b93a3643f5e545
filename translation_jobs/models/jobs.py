"""The translation job: one submission of one version of a page. Its row is the truth; queue messages only ring."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, ExpressionWrapper, F, Q, When
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.bilingual.languages import other_language


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("Waiting for a worker")
    # Will be drafted when it is due; `problem` says why if it was put off.
    RUNNING = "running", _("Being drafted")
    # A worker holds its lease.
    PAUSED = "paused", _("Paused")
    # A person paused it, the provider's quota is used up, or it refuses us: a person must act, then resume.
    REVIEW = "review", _("Awaiting review")
    # Drafted; sentences wait for people.
    DONE = "done", _("Done")
    # Every sentence is approved.
    FAILED = "failed", _("Failed")
    # Tried as often as makes sense; what was drafted is kept, a person may try again.
    CANCELLED = "cancelled", _("Cancelled")
    # A person called it off.
    SUPERSEDED = "superseded", _("Superseded")
    # A newer version of the page was submitted; its job took over what was not finished.


OPEN_STATES = (JobState.QUEUED, JobState.RUNNING, JobState.PAUSED, JobState.REVIEW, JobState.FAILED)
# States that a worker may not touch until a person does.
STOPPED_STATES = (JobState.PAUSED, JobState.FAILED)


class ReleaseLevel(models.TextChoices):
    """How public the text is; settings say which providers may see which level. In order, the most public first."""

    RELEASED = "released", _("Public")
    # Anybody can read it on the site.
    UNRELEASED = "unreleased", _("Not released yet")
    # A draft, or a page that only some may read.
    CONFIDENTIAL = "confidential", _("Confidential")
    # An editor said that it never leaves the house.


class Priority(models.IntegerChoices):
    """Which job a worker takes first; among equals the one that is due sooner, then the older."""

    LOW = -10, _("Low")
    NORMAL = 0, _("Normal")
    URGENT = 10, _("Urgent")


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a person wants a page's draft. `not_before`: drafting does not begin earlier."""

    priority: int = Priority.NORMAL
    due_at: datetime | None = None
    not_before: datetime | None = None


# JobState.PAUSED by a person, not by a provider.
HELD = "held"
# A gate was closed when the job came to it (pipeline.provider_gates.Closure); it did not fail and waits.
GATE_PROBLEMS = ("gate-paused", "gate-quota", "gate-resting", "gate-full")

# What each problem means and what mends it, for the people who see the job.
PROBLEMS: dict[str, Any] = {
    "busy": _("The provider has too much to do."),
    "timeout": _("The provider did not answer in time."),
    "unreachable": _("The provider cannot be reached."),
    "quota": _("The provider's quota or cost limit is used up. Raise it, then try again."),
    "refused": _("The provider refuses the request: check its key and settings, then try again."),
    "too-large": _("A text is too long for the provider. Split the paragraph, or translate it by hand."),
    "bad-answer": _("The provider's answer could not be used."),
    "elsewhere": _("A sentence of it is being drafted for another page."),
    "budget": _("The month's budget is used up. It goes on when the budget is raised, or next month."),
    "internal": _("Something went wrong here; the log says what."),
    HELD: _("Somebody paused this job. It goes on when it is resumed."),
    "gate-paused": _("The provider is paused. The job goes on when somebody resumes the provider."),
    "gate-quota": _("The provider's quota or cost limit is used up, so the job waits for it."),
    "gate-resting": _("The provider failed several times or asked us to wait, so nobody asks it for a while."),
    "gate-full": _("The provider is at its limit of calls; the job waits for its turn."),
}


def later(seconds: float) -> ExpressionWrapper:
    """A point of time by the database's clock, so that machines need not agree on theirs."""
    return ExpressionWrapper(Now() + timedelta(seconds=seconds), output_field=models.DateTimeField())


class TranslationJobQuerySet(models.QuerySet["TranslationJob"]):
    def open(self) -> Self:
        """Jobs that somebody or something still has to act on; at most one a page."""
        return self.filter(state__in=OPEN_STATES)

    def due(self) -> Self:
        """Jobs that a worker may take now: waiting ones whose time has come, and those whose worker has gone silent."""
        return self.filter(
            Q(state=JobState.QUEUED, next_run_at__lte=Now()) & (Q(not_before=None) | Q(not_before__lte=Now()))
            | Q(state=JobState.RUNNING, lease_until__lt=Now())
        )

    def by_urgency(self, rung: int | None = None) -> Self:
        """The order in which workers take jobs; among equals the one that was rung for goes first."""
        named = [Case(When(pk=rung, then=0), default=1)] if rung else []
        return self.order_by(F("priority").desc(), F("due_at").asc(nulls_last=True), *named, "created_at", "pk")

    def waiting_for_gate(self, provider: str = "") -> Self:
        """Jobs that came to a closed gate: that of the provider, or of any."""
        waiting = self.filter(state=JobState.QUEUED, problem__in=GATE_PROBLEMS)
        return waiting.filter(provider=provider) if provider else waiting

    def unrung(self, seconds: float) -> Self:
        """Jobs for which nobody has rung within the last seconds."""
        return self.filter(Q(last_rung_at=None) | Q(last_rung_at__lt=later(-seconds)))

    def with_progress(self) -> Self:
        """Adds `segment_count`, `drafted_count` and `approved_count`, of the sentences that this job brought."""
        current = Q(segments__retired_at=None)
        return self.annotate(
            segment_count=Count("segments", filter=current),
            drafted_count=Count("segments", filter=current & ~Q(segments__state="initial")),
            approved_count=Count("segments", filter=current & Q(segments__state__in=["reviewed", "final"])),
        )


class TranslationJob(models.Model):
    """The work on one submitted version of a page: draft what is new, have it reviewed."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="translation_jobs", verbose_name=_("page"))
    source_language = models.CharField(_("source language"), max_length=10, choices=settings.LANGUAGES)
    level = models.CharField(_("release level"), max_length=15, choices=ReleaseLevel.choices)
    # SHA-256 over the submitted paragraphs: the same version is not submitted twice.
    source_digest = models.CharField(max_length=64)
    state = models.CharField(_("state"), max_length=12, choices=JobState.choices, default=JobState.QUEUED)
    provider = models.CharField(_("provider"), max_length=30, blank=True)
    billed_characters = models.PositiveIntegerField(_("characters billed"), default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("requested by"),
    )
    created_at = models.DateTimeField(_("submitted"), default=timezone.now)
    priority = models.SmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    not_before = models.DateTimeField(_("not before"), null=True, blank=True)
    # When it was last handed to the reviewers with its drafts.
    drafted_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    # Why it is put off, paused or failed: a providers.base.Reason or "internal", and the facts for the operator.
    problem = models.CharField(_("problem"), max_length=20, blank=True)
    problem_detail = models.TextField(blank=True)

    # The lease. Each claim raises the fence; whoever holds an older fence may no longer change the job.
    fence = models.PositiveIntegerField(default=0)
    owner = models.CharField(max_length=80, blank=True)
    lease_until = models.DateTimeField(null=True)
    next_run_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    last_rung_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    # The job that is drafting sentences which this one needs too; it wakes this one.
    waits_for = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="waiting")

    objects = TranslationJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation job")
        verbose_name_plural = _("translation jobs")
        default_permissions = ()
        permissions = [
            ("translate_translationjob", _("Can edit translations")),
            ("approve_translationjob", _("Can approve translations")),
            ("withdraw_translationjob", _("Can take a translation off the site")),
            ("waive_translationjob", _("Can approve in spite of a blocking check")),
        ]
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_run_at"])]
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=Q(state__in=OPEN_STATES), name="one_open_job_per_page")
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.page_id} ({self.state})"

    @property
    def target_language(self) -> str:
        return other_language(self.source_language)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.priority, self.due_at, self.not_before)

    @property
    def is_held(self) -> bool:
        return self.state == JobState.PAUSED and self.problem == HELD

    @property
    def problem_message(self) -> str:
        """What holds the job up and what happens next, in the reader's interface language; "" if nothing does."""
        if not self.problem:
            return ""
        if self.problem == HELD or self.problem in GATE_PROBLEMS:
            outlook = ""
        elif self.state == JobState.QUEUED:
            outlook = gettext("It is asked again by itself.")
        elif self.state == JobState.FAILED:
            times = {"count": self.attempts}
            outlook = gettext("It was tried %(count)d times. Mend the cause, then try again.") % times
        else:
            outlook = ""
        fact = str(PROBLEMS[self.problem])
        return f"{fact}{'' if fact.endswith('。') else ' '}{outlook}".strip()

    def supersede(self) -> None:
        """Ends this job in favour of a newer one; a worker that still holds its lease loses it."""
        self._end(JobState.SUPERSEDED)

    def cancel(self) -> None:
        """Calls the job off; drafts and approvals stay with the page's segments."""
        self._end(JobState.CANCELLED)

    def complete(self) -> None:
        """Every sentence is approved."""
        self._end(JobState.DONE)

    def reopen(self) -> None:
        """Takes a finished job up again because a sentence of it was edited."""
        self.state, self.finished_at = JobState.REVIEW, None
        self.save(update_fields=["state", "finished_at"])

    def reschedule(self, schedule: Schedule) -> None:
        """Changes when a worker takes it, without a word to a worker that has it."""
        self.priority, self.due_at, self.not_before = schedule.priority, schedule.due_at, schedule.not_before
        self.save(update_fields=["priority", "due_at", "not_before"])

    def hold(self) -> None:
        """Pauses it for a person; a worker that has it makes no further call, the answer under way is kept."""
        self.state, self.problem, self.problem_detail, self.lease_until = JobState.PAUSED, HELD, "", None
        self.fence = F("fence") + 1
        self.save(update_fields=["state", "problem", "problem_detail", "lease_until", "fence"])
        self.refresh_from_db(fields=["fence"])

    def requeue(self) -> None:
        """Has a worker take it (again), at once and with fresh attempts."""
        self.state, self.problem, self.problem_detail = JobState.QUEUED, "", ""
        self.attempts, self.next_run_at, self.last_rung_at, self.waits_for = 0, timezone.now(), None, None
        self.fence = F("fence") + 1
        changed = ["state", "problem", "problem_detail", "attempts", "next_run_at", "last_rung_at", "waits_for"]
        self.save(update_fields=[*changed, "fence"])
        self.refresh_from_db(fields=["fence"])

    def _end(self, state: JobState) -> None:
        self.state, self.finished_at, self.lease_until = state, timezone.now(), None
        self.fence = F("fence") + 1
        self.save(update_fields=["state", "finished_at", "lease_until", "fence"])
        self.refresh_from_db(fields=["fence"])
