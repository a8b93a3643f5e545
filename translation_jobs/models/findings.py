"""What became of findings: the figures of the noise report, which outlive the issues that are replaced."""

from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from translation_jobs.models.segments import APPROVED_STATES, Segment


class Outcome(models.TextChoices):
    """What became of a finding."""

    OPEN = "open", _("Open")
    FIXED = "fixed", _("Fixed by a person")
    # It was not found again after a person had changed the text.
    DISMISSED = "dismissed", _("Dismissed")
    # Or waived; stays so however the text goes on, until somebody restores the issue.
    GONE = "gone", _("Gone by itself")
    # It was not found again after a new draft, or another version of rules, glossary or style.


class FindingRecordQuerySet(models.QuerySet["FindingRecord"]):
    def by_check(self) -> models.QuerySet["FindingRecord", dict[str, Any]]:
        """A row a check: check_id, seen, fixed, dismissed, passed_over (approved as it was), gone, open."""
        approved = Q(outcome=Outcome.OPEN, segment__state__in=APPROVED_STATES)
        return (
            self.order_by("check_id")
            .values("check_id")
            .annotate(
                seen=Count("pk"),
                fixed=Count("pk", filter=Q(outcome=Outcome.FIXED)),
                dismissed=Count("pk", filter=Q(outcome=Outcome.DISMISSED)),
                gone=Count("pk", filter=Q(outcome=Outcome.GONE)),
                passed_over=Count("pk", filter=approved),
                open=Count("pk", filter=Q(outcome=Outcome.OPEN)),
            )
        )


class FindingRecord(models.Model):
    """One finding in one segment, counted once however often it is found again.

    Written under the lock of its segment, so the figures are exact whoever works at the same time.
    """

    # Pages may be deleted; what people thought of the check still counts.
    segment = models.ForeignKey(Segment, null=True, on_delete=models.SET_NULL, related_name="+")
    check_id = models.CharField(max_length=40)
    # SHA-256 of check and params: the same fault stays the same finding when the rest of the sentence changes.
    key = models.CharField(max_length=64)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.OPEN)
    first_seen = models.DateTimeField(default=timezone.now)

    objects = FindingRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        default_permissions = ()
        indexes = [models.Index(fields=["check_id", "outcome"])]
        constraints = [models.UniqueConstraint(fields=["segment", "key"], name="a_finding_is_counted_once")]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.check_id} ({self.outcome})"
