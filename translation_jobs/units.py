"""The values that cross layers: what a text is, whatever row, file or message it came from. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A source text and its target, as in TMX. Texts may hold numbered placeholders (`見<g1>公告</g1><x2/>`)."""

    source: str
    target: str
    source_language: str
    target_language: str


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """An agreed translation, in the direction of the text at hand.

    `abbreviation` is of the English side. `valid_from` and `valid_to` are the days between which the name was in use.
    """

    source: str
    target: str
    abbreviation: str = ""
    kind: str = ""
    status: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
