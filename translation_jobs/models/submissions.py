"""Pages that were asked to be sent for translation, many at once: the worker submits them one by one."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from translation_jobs.models.jobs import Priority


class SubmissionRequestQuerySet(models.QuerySet["SubmissionRequest"]):
    def waiting(self) -> Self:
        return self.filter(failed_at=None).order_by("pk")

    def failed(self) -> Self:
        return self.exclude(failed_at=None)


class SubmissionRequest(models.Model):
    """One page that somebody asked to have sent, until it is; a lost ring is made up for by the sweeper."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    priority = models.SmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.NORMAL)
    due_at = models.DateTimeField(_("due"), null=True)
    not_before = models.DateTimeField(_("not before"), null=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_rung_at = models.DateTimeField(default=timezone.now)
    # It could not be submitted. The log says why; a person may ask again.
    failed_at = models.DateTimeField(null=True)

    objects = SubmissionRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission request")
        verbose_name_plural = _("submission requests")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=models.Q(failed_at=None), name="one_waiting_submission_per_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id} ({'waiting' if self.failed_at is None else 'failed'})"
