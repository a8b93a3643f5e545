"""What happened to segments: an append-only record, so no text that anybody wrote is ever gone."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from translation_jobs.models.segments import Segment


class SegmentEvent(models.Model):
    """One act on one segment, with the target as it was after it."""

    class Action(models.TextChoices):
        DRAFTED = "drafted", _("drafted")
        EDITED = "edited", _("edited")
        APPROVED = "approved", _("approved")
        SENT_BACK = "sent-back", _("sent back")
        IMPORTED = "imported", _("imported")
        DISMISSED = "dismissed", _("issue dismissed")
        WAIVED = "waived", _("blocking issue waived")
        RESTORED = "restored", _("issue restored")

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="events")
    action = models.CharField(max_length=10, choices=Action.choices)
    target = models.TextField(blank=True)
    # Where a draft came from, why a segment was sent back, or which check was dismissed (waived, restored) and why.
    note = models.TextField(blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("segment event")
        verbose_name_plural = _("segment events")
        default_permissions = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.action} {self.at:%Y-%m-%d %H:%M}"
