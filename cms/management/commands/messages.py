from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms import catalogues


class Command(BaseCommand):
    help = "Updates the interface's message catalogues from the code, checks and compiles them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--compile", action="store_true", help="only compile what is there")
        parser.add_argument("--check", action="store_true", help="only say what is wrong; changes nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        root = settings.BASE_DIR
        if options["compile"]:
            catalogues.compile_all(root)
            return
        if not options["check"]:
            catalogues.update(root)
            catalogues.compile_all(root)
        faults = catalogues.faults(root)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(self.style.SUCCESS(f"{len(catalogues.extract_messages(root))} messages, all translated."))
