from typing import Any

from django.core.management.base import BaseCommand

from translation_jobs.pipeline.memory_upkeep import tidy


class Command(BaseCommand):
    help = (
        "Puts the translation memory in order: keys by the newest rules, all texts in the index, the index compact. "
        "After an update of this program, and now and then; it may be stopped and run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = tidy()
        self.stdout.write(
            self.style.SUCCESS(
                f"Translation memory: {done.keyed:,} entries keyed anew, {done.indexed:,} texts indexed, "
                f"{done.deleted:,} deleted, {done.joined:,} rows of the index joined."
            )
        )
