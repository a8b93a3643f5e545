"""Dates: the same day on both sides, the year of the Republic as the common era, the weekday that the day has."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.dates import ROC_OFFSET, DateReading, chinese_date, english_date, exists
from translation_jobs.text.quantities import Kind, Quantity

# What is added to a year of the Republic by mistake: nothing, a century or two, or a count that starts elsewhere.
_WRONG_OFFSETS = (0, 1900, 2000, 1910, 1912)
# A number from here on is hardly by chance that of the year.
_CERTAIN = 80
_REPUBLIC = re.compile(r"Republic|R\.?O\.?C\b|Minguo|Min Kuo|Min-Kuo", re.IGNORECASE)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})\b")
_CHINESE_WEEKDAYS = "一二三四五六日"
_CHINESE_WEEKDAY = re.compile(r" ?[（(]?(?:星期|禮拜|週|周)(?P<day>[一二三四五六日天])")
_RELATIVE = re.compile(r"\b(?:today|yesterday|tomorrow)\b(?! \()", re.IGNORECASE)


@rule(
    "dates.roc_year",
    Severity.BLOCKS,
    _("%(source)s is %(year)s in the common era, not %(target)s."),
    Example(
        "本法自115年3月18日施行。",
        "This Act takes effect on March 18, 115.",
        "This Act takes effect on March 18, 2026.",
    ),
)
def roc_year(reading: Reading) -> Iterator[Finding]:
    """A year of the Republic printed in English as if it were one of the common era, or reckoned from another year.

    Printed as it is (115), it blocks; off by one or by a century, it warns.
    Source: shared design "Chinese to English conventions", ROC year: 3,818 of 4,086 dates of law have the CE date.
    """
    for chinese, english in reading.values.dates.changed:
        if _is_wrongly_reckoned(chinese, english):
            yield _changed_date(reading, chinese, english, Severity.WARNS)
    years = {english.year for english in reading.values.english_dates if english.year}
    years |= {int(quantity.value) for quantity in reading.values.english_quantities}
    for chinese in reading.values.chinese_dates:
        if chinese.roc and chinese.year:
            place = _end_of_day(reading, chinese) if chinese.year in years else None
            unlikely = chinese.year in years and chinese.year - ROC_OFFSET < _CERTAIN and place is None
            printed = None if unlikely else _printed(reading, chinese, place)
            if printed:
                yield reading.found(
                    {"source": chinese.text, "year": str(chinese.year), "target": printed.text},
                    zh=(Span(chinese.start, chinese.end),),
                    en=(Span(printed.start, printed.end),),
                    en_fixes=((Span(printed.start, printed.end), str(chinese.year)),) if reading.is_to_english else (),
                    severity=Severity.WARNS if chinese.academic or chinese.fiscal else None,
                )
                return


def _is_wrongly_reckoned(chinese: DateReading, english: DateReading) -> bool:
    """Whether the English year is what a wrong reckoning from the year of the Republic gives."""
    if not chinese.roc or not chinese.year or not english.year or chinese.year == english.year:
        return False
    return english.year - (chinese.year - ROC_OFFSET) in _WRONG_OFFSETS


def _end_of_day(reading: Reading, chinese: DateReading) -> int | None:
    """Where the day ends in English that stands for the Chinese date without its year."""
    return next(
        (other.end for date, other in reading.values.dates.same if date is chinese and other.day and not other.year),
        None,
    )


def _printed(reading: Reading, chinese: DateReading, place: int | None) -> Quantity | None:
    """The year of the Republic in the English (right after `place` if that is given), unless it says that it is one."""
    values, year = reading.values, (chinese.year or 0) - ROC_OFFSET
    matched = {english.start for _chinese, english in values.quantities.same}
    if any(other.value == year for other in values.chinese_quantities):
        return None
    for quantity in values.english_quantities:
        plain = (
            quantity.value == year and quantity.kind in (Kind.AMOUNT, Kind.ORDINAL) and quantity.start not in matched
        )
        near = place is None or 0 <= quantity.start - place <= 2
        if plain and near and not _REPUBLIC.search(reading.en, max(quantity.start - 40, 0), quantity.end + 40):
            return quantity
    return None


@rule(
    "dates.year",
    Severity.WARNS,
    _("The year of %(target)s is not that of %(source)s."),
    Example(
        "會議於2026年3月18日舉行。",
        "The meeting was held on March 18, 2024.",
        "The meeting was held on March 18, 2026.",
    ),
)
def year(reading: Reading) -> Iterator[Finding]:
    """A date with another year on the other side.

    Source: shared design "Chinese to English conventions", dates.
    """
    for chinese, english in reading.values.dates.changed:
        differ = chinese.year and english.year and chinese.year != english.year
        if differ and not _is_wrongly_reckoned(chinese, english):
            yield _changed_date(reading, chinese, english)


@rule(
    "dates.day_month",
    Severity.WARNS,
    _("%(target)s is not %(source)s."),
    Example("會議於3月18日舉行。", "The meeting was held on March 8.", "The meeting was held on March 18."),
)
def day_month(reading: Reading) -> Iterator[Finding]:
    """A date with another day or month on the other side.

    Source: shared design "Chinese to English conventions", dates.
    """
    for chinese, english in reading.values.dates.changed:
        same_year = chinese.year == english.year or not chinese.year or not english.year
        if same_year and (chinese.month, chinese.day) != (english.month, english.day):
            yield _changed_date(reading, chinese, english)


@rule(
    "dates.missing",
    Severity.WARNS,
    _("These dates of the source are not in the translation: %(dates)s"),
    Example("會議於3月18日舉行。", "The meeting was held.", "The meeting was held on March 18."),
)
def missing(reading: Reading) -> Iterator[Finding]:
    """Days of the source that the translation does not give.

    Source: shared design "Chinese to English conventions", dates.
    """
    values = reading.values
    gone = values.dates.only_chinese if reading.is_to_english else values.dates.only_english
    there = values.said_in_english if reading.is_to_english else values.said_in_chinese
    gone = tuple(one for one in gone if one.day and not one.relative and not all(map(there, _numbers(one))))
    if gone:
        yield Finding(
            {"dates": ", ".join(dict.fromkeys(one.text for one in gone))},
            source_spans=tuple(Span(one.start, one.end) for one in gone),
        )


@rule(
    "dates.impossible",
    Severity.WARNS,
    _("There is no such day: %(date)s"),
    Example("至11月30日止。", "Until November 31.", "Until November 30."),
)
def impossible(reading: Reading) -> Iterator[Finding]:
    """A day that the calendar has not.

    Source: shared design "Chinese to English conventions", dates.
    """
    for english in reading.values.english_dates:
        if not exists(english.year, english.month, english.day):
            yield reading.found({"date": english.text}, en=(Span(english.start, english.end),))


@rule(
    "dates.weekday",
    Severity.WARNS,
    _("%(date)s is a %(right)s, not a %(wrong)s."),
    Example(
        "會議於115年3月18日舉行。",
        "The meeting was held on Thursday, March 18, 2026.",
        "The meeting was held on Wednesday, March 18, 2026.",
    ),
)
def weekday(reading: Reading) -> Iterator[Finding]:
    """A weekday beside a full date that falls on another: "Thursday, March 18, 2026", 115年3月18日（星期四）.

    Source: shared design "Chinese to English conventions", weekday and time.
    """
    for english in reading.values.english_dates if "day" in reading.en else ():
        start = max(english.start - 14, 0)
        found = _ENGLISH_WEEKDAY.search(reading.en, start, english.end + 14)
        right = _weekday_of(english)
        if found and right is not None and found.group() != _WEEKDAYS[right]:
            span = Span(*found.span())
            fixes = ((span, _WEEKDAYS[right]),) if reading.is_to_english else ()
            params = {"date": english.text, "right": _WEEKDAYS[right], "wrong": found.group()}
            yield reading.found(params, en=(span,), en_fixes=fixes)
    for chinese in reading.values.chinese_dates:
        beside = _CHINESE_WEEKDAY.match(reading.zh, chinese.end)
        right = _weekday_of(chinese)
        if beside and right is not None and beside["day"].replace("天", "日") != _CHINESE_WEEKDAYS[right]:
            span = Span(*beside.span("day"))
            fixes = () if reading.is_to_english else ((span, _CHINESE_WEEKDAYS[right]),)
            params = {"date": chinese.text, "right": f"星期{_CHINESE_WEEKDAYS[right]}", "wrong": f"星期{beside['day']}"}
            yield reading.found(params, zh=(span,), zh_fixes=fixes)


def _weekday_of(day: DateReading) -> int | None:
    """0 for a Monday; None if the date is not a whole one."""
    if not day.year or not day.month or not day.day or not exists(day.year, day.month, day.day):
        return None
    return date(day.year, day.month, day.day).weekday()


@rule(
    "dates.relative",
    Severity.HINT,
    _("Give the date with %(word)s: it will not be today when the page is read."),
    Example("國科會今（18）日公布。", "The NSTC announced it today.", "The NSTC announced it today (March 18)."),
)
def relative(reading: Reading) -> Iterator[Finding]:
    """A day told from publication, 今（18）日, left as "today" without its date.

    Source: shared design "Chinese to English conventions", relative dates.
    """
    if not reading.is_to_english or not any(chinese.relative for chinese in reading.values.chinese_dates):
        return
    found = _RELATIVE.search(reading.en_prose)
    if found and not any(english.day for english in reading.values.english_dates):
        yield reading.found({"word": found.group()}, en=(Span(*found.span()),))


def _changed_date(
    reading: Reading, chinese: DateReading, english: DateReading, severity: Severity | None = None
) -> Finding:
    """The finding for a pair of dates, with the source's date in the form of the target's language as its fix."""
    zh, en = Span(chinese.start, chinese.end), Span(english.start, english.end)
    source, target = (chinese, english) if reading.is_to_english else (english, chinese)
    params = {"source": source.text, "target": target.text, "year": str(source.year)}
    # What the source leaves open (a year carried from before) stays as the target has it.
    day = source.day if target.day else None
    mended = replace(
        source, year=(source.year or target.year) if target.year else None, day=day, continued=target.continued
    )
    if reading.is_to_english:
        return reading.found(params, zh=(zh,), en=(en,), en_fixes=((en, english_date(mended)),), severity=severity)
    return reading.found(params, zh=(zh,), en=(en,), zh_fixes=((zh, chinese_date(mended)),), severity=severity)


def _numbers(reading: DateReading) -> list[int]:
    return [part for part in (reading.month, reading.day) if part is not None]
