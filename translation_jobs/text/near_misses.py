"""Names that are almost one of the glossary: a letter wrong, letters swapped, another word for the sort of body.

Only what is nearly certain: an acronym of four letters or more with two neighbours swapped (NTSC for NSTC), a name of
two words or more of which one is misspelt, or has another head (… Commission for … Council) beside three that agree.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from translation_jobs.text.accepted_forms import AcceptedForms
from translation_jobs.text.english_words import EnglishWords, Word, phrase_of
from translation_jobs.text.proper_names import BODIES, capitalised_names
from translation_jobs.text.terms import forms, without_abbreviation
from translation_jobs.units import GlossaryTerm

_ACRONYM = re.compile(r"(?<![0-9A-Za-z$-])[A-Z]{4,}(?![0-9A-Za-z])")
# Where no two capitalised words stand together, there is no name to be misspelt.
_A_NAME = re.compile(r"[A-Z][a-zà-ÿ]+(?:[ &-]+(?:of|and|for|the)\b)*[ &-]+[A-Z]")
_MIN_MISSPELT = 5  # letters; shorter words lie too near one another (park, part)
_MIN_AGREEING = 3  # words beside a wrong head; "National … Council" alone is no name


@dataclass(frozen=True, slots=True)
class NearMiss:
    """`text[start:end]` stands where `right` should, in the name or abbreviation `name` of `term`."""

    start: int
    end: int
    right: str
    name: str
    term: GlossaryTerm


class NearMisses:
    """Finds near misses of the English names and abbreviations of terms."""

    def __init__(self, terms: tuple[GlossaryTerm, ...], forms_of: Callable[[GlossaryTerm], AcceptedForms]) -> None:
        self._acronyms: dict[str, GlossaryTerm] = {}
        self._known: set[str] = set()
        self._names: list[tuple[tuple[Word, ...], str, GlossaryTerm]] = []
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)
        phrases: set[str] = set()
        for term in terms:
            accepted = forms_of(term)
            self._known.update(accepted.acronyms, term.forbidden)  # what is forbidden is told as such
            for acronym in accepted.acronyms:
                self._acronyms.setdefault(acronym, term)
            for name in (*forms(term.target, "en"), *term.variants):
                whole = without_abbreviation(name, term.abbreviation)
                words = EnglishWords(whole)
                phrase = words.line.strip()
                if phrase not in phrases and len(words.compared) > 1 and all(w.is_capitalised for w in words.compared):
                    phrases.add(phrase)
                    self._add(words.compared, whole, term)

    def _add(self, words: tuple[Word, ...], whole: str, term: GlossaryTerm) -> None:
        for word in {word.stem for word in words}:
            self._by_word[word].append(len(self._names))
        self._names.append((words, whole, term))

    def find(self, words: EnglishWords, chinese: str) -> Iterator[NearMiss]:
        """The near misses in an English text; what stands in the Chinese in Latin letters is right."""
        yield from self._acronyms_in(words.text, chinese)
        if self._names and _A_NAME.search(words.text):
            yield from self._names_in(words)

    def _acronyms_in(self, text: str, chinese: str) -> Iterator[NearMiss]:
        for match in _ACRONYM.finditer(text):
            written = match[0]
            if written in self._known or written in chinese:
                continue
            for place in range(len(written) - 1):
                swapped = written[:place] + written[place + 1] + written[place] + written[place + 2 :]
                term = self._acronyms.get(swapped)
                if term and swapped != written:
                    yield NearMiss(match.start(), match.end(), swapped, swapped, term)
                    break

    def _names_in(self, words: EnglishWords) -> Iterator[NearMiss]:
        for row in capitalised_names(words):
            written = tuple(word for word in words.compared if row[0].start <= word.start < row[-1].end)
            line = " ".join(word.stem for word in written)
            if len(written) < 2:
                continue
            candidates = {name for word in {word.stem for word in written} for name in self._by_word.get(word, ())}
            for index in sorted(candidates):
                found = _near(written, *self._names[index])
                if found and not self._is_known(line, written, found) and not _is_forbidden(line, found.term):
                    yield found
                    break

    def _is_known(self, line: str, written: tuple[Word, ...], found: NearMiss) -> bool:
        """Whether the wrong word belongs to another name that is known."""
        wrong = next(word.stem for word in written if word.start == found.start)
        return any(
            wrong in phrase.split() and f" {phrase} " in f" {line} "
            for phrase in (" ".join(w.stem for w in self._names[index][0]) for index in self._by_word.get(wrong, ()))
        )


def _near(written: tuple[Word, ...], name: tuple[Word, ...], whole: str, term: GlossaryTerm) -> NearMiss | None:
    """The name somewhere in the row, but for one word."""
    for start in range(len(written) - len(name) + 1):
        window = written[start : start + len(name)]
        other = [(here, there) for here, there in zip(window, name, strict=True) if here.stem != there.stem]
        # With more words around it, another head makes another name: National Center for Cyber Security Technology.
        agreeing = len(name) - 1 if len(window) == len(written) else 0
        if len(other) == 1 and _is_slip(*other[0], agreeing):
            here, there = other[0]
            return NearMiss(here.start, here.end, there.text, whole, term)
    return None


def _is_forbidden(line: str, term: GlossaryTerm) -> bool:
    """Whether the glossary lists the wrong name itself; another rule tells it."""
    return any(phrase in line for phrase in map(phrase_of, term.forbidden) if phrase)


def _is_slip(written: Word, right: Word, agreeing: int) -> bool:
    if written.stem in BODIES and right.stem in BODIES:
        return agreeing >= _MIN_AGREEING
    if min(len(written.stem), len(right.stem)) < _MIN_MISSPELT or not (written.text + right.text).isalpha():
        return False
    distance = OSA.distance(written.stem, right.stem, score_cutoff=2)
    return distance == 1 or (distance == 2 and len(right.stem) >= 2 * _MIN_MISSPELT)
