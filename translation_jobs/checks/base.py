"""What a check is: a rule that looks at a translation and says what is wrong with it. Pure.

A rule is a generator with a name, a severity, a message and an example. Its docstring says what it looks for and on
what authority; `docs/checks.md` is made from these, so a rule without a source or an example is not finished.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Generic, TypeVar

from translation_jobs.units import GlossaryTerm, HouseStyle, Person


class Severity(StrEnum):
    """What an issue means for approval."""

    BLOCKS = "blocks"  # cannot be approved as it is
    WARNS = "warns"  # worth a look; a person may approve it
    HINT = "hint"  # a matter of style


class Side(StrEnum):
    SOURCE = "source"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fix:
    """Put `text` in place of the code points `start` to `end` of one side."""

    side: Side
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule sees: the facts for its message, where, and the edits that together mend it.

    `severity` only where it is not the rule's own. `segment` is, for rules that look at several segments, the index of
    the one that the finding is about.
    """

    params: Mapping[str, str] = field(default_factory=dict)
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    fixes: tuple[Fix, ...] = ()
    severity: Severity | None = None
    segment: int = 0


@dataclass(frozen=True, slots=True)
class Issue:
    """A finding with the id of its rule, as it leaves the checks."""

    check_id: str
    severity: Severity
    params: dict[str, str] = field(default_factory=dict)
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    fixes: tuple[Fix, ...] = ()
    segment: int = 0


@dataclass(frozen=True, slots=True)
class Example:
    """A Chinese text with an English one that the rule must see, and one that it must not.

    For rules about several segments each line is one, and for rules about a document each line is also a paragraph.
    `good_chinese` only where the fault is in the Chinese.
    """

    chinese: str
    bad: str
    good: str
    good_chinese: str = ""
    terms: tuple[GlossaryTerm, ...] = ()
    persons: tuple[Person, ...] = ()
    style: HouseStyle = field(default_factory=HouseStyle)


Subject = TypeVar("Subject", contravariant=True)


class Scope(StrEnum):
    """What a rule looks at: a Reading, a ParagraphReading or a DocumentReading."""

    SEGMENT = "segment"
    PARAGRAPH = "paragraph"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """A named check. `message` is a msgid with %(…)s for the params of its findings; `waivable` says whether an
    allowed person may approve in spite of it, where it blocks.
    """

    id: str
    severity: Severity
    message: str
    example: Example
    look: Callable[[Subject], Iterator[Finding]]
    scope: Scope = Scope.SEGMENT
    waivable: bool = True

    @property
    def doc(self) -> str:
        return inspect.getdoc(self.look) or ""

    def __call__(self, subject: Subject) -> Iterator[Issue]:
        for found in self.look(subject):
            yield Issue(
                self.id,
                found.severity or self.severity,
                dict(found.params),
                found.source_spans,
                found.target_spans,
                found.fixes,
                found.segment,
            )


def rule(
    id: str,
    severity: Severity,
    message: str,
    example: Example,
    scope: Scope = Scope.SEGMENT,
    waivable: bool = True,
) -> Callable[[Callable[[Subject], Iterator[Finding]]], Rule[Subject]]:
    """Makes a generator of findings a rule."""

    def named(look: Callable[[Subject], Iterator[Finding]]) -> Rule[Subject]:
        return Rule(id, severity, message, example, look, scope, waivable)

    return named


def gettext_noop(message: str) -> str:
    """Marks a message for the interface's catalogues; it is translated where a person reads it."""
    return message


def apply_fixes(text: str, fixes: tuple[Fix, ...], side: Side = Side.TARGET) -> str:
    """`text` with the fixes of its side made; where two overlap, the one that begins first wins."""
    result, end = [], 0
    for fix in sorted((fix for fix in fixes if fix.side == side), key=lambda fix: (fix.start, fix.end)):
        if fix.start >= end:
            result += [text[end : fix.start], fix.text]
            end = fix.end
    return "".join([*result, text[end:]])


def at_segment(issue: Issue, segment: int) -> Issue:
    """The issue as one of the segment with that index."""
    return replace(issue, segment=segment)
