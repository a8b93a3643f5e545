import os
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE, other_language
from translation_jobs.management.json_lines import answer_lines
from translation_jobs.management.memory_files import memory_file
from translation_jobs.management.scratch_memory import scratch_memory
from translation_jobs.pipeline.memory_import import import_units
from translation_jobs.pipeline.memory_search import Match, Query, search

# A script sees more than people do, and cuts off where it likes.
LEAST_SCORE = 0
MOST = 20


class Command(BaseCommand):
    help = (
        'Searches the translation memory: reads {"qid", "query"} lines, writes {"ids", "scores", "ms"} lines, best '
        "match first; ids are those of the imported file, scores from 0 to 1. People are shown scores from 0.6 on."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jsonl", action="store_true", required=True, help="read and write JSON lines")
        parser.add_argument(
            "--load",
            nargs="?",
            const=os.environ.get("MEMORY_TSV", ""),
            help="search this file alone, in a memory made for the purpose (default: $MEMORY_TSV)",
        )
        parser.add_argument("--source", choices=[TRADITIONAL_CHINESE, ENGLISH], default=TRADITIONAL_CHINESE)
        parser.add_argument("--threshold", type=int, default=LEAST_SCORE, help="least score, 0 to 100")
        parser.add_argument("--limit", type=int, default=MOST, help="most results for a query")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["load"]
        if path is not None:
            # As scripts without a shell pass it on.
            path = os.path.expandvars(path)
            if not path:
                raise CommandError("--load: no file is given, and $MEMORY_TSV is not set")
        with scratch_memory() if path else nullcontext(DEFAULT_DB_ALIAS) as using:
            if path:
                with memory_file(Path(path)) as units:
                    import_units(units, using=using)

            def answer(row: dict[str, Any]) -> dict[str, Any]:
                start = time.perf_counter()
                source = options["source"]
                found = search(
                    [Query(row["query"])],
                    source,
                    other_language(source),
                    threshold=options["threshold"],
                    limit=options["limit"],
                    using=using,
                )[0]
                return _as_json(found) | {"ms": round(1000 * (time.perf_counter() - start), 2)}

            answer_lines(sys.stdin, sys.stdout, answer)


def _as_json(found: list[Match]) -> dict[str, Any]:
    return {
        "ids": [match.unit_id or str(match.entry_id) for match in found],
        "scores": [min(match.score, 100) / 100 for match in found],
    }
