"""The names of a page as a whole: abbreviations explained once and before their use, one name for one thing."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from translation_jobs.checks.base import Example, Finding, Scope, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import DocumentReading, Reading
from translation_jobs.text.english_words import phrase_of
from translation_jobs.text.person_names import almost_same, names_like, romanised_names, same_letters
from translation_jobs.units import GlossaryTerm, Person

_CENTER = GlossaryTerm("國家太空中心", "Taiwan Space Agency", "TASA", "institute", "official")
_INTEGRATION = GlossaryTerm("產學合作", "industry-academia collaboration", variants=("industry-academia cooperation",))
_PERSON = Person("卓榮泰", "Cho Jung-tai", ("Jung-tai Cho",))

# Short texts that stand without the rest of the page, in lists of pages.
_TEASERS = frozenset(("title", "summary"))
_SENTENCE = re.compile(r"[.!?][\"'”’)]*\s*$")
_NOT_NAMES = frozenset(("title", "unit-date", "ui"))
_SHORT = 2  # characters
_Mention = tuple[int, Reading]


def _mentions(document: DocumentReading) -> list[_Mention]:
    """The translated segments with their index."""
    return [(index, reading) for index, reading in enumerate(document.readings) if reading.unit.target.strip()]


def _sentences(document: DocumentReading) -> Mapping[str, list[_Mention]]:
    """The whole sentences of a page in English, with their index, by the field of the page they stand in."""
    fields: defaultdict[str, list[_Mention]] = defaultdict(list)
    index = 0
    for paragraph in document.paragraphs:
        for reading in paragraph.readings:
            if reading.is_to_english and _SENTENCE.search(reading.en):
                fields[paragraph.kind.split(".")[0]].append((index, reading))
            index += 1
    return fields


def _abbreviated(mentions: list[_Mention]) -> Iterator[tuple[GlossaryTerm, re.Pattern[str]]]:
    """The terms with an abbreviation that stand in the Chinese of a page, and what finds the abbreviation."""
    terms = {match.term.abbreviation: match.term for _index, reading in mentions for match in reading.zh_terms}
    for abbreviation, term in terms.items():
        if len(abbreviation) > 1 and term.kind not in _NOT_NAMES:
            yield term, re.compile(rf"(?<![0-9A-Za-z]){re.escape(abbreviation)}(?![A-Za-z])")


@rule(
    "document.first_mention",
    Severity.HINT,
    _("%(abbreviation)s is used before it is explained: %(english)s (%(abbreviation)s)"),
    Example(
        "國家太空中心今日發射衛星。\n國家太空中心表示成功。",
        "TASA launched a satellite today.\nThe Taiwan Space Agency (TASA) reported success.",
        "The Taiwan Space Agency (TASA) launched a satellite today.\nTASA reported success.",
        terms=(_CENTER,),
    ),
    scope=Scope.DOCUMENT,
)
def first_mention(document: DocumentReading) -> Iterator[Finding]:
    """An abbreviation of the glossary stands in a sentence before its full name stands on the page, or without it.
    Headlines, summaries, captions and cells have no room for full names and are left out.

    Source: conventions "Text form", abbreviation: Full Name (ABBR) once, then ABBR; full form at first use.
    """
    sentences = [one for field, of_field in _sentences(document).items() if field not in _TEASERS for one in of_field]
    for term, pattern in _abbreviated(sentences):
        for index, reading in sentences:
            if any(reading.en_words.holds(phrase) for phrase in reading.context.glossary.forms_of(term).phrases):
                break
            found = pattern.search(reading.en_prose)
            if found:
                forms = reading.context.glossary.forms_of(term)
                params = {"abbreviation": term.abbreviation, "english": forms.preferred}
                yield Finding(params, target_spans=(Span(*found.span()),), segment=index)
                break


@rule(
    "document.second_definition",
    Severity.HINT,
    _("%(abbreviation)s was explained before; the abbreviation is enough here"),
    Example(
        "國家太空中心發射衛星。\n國家太空中心表示成功。",
        "The Taiwan Space Agency (TASA) launched it.\nThe Taiwan Space Agency (TASA) reported success.",
        "The Taiwan Space Agency (TASA) launched it.\nTASA reported success.",
        terms=(_CENTER,),
    ),
    scope=Scope.DOCUMENT,
)
def second_definition(document: DocumentReading) -> Iterator[Finding]:
    """Full name and abbreviation in brackets a second time in one field; summary and body may each have their own.

    Source: conventions "Text form", abbreviation: no second definition.
    """
    for mentions in _sentences(document).values():
        for term, _pattern in _abbreviated(mentions):
            bracketed = re.compile(rf"(?<=[A-Za-z]) \((?:the )?{re.escape(term.abbreviation)}\)")
            explained = [(at, found) for at, reading in mentions if (found := bracketed.search(reading.en))]
            for at, found in explained[1:]:
                yield Finding({"abbreviation": term.abbreviation}, target_spans=(Span(*found.span()),), segment=at)


@rule(
    "document.person_names",
    Severity.WARNS,
    _("One person is written in two ways on this page: “%(first)s” and “%(second)s”"),
    Example(
        "卓榮泰致詞。\n卓榮泰離開。",
        "Cho Jung-tai gave a speech.\nJung-tai Cho left.",
        "Cho Jung-tai gave a speech.\nCho Jung-tai left.",
        persons=(_PERSON,),
    ),
    scope=Scope.DOCUMENT,
)
def person_names(document: DocumentReading) -> Iterator[Finding]:
    """A person in two spellings or orders: one of the register, or two names in hyphenated romanisation with the same
    letters; names but a letter or two apart where the Chinese has one and the same registered person, or as a hint.

    Source: conventions "Titles and persons", order and hyphen: detect both orders or two spellings on one page.
    """
    mentions = [one for one in _mentions(document) if one[1].is_to_english]
    registered: dict[str, str] = {}
    written: list[tuple[int, Span, str]] = []
    for index, reading in mentions:
        ours: list[tuple[int, int]] = []
        for _match, person in reading.context.glossary.persons_in_chinese(reading.zh_prose):
            for name in names_like(person, reading.en_prose):
                ours.append((name.start, name.end))
                first = registered.setdefault(person.chinese, name.text)
                if first != name.text:
                    span = Span(name.start, name.end)
                    yield _two_ways(first, name.text, index, span, Severity.WARNS)
        for start, end, text in romanised_names(reading.en_prose):
            if not any(first < end and start < last for first, last in ours):
                written.append((index, Span(start, end), text))
    seen: list[str] = []
    for index, span, text in written:
        if text in seen:
            continue
        other = next((name for name in seen if name != text and same_letters(name, text)), None)
        near = next((name for name in seen if almost_same(name, text)), None)
        if other or near:
            severity = Severity.WARNS if other else Severity.HINT
            yield _two_ways(other or near or "", text, index, span, severity)
        seen.append(text)


def _two_ways(first: str, second: str, index: int, span: Span, severity: Severity) -> Finding:
    return Finding({"first": first, "second": second}, target_spans=(span,), severity=severity, segment=index)


@rule(
    "document.term_variants",
    Severity.HINT,
    _("%(chinese)s is “%(second)s” here and “%(first)s” elsewhere on this page"),
    Example(
        "推動產學合作。\n產學合作有成。",
        "It promotes industry-academia collaboration.\nIndustry-academia cooperation bore fruit.",
        "It promotes industry-academia collaboration.\nIndustry-academia collaboration bore fruit.",
        terms=(_INTEGRATION,),
    ),
    scope=Scope.DOCUMENT,
)
def term_variants(document: DocumentReading) -> Iterator[Finding]:
    """One term of the Chinese in two accepted translations on one page; abbreviations and short forms do not count.

    Source: shared design "Quality checks", consistency.source; conventions: one preferred title for one rule.
    """
    used: dict[GlossaryTerm, str] = {}
    told: set[GlossaryTerm] = set()
    for index, reading in _mentions(document):
        if not reading.is_to_english:
            continue
        matches = {match.term: match for match in reading.zh_terms if _has_variants(match.term)}
        for match in matches.values():
            names = _names(match.term)
            standing = [name for name in names if reading.en_words.holds(name)]
            if len(standing) != 1 or match.term in told:
                continue
            first = used.setdefault(match.term, standing[0])
            if first != standing[0]:
                told.add(match.term)
                params = {"chinese": match.term.source, "first": names[first], "second": names[standing[0]]}
                yield Finding(params, (Span(match.start, match.end),), segment=index)


def _has_variants(term: GlossaryTerm) -> bool:
    """Whether a term has other translations, and is no word that is a noun here and a verb there (補助)."""
    return bool(term.variants) and term.kind not in ("unit-date", "ui") and len(term.source) > _SHORT


def _names(term: GlossaryTerm) -> Mapping[str, str]:
    """What is compared of the preferred and the accepted names of a term → the name as it is written."""
    return {phrase_of(name): name for name in (term.target, *term.variants) if phrase_of(name)}
