from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from translation_jobs.exchange.glossary_csv import GlossaryFileError, read_glossary
from translation_jobs.models import Term

STARTER = Path(__file__).resolve().parent.parent.parent / "data" / "glossary.csv"


class Command(BaseCommand):
    help = "Loads terms into the glossary. Terms that are there already are left as people made them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", nargs="?", type=Path, default=STARTER, help="a CSV file (default: the starter glossary)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        added = 0
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as stream, transaction.atomic():
                for row in read_glossary(stream):
                    fields = asdict(row)
                    keys = {name: fields.pop(name) for name in ("chinese", "english", "kind")}
                    _term, is_new = Term.objects.get_or_create(**keys, defaults=fields)
                    added += is_new
        except (OSError, UnicodeDecodeError, GlossaryFileError) as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(self.style.SUCCESS(f"Glossary: {added} terms added, {Term.objects.count()} in all."))
