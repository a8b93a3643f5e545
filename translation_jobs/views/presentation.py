"""Segments as a translator sees them: marked changes, placeholders as chips, issues, and what another person wrote."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise

from cms.bilingual.languages import html_lang
from cms.bilingual.pages import BilingualPage
from cms.bilingual.placeholders import tokens
from cms.bilingual.walker import kind_label
from translation_jobs.models import JobState, QualityIssue, Segment, SegmentState, TranslationJob
from translation_jobs.pipeline.quality import Standing, is_clean, standing_issues
from translation_jobs.text.differences import Change, differences


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a source to show: plain text or a placeholder; `change` is "same", "gone" or "new".

    `is_marked`: an open issue speaks of it.
    """

    text: str
    is_placeholder: bool
    change: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of the saved target that an issue speaks of, in code points."""

    start: int
    end: int
    text: str


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
    standing: list[Standing]
    in_job: bool
    typed: str | None = None
    error: str = ""
    conflict: bool = False
    # The fingerprint of the issue that the person was about to dismiss.
    at_issue: str = ""

    @property
    def text(self) -> str:
        return self.segment.target if self.typed is None else self.typed

    @property
    def issues(self) -> list[QualityIssue]:
        """What is open."""
        return [one.issue for one in self.standing if one.is_open]

    @property
    def quoted_issues(self) -> list[tuple[QualityIssue, list[Quote]]]:
        """What is open, with the stretches of the target that it speaks of."""
        return [(issue, list(_quotes(issue, self.segment.target))) for issue in self.issues]

    @property
    def dismissed(self) -> list[Standing]:
        return [one for one in self.standing if not one.is_open]

    @property
    def pieces(self) -> list[Piece]:
        """The source, with what issues speak of, and what changed since the wording before it, if there was one."""
        source = self.segment.source.strip()
        previous = self.segment.previous
        if previous and not self.segment.is_approved:
            changes = differences(previous.source.strip(), source)
        else:
            changes = [Change("same", source)]
        marked = [(start, end) for issue in self.issues for start, end in issue.source_spans]
        result, position = [], 0
        for change in changes:
            here = [] if change.kind == "gone" else [(start - position, end - position) for start, end in marked]
            result += [piece for stretch, mark in _cut(change, here) for piece in _pieces(stretch, mark)]
            position += 0 if change.kind == "gone" else len(change.text)
        return result

    @property
    def insertables(self) -> list[Insertable]:
        return _insertables(self.segment.source)

    @property
    def is_changed(self) -> bool:
        return self.segment.previous_id is not None and not self.segment.is_approved

    @property
    def wants_a_look(self) -> bool:
        """Has open issues; once approved only blocking ones count, which a waiver that was taken back leaves."""
        if self.segment.is_approved:
            return any(issue.is_blocking for issue in self.issues)
        return bool(self.issues)

    @property
    def is_clean(self) -> bool:
        """May be approved with others at one stroke."""
        is_waiting = self.segment.state == SegmentState.TRANSLATED and not self.segment.returned_reason
        return is_waiting and is_clean(self.issues)


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

    def row_of(self, segment: Segment) -> Row:
        """The segment's row; for one that is not on the page any more, a row of its own without issues."""
        rows = (row for row in self.rows if row.segment.pk == segment.pk)
        return next(rows, None) or Row(segment, [], in_job=segment.job_id == self.job.pk)

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
            with_issues=sum(row.wants_a_look for row in self.rows),
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
    """All current segments of the job's page, with those of the job marked; a fixed number of queries, none writes."""
    page = job.page.specific
    segments = list(
        Segment.objects.current()
        .filter(page_id=job.page_id)
        .in_page_order()
        .select_related("previous", "edited_by", "approved_by", "returned_by")
    )
    standing = standing_issues(page, segments)
    rows = [Row(segment, standing.get(segment.pk, []), in_job=segment.job_id == job.pk) for segment in segments]
    return Document(job, page, rows)


def pieces_between(old: str, new: str) -> list[Piece]:
    """The stretches that lead from one wording to another, placeholders apart."""
    return [piece for change in differences(old, new) for piece in _pieces(change, is_marked=False)]


def _cut(change: Change, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[Change, bool]]:
    """The stretch in parts that are marked as a whole or not at all; no cut goes through a placeholder."""
    length = len(change.text)
    spans = [_around_placeholders(change.text, start, end) for start, end in spans if start < length and end > 0]
    cuts = sorted({0, length} | {place for span in spans for place in span if 0 < place < length})
    for start, end in pairwise(cuts):
        is_marked = any(first <= start and end <= last for first, last in spans)
        yield Change(change.kind, change.text[start:end]), is_marked


def _around_placeholders(text: str, start: int, end: int) -> tuple[int, int]:
    for token in tokens(text):
        if token.start < start < token.end:
            start = token.start
        if token.start < end < token.end:
            end = token.end
    return start, end


def _pieces(change: Change, is_marked: bool) -> list[Piece]:
    result, end = [], 0
    for token in tokens(change.text):
        if token.start > end:
            result.append(Piece(change.text[end : token.start], False, change.kind, is_marked))
        result.append(Piece(str(token.number), True, change.kind, is_marked))
        end = token.end
    if end < len(change.text):
        result.append(Piece(change.text[end:], False, change.kind, is_marked))
    return result


def _quotes(issue: QualityIssue, target: str) -> Iterator[Quote]:
    """Stretches that a reader can see; a place between two letters is none."""
    for start, end in issue.target_spans:
        if text := target[start:end].strip():
            yield Quote(start, end, text)


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
