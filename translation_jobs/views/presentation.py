"""Segments as a translator sees them: marked changes, placeholders as chips, issues, and what another person wrote."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from cms.bilingual.languages import html_lang
from cms.bilingual.pages import BilingualPage
from cms.bilingual.placeholders import tokens
from cms.bilingual.walker import kind_label
from translation_jobs.checks.base import Severity
from translation_jobs.models import JobState, QualityIssue, Segment, SegmentState, TranslationJob
from translation_jobs.text.differences import Change, differences


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a source to show: plain text or a placeholder; `change` is "same", "gone" or "new"."""

    text: str
    is_placeholder: bool
    change: str


@dataclass(frozen=True, slots=True)
class Insertable:
    """A placeholder of the source that a translator can put in: around the selection if it has a closing half."""

    number: int
    opening: str
    closing: str
    text: str


@dataclass(slots=True)
class Row:
    """One segment on the review page. `typed` is the person's own text where it could not be saved."""

    segment: Segment
    issues: list[QualityIssue]
    in_job: bool
    typed: str | None = None
    error: str = ""
    conflict: bool = False

    @property
    def text(self) -> str:
        return self.segment.target if self.typed is None else self.typed

    @property
    def pieces(self) -> list[Piece]:
        """The source, with what changed since the wording before it, if there was one."""
        source = self.segment.source.strip()
        previous = self.segment.previous
        if previous and not self.segment.is_approved:
            changes = differences(previous.source.strip(), source)
        else:
            changes = [Change("same", source)]
        return [piece for change in changes for piece in _pieces(change)]

    @property
    def insertables(self) -> list[Insertable]:
        return _insertables(self.segment.source)

    @property
    def is_changed(self) -> bool:
        return self.segment.previous_id is not None and not self.segment.is_approved

    @property
    def is_blocked(self) -> bool:
        return any(issue.severity == Severity.BLOCKS for issue in self.issues)

    @property
    def is_clean(self) -> bool:
        """May be approved with others at one stroke."""
        has_text = self.segment.state == SegmentState.TRANSLATED
        return has_text and all(issue.severity == Severity.HINT for issue in self.issues)


@dataclass(slots=True)
class ParagraphRows:
    """The segments of one paragraph, under the name of its place."""

    label: str
    rows: list[Row]


@dataclass(slots=True)
class Summary:
    """How far the review has come; `seen` are the versions that a bulk approval stands for."""

    total: int = 0
    approved: int = 0
    clean: int = 0
    changed: int = 0
    with_issues: int = 0
    waiting_for_draft: int = 0
    seen: dict[int, int] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        return round(100 * self.approved / self.total) if self.total else 100


@dataclass(slots=True)
class Document:
    """A page's current segments as the review page shows them."""

    job: TranslationJob
    page: BilingualPage
    rows: list[Row]

    @property
    def paragraphs(self) -> list[ParagraphRows]:
        labels: dict[str, str] = {}
        result = []
        for _index, group in groupby(self.rows, key=lambda row: (row.segment.paragraph_index, row.segment.path)):
            rows = list(group)
            kind = rows[0].segment.kind
            label = labels.setdefault(kind, kind_label(type(self.page), kind))
            result.append(ParagraphRows(label, rows))
        return result

    @property
    def summary(self) -> Summary:
        unapproved = [row for row in self.rows if not row.segment.is_approved]
        clean = [row for row in unapproved if row.is_clean]
        return Summary(
            total=len(self.rows),
            approved=len(self.rows) - len(unapproved),
            clean=len(clean),
            changed=sum(row.is_changed for row in unapproved),
            with_issues=sum(bool(row.issues) for row in unapproved),
            waiting_for_draft=sum(row.segment.state == SegmentState.INITIAL for row in unapproved),
            seen={row.segment.pk: row.segment.version for row in clean},
        )

    @property
    def is_being_drafted(self) -> bool:
        return self.job.state in (JobState.QUEUED, JobState.RUNNING)

    @property
    def source_lang(self) -> str:
        return html_lang(self.job.source_language)

    @property
    def target_lang(self) -> str:
        return html_lang(self.job.target_language)


def document(job: TranslationJob) -> Document:
    """All current segments of the job's page, with those of the job marked; a fixed number of queries."""
    segments = (
        Segment.objects.current()
        .filter(page_id=job.page_id)
        .in_page_order()
        .select_related("previous", "edited_by", "approved_by", "returned_by")
    )
    return Document(job, job.page.specific, list(rows_of(segments, job)))


def rows_of(segments: Iterable[Segment], job: TranslationJob | None) -> Iterable[Row]:
    segments = list(segments)
    issues: dict[int, list[QualityIssue]] = {}
    for issue in QualityIssue.objects.filter(segment__in=segments):
        issues.setdefault(issue.segment_id, []).append(issue)
    for segment in segments:
        yield Row(segment, issues.get(segment.pk, []), in_job=job is not None and segment.job_id == job.pk)


def _pieces(change: Change) -> list[Piece]:
    result, end = [], 0
    for token in tokens(change.text):
        if token.start > end:
            result.append(Piece(change.text[end : token.start], False, change.kind))
        result.append(Piece(str(token.number), True, change.kind))
        end = token.end
    if end < len(change.text):
        result.append(Piece(change.text[end:], False, change.kind))
    return result


def _insertables(source: str) -> list[Insertable]:
    found = list(tokens(source))
    closings = {token.number: token for token in found if token.role == "close"}
    result = []
    for token in found:
        if token.role == "single":
            result.append(Insertable(token.number, str(token), "", ""))
        elif token.role == "open" and token.number in closings:
            closing = closings[token.number]
            result.append(Insertable(token.number, str(token), str(closing), source[token.end : closing.start]))
    return result
