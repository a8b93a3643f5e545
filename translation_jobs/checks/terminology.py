"""Glossary terms: the agreed name stands in the English, none that is known to be wrong, and none that is almost it."""

import re
from collections.abc import Iterator

from cms.bilingual.languages import ENGLISH
from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.english_words import phrase_of
from translation_jobs.text.missing_terms import MissingTerm
from translation_jobs.text.terms import TermMatch, forms
from translation_jobs.units import GlossaryTerm

_COUNCIL = GlossaryTerm("國家科學及技術委員會", "National Science and Technology Council", "NSTC", "agency", "official")
_INTERIOR = GlossaryTerm("內政部", "Ministry of the Interior", "MOI", "agency", "official")
_GRANT = GlossaryTerm("補助", "grant", status="official", forbidden=("subsidy",))

# Agreed by somebody who may; of the others a translator may know better. "" is of callers without statuses.
_AGREED = frozenset(("official", "press", ""))
# Two characters that are no name are a word more often than a term: 補助 is to grant, fund, cover or reimburse.
_SHORT = 2
_BINDING = frozenset(("official", ""))
# Who plays a part is often called otherwise, or "it": 主管機關 is the authority, the ministry, the NCC.
_ROLE = re.compile("(?:機關|機構|單位|事業|園區|人員|人|者|[市縣會])$")
_LAWFUL = frozenset(("agency", "agency-short", "agency-former", "law"))


@rule(
    "terms.required",
    Severity.WARNS,
    _("The glossary says “%(english)s” for %(chinese)s"),
    Example(
        "本案由內政部核定。",
        "The case is approved by the Ministry of Home Affairs.",
        "The case is approved by the Ministry of the Interior.",
        terms=(_INTERIOR,),
    ),
)
def required(reading: Reading) -> Iterator[Finding]:
    """A term of the Chinese whose English holds neither its name nor a variant, its abbreviation or a short form
    ("the Ministry"). Blocks where the name of another official body stands in its place, warns where an unknown name
    of the same sort does, and for an agreed word of three characters or more. Else it is a hint, because official
    translations often leave out who does something.

    Source: shared design "Quality checks", term.required: an exact check fires on 28 % of official segments with a
    term, so only another name in its place is an alarm. In English to Chinese, a hint for official names alone.
    """
    if not reading.is_to_english:
        yield from _required_in_chinese(reading)
        return
    told = {miss.term.source for miss in reading.near_misses}
    told |= {term.source for term, _span, _match in _forbidden_places(reading)}
    for missing in reading.missing_terms:
        term = missing.match.term
        severity = _severity(missing)
        if severity is None or term.source in told:
            continue
        span = _span_of(missing)
        yield reading.found(
            {"chinese": term.source, "english": missing.forms.preferred},
            zh=(Span(missing.match.start, missing.match.end),),
            en=span,
            en_fixes=tuple((place, missing.forms.preferred) for place in span if missing.alone),
            severity=severity,
        )


def _severity(missing: MissingTerm) -> Severity | None:
    """How sure it is that the name is wrong; None where it is not worth a word."""
    term, other = missing.match.term, missing.other
    if missing.instead:
        certain = other is not None and other.status == term.status == "official" and other.kind in _LAWFUL
        timeless = other is not None and not (other.valid_to or term.valid_to)
        if certain and timeless and missing.alone and term.kind in _LAWFUL:
            return Severity.BLOCKS
        return Severity.WARNS if term.status in _AGREED else Severity.HINT
    is_word = not missing.forms.is_name and len(term.source) <= _SHORT and term.status != "official"
    if missing.may_be_left_out or is_word:
        return None
    if (
        not missing.forms.is_name
        and term.status in _BINDING
        and len(term.source) > _SHORT
        and not _ROLE.search(term.source)
    ):
        return Severity.WARNS
    return Severity.HINT if term.status in _AGREED or missing.some_words else None


