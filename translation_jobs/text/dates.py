"""Dates in Chinese and English text: read with their places, written in the form of the other language.

Chinese government text counts years from 1912 (民國115年 is 2026, CE = ROC + 1911) and mostly leaves 民國 out. English
text gives the common era, month first: "March 18, 2026". The fiscal year 115年度 is the calendar year, and written so:
2026. A day told from publication, 今（12）日, is resolved against it and keeps its date: "today (August 12)".

Not read yet: ranges of days (10月17日至18日 is one date and a number), dates in figures alone (2026-03-18), weekdays.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from translation_jobs.text.numerals import whole_number

ROC_OFFSET = 1911
ROC_YEARS = range(1, 151)
CE_YEARS = range(1600, 2200)
# Without 民國 or a day, only these are years: 3年 and 20年 are lengths of time.
BARE_ROC_YEARS = range(80, 151)

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Parts of a year as they follow 年.
_PARTS = {
    "上半年": "first half",
    "下半年": "second half",
    "第一季": "first quarter",
    "第二季": "second quarter",
    "第三季": "third quarter",
    "第四季": "fourth quarter",
    "初": "beginning",
    "底": "end",
}
_RELATIVE = {"今": "today", "昨": "yesterday", "明": "tomorrow"}


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date in a text: its place in code points, and as much of year (CE), month and day as the text gives.

    `roc`: the year was written as a year of the Republic. `fiscal`: 115年度. `part`: a part of the year, "first half",
    "second quarter", "beginning" or "end". `relative`: "today", "yesterday" or "tomorrow", where the day was told from
    the publication; year and month are None if that is not known.
    """

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    text: str
    roc: bool = False
    fiscal: bool = False
    part: str = ""
    relative: str = ""


_NUMERAL = "(?:[0-9０-９]{1,4}|[〇零一二三四五六七八九十百廿卅]{1,7})"
# No date starts within a number: the 5月 of 15月, the 500年 of 1,500年.
_FRESH = r"(?<![0-9０-９〇零一二兩三四五六七八九十百千萬億兆廿卅])(?<![0-9０-９][.,．，])"
_CHINESE = re.compile(
    rf"(?P<relative>[今昨明])[日天]?[（(](?P<told_day>{_NUMERAL})日?[）)][日天]?"
    rf"|(?:(?P<era>(?:中華)?民國) ?(?P<era_year>元|{_NUMERAL})|{_FRESH}(?P<bare_year>{_NUMERAL})) ?年"
    rf"(?P<fiscal>度)?(?:(?P<part>[上下]半年|第[一二三四1-4]季|初(?![步期級審])|底(?![下部層線]))"
    rf"| ?(?P<year_month>{_NUMERAL}) ?月(?: ?(?P<year_day>{_NUMERAL}) ?日)?)?"
    rf"|{_FRESH}(?P<month>{_NUMERAL}) ?月(?: ?(?P<day>{_NUMERAL}) ?日)?"
)
# Around a bare year of three digits: words that make it a length of time.
_LENGTH_BEFORE = re.compile("(?:近|約|達|滿|逾|第|每|未來|過去)$")
_LENGTH_AFTER = re.compile("來|以上|歷史")


def read_chinese_dates(text: str, published: date | None = None) -> list[DateReading]:
    """The dates of a Chinese text, from left to right; `published` is the day that 今（12）日 is told from."""
    readings = (_chinese_date(text, found, published) for found in _CHINESE.finditer(text))
    return [reading for reading in readings if reading]


def _chinese_date(text: str, found: re.Match[str], published: date | None) -> DateReading | None:
    """What a match of _CHINESE says; None if there is no such day, or it is a length of time."""
    place = (found.start(), found.end())
    if found["relative"]:
        return _told_date(found, published)
    if found["month"]:
        month, day = whole_number(found["month"]), _optional_number(found["day"])
        return DateReading(*place, None, month, day, found[0]) if _exists(None, month, day) else None
    written = 1 if found["era_year"] == "元" else whole_number(found["era_year"] or found["bare_year"])
    if written is None:
        return None
    month, day = _optional_number(found["year_month"]), _optional_number(found["year_day"])
    roc = bool(found["era"]) or written not in CE_YEARS
    if roc and written not in (ROC_YEARS if found["era"] or day else BARE_ROC_YEARS):
        return None
    alone = not any(found[group] for group in ("era", "fiscal", "part", "year_month"))
    if alone and (_LENGTH_BEFORE.search(text, 0, found.start()) or _LENGTH_AFTER.match(text, found.end())):
        return None
    year = written + ROC_OFFSET if roc else written
    if not _exists(year, month, day):
        return None
    return DateReading(
        *place, year, month, day, found[0], roc, fiscal=bool(found["fiscal"]), part=_english_part(found["part"] or "")
    )


def _told_date(found: re.Match[str], published: date | None) -> DateReading | None:
    """今（12）日 as the nearest 12th that can be meant; only the day if it is not known when the text was published."""
    day = whole_number(found["told_day"])
    if day is None or not 1 <= day <= 31:
        return None
    resolved = _nearest_day(found["relative"], day, published) if published else None
    year, month = (resolved.year, resolved.month) if resolved else (None, None)
    return DateReading(found.start(), found.end(), year, month, day, found[0], relative=_RELATIVE[found["relative"]])


