"""Under what conditions texts are checked: rules, glossary, persons, house style, and the day a page speaks from.

Every result carries the version of its conditions, so it expires by itself when one of them changes: first 24
hexadecimal digits for what holds on the whole site (which a query can ask for), then 40 for the page and the texts.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from wagtail.models import Page

from cms.bilingual.languages import TRADITIONAL_CHINESE
from translation_jobs.checks import RULES_VERSION
from translation_jobs.checks.reading import CheckContext
from translation_jobs.models import HouseStyle, Person, Segment, Term
from translation_jobs.text.glossary import Glossary
from translation_jobs.units import HouseStyle as StyleValue

_VERSION_LENGTH = 24
_TERM_FIELDS = (
    "chinese",
    "english",
    "abbreviation",
    "kind",
    "status",
    "agency",
    "variants",
    "forbidden",
    "valid_from",
    "valid_to",
)
_PERSON_FIELDS = ("chinese", "english", "variants", "title", "valid_from", "valid_to")


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the rules know beside the texts of one page. `version` stands for all that is the same on the whole site."""

    context: CheckContext
    version: str

    def checked_as(self, segment: Segment) -> str:
        """What `Segment.checked_as` says of a segment that was checked by itself as it is now."""
        return self.version + _digest(self._facts(segment))[: 64 - _VERSION_LENGTH]

    def checked_together_as(self, segments: Iterable[Segment]) -> str:
        """What `CheckedPage.checked_as` says of a page whose current segments, in page order, are as they are now."""
        facts = [(segment.pk, segment.path, *self._facts(segment)) for segment in segments]
        return self.version + _digest(facts)[: 64 - _VERSION_LENGTH]

    def speaking_of(self, chinese: str, english: str) -> str:
        """The version of what concerns these texts: a term that neither of them holds changes nothing for them."""
        terms = self.context.glossary.relevant_version(chinese, english)
        return _digest((RULES_VERSION, self.context.style, self.context.published, terms))

    def _facts(self, segment: Segment) -> tuple[Any, ...]:
        return (segment.source, segment.target, segment.scale, segment.untouched_origin, self.context.published)


def site_version() -> str:
    """The version of rules, glossary, persons and style: results whose `checked_as` begins otherwise are stale."""
    return _digest((RULES_VERSION, house_style(), _names_version()))[:_VERSION_LENGTH]


def conditions_for(page: Page) -> Conditions:
    """The conditions of one page, given as the page that it is."""
    return conditions_of([page])[page.pk]


def conditions_of(pages: Iterable[Page]) -> Mapping[int, Conditions]:
    """The conditions of pages, given as the pages that they are, by their ids; as many queries for one as for all."""
    style, names = house_style(), _names_version()
    version, glossary = _digest((RULES_VERSION, style, names))[:_VERSION_LENGTH], _glossary(names)
    return {
        page.pk: Conditions(CheckContext(published=published_on(page), style=style, glossary=glossary), version)
        for page in pages
    }


def house_style() -> StyleValue:
    """The site's style, or the usual one as long as nobody has chosen; unlike `HouseStyle.load`, writes nothing."""
    return (HouseStyle.objects.order_by("pk").first() or HouseStyle()).as_style()


def _names_version() -> str:
    """The version of what the checks know of glossary and persons, by their content."""
    terms = Term.objects.confirmed().values_list(*_TERM_FIELDS)
    return _digest((list(terms), list(Person.objects.values_list(*_PERSON_FIELDS))))


@lru_cache(maxsize=2)
def _glossary(version: str) -> Glossary:
    """The glossary of that version, built once in the life of this process."""
    return Glossary(Term.objects.confirmed().as_terms(TRADITIONAL_CHINESE), Person.objects.as_persons())


def published_on(page: Page) -> date | None:
    """The day the page's text speaks from, where the page type has a date of its own."""
    published = getattr(page, "date", None)
    return published if isinstance(published, date) else None


def _digest(facts: Any) -> str:
    return hashlib.sha256(repr(facts).encode()).hexdigest()
