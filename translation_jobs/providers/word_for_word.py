"""What word-for-word drafts in both directions share: pieces of text, and how they join around placeholders.

A sentence is cut at its placeholders, what lies between is drafted on its own, and the placeholders are put back where
they stood, so that their order and nesting are those of the source whatever the words became.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from cms.bilingual.placeholders import TOKEN, Token, tokens

# Around what the dictionary does not know. Brackets that no text uses, so that a translator can search for them.
UNKNOWN_OPEN, UNKNOWN_CLOSE = "⟦", "⟧"
_OWN_BRACKETS = str.maketrans({UNKNOWN_OPEN: "[", UNKNOWN_CLOSE: "]"})


class Role(Enum):
    """How a piece joins its neighbours."""

    WORD = "word"  # written by us
    COPIED = "copied"  # as in the source
    UNKNOWN = "unknown"
    MARKER = "marker"  # of a list item: the sentence starts after it
    OPENING = "opening"
    CLOSING = "closing"
    JOINING = "joining"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the target text."""

    text: str
    role: Role = Role.WORD


@dataclass(frozen=True, slots=True)
class Span:
    """What `source[start:end]` becomes, in code points."""

    start: int
    end: int
    text: str
    role: Role = Role.WORD


def unknown(text: str) -> Piece:
    return Piece(f"{UNKNOWN_OPEN}{text}{UNKNOWN_CLOSE}", Role.UNKNOWN)


def leftmost_longest(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans that do not overlap, the leftmost first and of those the longest; of equals the first given."""
    position = 0
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.start >= position:
            yield span
            position = span.end


def parts(sentence: str) -> Iterator[str | Token]:
    """The sentence cut at its placeholders, without empty texts; ⟦⟧ of its own as [ ]."""
    sentence = sentence.translate(_OWN_BRACKETS)
    position = 0
    for token in tokens(sentence):
        if token.start > position:
            yield sentence[position : token.start]
        yield token
        position = token.end
    if position < len(sentence):
        yield sentence[position:]


def join(pieces: Iterable[Piece | Token], needs_space: Callable[[Piece, Piece], bool]) -> str:
    """The target text. A space that falls on placeholders goes before the first opening one."""
    target: list[str | Token] = []
    previous: Piece | None = None
    waiting: list[Token] = []
    for piece in pieces:
        if isinstance(piece, Token):
            waiting.append(piece)
            continue
        if not piece.text:
            continue
        opening = next((index for index, token in enumerate(waiting) if token.role == "open"), len(waiting))
        space = " " if previous and needs_space(previous, piece) else ""
        target += [*waiting[:opening], space, *waiting[opening:], piece.text]
        previous, waiting = piece, []
    return _written([*target, *waiting]).strip()


def bracketed(sentence: str) -> str:
    """The sentence as it is, its texts marked as unknown; white space stays as it is."""
    return _written(
        part if isinstance(part, Token) or not part.strip() else unknown(part).text for part in parts(sentence)
    )


def _written(pieces: Iterable[str | Token]) -> str:
    """Texts and placeholders in one; texts that happen to spell a placeholder are taken apart by a space."""
    target, text = "", ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            target, text = target + _harmless(text) + str(piece), ""
    return target + _harmless(text)


def _harmless(text: str) -> str:
    return TOKEN.sub(lambda found: f"< {found[0][1:]}", text)
