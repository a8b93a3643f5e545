"""What people say of issues: dismissed, waived, restored.

A dismissal holds for the fingerprint of its issue, so it needs no undoing when the text, a rule or a term changes.
"""

from typing import Any

from django.db import transaction

from translation_jobs.models import Dismissal, Outcome, QualityIssue, Segment, SegmentEvent
from translation_jobs.pipeline.finding_records import record_outcome
from translation_jobs.pipeline.quality import check_segments
from translation_jobs.pipeline.review import IssueGone, locked_segment, record_event

Action = SegmentEvent.Action


class NotDismissable(Exception):
    """What blocks is not dismissed but waived, and not everything can be; nothing was written."""

    def __init__(self, issue: QualityIssue) -> None:
        super().__init__(f"{issue.check_id} of segment {issue.segment_id}")
        self.issue = issue


def dismiss(segment_id: int, version: int, fingerprint: str, user: Any, *, preset: str, reason: str) -> Segment:
    """Closes a warning or a hint as it is. Raises StaleSegment, IssueGone, NotDismissable (it blocks)."""
    return _close(segment_id, version, fingerprint, user, preset, reason, is_waiver=False)


def waive(segment_id: int, version: int, fingerprint: str, user: Any, *, preset: str, reason: str) -> Segment:
    """Lets the segment be approved in spite of a blocking issue. Raises StaleSegment, IssueGone, NotDismissable."""
    return _close(segment_id, version, fingerprint, user, preset, reason, is_waiver=True)


def restore(segment_id: int, version: int, fingerprint: str, user: Any) -> Segment:
    """Opens a dismissed or waived issue again, if it is not open already. Raises StaleSegment."""
    with transaction.atomic():
        segment = locked_segment(segment_id, version)
        dismissal = Dismissal.objects.filter(segment=segment, fingerprint=fingerprint).first()
        if dismissal:
            dismissal.delete()
            record_event(segment, Action.RESTORED, user, dismissal.check_id)
            check_segments([segment])
            issue = segment.issues.filter(fingerprint=fingerprint).first()
            if issue:
                record_outcome(issue, Outcome.OPEN)
        return segment


def _close(
    segment_id: int, version: int, fingerprint: str, user: Any, preset: str, reason: str, is_waiver: bool
) -> Segment:
    """Somebody who closes what a colleague has just closed changes nothing: the first reason stands."""
    with transaction.atomic():
        segment = locked_segment(segment_id, version)
        check_segments([segment])
        issue = segment.issues.filter(fingerprint=fingerprint).first()
        if issue is None:
            raise IssueGone(segment)
        if issue.is_blocking != is_waiver or (is_waiver and not issue.is_waivable):
            raise NotDismissable(issue)
        dismissal, is_new = Dismissal.objects.get_or_create(
            segment=segment,
            fingerprint=fingerprint,
            defaults={
                "check_id": issue.check_id,
                "preset": preset,
                "reason": reason.strip(),
                "is_waiver": is_waiver,
                "person": user,
            },
        )
        if is_new:
            note = f"{issue.check_id}: {' – '.join(filter(None, [preset, dismissal.reason]))}"
            record_event(segment, Action.WAIVED if is_waiver else Action.DISMISSED, user, note)
            record_outcome(issue, Outcome.DISMISSED)
        return segment
