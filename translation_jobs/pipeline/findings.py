"""Segments → what the checks see in them, as issues that are not stored yet.

An issue is known by its fingerprint: a SHA-256 of the texts that it is about, of the version of rules, style and of the
part of the glossary that speaks of these texts, and of check, severity and params. A finding about one segment or about
a whole page rests on the texts of its segment (what it saw elsewhere is in its params); one about a paragraph, on all
texts of the paragraph. What a person said of an issue holds for its fingerprint, so it lapses with any change of these.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import groupby

from cms.bilingual.languages import ENGLISH, other_language
from translation_jobs.checks import RULES, check_document, check_paragraph, check_segment
from translation_jobs.checks.base import Issue, Scope, Severity
from translation_jobs.checks.reading import DocumentReading, ParagraphReading, Reading
from translation_jobs.models import Origin, QualityIssue, Segment, SegmentState
from translation_jobs.pipeline.conditions import Conditions
from translation_jobs.units import TranslationUnit

# What a reviewer must know of a draft that nobody has touched.
_DRAFT_ISSUES: dict[str, Issue] = {
    Origin.DICTIONARY: Issue("completeness.dictionary", Severity.BLOCKS),
    Origin.FUZZY: Issue("memory.similar", Severity.WARNS),
    Origin.SUBSTITUTED: Issue("memory.numbers", Severity.HINT),
}
UNTRANSLATED = "completeness.empty"
_ORDER = {name: place for place, name in enumerate((*Severity, *RULES))}


def found_alone(segment: Segment, conditions: Conditions) -> list[QualityIssue]:
    """What is seen in a segment by itself; nothing as long as it has no text, which its state says already."""
    if segment.state == SegmentState.INITIAL:
        return []
    found = check_segment(_reading(segment, conditions))
    if segment.untouched_origin in _DRAFT_ISSUES:
        found.append(_DRAFT_ISSUES[segment.untouched_origin])
    if segment.scale:
        # 8,650 under 億元 may rightly be 865.0: a rule that does not see the heading cannot tell.
        found = [issue for issue in found if not issue.check_id.startswith("numbers.")]
        found.append(Issue("numbers.scaled", Severity.WARNS))
    return _merged([_issue(issue, Scope.SEGMENT, segment, [segment], conditions) for issue in found])


def found_together(segments: Iterable[Segment], conditions: Conditions) -> list[QualityIssue]:
    """What only whole paragraphs and the whole page show; `segments` are all its current ones, in page order."""
    segments = list(segments)
    found, paragraphs = [], []
    for _place, group in groupby(segments, key=lambda segment: (segment.paragraph_index, segment.path)):
        members = list(group)
        paragraph = ParagraphReading(
            tuple(_reading(segment, conditions) for segment in members), members[0].kind, members[0].scale
        )
        paragraphs.append(paragraph)
        found += [
            _issue(issue, Scope.PARAGRAPH, members[issue.segment], members, conditions)
            for issue in check_paragraph(paragraph)
        ]
    for issue in check_document(DocumentReading(tuple(paragraphs))):
        segment = segments[issue.segment]
        found.append(_issue(issue, Scope.DOCUMENT, segment, [segment], conditions))
    return _merged([issue for issue in found if issue.segment.state != SegmentState.INITIAL])


def untranslated(segment: Segment) -> QualityIssue:
    """Why a segment without a text cannot be approved."""
    return QualityIssue(segment=segment, check_id=UNTRANSLATED, severity=Severity.BLOCKS)


def reading_order(issue: QualityIssue) -> tuple[int, int]:
    """Sorts issues as a translator wants to read them: what blocks first, then in the order of the rules."""
    return _ORDER[Severity(issue.severity)], _ORDER.get(issue.check_id, 0)


def finding_key(issue: QualityIssue) -> str:
    """The finding for the statistics: the same fault stays the same when the rest of its sentence changes."""
    return _digest(issue.check_id, sorted(issue.params.items()))


def _reading(segment: Segment, conditions: Conditions) -> Reading:
    languages = (other_language(segment.target_language), segment.target_language)
    return Reading(TranslationUnit(segment.source.strip(), segment.target, *languages), conditions.context)


def _issue(
    issue: Issue, scope: Scope, segment: Segment, about: Sequence[Segment], conditions: Conditions
) -> QualityIssue:
    texts = [text for member in about for text in (member.source, member.target)]
    chinese, english = texts[::2], texts[1::2]
    if segment.target_language != ENGLISH:
        chinese, english = english, chinese
    version = conditions.speaking_of("\n".join(chinese), "\n".join(english))
    return QualityIssue(
        segment=segment,
        check_id=issue.check_id,
        severity=issue.severity.value,
        params=issue.params,
        scope=scope.value,
        source_spans=[[span.start, span.end] for span in issue.source_spans],
        target_spans=[[span.start, span.end] for span in issue.target_spans],
        fixes=[[fix.side.value, fix.start, fix.end, fix.text] for fix in issue.fixes],
        fingerprint=_digest(texts, version, issue.check_id, issue.severity.value, sorted(issue.params.items())),
    )


def _merged(issues: Iterable[QualityIssue]) -> list[QualityIssue]:
    """One issue for findings that differ only in where they are: they are shown, mended and dismissed together."""
    result: dict[tuple[int, str], QualityIssue] = {}
    for issue in issues:
        first = result.setdefault((issue.segment_id, issue.fingerprint), issue)
        if first is not issue:
            for name in ("source_spans", "target_spans", "fixes"):
                known = getattr(first, name)
                known += [place for place in getattr(issue, name) if place not in known]
    return list(result.values())


def _digest(*facts: object) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()
