"""What somebody should be told: written with the event, mailed later to those who want it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from translation_jobs.models.jobs import TranslationJob


class NoticeKind(models.TextChoices):
    PROVIDER_PAUSED = "provider-paused", _("Provider paused")
    # Its quota is used up.
    JOB_FAILED = "job-failed", _("Job failed")
    # Tried as often as makes sense.


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unmailed(self) -> Self:
        return self.filter(mailed_at=None)


class Notice(models.Model):
    """One event; the row is written by whoever made it happen, so there is one for each."""

    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    provider = models.CharField(max_length=30, blank=True)
    job = models.ForeignKey(TranslationJob, null=True, on_delete=models.CASCADE, related_name="notices")
    created_at = models.DateTimeField(default=timezone.now)
    # Set before the mail is sent: a mail may be lost, but is never sent twice.
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        indexes = [models.Index(fields=["mailed_at", "created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.provider or self.job_id}"


class NoticePreference(models.Model):
    """Who wants to be told by e-mail."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="translation_notice_preference"
    )
    by_mail = models.BooleanField(
        _("E-mail me about trouble"),
        default=False,
        help_text=_("When a translation provider's quota is used up, or a translation job fails for good."),
    )

    class Meta:
        verbose_name = _("notice preference")
        verbose_name_plural = _("notice preferences")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id}: {self.by_mail}"
