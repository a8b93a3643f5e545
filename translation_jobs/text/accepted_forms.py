"""The ways in which English may write a term: preferred, accepted, abbreviated, called for short."""

import re
from dataclasses import dataclass

from translation_jobs.text.english_words import EnglishWords, phrase_of
from translation_jobs.text.proper_names import HEADS, capitalised_names, head_of
from translation_jobs.text.terms import forms, without_abbreviation
from translation_jobs.units import GlossaryTerm

_ACRONYM = re.compile(r"[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z]{2,}")
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
# The body above may be left out: "Department of Information Services, Executive Yuan".
_BODY_ABOVE = re.compile(r",\s*(?:the\s+)?(?:Executive Yuan|R\.?O\.?C\.?|Taiwan|Republic of China).*$")
_LONG_FORMS = (("R&D", "research and development"), ("S&T", "science and technology"))


@dataclass(frozen=True, slots=True)
class AcceptedForms:
    """What of a term may stand in English.

    `preferred` is how to write it in a fix; `phrases` are compared as EnglishWords compares; `acronyms` as they are
    written. `head` is, for a name, the stem by which it is called for short (ministri…), else "". `is_name`: it is
    written with capitals.
    """

    preferred: str
    phrases: tuple[str, ...]
    acronyms: tuple[str, ...]
    head: str
    is_name: bool

    def stand_in(self, words: EnglishWords) -> bool:
        """Whether any of them stands in a text: as it is, with its words in another order, or called for short."""
        if self.written_in(words):
            return True
        if self.is_name:
            return self._reordered(words) or self._called_for_short(words)
        return any(words.holds_near(phrase) for phrase in self.phrases if " " in phrase)

    def written_in(self, words: EnglishWords) -> bool:
        """Whether one of them stands in a text as it is."""
        return any(words.holds(phrase) for phrase in self.phrases) or any(
            acronym in words.text and _stands_alone(acronym, words.text) for acronym in self.acronyms
        )

    def _reordered(self, words: EnglishWords) -> bool:
        """Whether one name holds all words in another order: "Finance Ministry"."""
        wanted = [set(phrase.split()) for phrase in self.phrases if all(f" {w} " in words.line for w in phrase.split())]
        return bool(wanted) and any(
            phrase <= {word.stem for word in name} for name in capitalised_names(words) for phrase in wanted
        )

    def _called_for_short(self, words: EnglishWords) -> bool:
        return f" {self.head} " in words.line and any(
            len(name) == 1 and name[0].stem == self.head for name in capitalised_names(words)
        )


def accepted_forms(term: GlossaryTerm) -> AcceptedForms:
    """Everything that is accepted for a term; without phrases and acronyms if its cell holds no name at all."""
    names = [without_abbreviation(name, term.abbreviation) for name in forms(term.target, "en")]
    preferred = names[0] if names else ""
    is_name = _is_name(preferred)
    head = head_of(phrase_of(_BODY_ABOVE.sub("", preferred)).split()) if is_name else ""
    phrases: dict[str, None] = {}
    acronyms = {term.abbreviation: None} if len(term.abbreviation) > 1 else {}
    for name in [*names, *(form for variant in term.variants for form in forms(variant, "en"))]:
        if _ACRONYM.fullmatch(name):
            acronyms[name] = None
        elif not (is_name and phrase_of(name) in HEADS):  # "the Ministry" is a name called for short
            phrases.update(dict.fromkeys(_phrases(name)))
    return AcceptedForms(preferred, tuple(phrases), tuple(acronyms), head, is_name)


def _phrases(name: str) -> list[str]:
    """A name as it is, without the body above it, without what stands in brackets, with its short or long form."""
    found = [name, _BODY_ABOVE.sub("", name), _BRACKET.sub("", name)]
    if (bracket := _BRACKET.search(name)) and _ACRONYM.fullmatch(bracket[1]):
        # low Earth orbit (LEO) satellite → LEO satellite
        before = name[: bracket.start()].split()
        found.append(" ".join([*before[: -len(bracket[1])], bracket[1]]) + name[bracket.end() :])
    for short, long in _LONG_FORMS:
        found += [name.replace(short, long), re.sub(long, short, name, flags=re.IGNORECASE)]
    return [phrase for phrase in map(phrase_of, found) if phrase]


def _is_name(text: str) -> bool:
    """Whether all words but the little ones have capitals, and there are two at least."""
    compared = EnglishWords(text).compared
    return len(compared) > 1 and all(word.is_capitalised or word.text[0].isdigit() for word in compared)


def _stands_alone(acronym: str, text: str) -> bool:
    # A figure may follow: NTD100.
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(acronym)}(?:s|'s|’s)?(?![A-Za-z])", text) is not None
