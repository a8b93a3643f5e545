import json
import sys
from datetime import date
from functools import lru_cache
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.checks import check_paragraph, check_segment
from translation_jobs.checks.base import Issue, Span
from translation_jobs.checks.reading import CheckContext, ParagraphReading, Reading
from translation_jobs.management.json_lines import answer_lines, text_of
from translation_jobs.models.issues import message_of
from translation_jobs.text.glossary import Glossary
from translation_jobs.units import GlossaryTerm, HouseStyle, TranslationUnit

# As scripts read them.
_SEVERITIES = {"blocks": "block", "warns": "warn", "hint": "hint"}
# The lines come from no site, so nobody has chosen between forms that are all in use.
_NO_STYLE = HouseStyle(money="", percent="", taiwan="", spelling="")


class Command(BaseCommand):
    help = (
        'Checks translations: reads {"id", "zh", "en", "glossary"?: [{"zh", "en", "variants"}], "date"?} lines, writes '
        '{"checks": [{"name", "severity", "message", "source_span", "target_span"}]} lines. Needs no database.'
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jsonl", action="store_true", required=True, help="read and write JSON lines")

    def handle(self, *args: Any, **options: Any) -> None:
        answer_lines(sys.stdin, sys.stdout, _checked)


def _checked(row: dict[str, Any]) -> dict[str, Any]:
    published = date.fromisoformat(row["date"]) if row.get("date") else None
    glossary = _glossary(json.dumps(row.get("glossary") or [], ensure_ascii=False))
    context = CheckContext(published=published, glossary=glossary, style=_NO_STYLE)
    reading = Reading(TranslationUnit(text_of(row, "zh"), text_of(row, "en"), TRADITIONAL_CHINESE, ENGLISH), context)
    issues = [*check_segment(reading), *check_paragraph(ParagraphReading((reading,)))]
    return {"checks": [_as_json(issue) for issue in issues]}


@lru_cache(maxsize=256)
def _glossary(rows: str) -> Glossary:
    """The terms of a line; most lines of a file give the same ones. Variants as a list, or divided by semicolons."""
    terms = []
    for row in json.loads(rows):
        chinese, english = text_of(row, "zh"), text_of(row, "en")
        variants = row.get("variants") or []
        if isinstance(variants, str):
            variants = [variant.strip() for variant in variants.split(";") if variant.strip()]
        if not all(isinstance(variant, str) for variant in variants):
            raise TypeError("'variants' are no texts")
        terms.append(GlossaryTerm(chinese, english, variants=tuple(variants)))
    return Glossary(tuple(terms))


def _as_json(issue: Issue) -> dict[str, Any]:
    return {
        "name": issue.check_id,
        "severity": _SEVERITIES[issue.severity],
        "message": message_of(issue.check_id, issue.params),
        "source_span": _span(issue.source_spans),
        "target_span": _span(issue.target_spans),
    }


def _span(spans: tuple[Span, ...]) -> list[int] | None:
    return [spans[0].start, spans[0].end] if spans else None
