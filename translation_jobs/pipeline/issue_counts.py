"""How many issues wait in each job."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from translation_jobs.checks.base import Severity
from translation_jobs.models import Dismissal, QualityIssue, Segment, SegmentState, TranslationJob
from translation_jobs.pipeline.conditions import site_version


def with_issue_counts(jobs: QuerySet[TranslationJob]) -> QuerySet[TranslationJob]:
    """Adds, of the job's sentences that wait for approval: `blocking_count` and `warning_count`, the open issues found
    under the rules, glossary and style of today; `stale_count`, the sentences that must be checked under them first.
    """
    version = site_version()
    waiting = Segment.objects.current().filter(state=SegmentState.TRANSLATED, job=OuterRef("pk"))
    dismissed = Dismissal.objects.filter(segment=OuterRef("segment"), fingerprint=OuterRef("fingerprint"))
    issues = QualityIssue.objects.filter(
        ~Exists(dismissed),
        segment__job=OuterRef("pk"),
        segment__retired_at=None,
        segment__state=SegmentState.TRANSLATED,
        segment__checked_as__startswith=version,
    )
    return jobs.annotate(
        blocking_count=_count(issues.filter(severity=Severity.BLOCKS), "segment__job"),
        warning_count=_count(issues.filter(severity=Severity.WARNS), "segment__job"),
        stale_count=_count(waiting.exclude(checked_as__startswith=version), "job"),
    )


def _count(rows: QuerySet[Any], job: str) -> Coalesce:
    counts = rows.order_by().values(job).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counts, output_field=IntegerField()), 0)
