"""Quality issues: what the checks found in a segment as it stands."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from translation_jobs.checks.base import Severity
from translation_jobs.models.segments import Segment

# What each check says to a translator; the parts in %(…)s come from the check.
MESSAGES: dict[str, Any] = {
    "completeness.empty": _("There is no translation yet."),
    "completeness.identical": _("The translation is the same as the source."),
    "completeness.dictionary": _("This is a dictionary draft: it must be rewritten."),
    "markup.placeholders": _("Formatting or a link is missing, doubled or wrongly nested: %(placeholders)s"),
    "numbers.missing": _("These numbers of the source are not in the translation: %(numbers)s"),
    "numbers.scaled": _("The heading of this figure counts in units such as 億: does it fit the translated heading?"),
    "script.chinese_marks": _("Chinese punctuation or full-width characters are left in the translation: %(text)s"),
    "script.han_left": _("Chinese characters are left in the translation: %(text)s"),
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
        return str(MESSAGES[self.check_id]) % self.params
