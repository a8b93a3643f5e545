"""What people do to segments: write, approve, send back; and paragraphs whose sentences are all approved.

Every act names the version of the segment that the person saw. If it has changed since, nothing is written and
StaleSegment says what stands there now.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.bilingual.approvals import Approval, approve_paragraphs
from cms.bilingual.pages import BilingualPage
from cms.bilingual.placeholders import mismatches
from cms.bilingual.projection import lock_page
from cms.bilingual.transactions import retry_on_deadlock
from translation_jobs.models import QualityIssue, Segment, SegmentEvent, SegmentState, TranslationJob
from translation_jobs.pipeline import memory_changes
from translation_jobs.pipeline.quality import check_segments, is_clean, open_issues
from translation_jobs.text.segmentation import join_sentences

Action = SegmentEvent.Action


class StaleSegment(Exception):
    """The segment is not as the person saw it; `current` is what stands there now. Nothing was written."""

    def __init__(self, current: Segment) -> None:
        super().__init__(f"segment {current.pk} is at version {current.version}")
        self.current = current


class IssueGone(Exception):
    """The issue is not there any more: the text, a rule or a term has changed. Nothing was written."""

    def __init__(self, segment: Segment) -> None:
        super().__init__(f"segment {segment.pk}")
        self.segment = segment


class NotApprovable(Exception):
    """A blocking issue stops the approval; nothing was written."""

    def __init__(self, segment: Segment, issues: list[QualityIssue]) -> None:
        super().__init__(f"segment {segment.pk}: {', '.join(issue.check_id for issue in issues)}")
        self.segment = segment
        self.issues = issues


@dataclass(slots=True)
class Approved:
    """What a bulk approval did: the segments approved, and how many it left to people, by reason."""

    segments: list[Segment] = field(default_factory=list)
    left_with_issues: int = 0
    left_dictionary_drafts: int = 0
    left_untranslated: int = 0


@retry_on_deadlock
def save_target(segment_id: int, version: int, target: str, user: Any) -> Segment:
    """Writes the target that a person typed. Raises StaleSegment."""
    with transaction.atomic():
        segment = locked_segment(segment_id, version)
        _write(segment, target, user)
        return segment


@retry_on_deadlock
def apply_fix(segment_id: int, version: int, fingerprint: str, user: Any) -> Segment:
    """Makes the edits that an issue brings, in the saved target. Raises StaleSegment or IssueGone."""
    with transaction.atomic():
        segment = locked_segment(segment_id, version)
        check_segments([segment])
        issue = segment.issues.filter(fingerprint=fingerprint).first()
        if issue is None or not issue.can_be_fixed or segment.must_be_rewritten:
            raise IssueGone(segment)
        _write(segment, issue.fixed(segment.target), user, note=issue.check_id)
        return segment


@retry_on_deadlock
def revert_to_draft(segment_id: int, version: int, user: Any) -> Segment:
    """Puts the draft back in place of what was written since. Raises StaleSegment."""
    with transaction.atomic():
        segment = locked_segment(segment_id, version)
        _note_withdrawal(segment)
        provider_origin = segment.events.filter(action=Action.DRAFTED).order_by("-pk").values_list("note", flat=True)
        segment.write(segment.draft, user, origin=provider_origin.first() or segment.origin)
        record_event(segment, Action.EDITED, user)
        check_segments([segment], by_person=True)
        _reopen_job(segment)
        return segment


@retry_on_deadlock
def approve(segment_id: int, version: int, user: Any) -> Segment:
    """Approves one segment as it was seen; hands its paragraph over if it is the last.

    Raises StaleSegment or NotApprovable.
    """
    with transaction.atomic():
        segment = locked_segment(segment_id, version)
        check_segments([segment])
        blocking = [issue for issue in open_issues([segment]).get(segment.pk, []) if issue.is_blocking]
        if blocking:
            raise NotApprovable(segment, blocking)
        _approve([segment], user)
        return segment


@retry_on_deadlock
def approve_all_clean(job: TranslationJob, seen: Mapping[int, int], user: Any) -> Approved:
    """Approves every segment of the job with no open issue but hints.

    `seen` maps segment ids to the versions that were on the person's screen: others, and any that changed since, are
    left alone. So are dictionary drafts, which a person must rewrite, and what was sent back and not rewritten since.
    """
    result = Approved()
    with transaction.atomic():
        lock_page(job.page_id)
        rows = list(
            Segment.objects.select_for_update().current().unapproved().filter(job=job, pk__in=seen).order_by("pk")
        )
        check_segments(rows)
        issues = open_issues(rows)
        for segment in rows:
            if segment.state == SegmentState.INITIAL:
                result.left_untranslated += 1
            elif segment.must_be_rewritten:
                result.left_dictionary_drafts += 1
            elif (
                segment.version != seen[segment.pk]
                or segment.returned_reason
                or not is_clean(issues.get(segment.pk, []))
            ):
                result.left_with_issues += 1
            else:
                result.segments.append(segment)
        _approve(result.segments, user)
    return result


@retry_on_deadlock
def send_back(segment_id: int, version: int, reason: str, user: Any) -> Segment:
    """Returns a segment to the translators with a reason; what is public stays until another text is approved."""
    with transaction.atomic():
        segment = locked_segment(segment_id, version)
        _note_withdrawal(segment)
        segment.send_back(user, reason.strip())
        record_event(segment, Action.SENT_BACK, user, reason.strip())
        _reopen_job(segment)
        return segment


def hand_over_paragraphs(page: BilingualPage, segments: Iterable[Segment], user: Any = None) -> None:
    """Approves for the page each paragraph whose sentences are all approved; the caller holds the page's lock.

    `segments` are all current segments of the paragraphs in question. `user` is the person whose approval completes
    them; None where a submission does (each sentence names its own).
    """
    paragraphs: dict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        paragraphs[segment.path].append(segment)
    approvals, done = [], []
    for path, sentences in paragraphs.items():
        sentences.sort(key=lambda segment: segment.index)
        if not all(s.is_approved for s in sentences) or all(s.state == SegmentState.FINAL for s in sentences):
            continue
        source = "".join(segment.source for segment in sentences)
        target = join_sentences(
            [segment.target for segment in sentences],
            [segment.source for segment in sentences],
            sentences[0].target_language,
        )
        if mismatches(source, target):
            continue
        approvals.append(Approval(path, sentences[0].kind, source, target, sentences[0].scale))
        done += sentences
    if not approvals:
        return
    approve_paragraphs(page, approvals, user)
    Segment.objects.filter(pk__in=[segment.pk for segment in done]).update(state=SegmentState.FINAL)
    for segment in done:
        segment.state = SegmentState.FINAL


def locked_segment(segment_id: int, version: int) -> Segment:
    """The segment under its page's lock and its own, if it is as the person saw it. Raises StaleSegment."""
    lock_page(Segment.objects.values_list("page_id", flat=True).get(pk=segment_id))
    segment = Segment.objects.select_for_update().get(pk=segment_id)
    if segment.version != version or segment.retired_at:
        successor = Segment.objects.current().filter(previous=segment).first()
        raise StaleSegment(successor if segment.retired_at and successor else segment)
    return segment


