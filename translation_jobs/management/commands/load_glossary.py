from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from translation_jobs.exchange.tables import TableError
from translation_jobs.models import ImportSubject, Term
from translation_jobs.pipeline.glossary_import import ImportConflictError, load

STARTER = Path(__file__).resolve().parent.parent.parent / "data" / "glossary.csv"


class Command(BaseCommand):
    help = "Loads terms into the glossary. Terms that are there already are left as people made them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=STARTER, help="a CSV or XLSX file (default: the starter glossary)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = load(ImportSubject.TERMS, options["file"].read_bytes())
        except (OSError, TableError, ImportConflictError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(self.style.SUCCESS(f"Glossary: {added} terms added, {Term.objects.count()} in all."))
