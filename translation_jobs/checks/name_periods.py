"""Names and the time in which they were in use."""

from collections.abc import Iterator
from datetime import date

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.dates import read_chinese_dates
from translation_jobs.text.glossary import in_use
from translation_jobs.units import GlossaryTerm

# Before a name: the text itself says that it is no longer in use.
_FORMER = ("前", "原", "舊", "時任", "改制前的", "改制前之", "當時的", "當時之")

_NSTC = GlossaryTerm(
    "國科會", "National Science and Technology Council", "NSTC", "agency", "official", valid_from=date(2022, 7, 27)
)
_NSC = GlossaryTerm("國科會", "National Science Council", "NSC", "agency", "official", valid_to=date(2014, 3, 2))


@rule(
    "terms.dated",
    Severity.WARNS,
    _("“%(english)s” was the name %(period)s; the text speaks of %(years)s"),
    Example(
        "國科會於民國98年核定本計畫。",
        "The NSTC approved the project in 2009.",
        "The NSC approved the project in 2009.",
        terms=(_NSTC, _NSC),
    ),
)
def dated(reading: Reading) -> Iterator[Finding]:
    """A name stands in the English that was not in use in the years of which the text speaks, else on the day of
    publication. Warns where the glossary has the name of that time for the same Chinese, or a name had gone out of use
    and the Chinese does not say "former"; else a hint. Nothing is replaced: the text decides which body is meant.

    Source: conventions "Names of institutions", names have dates: NSC to 2014-03-02, MOST to 2022-07-26, NSTC since.
    """
    if not any(match.term.valid_from or match.term.valid_to for match in reading.zh_terms):
        return
    period = _time_of(reading)
    if not reading.is_to_english or not period:
        return
    glossary = reading.context.glossary
    for match in {match.term.source: match for match in reversed(reading.zh_terms)}.values():
        terms = glossary.of_source(match.term.source)
        used = [term for term in terms if glossary.forms_of(term).written_in(reading.en_words)]
        if not used or in_use(used, *period) or _is_called_former(reading.zh, match.start):
            continue
        gone = used[0].valid_to is not None and used[0].valid_to < period[0]
        yield reading.found(
            {
                "english": glossary.forms_of(used[0]).preferred,
                "period": _period(used[0]),
                "years": _years(*period),
            },
            zh=(Span(match.start, match.end),),
            severity=Severity.WARNS if gone or in_use(terms, *period) else Severity.HINT,
        )


def _time_of(reading: Reading) -> tuple[date, date] | None:
    """From the first to the last year that the Chinese names, else the day of publication."""
    published = reading.context.published
    years = {found.year for found in read_chinese_dates(reading.zh_prose, published) if found.year}
    if years:
        return date(min(years), 1, 1), date(max(years), 12, 31)
    return (published, published) if published else None


def _is_called_former(chinese: str, start: int) -> bool:
    return chinese[:start].endswith(_FORMER)


def _period(term: GlossaryTerm) -> str:
    return f"{term.valid_from or '…'} – {term.valid_to or '…'}"


def _years(first: date, last: date) -> str:
    return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
