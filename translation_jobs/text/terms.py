"""Where the terms of a glossary stand in a text: leftmost first, and of those the longest.

Chinese is matched by characters. Only habit decides between 臺 and 台, full-width and half-width forms, and the dots
within names, so they are folded, for matching alone: each fold is one character for one, so that positions are those
of the text. English is matched at word boundaries; a term in lower case matches any case and the plural in -s.

A glossary cell may hold more than a name: alternatives ("grant; to fund", "Research Fellow / Researcher"), a stem
("Tai-"), a note ("military (industry)"), or a pattern (○○計畫). `forms` says what of it can stand in a text.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from translation_jobs.units import GlossaryTerm

# One Han character is part of a word far more often than a term: 成 in 成長, 台 in 平台, 億 in 6億.
MIN_CHINESE_LENGTH = 2

_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_FOLDED = str.maketrans({**_FULL_WIDTH, "　": " ", "臺": "台", "·": "・", "‧": "・", "•": "・"})

_ALTERNATIVES = re.compile(r"\s*[;；]\s*|\s+/\s+")
_CHINESE_ALTERNATIVES = re.compile(r"\s*[;；]\s*|(?<=[㐀-鿿])\s*[/／]\s*(?=[㐀-鿿])")
# A cell with a blank to be filled in is a pattern, not a name.
_BLANK = re.compile(r"[○〇◯]{2}|…|\.\.\.|[{}_]")
# "(industry)" explains the term, "(NSTC)" and "(Political)" belong to it.
_NOTE = re.compile(r"\s*\([^()A-Z]*\)")
_ABBREVIATED = re.compile(r"\s*\((?P<abbreviation>[^()]*)\)$")
_LATIN = re.compile(r"[0-9A-Za-zÀ-ɏ]")


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term at `text[start:end]`, in code points."""

    start: int
    end: int
    term: GlossaryTerm


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a term's source, as it is compared: folded, and matched in any case if `any_case`."""

    written: str
    term: GlossaryTerm
    any_case: bool


def fold(chinese: str) -> str:
    """`chinese` with variants of one character as one, for comparison only; positions stay."""
    return chinese.translate(_FOLDED)


def forms(cell: str, language: str) -> list[str]:
    """The names in a glossary cell, the preferred one first; [] if it holds none that can stand in a text.

    "grant; to fund" → grant, fund · "military (industry)" → military · "Taiwan / Tai-" and ○○計畫 → nothing.
    """
    if language != "en":
        names = _CHINESE_ALTERNATIVES.split(cell.strip())
        return [name for name in names if len(name) >= MIN_CHINESE_LENGTH and not _BLANK.search(name)]
    names = [_NOTE.sub("", name).strip() for name in _ALTERNATIVES.split(cell)]
    if any(name.endswith("-") for name in names):
        return []  # a stem: the cell explains a character within names
    if len(names) > 1:
        # Beside a noun, "to fund" is the verb; alone, "to date" is a phrase.
        names = [name.removeprefix("to ") for name in names]
    return [name for name in names if name and not _BLANK.search(name)]


def without_abbreviation(name: str, abbreviation: str) -> str:
    """ "National Science and Technology Council (NSTC)" without its "(NSTC)"; other brackets belong to the name."""
    bracket = _ABBREVIATED.search(name)
    return name[: bracket.start()] if bracket and bracket["abbreviation"] == abbreviation else name


class TermIndex:
    """Finds terms whose source is in `language`; built once, then each text costs time in proportion to its length.

    An Aho-Corasick automaton finds every form at every place in one pass over the text. What matches only a part of a
    word, or in the wrong case, is then left out, so that it hides no shorter term that does match.
    """

    def __init__(self, terms: Iterable[GlossaryTerm], language: str) -> None:
        self.language = language
        self._forms: dict[str, list[_Form]] = {}
        for form in _by_precedence(list(terms), language):
            same = self._forms.setdefault(_lower(form.written), []) if form.written else []
            if not any(other.written == form.written and other.any_case == form.any_case for other in same):
                same.append(form)
        self._patterns = list(self._forms)
        self._automaton = AhoCorasick(self._patterns)

    def find(self, text: str) -> list[TermMatch]:
        """The terms in `text`, from left to right, without overlap."""
        folded = fold(text) if self.language != "en" else text.replace("’", "'")
        matches: list[TermMatch] = []
        position = 0
        for match in sorted(self._candidates(folded, _lower(folded)), key=_leftmost_longest):
            if match.start >= position:
                matches.append(match)
                position = match.end
        return matches

    def _candidates(self, folded: str, lower: str) -> Iterator[TermMatch]:
        """Every term at every place; of two at the same place the one that takes precedence comes first."""
        for pattern, start, end in self._automaton.find_matches_as_indexes(lower, overlapping=True):
            if start and _LATIN.match(folded[start]) and _LATIN.match(folded[start - 1]):
                continue
            for form in self._forms[self._patterns[pattern]]:
                if not form.any_case and not folded.startswith(form.written, start):
                    continue
                # A term in lower case has a plural: grants.
                stop = end + 1 if form.any_case and lower[end : end + 1] == "s" else end
                if _ends_a_word(folded, stop):
                    yield TermMatch(start, stop, form.term)


def _leftmost_longest(match: TermMatch) -> tuple[int, int]:
    return match.start, -match.end


def _lower(text: str) -> str:
    """In lower case; the few letters that become two stay as they are, or all positions after them would be wrong."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(character.lower() if len(character.lower()) == 1 else character for character in text)


def _by_precedence(terms: list[GlossaryTerm], language: str) -> Iterator[_Form]:
    """All forms of all terms: a name as a cell gives it goes before one that is derived from a cell."""
    usable = [term for term in terms if term.source.strip() and term.target.strip()]
    if language != "en":
        for term in usable:
            yield from (_Form(fold(name), term, any_case=False) for name in forms(term.source, language))
        return
    for term in usable:
        yield from (_english_form(name, term) for name in forms(term.source, language))
    for term in usable:
        names = (without_abbreviation(name, term.abbreviation) for name in forms(term.source, language))
        yield from (_english_form(name, term) for name in names)
    yield from (_english_form(term.abbreviation, term) for term in usable if len(term.abbreviation) > 1)


def _english_form(name: str, term: GlossaryTerm) -> _Form:
    return _Form(name.replace("’", "'"), term, any_case=name.islower())


def _ends_a_word(text: str, end: int) -> bool:
    return end >= len(text) or not (_LATIN.match(text[end - 1]) and _LATIN.match(text[end]))