def _span_of(missing: MissingTerm) -> tuple[Span, ...]:
    return (Span(missing.instead[0].start, missing.instead[-1].end),) if missing.instead else ()


def _required_in_chinese(reading: Reading) -> Iterator[Finding]:
    """Official names in the English whose Chinese is not there, nor any other Chinese of the same English."""
    glossary = reading.context.glossary
    held = {glossary.forms_of(match.term).preferred for match in reading.zh_terms}
    seen: set[str] = set()
    for match in glossary.in_english(reading.en_prose):
        for term in glossary.of_source(match.term.target)[:1]:
            preferred = glossary.forms_of(term).preferred
            if term.status != "official" or term.kind not in _LAWFUL or preferred in held or preferred in seen:
                continue
            seen.add(preferred)
            yield reading.found(
                {"chinese": term.source, "english": preferred},
                en=(Span(match.start, match.end),),
                severity=Severity.HINT,
            )


@rule(
    "terms.forbidden",
    Severity.WARNS,
    _("The glossary says “%(english)s” for %(chinese)s, not “%(found)s”"),
    Example("國科會提供補助。", "The NSTC offers a subsidy.", "The NSTC offers a grant.", terms=(_GRANT,)),
)
def forbidden(reading: Reading) -> Iterator[Finding]:
    """A translation that the glossary lists as wrong, where the term stands in the Chinese.

    Source: shared design "Quality checks", term.forbidden; conventions "Names of institutions": other titles in use
    are listed as deprecated.
    """
    if reading.is_to_english:
        for term, span, match in _forbidden_places(reading):
            preferred = reading.context.glossary.forms_of(term).preferred
            found = reading.en[span.start : span.end]
            right = term.abbreviation if found.isupper() and term.abbreviation else _in_case_of(found, preferred)
            yield reading.found(
                {"chinese": term.source, "english": right, "found": found},
                zh=(Span(match.start, match.end),),
                en=(span,),
                en_fixes=((span, right),),
            )


def _forbidden_places(reading: Reading) -> Iterator[tuple[GlossaryTerm, Span, TermMatch]]:
    """Where a wrong translation stands that is no part of a right one, with the term in the Chinese."""
    words = reading.en_words
    for match in {match.term: match for match in reversed(reading.zh_terms) if match.term.forbidden}.values():
        accepted = reading.context.glossary.forms_of(match.term).phrases
        right = [(row[0].start, row[-1].end) for phrase in accepted for row in words.places(phrase)]
        for wrong in (form for cell in match.term.forbidden for form in forms(cell, ENGLISH)):
            phrase = phrase_of(wrong)
            for row in words.places(phrase) if phrase and words.holds(phrase) else ():
                start, end = row[0].start, row[-1].end
                if not any(first <= start and end <= last for first, last in right):
                    yield match.term, Span(start, end), match


def _in_case_of(found: str, preferred: str) -> str:
    return preferred[0].upper() + preferred[1:] if found[0].isupper() else preferred


@rule(
    "terms.near_miss",
    Severity.WARNS,
    _("“%(found)s” is almost “%(right)s” of the glossary"),
    Example(
        "國家科學及技術委員會公布結果。",
        "The NTSC announced the results.",
        "The NSTC announced the results.",
        terms=(_COUNCIL,),
    ),
)
def near_miss(reading: Reading) -> Iterator[Finding]:
    """A name or an abbreviation that is that of the glossary but for swapped or wrong letters, or for another word for
    the sort of body: NTSC, "National Science and Technology Commission".

    Source: conventions "Names of institutions", typo family; shared design "Quality checks", term.nearmiss.
    """
    if reading.is_to_english:
        for miss in reading.near_misses:
            span = Span(miss.start, miss.end)
            found = reading.en[miss.start : miss.end]
            yield reading.found({"found": found, "right": miss.name}, en=(span,), en_fixes=((span, miss.right),))
