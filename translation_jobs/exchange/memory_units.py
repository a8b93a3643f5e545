"""What a file of translations says of one pair, whatever its format."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Where a pair stood: keys of the normal forms of its neighbours (0: none), and page type with field."""

    before: int = 0
    after: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class MemoryUnit:
    """A sentence and its translation in a file, both with placeholders. Languages as the site writes them (zh-hant).

    A file may leave either text empty. `unit_id` is its id in the file, `status` one of `text.match_scores.Status`; ""
    where the file says nothing.
    """

    source: str
    target: str
    source_language: str
    target_language: str
    unit_id: str = ""
    status: str = ""
    creator: str = ""
    created_at: datetime | None = None
    changed_at: datetime | None = None
    use_count: int = 0
    domain: str = ""
    origin: str = ""
    uses: tuple[Occurrence, ...] = ()


class MemoryFileError(ValueError):
    """A file cannot be read; `line` counts from 1, 0 if it is not known.

    `message` is a msgid with places for `params`.
    """

    def __init__(self, line: int, message: str, **params: str) -> None:
        text = message % params if params else message
        super().__init__(f"line {line}: {text}" if line else text)
        self.line = line
        self.message = message
        self.params = params
