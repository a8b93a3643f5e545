"""Dismissals: a person says that an issue is none, or that the text is right in spite of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from translation_jobs.models.segments import Segment


class DismissalReason(models.TextChoices):
    """Usual reasons; others are written out."""

    MISTAKEN = "mistaken", _("The check is mistaken")
    OFFICIAL = "official", _("This is the official wording")
    SOURCE = "source", _("The source says it like this")
    INTENDED = "intended", _("Said otherwise here on purpose")


class Dismissal(models.Model):
    """Holds for the issue of that fingerprint only, so any change of text, rule or term opens the issue again.

    A waiver is the dismissal of a blocking issue: the segment may be approved in spite of it.
    """

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="dismissals")
    check_id = models.CharField(_("check"), max_length=40)
    fingerprint = models.CharField(max_length=64)
    preset = models.CharField(_("usual reason"), max_length=10, choices=DismissalReason.choices, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    is_waiver = models.BooleanField(_("waiver"), default=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("dismissal")
        verbose_name_plural = _("dismissals")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["segment", "fingerprint"], name="an_issue_is_dismissed_once"),
            models.CheckConstraint(condition=~Q(preset="", reason=""), name="a_dismissal_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.check_id}"

    @property
    def why(self) -> str:
        """The reason in the reader's interface language, as far as it is one of the usual ones."""
        return " – ".join(filter(None, [self.get_preset_display(), self.reason]))
