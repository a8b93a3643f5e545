"""Keeps count of findings and of what became of them, for the noise report."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from translation_jobs.models import FindingRecord, Outcome, QualityIssue, Segment, SegmentState
from translation_jobs.pipeline.findings import finding_key


def record_findings(segments: Sequence[Segment], issues: Iterable[QualityIssue], *, by_person: bool) -> None:
    """Counts what is new in these segments, of which `issues` are all; says what became of what is not found any more.

    A segment whose text was taken out is left alone: that fixes nothing. The caller holds the locks of their pages.
    """
    seen: dict[int, dict[str, str]] = defaultdict(dict)
    for issue in issues:
        seen[issue.segment_id][finding_key(issue)] = issue.check_id
    translated = [segment.pk for segment in segments if segment.state != SegmentState.INITIAL]
    back, lost = [], []
    for record in FindingRecord.objects.filter(segment__in=translated):
        is_seen = seen[record.segment_id or 0].pop(record.key, None) is not None
        if is_seen and record.outcome in (Outcome.FIXED, Outcome.GONE):
            back.append(record.pk)
        elif not is_seen and record.outcome == Outcome.OPEN:
            lost.append(record.pk)
    FindingRecord.objects.bulk_create(
        FindingRecord(segment_id=segment_id, check_id=check_id, key=key)
        for segment_id, keys in seen.items()
        for key, check_id in keys.items()
    )
    if back:
        FindingRecord.objects.filter(pk__in=back).update(outcome=Outcome.OPEN)
    if lost:
        FindingRecord.objects.filter(pk__in=lost).update(outcome=Outcome.FIXED if by_person else Outcome.GONE)


def record_outcome(issue: QualityIssue, outcome: Outcome) -> None:
    """Notes what a person said of an issue that was recorded before."""
    FindingRecord.objects.filter(segment=issue.segment_id, key=finding_key(issue)).update(outcome=outcome)
