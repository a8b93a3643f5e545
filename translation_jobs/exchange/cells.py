"""What stands in one cell of a spreadsheet: text, a list of names, a day; and how a text is kept from being run. Pure.

A spreadsheet program runs a cell that begins with = + - or @ as a formula, also in a CSV file. Such a text is written
with an apostrophe before it, as people do by hand, and read without it.
Source: OWASP, CSV Injection, https://owasp.org/www-community/attacks/CSV_Injection (2026).
"""

import re
from datetime import date

# Longer is a mistake of the file, such as a quotation mark that is never closed. In characters.
LONGEST_CELL = 10_000

_APOSTROPHE = "'"
# Apostrophes already there count too, so that reading takes away exactly what writing put before the text.
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_BETWEEN_NAMES = re.compile(r"[\n;；]")
_DAY = re.compile(r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2}))?")
# C0 and C1 controls but tab and the ends of lines: no database and no workbook keeps them all.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def guarded(text: str) -> str:
    """`text` so that no spreadsheet program runs it."""
    return _APOSTROPHE + text if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell[1:] if cell.startswith(_APOSTROPHE) and _FORMULA.match(cell) else cell


def has_controls(text: str) -> bool:
    """Whether `text` holds characters that are no text at all, as a broken or wrongly read file does."""
    return _CONTROLS.search(text) is not None


def one_line(text: str) -> str:
    """`text` without white space around it, and every other white space as one space: a name."""
    return " ".join(text.split())


def lines(text: str) -> str:
    """`text` with \\n at the ends of lines and no white space around it: a note."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def names_in(cell: str) -> tuple[str, ...]:
    """The names of a list, each once: one a line, or with semicolons between them."""
    names = map(one_line, _BETWEEN_NAMES.split(lines(cell)))
    return tuple(dict.fromkeys(name for name in names if name))


def day_in(cell: str, *, is_end: bool) -> date | None:
    """The day of 2022-07-27 or 2022/7/27; a year alone is its first day, or its last if `is_end`. None if empty.

    Raises ValueError at anything else.
    """
    text = cell.strip()
    if not text:
        return None
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = found.groups()
    if month is None:
        return date(int(year), 12, 31) if is_end else date(int(year), 1, 1)
    return date(int(year), int(month), int(day))
