"""Runs the checks over segments and keeps what they find as rows."""

import hashlib
from collections.abc import Iterable

from cms.bilingual.languages import other_language
from translation_jobs.checks import check_segment
from translation_jobs.checks.base import Issue, Severity
from translation_jobs.checks.reading import CheckContext, Reading
from translation_jobs.models import QualityIssue, Segment
from translation_jobs.units import TranslationUnit


def check_segments(segments: Iterable[Segment]) -> list[QualityIssue]:
    """Replaces the issues of these segments by what the checks see now; three queries for any number of them."""
    segments = list(segments)
    QualityIssue.objects.filter(segment__in=segments).delete()
    return QualityIssue.objects.bulk_create(
        QualityIssue(
            segment=segment,
            check_id=issue.check_id,
            severity=issue.severity,
            params=issue.params,
            fingerprint=_fingerprint(segment),
        )
        for segment in segments
        for issue in issues_of(segment)
    )


def issues_of(segment: Segment) -> list[Issue]:
    """What the checks see in a segment as it is in memory, and whether it is a draft nobody may approve."""
    unit = TranslationUnit(
        segment.source.strip(), segment.target, other_language(segment.target_language), segment.target_language
    )
    found = check_segment(Reading(unit, CheckContext()))
    if segment.must_be_rewritten and segment.target:
        found.append(Issue("completeness.dictionary", Severity.BLOCKS))
    if segment.scale and segment.target:
        found.append(Issue("numbers.scaled", Severity.WARNS))
    return found


def is_approvable(segment: Segment) -> bool:
    """Whether a person may approve the segment as it is: nothing blocks it."""
    return all(issue.severity != Severity.BLOCKS for issue in issues_of(segment))


def is_clean(segment: Segment) -> bool:
    """Whether nothing at all was found, so that it may be approved together with others."""
    return all(issue.severity == Severity.HINT for issue in issues_of(segment))


def _fingerprint(segment: Segment) -> str:
    return hashlib.sha256(f"{segment.source}\0{segment.target}".encode()).hexdigest()
