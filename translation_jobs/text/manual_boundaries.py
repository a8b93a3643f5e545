"""Where people split and joined the sentences of a paragraph, remembered so that it outlives edits elsewhere. Pure.

A boundary is known by the words on either side of it, not by a number: when the source is edited and its page comes
again, the boundary is found at its new place, and a boundary whose words are gone is simply not found. White space and
placeholders do not count, so that a new link or a bold word moves nothing.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cms.bilingual.placeholders import without_placeholders

_CONTEXT = 8  # characters to read on either side: enough to be the only such place in nearly every paragraph
_VISIBLE = re.compile(r"\S")


@dataclass(frozen=True, slots=True)
class Boundary:
    """A place between two characters: the up to 8 characters before and after it, without white space.

    Fewer than 8 only where the paragraph begins or ends. Places with the same words around them are one boundary.
    """

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ManualBoundaries:
    """What people decided on one paragraph. Where both claim a place, it is joined.

    splits: where a sentence ends although no rule says so. joins: where none ends although a rule says so.
    """

    splits: frozenset[Boundary] = frozenset()
    joins: frozenset[Boundary] = frozenset()


def boundary_at(text: str, place: int) -> Boundary | None:
    """The boundary before the code point `place` of a paragraph, to be stored; None if there is nothing to read on one
    side of it. `place` may be where `split_sentences` cut, or where a person put the cursor.
    """
    before, after = _readable(without_placeholders(text[:place])), _readable(without_placeholders(text[place:]))
    return Boundary(before[-_CONTEXT:], after[:_CONTEXT]) if before and after else None


def apply_boundaries(plain: str, ends: Iterable[int], boundaries: ManualBoundaries) -> list[int]:
    """The places of `plain` (a text without placeholders) where sentences end, after `ends` was corrected by people.

    A place is after the last character of a sentence and before the white space that follows. Boundaries that the text
    does not hold change nothing.
    """
    visible = [match.start() for match in _VISIBLE.finditer(plain)]
    readable = _readable(plain)
    wanted = {place for split in boundaries.splits for place in _places(readable, split)}
    unwanted = {place for join in boundaries.joins for place in _places(readable, join)}
    ordinal = {place + 1: count for count, place in enumerate(visible, 1)}
    kept = [end for end in ends if ordinal.get(end) not in unwanted]
    return sorted({*kept, *(visible[count - 1] + 1 for count in wanted - unwanted)})


def _readable(text: str) -> str:
    return "".join(text.split())


def _places(readable: str, boundary: Boundary) -> Iterator[int]:
    """How many characters stand before the boundary, for each place that looks like it."""
    words = boundary.before + boundary.after
    if not boundary.before or not boundary.after:
        return
    start = readable.find(words)
    while start >= 0:
        yield start + len(boundary.before)
        start = readable.find(words, start + 1)
