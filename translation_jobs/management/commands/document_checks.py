from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from translation_jobs.checks import ALL_RULES
from translation_jobs.checks.handbook import handbook


class Command(BaseCommand):
    help = "Writes docs/checks.md from the rules."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether it is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        path, text = settings.BASE_DIR / "docs" / "checks.md", handbook(ALL_RULES)
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/checks.md is out of date: run manage.py document_checks")
