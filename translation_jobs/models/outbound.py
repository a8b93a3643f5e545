"""What text went where: one row for each call of a provider over the network, and one for how it ended.

A text itself is never kept here, only its SHA-256: who has the text can tell whether it was sent.
"""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from translation_jobs.models.append_only import AppendOnly, AppendOnlyQuerySet, reference
from translation_jobs.models.jobs import ReleaseLevel, TranslationJob

# Rows deleted in one statement.
_ROWS = 500


class OutboundQuerySet(AppendOnlyQuerySet):
    def with_outcome(self) -> Self:
        """Adds `outcome`: a providers.base.Reason, "answered", or None if nobody lived to tell."""
        return self.annotate(outcome=models.F("end__outcome"))

    def holding(self, digest: str) -> Self:
        """Calls that sent the text with this SHA-256 (64 hexadecimal digits)."""
        return self.filter(digests__contains=digest.lower())

    def forget_before(self, time: datetime) -> int:
        """Deletes what is older, for the house's rules on keeping records; how many calls. The only way to delete."""
        count = 0
        old = self.filter(at__lt=time).order_by("pk").values_list("pk", flat=True)
        while some := list(old[:_ROWS]):
            models.QuerySet(self.model, using=self.db).filter(pk__in=some).delete()
            count += len(some)
        return count


class OutboundCall(AppendOnly):
    """A call that was about to be made. It is written before anything is sent, so a killed worker leaves it behind."""

    # The same as the ledger's.
    request = models.UUIDField(_("request"), unique=True)
    provider = models.CharField(_("provider"), max_length=30)
    host = models.CharField(_("server"), max_length=255)
    level = models.CharField(_("release level"), max_length=15, choices=ReleaseLevel.choices)
    job = reference(TranslationJob, _("job"))
    page = reference(Page, _("page"))
    source_language = models.CharField(_("source language"), max_length=10)
    target_language = models.CharField(_("target language"), max_length=10)
    passages = models.PositiveIntegerField(_("passages"))
    # Of all texts, those that only go along as context too.
    characters = models.PositiveIntegerField(_("characters sent"))
    # SHA-256 of each sentence and of each context in UTF-8, one a line.
    digests = models.TextField(_("SHA-256 of the texts"))
    person = reference(settings.AUTH_USER_MODEL, _("requested by"))
    person_name = models.CharField(_("name"), max_length=150, blank=True)
    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)

    objects = OutboundQuerySet.as_manager()

    class Meta:
        verbose_name = _("outbound call")
        verbose_name_plural = _("outbound calls")
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.provider} {self.host} {self.request}"


ANSWERED = "answered"


class OutboundEnd(AppendOnly):
    """How a call ended: `ANSWERED` or a providers.base.Reason."""

    call = models.OneToOneField(OutboundCall, on_delete=models.CASCADE, related_name="end")
    outcome = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.call_id} {self.outcome}"
