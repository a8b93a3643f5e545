"""Quality issues: what the checks found in a segment as it stands."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from translation_jobs.checks import RULES
from translation_jobs.checks.base import Fix, Scope, Severity, Side, apply_fixes
from translation_jobs.models.segments import Segment

# Beside those of the checks: what the pipeline itself knows of a segment.
PIPELINE_CHECKS: dict[str, Any] = {
    "completeness.dictionary": _("This is a dictionary draft: it must be rewritten."),
    "memory.similar": _("This is the translation of a similar sentence: adapt it to this one."),
    "memory.numbers": _("This is a known translation in which the numbers were replaced."),
    "numbers.scaled": _("The heading of this figure counts in units such as 億: does it fit the translated heading?"),
}


class QualityIssueQuerySet(models.QuerySet["QualityIssue"]):
    def blocking(self) -> Self:
        """Issues that stop an approval."""
        return self.filter(severity=Severity.BLOCKS)


class QualityIssue(models.Model):
    """One finding of one check.

    Replaced whenever its segment is checked under other conditions (`Segment.checked_as`), or, where several segments
    were looked at together, its page (`CheckedPage`).
    """

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="issues")
    check_id = models.CharField(max_length=40)
    severity = models.CharField(
        max_length=6,
        choices=[(Severity.BLOCKS, _("Blocks")), (Severity.WARNS, _("Warning")), (Severity.HINT, _("Hint"))],
    )
    params = models.JSONField(default=dict)
    scope = models.CharField(max_length=9, default=Scope.SEGMENT.value)
    # Lists of [start, end], in code points of the source without the white space around it, and of the target.
    source_spans = models.JSONField(default=list)
    target_spans = models.JSONField(default=list)
    # Lists of [side, start, end, text]: the edits that together mend it.
    fixes = models.JSONField(default=list)
    # SHA-256 of all that the finding rests on (see pipeline.findings): what was dismissed is known by it.
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

    @property
    def is_blocking(self) -> bool:
        return self.severity == Severity.BLOCKS

    @property
    def is_waivable(self) -> bool:
        """Whether an allowed person may approve in spite of it; never what the pipeline itself blocks."""
        return self.is_blocking and self.check_id in RULES and RULES[self.check_id].waivable

    @property
    def can_be_fixed(self) -> bool:
        """Whether it brings edits that mend the target."""
        return any(side == Side.TARGET for side, *_edit in self.fixes)

    @property
    def written_by_fix(self) -> list[str]:
        """The texts that its edits put into the target, each once; "" where one takes text out."""
        return list(dict.fromkeys(text for side, _start, _end, text in self.fixes if side == Side.TARGET))

    def fixed(self, target: str) -> str:
        """`target`, the text in which it was found, with its edits made."""
        return apply_fixes(target, tuple(Fix(Side(side), *edit) for side, *edit in self.fixes))


class CheckedPage(models.Model):
    """Under what the sentences of a page were last looked at together; written under the page's lock."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+", primary_key=True)
    checked_as = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("checked page")
        verbose_name_plural = _("checked pages")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page_id}: {self.checked_as}"


def is_check(check_id: str) -> bool:
    """Whether there is such a check; stored issues may come from one that was removed since."""
    return check_id in PIPELINE_CHECKS or check_id in RULES


def message_of(check_id: str, params: Mapping[str, str]) -> str:
    """What a check says, in the reader's interface language."""
    message = PIPELINE_CHECKS.get(check_id) or gettext(RULES[check_id].message)
    return str(message) % params
