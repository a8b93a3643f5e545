from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE, other_language
from translation_jobs.exchange.memory_tsv import write_tsv
from translation_jobs.exchange.tmx import write_tmx
from translation_jobs.management.memory_files import format_of, text_file
from translation_jobs.pipeline.memory_import import export_units


class Command(BaseCommand):
    help = "Exports the translation memory as TMX 1.4b or tab-separated text, by the name of the file (also with .gz)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", choices=[TRADITIONAL_CHINESE, ENGLISH], default=TRADITIONAL_CHINESE)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        source = options["source"]
        units = export_units(source, other_language(source))
        is_tmx = format_of(path) == ".tmx"
        with text_file(path) as stream:
            count = write_tmx(stream, units, source) if is_tmx else write_tsv(stream, units)
        self.stdout.write(self.style.SUCCESS(f"{path}: {count:,} entries."))