def _nearest_day(relative: str, day: int, published: date) -> date | None:
    """The day of that number nearest to publication: for 今 not after it, for 昨 before it, for 明 after it."""
    first, step = {"今": (0, -1), "昨": (-1, -1), "明": (1, 1)}[relative]
    # 62 days hold every day number at least once, also the 31st.
    for distance in range(62):
        try:
            candidate = published + timedelta(days=first + step * distance)
        except OverflowError:
            return None
        if candidate.day == day:
            return candidate
    return None


def _optional_number(numeral: str | None) -> int | None:
    # A month or day that is written but unreadable (兩三月) must fail as a date, not pass as absent.
    return None if numeral is None else whole_number(numeral) or 0


def _exists(year: int | None, month: int | None, day: int | None) -> bool:
    """Whether the calendar has such a day; without a year, a leap year is given the benefit of the doubt."""
    try:
        date(2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True


def _english_part(part: str) -> str:
    return _PARTS[part.translate(str.maketrans("1234", "一二三四"))] if part else ""


_MONTH = "(?:{}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\\b\\.?)".format("|".join(MONTHS))
_DAY = "[0-3]?[0-9](?![0-9:])"
_YEAR = "[12][0-9]{3}(?![0-9])"
_ENGLISH = re.compile(
    rf"\b(?P<relative>[Tt]oday|[Yy]esterday|[Tt]omorrow) \((?P<told_month>{_MONTH}) (?P<told_day>{_DAY})\)"
    rf"|\b(?P<first_day>{_DAY}) (?P<second_month>{_MONTH}),? (?P<third_year>{_YEAR})"
    rf"|\b(?P<month>{_MONTH}) (?:(?P<day>{_DAY})(?:,? (?P<day_year>{_YEAR}))?|(?P<month_year>{_YEAR}))"
    rf"|\b(?:FY ?|[Ff]iscal [Yy]ear )(?P<fiscal_year>{_YEAR})"
    rf"|\b(?P<part>(?:[Ff]irst|[Ss]econd) half|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth) quarter|[Bb]eginning|[Ee]nd)"
    rf" of (?P<part_year>{_YEAR})"
    rf"|\b(?:[Ii]n|[Ss]ince) (?P<year>{_YEAR})(?! [a-z]+s\b)"
)


def read_english_dates(text: str) -> list[DateReading]:
    """The dates of an English text, from left to right; a year alone only after "in" or "since"."""
    readings = (_english_date(found) for found in _ENGLISH.finditer(text))
    return [reading for reading in readings if reading]


def _english_date(found: re.Match[str]) -> DateReading | None:
    """What a match of _ENGLISH says; None if the calendar has no such day."""
    start, end = found.span("year") if found["year"] else found.span()
    month_name = found["told_month"] or found["second_month"] or found["month"]
    month = next((number for number, name in enumerate(MONTHS, 1) if name[:3] == (month_name or "")[:3]), None)
    years = ("third_year", "day_year", "month_year", "fiscal_year", "part_year", "year")
    year = next((int(found[name]) for name in years if found[name]), None)
    day = next((int(found[name]) for name in ("told_day", "first_day", "day") if found[name]), None)
    if not _exists(year, month, day):
        return None
    return DateReading(
        *(start, end, year, month, day, found.string[start:end]),
        fiscal=bool(found["fiscal_year"]),
        part=(found["part"] or "").lower(),
        relative=(found["relative"] or "").lower(),
    )


def english_date(reading: DateReading) -> str:
    """The date in English: "March 18, 2026", "March 2026", "first half of 2026", "today (August 12)"."""
    month = MONTHS[reading.month - 1] if reading.month else ""
    day = " ".join(filter(None, (month, str(reading.day or ""))))
    if reading.relative:
        return f"{reading.relative} ({day})"
    if reading.part:
        return f"{reading.part} of {reading.year}"
    if reading.day and reading.year:
        return f"{day}, {reading.year}"
    return " ".join(filter(None, (day, str(reading.year or ""))))


def chinese_date(reading: DateReading) -> str:
    """The date as a Chinese government text writes it, in years of the Republic: 115年3月18日; before 1912 in CE."""
    if reading.relative:
        sign = next(chinese for chinese, english in _RELATIVE.items() if english == reading.relative)
        return f"{sign}（{reading.day}）日"
    month_and_day = (f"{reading.month}月" if reading.month else "") + (f"{reading.day}日" if reading.day else "")
    if reading.year is None:
        return month_and_day
    year = _chinese_year(reading.year, certain=reading.day is not None)
    part = next((chinese for chinese, english in _PARTS.items() if english == reading.part), "")
    return year + ("度" if reading.fiscal else "") + part + month_and_day


def _chinese_year(year: int, certain: bool) -> str:
    """115年; 民國45年 where the number alone could be a length of time; 1900年 for what is no year of the Republic."""
    roc = year - ROC_OFFSET
    if roc not in ROC_YEARS:
        return f"{year}年"
    return f"{'' if certain or roc in BARE_ROC_YEARS else '民國'}{roc}年"