def _write(segment: Segment, target: str, user: Any, note: str = "") -> None:
    """Writes what a person wants a locked segment to say, if it says anything else now."""
    target = tidy(target)
    if target == segment.target:
        return
    _note_withdrawal(segment)
    segment.write(target, user)
    record_event(segment, Action.EDITED, user, note)
    check_segments([segment], by_person=True)
    _reopen_job(segment)


def _approve(segments: list[Segment], user: Any) -> None:
    """Approves segments of one page whose locks are held, hands over what is complete, ends the job if it can."""
    if not segments:
        return
    now = timezone.now()
    for segment in segments:
        segment.state, segment.approved_by, segment.approved_at = SegmentState.REVIEWED, user, now
        segment.version, segment.returned_by, segment.returned_reason = segment.version + 1, None, ""
    fields = ["state", "approved_by", "approved_at", "version", "returned_by", "returned_reason"]
    Segment.objects.bulk_update(segments, fields)
    SegmentEvent.objects.bulk_create(
        SegmentEvent(segment=segment, action=Action.APPROVED, target=segment.target, person=user)
        for segment in segments
    )
    memory_changes.note(segments)
    page = segments[0].page.specific
    paths = {segment.path for segment in segments}
    hand_over_paragraphs(page, Segment.objects.current().filter(page_id=page.pk, path__in=paths), user)
    _finish_job(page.pk)


def _note_withdrawal(segment: Segment) -> None:
    """To be called before an act that makes an approval void."""
    if segment.is_approved:
        memory_changes.note([segment])


def _finish_job(page_id: int) -> None:
    if Segment.objects.current().unapproved().filter(page_id=page_id).exists():
        return
    job = TranslationJob.objects.open().filter(page_id=page_id).first()
    if job:
        job.complete()


def _reopen_job(segment: Segment) -> None:
    """A segment that waits for review belongs to an open job: the page's, or the last one, taken up again."""
    jobs = TranslationJob.objects.filter(page_id=segment.page_id)
    job = jobs.open().first() or jobs.first()
    if job is None:
        return
    if not job.is_open:
        job.reopen()
    if segment.job_id != job.pk:
        Segment.objects.filter(pk=segment.pk).update(job=job)
        segment.job = job


def record_event(segment: Segment, action: str, user: Any, note: str = "") -> None:
    SegmentEvent.objects.create(segment=segment, action=action, target=segment.target, person=user, note=note)


def tidy(target: str) -> str:
    """One sentence on one line: browsers post line ends of their own, and white space at the ends is the page's.

    Only white space of ASCII: the ideographic space between two parts of a Chinese title is text.
    """
    return re.sub(r"[ \t\r\n]+", " ", target).strip(" ")
