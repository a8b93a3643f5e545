"""What a check is: a function from a translation unit to the issues it sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from translation_jobs.units import TranslationUnit


class Severity(StrEnum):
    """What an issue means for approval."""

    BLOCKS = "blocks"  # cannot be approved as it is
    WARNS = "warns"  # worth a look; a person may approve it
    HINT = "hint"  # a matter of style


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong: the check's id, how grave, the facts for its message, and where in source and target."""

    check_id: str
    severity: Severity
    params: dict[str, str] = field(default_factory=dict)
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()


Check = Callable[[TranslationUnit], Iterator[Issue]]
