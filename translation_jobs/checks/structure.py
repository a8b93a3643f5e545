"""The structure of a paragraph: its list items and their markers."""

import re
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Scope, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import ParagraphReading, Reading
from translation_jobs.text.extent import list_items

_HAN_MARKER = re.compile(
    r"^\s*(?:[（(]?(?P<number>[一二三四五六七八九十]{1,3})[)）]|(?P<plain>[一二三四五六七八九十]{1,3})、)"
)
_LATIN_MARKER = re.compile(
    r"^\s*[(（]?(?P<number>\d{1,2}|[A-Za-z]|[ivxIVX]{1,5})[).．、）:]|^\s*(?:Item|Section|Part|Article|Paragraph|Subparagraph)\b"
)


@rule(
    "structure.list_items",
    Severity.HINT,
    _("The source lists %(wanted)s items, the translation %(found)s."),
    Example(
        "一、計畫書。\n二、經費表。\n三、履歷。",
        "1. Proposal\n2. Budget\nCurriculum vitae",
        "1. Proposal\n2. Budget\n3. Curriculum vitae",
    ),
    scope=Scope.PARAGRAPH,
)
def items(paragraph: ParagraphReading) -> Iterator[Finding]:
    """The items of a list have lost their markers here and there, or items were added or left out.

    A translation without any marker is another style and nothing is said about it.

    Source: shared design "Quality checks", list.marker; conventions "Text form", numbering: count of items equal.
    """
    wanted = sum(len(list_items(reading.zh)) for reading in paragraph.readings)
    if wanted < 2:
        return
    found = sum(1 for reading in paragraph.readings for line in reading.en.splitlines() if _LATIN_MARKER.match(line))
    if found and found < wanted:
        yield Finding({"wanted": str(wanted), "found": str(found)})


@rule(
    "structure.marker",
    Severity.HINT,
    _("The Chinese begins with the marker “%(marker)s”, the English with none."),
    Example("（一）計畫書。", "Proposal", "(1) Proposal"),
)
def marker(reading: Reading) -> Iterator[Finding]:
    """An item of a list that lost its marker, in a text of one line: 一、 → 1. or (1) or A.

    Source: conventions "Text form", numbering: 一、 → 1. in 85 % of articles, （一） → (1).
    """
    found = _HAN_MARKER.match(reading.zh)
    if (
        found
        and "\n" not in reading.zh.strip()
        and not _LATIN_MARKER.match(reading.en)
        and not reading.en[:1].isdigit()
    ):
        yield reading.found({"marker": found.group().strip()}, zh=(Span(found.start(), found.end()),))
