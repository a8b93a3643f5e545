"""The agreed names and terms of a site, ready to be looked for in Chinese and in English. Built once, never changed."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from types import MappingProxyType

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.text.accepted_forms import AcceptedForms, accepted_forms
from translation_jobs.text.near_misses import NearMisses
from translation_jobs.text.terms import TermIndex, TermMatch, fold
from translation_jobs.units import GlossaryTerm, Person


class Glossary:
    """Terms from Chinese (`source`) to English (`target`), and persons. `version` is SHA-256 of all of them, in
    hexadecimal; the order in which they are given decides which of two equal ones goes first, so it is part of it.
    """

    def __init__(self, terms: tuple[GlossaryTerm, ...] = (), persons: tuple[Person, ...] = ()) -> None:
        self.terms = terms
        self.persons = persons
        self.version = _digest((terms, persons))
        self._forms: dict[GlossaryTerm, AcceptedForms] = {}

    @cached_property
    def _chinese(self) -> TermIndex:
        return TermIndex(self.terms, TRADITIONAL_CHINESE)

    @cached_property
    def _english(self) -> TermIndex:
        names = ((term, name) for term in self.terms for name in (term.target, *term.variants))
        return TermIndex([replace(term, source=name, target=term.source) for term, name in names], ENGLISH)

    @cached_property
    def _by_source(self) -> Mapping[str, tuple[GlossaryTerm, ...]]:
        found: defaultdict[str, list[GlossaryTerm]] = defaultdict(list)
        for term in self.terms:
            found[fold(term.source)].append(term)
        return MappingProxyType({source: tuple(terms) for source, terms in found.items()})

    @cached_property
    def _persons(self) -> TermIndex:
        """Persons as terms, so that a long name hides a short one within it."""
        return TermIndex([GlossaryTerm(person.chinese, person.english) for person in self.persons], TRADITIONAL_CHINESE)

    @cached_property
    def _persons_by_name(self) -> Mapping[str, Person]:
        return {person.chinese: person for person in reversed(self.persons)}

    @cached_property
    def near_misses(self) -> NearMisses:
        return NearMisses(self.terms, self.forms_of)

    def in_chinese(self, text: str) -> list[TermMatch]:
        """The terms in a Chinese text, from left to right, the longest at each place."""
        return self._chinese.find(text) if self.terms else []

    def in_english(self, text: str) -> list[TermMatch]:
        """The names in an English text: preferred, accepted and abbreviated. `term.source` is the English name there,
        `term.target` the Chinese one.
        """
        return self._english.find(text) if self.terms else []

    def persons_in_chinese(self, text: str) -> list[tuple[TermMatch, Person]]:
        """The persons whose Chinese name stands in a text, and where."""
        matches = self._persons.find(text) if self.persons else []
        return [(match, self._persons_by_name[match.term.source]) for match in matches]

    def of_source(self, source: str) -> tuple[GlossaryTerm, ...]:
        """All terms with that Chinese: one name may be of two bodies, each in its time (國科會)."""
        return self._by_source.get(fold(source), ())

    def is_same_body(self, one: str, other: str) -> bool:
        """Whether two Chinese names are one body's: the same, or with the same English (國科會)."""
        if one == other:
            return True
        return bool(self._english_of(one) & self._english_of(other))

    def _english_of(self, source: str) -> set[str]:
        return {self.forms_of(term).preferred for term in self.of_source(source)}

    def forms_of(self, term: GlossaryTerm) -> AcceptedForms:
        """How a term may be written in English; worked out when it is first asked for."""
        if term not in self._forms:
            self._forms[term] = accepted_forms(term)
        return self._forms[term]

    def relevant_version(self, chinese: str, english: str) -> str:
        """A digest of the terms and persons that occur in either text: what a dismissed finding is bound to, so that
        another term may change without opening it again.
        """
        sources = {match.term.source for match in self.in_chinese(chinese)}
        sources |= {match.term.target for match in self.in_english(english)}
        persons = {match.term.source for match, _person in self.persons_in_chinese(chinese)}
        terms = tuple(term for term in self.terms if term.source in sources)
        return _digest((terms, tuple(person for person in self.persons if person.chinese in persons)))


def in_use(terms: Iterable[GlossaryTerm], first: date, last: date) -> list[GlossaryTerm]:
    """Those in use at some time between two days, both included."""
    return [
        term
        for term in terms
        if (term.valid_from is None or term.valid_from <= last) and (term.valid_to is None or term.valid_to >= first)
    ]


def _digest(content: tuple[tuple[GlossaryTerm, ...], tuple[Person, ...]]) -> str:
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()


EMPTY = Glossary()
