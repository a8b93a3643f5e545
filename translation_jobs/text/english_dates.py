"""Dates in English text: read with their places, as much of year, month and day as the text gives.

Official English writes the month first ("March 18, 2026"), but the day first ("the 18th of March, 2026"), abbreviated
months and figures ("2026/3/18", "3/18/2026") all occur. Two days of one month ("October 17 to 18, 2026") are two dates.
"""

import re
from collections.abc import Iterator

from translation_jobs.text.dates import CE_YEARS, MONTHS, DateReading, exists
from translation_jobs.text.english_numerals import plain

_MONTH = "(?:{}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\b\\.?)".format("|".join(MONTHS))
_DAY = "[0-3]?[0-9](?:st|nd|rd|th)?(?![0-9:])"
_YEAR = "[12][0-9]{3}(?![0-9])"
_UNTIL = r"(?: ?- ?| to | and | through | until |, )"
_ENGLISH = re.compile(
    rf"\b(?P<relative>[Tt]oday|[Yy]esterday|[Tt]omorrow) \((?P<told_month>{_MONTH}) (?P<told_day>{_DAY})\)"
    rf"|\b(?P<from_first>{_DAY}) ?(?:-|to|and) ?(?P<to_first>{_DAY}) (?P<span_month>{_MONTH})"
    rf"(?:,? ?(?P<span_year>{_YEAR}))?"
    rf"|\b(?P<first_day>{_DAY})(?: day)?(?: of|,)?[ -](?P<second_month>{_MONTH})"
    rf"(?:(?:,? of|,)?[ -]?(?:the year )?(?P<third_year>{_YEAR}))?"
    rf"|\b(?P<month>{_MONTH}) ?(?:(?:the )?(?P<day>{_DAY})(?:{_UNTIL}(?P<to_day>{_DAY})(?! [A-Za-z]|,[0-9]|%|\.[0-9]))?"
    rf"(?:(?: of|[,.])? ?(?:the year )?(?P<day_year>{_YEAR}))?|(?:,|of| of)? ?(?P<month_year>{_YEAR}))"
    rf"|(?<![0-9./-])(?P<y>{_YEAR})(?P<mark>[./-])(?P<m>[01]?[0-9])(?P=mark)(?P<d>[0-3]?[0-9])(?![0-9/-]|\.[0-9])"
    rf"|(?<![0-9./-])(?P<m_first>[01]?[0-9])/(?P<d_second>[0-3]?[0-9])/(?P<y_last>{_YEAR})(?![/-])"
    rf"|\b(?:FY ?|[Ff]iscal [Yy]ear )(?P<fiscal_year>{_YEAR})"
    rf"|\b[Aa]cademic [Yy]ear (?P<academic_year>{_YEAR})"
    rf"|\b(?P<part>(?:[Ff]irst|[Ss]econd) half|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth) quarter|[Bb]eginning|[Ee]nd)"
    rf" of (?P<part_year>{_YEAR})"
    rf"|\b(?:[Ii]n|[Ss]ince) (?P<year>{_YEAR})(?! [a-z]+s\b)"
    r"|\b(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Ee]arly|[Ll]ate|[Mm]id-?|[Nn]ext|[Ll]ast|[Tt]his) ?"
    rf"(?P<lone_month>{'|'.join(MONTHS)})\b(?!,? ?(?:of |the )?[0-9])"
)
# No date without one of these; looking for them first spares most texts the long pattern.
_HINT = re.compile(r"[12][0-9]{3}|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_YEARS = ("third_year", "day_year", "month_year", "span_year", "fiscal_year", "academic_year", "part_year", "year")
_MONTH_GROUPS = ("told_month", "second_month", "span_month", "month", "lone_month")


def read_english_dates(text: str, impossible: bool = False) -> list[DateReading]:
    """The dates of an English text, from left to right; a year alone only after "in" or "since".

    Only days that the calendar has, unless `impossible` asks for those as well that it has not (November 31).
    """
    comparable = plain(text)
    if not _HINT.search(comparable):
        return []
    readings = (reading for found in _ENGLISH.finditer(comparable) for reading in _dates(text, found))
    return [reading for reading in readings if impossible or exists(reading.year, reading.month, reading.day)]


def _dates(text: str, found: re.Match[str]) -> Iterator[DateReading]:
    """What a match of _ENGLISH says: one date, or two for two days of a month."""
    if found["y"] or found["y_last"]:
        yield from _in_figures(text, found)
        return
    month_name = next((found[group] for group in _MONTH_GROUPS if found[group]), "")
    month = next((number for number, name in enumerate(MONTHS, 1) if month_name and name[:3] == month_name[:3]), None)
    year = next((int(found[name]) for name in _YEARS if found[name]), None)
    if found["span_month"] or found["to_day"]:
        first, last = ("from_first", "to_first") if found["span_month"] else ("day", "to_day")
        one, other = _number(found[first]), _number(found[last])
        if one < other and exists(year, month, one) and exists(year, month, other):
            cut = found.end(first)
            yield DateReading(found.start(), cut, year, month, one, text[found.start() : cut])
            start = found.start(last)
            yield DateReading(start, found.end(), year, month, other, text[start : found.end()], continued=True)
            return
    start, end = found.span("year" if found["year"] else "lone_month" if found["lone_month"] else 0)
    if found["to_day"]:
        end, year = found.end("day"), None
    day = next((_number(found[name]) for name in ("told_day", "first_day", "to_first", "day") if found[name]), None)
    yield DateReading(
        *(start, end, year, month, day, text[start:end]),
        fiscal=bool(found["fiscal_year"]),
        part=(found["part"] or "").lower(),
        relative=(found["relative"] or "").lower(),
        academic=bool(found["academic_year"]),
    )


def _in_figures(text: str, found: re.Match[str]) -> Iterator[DateReading]:
    """2026/3/18, 2026-03-18, and month first, as American English has it: 3/18/2026."""
    year, month, day = (int(found[group] or found[other]) for group, other in _FIGURES)
    if month > 12 >= day:
        month, day = day, month
    if year in CE_YEARS and exists(year, month, day):
        yield DateReading(found.start(), found.end(), year, month, day, text[found.start() : found.end()])


_FIGURES = (("y", "y_last"), ("m", "m_first"), ("d", "d_second"))


def _number(day: str) -> int:
    """18 of "18th"."""
    return int(re.sub("[a-z]", "", day))
