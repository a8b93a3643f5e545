"""The lines about an article that stand at the end of its text: `Date: 2023-01-03`, `Source: …`."""

import datetime
import re

_LINE = re.compile(r"(?:(?P<date>date|日期|發布日期)|source|來源|資料來源)\s*[:：]\s*(?P<value>\S.*)", re.IGNORECASE)
_DATE = re.compile(r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})(?!\d)")


def trailer_line(text: str) -> tuple[str, str] | None:
    """("date", ISO date) or ("source", name) if the line says it; None for any other line.

    A date that is not year, month, day gives ("date", "").
    """
    match = _LINE.fullmatch(text)
    if not match:
        return None
    if not match["date"]:
        return "source", match["value"].strip()
    value = match["value"].strip()
    date = _DATE.fullmatch(value) and iso_date(value)
    return "date", date.isoformat() if date else ""


def iso_date(text: str) -> datetime.date | None:
    """The date that `text` begins with (2023-01-03, 2023/1/3, 2023-01-03 10:00); None if there is none."""
    match = _DATE.match(text)
    if not match:
        return None
    try:
        return datetime.date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
