"""What is approved for a page, and which version of its target language is public."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class TargetState(models.TextChoices):
    """What the public can read in the target language of a page."""

    NONE = "none", _("None")
    # No version is approved in full; the page answers with its source and says so.
    CURRENT = "current", _("Current")
    # The approved target of the source that is live.
    OUTDATED = "outdated", _("Outdated")
    # The whole approved target of an earlier source: complete, but older than the live source.
    WITHDRAWN = "withdrawn", _("Withdrawn")
    # A person took it down; nothing is shown until a person restores it.


SERVED_STATES = frozenset({TargetState.CURRENT, TargetState.OUTDATED})


class ApprovedParagraphQuerySet(models.QuerySet["ApprovedParagraph"]):
    def in_force(self) -> Self:
        """Those that no later approval has superseded."""
        return self.filter(superseded_at=None)


class ApprovedParagraph(models.Model):
    """A target text that a person approved for one source text at one place of a page.

    Rows are only added and superseded, never changed or deleted, so a source text that comes back (a revert) finds its
    approval, and every text that was ever public can be read again.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="approved_paragraphs")
    path = models.CharField(max_length=500)
    kind = models.CharField(max_length=200)
    source_hash = models.CharField(max_length=64)
    source = models.TextField()
    target = models.TextField()
    approved_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("approved by")
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ApprovedParagraphQuerySet.as_manager()

    class Meta:
        verbose_name = _("approved paragraph")
        verbose_name_plural = _("approved paragraphs")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "path", "source_hash"],
                condition=Q(superseded_at=None),
                name="one_approval_in_force_per_source",
            )
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.target[:60]}"


class TargetVersion(models.Model):
    """The target version of one page: its state, and the source it belongs to.

    `base` holds the raw source values that the public target was made of, so that an outdated version can be rebuilt
    whole, with later corrections, after the source has moved on.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="target_version")
    state = models.CharField(max_length=10, choices=TargetState.choices, default=TargetState.NONE)
    base = models.JSONField(null=True)
    projected_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("target version")
        verbose_name_plural = _("target versions")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.state}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None
