"""Where the terms of a glossary stand in a text: leftmost first, and of those the longest.

Chinese is matched by characters. Only habit decides between 臺 and 台, full-width and half-width forms, and the dots
within names, so they are folded, for matching alone: each fold is one character for one, so that positions are those
of the text. English is matched at word boundaries; a term in lower case matches any case and the plural in -s.

A glossary cell may hold more than a name: alternatives ("grant; to fund", "Research Fellow / Researcher"), a stem
("Tai-"), a note ("military (industry)"), or a pattern (○○計畫). `forms` says what of it can stand in a text.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
_WORD = re.compile(r"[0-9A-Za-zÀ-ɏ]+")


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term at `text[start:end]`, in code points."""

    start: int
    end: int
    term: GlossaryTerm


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to write a term's source, as it is compared: folded, in lower case if `any_case`."""

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
    """Finds terms whose source is in `language`; built once, then each text costs time in proportion to its length."""

    def __init__(self, terms: Iterable[GlossaryTerm], language: str) -> None:
        self.language = language
        self._forms: defaultdict[str, list[_Form]] = defaultdict(list)
        seen: set[tuple[str, bool]] = set()
        for form in _by_precedence(list(terms), language):
            if (form.written, form.any_case) not in seen and (key := self._key(form.written, 0)):
                seen.add((form.written, form.any_case))
                self._forms[key].append(form)

    def find(self, text: str) -> list[TermMatch]:
        """The terms in `text`, from left to right, without overlap."""
        return list(self._matches(text))

    def _matches(self, text: str) -> Iterator[TermMatch]:
        folded = fold(text) if self.language != "en" else text.replace("’", "'")
        # A few letters become two in lower case; they stay as they are, or all positions after them would be wrong.
        lower = "".join(character.lower() if len(character.lower()) == 1 else character for character in folded)
        position = 0
        while position < len(text):
            match = self._longest_at(folded, lower, position)
            if match:
                yield match
            position = match.end if match else position + 1

    def _longest_at(self, folded: str, lower: str, start: int) -> TermMatch | None:
        """The longest term that starts here; of equals the one that takes precedence."""
        if start and _LATIN.match(folded[start]) and _LATIN.match(folded[start - 1]):
            return None
        longest: TermMatch | None = None
        for form in self._candidates(lower, start):
            if not (lower if form.any_case else folded).startswith(form.written, start):
                continue
            end = start + len(form.written)
            if form.any_case and lower[end : end + 1] == "s":
                end += 1
            if _ends_a_word(folded, end) and (longest is None or end > longest.end):
                longest = TermMatch(start, end, form.term)
        return longest

    def _candidates(self, lower: str, start: int) -> Iterator[_Form]:
        key = self._key(lower, start)
        yield from self._forms.get(key, ())
        # The plural of a term of one word starts with another word than the term: grants.
        yield from self._forms.get(key.removesuffix("s"), ()) if self.language == "en" and key.endswith("s") else ()

    def _key(self, text: str, start: int) -> str:
        """What is looked up: the first two characters of Chinese, the first word of English; in lower case."""
        if self.language != "en":
            return text[start : start + MIN_CHINESE_LENGTH].lower()
        word = _WORD.match(text, start)
        return word[0].lower() if word else text[start : start + 1].lower()


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
