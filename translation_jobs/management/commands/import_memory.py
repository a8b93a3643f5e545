import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from translation_jobs.management.memory_files import memory_file
from translation_jobs.models import MemoryStatus
from translation_jobs.pipeline.memory_import import Imported, import_units


class Command(BaseCommand):
    help = (
        "Imports translations into the memory, from TMX 1.4b or tab-separated text (.tmx, .tsv, .tmx.gz, .tsv.gz). "
        "What is there already stays as it is: an import that was stopped is simply run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--origin", default="", help="where the translations come from (default: the file's name)")
        parser.add_argument(
            "--status",
            choices=MemoryStatus.values,
            default=MemoryStatus.IMPORTED,
            help="how far to trust what does not say so itself (default: imported)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        start = time.monotonic()

        def progress(done: Imported) -> None:
            rate = done.read / max(time.monotonic() - start, 0.001)
            self.stderr.write(f"{done.read:,} read, {done.added:,} new, {rate:,.0f} a second", ending="\r")

        with memory_file(path) as units:
            done = import_units(
                units,
                origin=options["origin"] or path.name,
                status=MemoryStatus(options["status"]),
                progress=progress if self.stderr.isatty() or options["verbosity"] > 1 else lambda _done: None,
            )
        self.stdout.write(
            self.style.SUCCESS(
                f"Translation memory: {done.read:,} pairs read, {done.added:,} new entries, "
                f"{done.empty:,} passed over because a text is missing."
            )
        )
