r"""Translations as tab-separated text: `id unit count zh en`, one pair a line, the first line names the columns.

A newline, a tab and a backslash inside a text stand as \n, \t and \\. Other columns are passed over; `id`, `unit` and
`count` may be missing.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.exchange.memory_units import MemoryFileError, MemoryUnit
from translation_jobs.exchange.tables import gettext_noop

_ = gettext_noop

COLUMNS = ("id", "unit", "count", "zh", "en")
# A line longer than this is no sentence pair.
LONGEST_LINE = 1_000_000  # characters

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_SIGNS = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
_ESCAPE = re.compile(r"\\(.?)", re.DOTALL)
_TO_ESCAPE = re.compile(r"[\\\t\n\r]")


def read_tsv(stream: TextIO, source_language: str = TRADITIONAL_CHINESE) -> Iterator[MemoryUnit]:
    """The pairs of a file, one by one; Chinese is the source unless told otherwise. Raises MemoryFileError.

    `stream` must have been opened with newline="\\n", or a lone carriage return would end a line.
    """
    header = _cells(stream.readline(LONGEST_LINE))
    missing = [name for name in ("zh", "en") if name not in header]
    if missing:
        raise MemoryFileError(1, _("these columns are missing: %(names)s"), names=", ".join(missing))
    number = 1
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if not line.strip("\r\n"):
            continue
        if len(line) == LONGEST_LINE:
            raise MemoryFileError(number, _("longer than %(limit)s characters"), limit=str(LONGEST_LINE))
        yield _unit(number, header, _cells(line), source_language)


def write_tsv(stream: TextIO, units: Iterable[MemoryUnit]) -> int:
    """Writes the pairs one by one, and says how many there were."""
    return sum(1 for line in tsv_lines(units) if stream.write(line)) - 1


def tsv_lines(units: Iterable[MemoryUnit]) -> Iterator[str]:
    """A file of pairs: the line that names the columns, then each pair."""
    yield "\t".join(COLUMNS) + "\n"
    for unit in units:
        is_chinese = unit.source_language == TRADITIONAL_CHINESE
        zh, en = (unit.source, unit.target) if is_chinese else (unit.target, unit.source)
        cells = (unit.unit_id, "sentence", str(unit.use_count), zh, en)
        yield "\t".join(escape(cell) for cell in cells) + "\n"


def escape(text: str) -> str:
    return _TO_ESCAPE.sub(lambda sign: _ESCAPES[sign[0]], text)


def unescape(cell: str) -> str:
    """The text of a cell. Raises ValueError with what follows a backslash that begins no escape."""

    def sign(found: re.Match[str]) -> str:
        if found[1] not in _SIGNS:
            raise ValueError(found[0])
        return _SIGNS[found[1]]

    return _ESCAPE.sub(sign, cell)


def _cells(line: str) -> list[str]:
    return line.removesuffix("\n").removesuffix("\r").removeprefix("\ufeff").split("\t")


def _unit(number: int, header: list[str], cells: list[str], source_language: str) -> MemoryUnit:
    if len(cells) != len(header):
        raise MemoryFileError(
            number,
            _("%(found)s columns where the heading line has %(expected)s"),
            found=str(len(cells)),
            expected=str(len(header)),
        )
    try:
        # PostgreSQL refuses U+0000, and it stands for nothing.
        values = {name: unescape(cell).replace("\0", " ") for name, cell in zip(header, cells, strict=True)}
    except ValueError as error:
        raise MemoryFileError(number, _("unknown escape: %(escape)s"), escape=str(error)) from error
    count = values.get("count") or "0"
    if not (count.isascii() and count.isdigit() and len(count) < 10):
        raise MemoryFileError(number, _("no count: %(count)s"), count=count)
    is_chinese = source_language == TRADITIONAL_CHINESE
    return MemoryUnit(
        source=values["zh"] if is_chinese else values["en"],
        target=values["en"] if is_chinese else values["zh"],
        source_language=source_language,
        target_language=ENGLISH if is_chinese else TRADITIONAL_CHINESE,
        unit_id=values.get("id", ""),
        use_count=int(count),
    )
