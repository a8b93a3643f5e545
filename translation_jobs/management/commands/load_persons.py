from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from translation_jobs.exchange.tables import TableError
from translation_jobs.models import ImportSubject, Person
from translation_jobs.pipeline.glossary_import import ImportConflictError, load

STARTER = Path(__file__).resolve().parent.parent.parent / "data" / "persons.csv"


class Command(BaseCommand):
    help = "Loads names into the register of persons. Persons who are there already are left as people made them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=STARTER, help="a CSV or XLSX file (default: the starter register)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            added = load(ImportSubject.PERSONS, options["file"].read_bytes())
        except (OSError, TableError, ImportConflictError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(self.style.SUCCESS(f"Persons: {added} added, {Person.objects.count()} in all."))
