from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from translation_jobs.models import OutboundCall


class Command(BaseCommand):
    help = "Deletes what the log of texts sent to providers holds of older days. The ledger is kept whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=1096, help="days to keep (default: 1096, three years)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < 0:
            raise CommandError("--days must be 0 or more.")
        try:
            time = timezone.now() - timedelta(days=options["days"])
        except OverflowError as error:
            raise CommandError("--days reaches back before the calendar begins.") from error
        count = OutboundCall.objects.forget_before(time)
        self.stdout.write(self.style.SUCCESS(f"Outbound log: {count:,} calls of before {time:%Y-%m-%d %H:%M} deleted."))
