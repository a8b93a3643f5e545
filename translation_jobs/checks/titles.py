"""Titles that each body translates its own way: 主任委員 is the Minister of the NSTC and the Chairperson of the FSC."""

import re
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.english_words import phrase_of
from translation_jobs.text.glossary import Glossary
from translation_jobs.text.missing_terms import body_before
from translation_jobs.text.terms import TermMatch
from translation_jobs.units import GlossaryTerm

# Titles of the glossary without an agency are those of the site's own.
_OWN = "國家科學及技術委員會"
_HEADS_OF_BODIES = (
    "Minister, Premier, President, Chairman, Chairperson, Chairwoman, Chair, Director, Director-General, Commissioner, "
    "Superintendent, Dean, Administrator, Secretary-General, Chief Secretary"
).split(", ")
_ONLY_OF_THE_EXECUTIVE_YUAN = re.compile(r"\bPremier\b")
# 院長 of a body that is not the Executive Yuan; of the first ones the English is President.
_OTHER_HEAD = re.compile("(?:(?P<president>立法院|司法院|考試院|監察院|研究院|研院)|學院|醫院|大學.{0,6}院)副?院?長")
_PREMIERS = re.compile("行政院|政院|閣揆|閣員|總理|首相|省長")

_NSTC = GlossaryTerm("國科會", "National Science and Technology Council", "NSTC", "agency", "official")
_OWN_TITLE = GlossaryTerm("主任委員", "Minister", kind="title", status="official")
_FSC = GlossaryTerm("金融監督管理委員會", "Financial Supervisory Commission", "FSC", "agency", "official")
_FSC_TITLE = GlossaryTerm("主任委員", "Chairperson", kind="title", status="official", agency="金融監督管理委員會")


@rule(
    "terms.title_of_agency",
    Severity.WARNS,
    _("%(chinese)s is “%(english)s” at this agency, not “%(found)s”"),
    Example(
        "金融監督管理委員會主任委員出席。",
        "The Minister of the Financial Supervisory Commission attended.",
        "The Chairperson of the Financial Supervisory Commission attended.",
        terms=(_NSTC, _OWN_TITLE, _FSC, _FSC_TITLE),
    ),
)
def title_of_agency(reading: Reading) -> Iterator[Finding]:
    """The title of another body's head. Only where the body stands right before the title and the glossary has its
    title; and "Premier" for the head of another body than the Executive Yuan.

    Source: conventions "Titles and persons", title by agency (measured in laws), and 院長.
    """
    if not reading.is_to_english:
        return
    glossary = reading.context.glossary
    titles = [match for match in reading.zh_terms if match.term.kind == "title"]
    found: list[Finding] = []
    for match in titles if len(titles) == 1 else ():
        expected = _titles_at(body_before(match, reading.zh_terms), match, glossary)
        forms = [glossary.forms_of(term) for term in expected]
        if expected and not any(form.stand_in(reading.en_words) for form in forms):
            found += _wrong_title(reading, match, forms[0].preferred)
    yield from found or _wrong_premier(reading)


def _titles_at(body: str, match: TermMatch, glossary: Glossary) -> list[GlossaryTerm]:
    """The terms of the title at a body; none if the body or its title is unknown."""
    if not body:
        return []
    of_title = glossary.of_source(match.term.source)
    own = [term for term in of_title if term.agency and glossary.is_same_body(term.agency, body)]
    if own or not (body == _OWN or glossary.is_same_body(_OWN, body) or body == "國科會"):
        return own
    return [term for term in of_title if not term.agency]


def _wrong_title(reading: Reading, match: TermMatch, right: str) -> Iterator[Finding]:
    """The one title in the English, if it is that of the head of a body."""
    places = [
        (words[0].start, words[-1].end)
        for title in _HEADS_OF_BODIES
        for words in reading.en_words.places(phrase_of(title))
        if words[0].is_capitalised
    ]
    longest = [place for place in places if not any(other != place and _within(place, other) for other in places)]
    if len(longest) == 1:
        span = Span(*longest[0])
        yield reading.found(
            {"chinese": match.term.source, "english": right, "found": reading.en[span.start : span.end]},
            zh=(Span(match.start, match.end),),
            en=(span,),
            en_fixes=((span, right),),
        )


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _wrong_premier(reading: Reading) -> Iterator[Finding]:
    premiers = list(_ONLY_OF_THE_EXECUTIVE_YUAN.finditer(reading.en_prose)) if "Premier" in reading.en else []
    head = _OTHER_HEAD.search(reading.zh_prose) if premiers else None
    if not head or _PREMIERS.search(reading.zh_prose):
        return
    right = "President" if head["president"] else ""
    spans = tuple(Span(match.start(), match.end()) for match in premiers)
    yield reading.found(
        {"chinese": head[0], "english": right or "President, Dean, Superintendent", "found": "Premier"},
        zh=(Span(head.start(), head.end()),),
        en=spans,
        en_fixes=tuple((span, right) for span in spans if right),
    )
