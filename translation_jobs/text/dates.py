"""Dates: read in Chinese text with their places, written in the form of either language.

Chinese government text counts years from 1912 (民國115年 is 2026, CE = ROC + 1911) and mostly leaves 民國 out. English
text gives the common era, month first: "March 18, 2026". The fiscal year 115年度 is the calendar year, and written so:
2026. A day told from publication, 今（12）日, is resolved against it and keeps its date: "today (August 12)". A year
of the Republic is carried within a text: after 民國九十五年, 九十八年 is one too. English text: `english_dates`.
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
CARRIED_ROC_YEARS = range(21, 151)

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

    `roc`: the year was written as a year of the Republic. `fiscal`: 115年度, `academic`: 115學年度. `part`: a part of
    the year, "first half", "second quarter", "beginning" or "end". `relative`: "today", "yesterday" or "tomorrow",
    where the day was told from the publication; year and month are None if that is not known. `continued`: only the
    day was written, the month is that of the date before (the 18日 of 10月17日至18日).
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
    academic: bool = False
    continued: bool = False


_NUMERAL = "(?:[0-9０-９]{1,4}|[〇○零一二三四五六七八九十百廿卅]{1,7})"
# No date starts within a number: the 5月 of 15月, the 500年 of 1,500年.
_FRESH = r"(?<![0-9０-９〇○零一二兩三四五六七八九十百千萬億兆廿卅])(?<![0-9０-９][.,．，])"
_CHINESE = re.compile(
    rf"(?P<relative>[今昨明])[日天]?[（(](?P<told_day>{_NUMERAL})日?[）)][日天]?"
    rf"|(?:(?P<era>(?:中華)?民國) *(?P<era_year>元|{_NUMERAL})|{_FRESH}(?P<bare_year>{_NUMERAL})) *(?P<academic>學)?年"
    rf"(?P<fiscal>度)?(?:(?P<part>[上下]半年|第[一二三四1-4]季|初(?![步期級審])|底(?![下部層線]))"
    rf"| *(?P<year_month>{_NUMERAL}) *月(?: *(?P<year_day>{_NUMERAL}) *日)?)?"
    rf"|(?:(?P<same_year>同年) *|{_FRESH})(?P<month>{_NUMERAL}) *月(?: *(?P<day>{_NUMERAL}) *日)?"
    rf"|(?:(?P<same_month>同月) *|(?<=[日）)])(?P<until>[至到～~–—、及-]))(?P<only_day>{_NUMERAL}) *日"
    r"|(?<![0-9./-])(?P<y>[0-9]{2,4})(?P<mark>[./-])(?P<m>[01]?[0-9])(?P=mark)(?P<d>[0-3]?[0-9])(?![0-9./-])"
)
# No date without one of these; looking for them first spares many texts the long pattern.
_HINT = re.compile("[年月日今昨明]|[0-9][./-]")
_BETWEEN_DAYS = re.compile("(?:[（(](?:星期|禮拜|週|周)?[一二三四五六日天][）)])?")
# Around a bare year: words that make it a length of time.
_LENGTH_BEFORE = re.compile("(?:近|約|達|滿|逾|第|每|未來|過去|為期|共|前|後|以)$")
_LENGTH_AFTER = re.compile("來|以[上下內]|歷史|之?[內後前久間]|期|有期|者|生|級|資")


def read_chinese_dates(text: str, published: date | None = None) -> list[DateReading]:
    """The dates of a Chinese text, from left to right; `published` is the day that 今（12）日 is told from."""
    readings: list[DateReading] = []
    if not _HINT.search(text):
        return readings
    for found in _CHINESE.finditer(text):
        reading = _chinese_date(text, found, published, readings)
        if reading:
            readings.append(reading)
    return readings


def _chinese_date(
    text: str, found: re.Match[str], published: date | None, before: list[DateReading]
) -> DateReading | None:
    """What a match of _CHINESE says; None if there is no such day, or it is a length of time."""
    place = (found.start(), found.end())
    if found["relative"]:
        return _told_date(found, published)
    if found["only_day"]:
        return _same_month(text, found, before)
    if found["y"]:
        return _in_figures(found)
    if found["month"]:
        month, day = whole_number(found["month"]), _optional_number(found["day"])
        last_year = next((reading.year for reading in reversed(before) if reading.year), None)
        year = last_year if found["same_year"] else None
        return DateReading(*place, year, month, day, found[0]) if exists(year, month, day) else None
    written = 1 if found["era_year"] == "元" else whole_number(found["era_year"] or found["bare_year"])
    if written is None:
        return None
    month, day = _optional_number(found["year_month"]), _optional_number(found["year_day"])
    roc = bool(found["era"]) or written not in CE_YEARS
    if roc and written not in _roc_years(found, day, before):
        return None
    alone = not any(found[group] for group in ("era", "fiscal", "part", "year_month"))
    if alone and (_LENGTH_BEFORE.search(text, 0, found.start()) or _LENGTH_AFTER.match(text, found.end())):
        return None
    year = written + ROC_OFFSET if roc else written
    if not exists(year, month, day):
        return None
    part = _english_part(found["part"] or "")
    fiscal, academic = bool(found["fiscal"]), bool(found["academic"])
    return DateReading(*place, year, month, day, found[0], roc, fiscal and not academic, part, academic=academic)


def _roc_years(found: re.Match[str], day: int | None, before: list[DateReading]) -> range:
    """The numbers that are years of the Republic here: any with 民國 or a day; after one of those, those above 20."""
    if found["era"] or day:
        return ROC_YEARS
    if any(reading.roc for reading in before):
        return CARRIED_ROC_YEARS
    return BARE_ROC_YEARS


def _same_month(text: str, found: re.Match[str], before: list[DateReading]) -> DateReading | None:
    """同月18日, and the 18日 of 10月17日至18日: the month and year of the date before."""
    last = before[-1] if before else None
    if (
        last is None
        or last.month is None
        or (found["until"] and not _BETWEEN_DAYS.fullmatch(text, last.end, found.start()))
    ):
        return None
    day = whole_number(found["only_day"])
    start = found.start("only_day") if found["until"] else found.start()
    if not day or not exists(last.year, last.month, day):
        return None
    return DateReading(
        *(start, found.end(), last.year, last.month, day, text[start : found.end()], last.roc),
        continued=bool(found["until"]),
    )


def _in_figures(found: re.Match[str]) -> DateReading | None:
    """2026-03-18, 115.03.18, 115/3/18."""
    written, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    roc = written in ROC_YEARS and len(found["y"]) < 4
    year = written + ROC_OFFSET if roc else written
    if year not in CE_YEARS or not exists(year, month, day):
        return None
    return DateReading(found.start(), found.end(), year, month, day, found[0], roc)


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


def exists(year: int | None, month: int | None, day: int | None) -> bool:
    """Whether the calendar has such a day; without a year, a leap year is given the benefit of the doubt."""
    try:
        date(2000 if year is None else year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return False
    return True


def _english_part(part: str) -> str:
    return _PARTS[part.translate(str.maketrans("1234", "一二三四"))] if part else ""


def english_date(reading: DateReading) -> str:
    """The date in English: "March 18, 2026", "March 2026", "first half of 2026", "today (August 12)"."""
    month = MONTHS[reading.month - 1] if reading.month else ""
    day = " ".join(filter(None, (month, str(reading.day or ""))))
    if reading.relative:
        return f"{reading.relative} ({day})"
    if reading.continued:
        return f"{reading.day}"
    if reading.part:
        return f"{reading.part} of {reading.year}"
    if reading.academic:
        return f"academic year {reading.year}"
    if reading.day and reading.year:
        return f"{day}, {reading.year}"
    return " ".join(filter(None, (day, str(reading.year or ""))))


def chinese_date(reading: DateReading) -> str:
    """The date as a Chinese government text writes it, in years of the Republic: 115年3月18日; before 1912 in CE."""
    if reading.relative:
        sign = next(chinese for chinese, english in _RELATIVE.items() if english == reading.relative)
        return f"{sign}（{reading.day}）日"
    if reading.continued:
        return f"{reading.day}日"
    month_and_day = (f"{reading.month}月" if reading.month else "") + (f"{reading.day}日" if reading.day else "")
    if reading.year is None:
        return month_and_day
    year = _chinese_year(reading.year, certain=reading.day is not None)
    part = next((chinese for chinese, english in _PARTS.items() if english == reading.part), "")
    if reading.academic:
        return f"{year.removesuffix('年')}學年度"
    return year + ("度" if reading.fiscal else "") + part + month_and_day


def _chinese_year(year: int, certain: bool) -> str:
    """115年; 民國45年 where the number alone could be a length of time; 1900年 for what is no year of the Republic."""
    roc = year - ROC_OFFSET
    if roc not in ROC_YEARS:
        return f"{year}年"
    return f"{'' if certain or roc in BARE_ROC_YEARS else '民國'}{roc}年"
