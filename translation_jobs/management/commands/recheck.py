from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db.models import Count

from translation_jobs.models import QualityIssue
from translation_jobs.pipeline.recheck import recheck


class Command(BaseCommand):
    help = "Runs the checks over every sentence whose text, rules, glossary or style changed since it was checked."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also what is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        checked = 0
        for progress in recheck(force=options["all"]):
            checked = progress.checked
            self.stdout.write(f"{progress.pages} of {progress.of} pages, {checked} sentences checked")
        found = QualityIssue.objects.filter(segment__retired_at=None).values_list("severity").annotate(Count("pk"))
        counts = ", ".join(f"{count} {severity}" for severity, count in found.order_by("severity")) or "none"
        self.stdout.write(self.style.SUCCESS(f"{checked} sentences checked. Issues: {counts}."))
