"""Quality issues: what the checks found in a segment as it stands."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from translation_jobs.checks import RULES
from translation_jobs.checks.base import Severity
from translation_jobs.models.segments import Segment

# Beside those of the checks: what the pipeline itself knows of a segment.
_MESSAGES: dict[str, Any] = {
    "completeness.dictionary": _("This is a dictionary draft: it must be rewritten."),
    "numbers.scaled": _("The heading of this figure counts in units such as 億: does it fit the translated heading?"),
}


class QualityIssueQuerySet(models.QuerySet["QualityIssue"]):
    def blocking(self) -> Self:
        """Issues that stop an approval."""
        return self.filter(severity=Severity.BLOCKS)


class QualityIssue(models.Model):
    """One finding of one check; replaced as a whole whenever its segment changes."""

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="issues")
    check_id = models.CharField(max_length=40)
    severity = models.CharField(
        max_length=6,
        choices=[(Severity.BLOCKS, _("Blocks")), (Severity.WARNS, _("Warning")), (Severity.HINT, _("Hint"))],
    )
    params = models.JSONField(default=dict)
    # SHA-256 of source and target: an issue of another text is out of date.
    fingerprint = models.CharField(max_length=64)

    objects = QualityIssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("quality issue")
        verbose_name_plural = _("quality issues")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.segment_id}: {self.check_id}"

    @property
    def message(self) -> str:
        """What is wrong, in the reader's interface language."""
        return message_of(self.check_id, self.params)


def message_of(check_id: str, params: Mapping[str, str]) -> str:
    """What a check says, in the reader's interface language."""
    message = _MESSAGES.get(check_id) or gettext(RULES[check_id].message)
    return str(message) % params
