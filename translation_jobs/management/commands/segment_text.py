import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.bilingual.languages import TRADITIONAL_CHINESE
from translation_jobs.management.json_lines import answer_lines, text_of
from translation_jobs.text.segmentation import split_sentences


class Command(BaseCommand):
    help = 'Cuts texts into sentences: reads {"id", "text", "language"?} lines, writes {"sentences": […]} lines.'
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jsonl", action="store_true", required=True, help="read and write JSON lines")

    def handle(self, *args: Any, **options: Any) -> None:
        answer_lines(sys.stdin, sys.stdout, _sentences)


def _sentences(row: dict[str, Any]) -> dict[str, Any]:
    return {"sentences": split_sentences(text_of(row, "text"), row.get("language", TRADITIONAL_CHINESE))}
