import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from translation_jobs.pipeline.budget import settle_abandoned
from translation_jobs.pipeline.budget_warnings import mail_warnings
from translation_jobs.pipeline.bulk_submission import submit_requested_again
from translation_jobs.pipeline.memory_changes import follow_changes
from translation_jobs.pipeline.notices import mail_notices
from translation_jobs.pipeline.provider_pauses import lift_pauses_that_are_over
from translation_jobs.pipeline.recheck import recheck_some
from translation_jobs.pipeline.submission import submit_missed
from translation_jobs.queue.worker import WorkerPool, is_in_database, work_off


class Command(BaseCommand):
    help = "Runs the background work: drafts translations, updates search, publishes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--threads", type=int, default=4, help="translation jobs at the same time (default: 4)")
        parser.add_argument("--once", action="store_true", help="work off what is queued now, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            work_off()
            return
        chores = [
            submit_missed,
            submit_requested_again,
            follow_changes,
            recheck_some,
            lift_pauses_that_are_over,
            settle_abandoned,
            mail_notices,
            mail_warnings,
        ]
        pool = WorkerPool(options["threads"], chores=chores)

        def stop(signum: int, frame: Any) -> None:
            self.stdout.write("Stopping after the work at hand…")
            pool.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        pool.start()
        if is_in_database("translation"):
            what = f"with {options['threads']} threads"
        else:
            what = "on Wagtail's tasks and as sweeper; translation jobs are another engine's, by the settings"
        self.stdout.write(self.style.SUCCESS(f"Working {what}. Ctrl-C stops."))
        pool.join()
