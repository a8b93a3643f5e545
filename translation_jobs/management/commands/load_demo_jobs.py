from typing import Any

from django.core.management.base import BaseCommand

from translation_jobs.management.demo_jobs import make_demo_jobs


class Command(BaseCommand):
    help = "Brings the demo's pages into different states of translation. Needs load_demo_site first."

    def handle(self, *args: Any, **options: Any) -> None:
        make_demo_jobs(lambda line: self.stdout.write(f"  {line}"))
