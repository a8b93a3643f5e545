"""Runs the checks over segments and keeps what they find as rows.

Results expire by themselves (`conditions`). Reading never writes: `standing_issues` takes what is stored where it still
holds and looks again, in memory, where it does not, so nobody is ever shown a result of another text, rule or term.
What writes a text stores its results at once; `recheck` does for those that other things made stale.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wagtail.models import Page

from translation_jobs.checks.base import Scope, Severity
from translation_jobs.models import CheckedPage, Dismissal, QualityIssue, Segment, SegmentState
from translation_jobs.pipeline.conditions import Conditions, conditions_for, conditions_of
from translation_jobs.pipeline.finding_records import record_findings
from translation_jobs.pipeline.findings import found_alone, found_together, reading_order, untranslated


@dataclass(frozen=True, slots=True)
class Standing:
    """An issue as it stands: open, or dismissed (if it blocks: waived) by somebody."""

    issue: QualityIssue
    dismissal: Dismissal | None = None

    @property
    def is_open(self) -> bool:
        return self.dismissal is None


def check_segments(segments: Iterable[Segment], *, by_person: bool = False, force: bool = False) -> list[Segment]:
    """Checks those of the segments that changed, and their pages as wholes; returns those that it checked.

    The caller holds the locks of their pages. `by_person`: what is not found any more was fixed by somebody. `force`
    checks also what is up to date. As many queries for a thousand segments as for one, but for the size of batches.
    """
    segments = list(segments)
    conditions = _conditions(segments)
    stale = [segment for segment in segments if force or _is_stale(segment, conditions[segment.page_id])]
    pages = _pages_to_read(segments, conditions, force)
    found = _Findings({segment.pk for segment in stale}, set(pages))
    for segment in stale:
        found.add(found_alone(segment, conditions[segment.page_id]))
    for page_id, members in pages.items():
        found.add(found_together(members, conditions[page_id]))
    affected = {segment.pk: segment for segment in stale}
    affected = {segment.pk: segment for members in pages.values() for segment in members} | affected
    _store(list(affected.values()), found, by_person)
    _remember(stale, conditions, pages)
    return stale


def standing_issues(page: Page, segments: Sequence[Segment]) -> dict[int, list[Standing]]:
    """What is seen in a page's sentences now, by segment id; writes nothing.

    `page` is the page as its own type, `segments` all its current ones in page order.
    """
    conditions = conditions_for(page)
    stale = [segment for segment in segments if _is_stale(segment, conditions)]
    read_as = CheckedPage.objects.filter(pk=page.pk).values_list("checked_as", flat=True).first()
    is_read = read_as == conditions.checked_together_as(segments)
    found = _Findings({segment.pk for segment in stale}, set() if is_read else {page.pk})
    for segment in stale:
        found.add(found_alone(segment, conditions))
    if not is_read:
        found.add(found_together(segments, conditions))
    stored = QualityIssue.objects.filter(segment__in=segments)
    by_id = {segment.pk: segment for segment in segments}
    return _standing([*(row for row in stored if found.keeps(row, by_id[row.segment_id])), *found.issues])


def open_issues(segments: Sequence[Segment]) -> dict[int, list[QualityIssue]]:
    """The issues of segments that `check_segments` has just looked at and that nobody has dismissed, by segment id."""
    standing = _standing(QualityIssue.objects.filter(segment__in=segments))
    result = {pk: [one.issue for one in issues if one.is_open] for pk, issues in standing.items()}
    for segment in segments:
        if segment.state == SegmentState.INITIAL:
            result[segment.pk] = [untranslated(segment)]
    return result


def is_clean(issues: Iterable[QualityIssue]) -> bool:
    """Whether a segment with these open issues may be approved together with others."""
    return all(issue.severity == Severity.HINT for issue in issues)


@dataclass(slots=True)
class _Findings:
    """Fresh findings, and whose stored results they replace: of segments by themselves, of pages as wholes."""

    segments: set[int]
    pages: set[int]
    issues: list[QualityIssue] = field(default_factory=list)

    def add(self, issues: Iterable[QualityIssue]) -> None:
        self.issues += issues

    def keeps(self, row: QualityIssue, segment: Segment) -> bool:
        """Whether a stored issue still holds, since what it rests on was not looked at again."""
        if row.scope == Scope.SEGMENT:
            return segment.pk not in self.segments
        return segment.page_id not in self.pages


def _conditions(segments: Iterable[Segment]) -> Mapping[int, Conditions]:
    page_ids = {segment.page_id for segment in segments}
    return conditions_of(Page.objects.filter(pk__in=page_ids).specific())


def _is_stale(segment: Segment, conditions: Conditions) -> bool:
    return segment.checked_as != conditions.checked_as(segment)


def _pages_to_read(
    segments: Iterable[Segment], conditions: Mapping[int, Conditions], force: bool
) -> dict[int, list[Segment]]:
    """All current segments, in page order, of those of the pages that were not looked at as they are now."""
    given = {segment.pk: segment for segment in segments}
    pages: dict[int, list[Segment]] = defaultdict(list)
    for segment in Segment.objects.current().filter(page_id__in=conditions).in_page_order():
        pages[segment.page_id].append(given.get(segment.pk, segment))
    read_as = dict(CheckedPage.objects.filter(pk__in=pages).values_list("pk", "checked_as"))
    return {
        page_id: members
        for page_id, members in pages.items()
        if force or read_as.get(page_id) != conditions[page_id].checked_together_as(members)
    }


def _store(segments: Sequence[Segment], found: _Findings, by_person: bool) -> None:
    """Makes the rows of the segments say what was found; touches only those that differ."""
    by_id = {segment.pk: segment for segment in segments}
    stored = list(QualityIssue.objects.filter(segment__in=segments))
    fresh = {_identity(issue): issue for issue in found.issues}
    kept = [row for row in stored if found.keeps(row, by_id[row.segment_id])]
    gone = [row.pk for row in stored if not found.keeps(row, by_id[row.segment_id]) and _identity(row) not in fresh]
    known = {_identity(row) for row in stored}
    if gone:
        QualityIssue.objects.filter(pk__in=gone).delete()
    QualityIssue.objects.bulk_create(issue for key, issue in fresh.items() if key not in known)
    record_findings(segments, [*kept, *fresh.values()], by_person=by_person)


def _remember(
    stale: Sequence[Segment], conditions: Mapping[int, Conditions], pages: Mapping[int, Sequence[Segment]]
) -> None:
    for segment in stale:
        segment.checked_as = conditions[segment.page_id].checked_as(segment)
    Segment.objects.bulk_update(stale, ["checked_as"])
    CheckedPage.objects.bulk_create(
        [CheckedPage(pk=pk, checked_as=conditions[pk].checked_together_as(members)) for pk, members in pages.items()],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["checked_as"],
    )


def _standing(issues: Iterable[QualityIssue]) -> dict[int, list[Standing]]:
    issues = sorted(issues, key=reading_order)
    dismissals = {
        (dismissal.segment_id, dismissal.fingerprint): dismissal
        for dismissal in Dismissal.objects.filter(segment__in={issue.segment_id for issue in issues}).select_related(
            "person"
        )
    }
    result: dict[int, list[Standing]] = defaultdict(list)
    for issue in issues:
        result[issue.segment_id].append(Standing(issue, dismissals.get((issue.segment_id, issue.fingerprint))))
    return result


def _identity(issue: QualityIssue) -> tuple[int, str, str]:
    return issue.segment_id, issue.fingerprint, issue.scope
