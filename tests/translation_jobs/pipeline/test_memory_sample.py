"""The translation memory on the development sample, where that stands beside the project.

Whole figures: `make bench`. Here a part of the sample, with all that its queries look for.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.translation_jobs.pipeline.memories import EN, ZH
from translation_jobs.management.memory_files import memory_file
from translation_jobs.pipeline.memory_import import import_units
from translation_jobs.pipeline.memory_search import Match, Query, search

ROOT = Path(__file__).parents[3]
DEV = ROOT.parent / "shared" / "data" / "dev"
# Of the entries that no query looks for, every so many-th.
OTHERS = 10

pytestmark = [
    pytest.mark.both_databases,
    pytest.mark.django_db,
    pytest.mark.skipif(not DEV.is_dir(), reason=f"no development sets at {DEV}"),
]


@pytest.fixture(scope="module")
def queries() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DEV / "memory_queries.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def part(queries: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of the entries that queries look for, and some others."""
    wanted = {unit_id for query in queries for unit_id in (*query["ids"], *query.get("also_ok", ()))}
    heading, *lines = gzip.decompress((DEV / "memory_sample.tsv.gz").read_bytes()).decode().splitlines()
    chosen = [line for number, line in enumerate(lines) if number % OTHERS == 0 or line.partition("\t")[0] in wanted]
    path = tmp_path_factory.mktemp("sample") / "part.tsv"
    path.write_text("\n".join([heading, *chosen, ""]), encoding="utf-8")
    return path


def bring(path: Path) -> None:
    with memory_file(path) as units:
        import_units(units)


def answers_on_sqlite(path: Path, queries: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the command answers that searches a file alone, in a memory of its own."""
    command = [sys.executable, "manage.py", "search_memory", "--jsonl", "--load", str(path)]
    lines = "".join(json.dumps({"qid": query["qid"], "query": query["query"]}) + "\n" for query in queries)
    done = subprocess.run(command, input=lines, cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def answers(queries: Sequence[dict[str, Any]], **options: int) -> list[list[Match]]:
    return [search([Query(query["query"])], ZH, EN, **options)[0] for query in queries]


def test_what_is_looked_for_is_first_and_nothing_is_shown_where_nothing_is_alike(
    queries: list[dict[str, Any]], part: Path
) -> None:
    bring(part)
    first: dict[str, list[bool]] = {"near": [], "hard": []}
    shown_for_nothing = 0
    for query, found in zip(queries, answers(queries, threshold=0), strict=True):
        if query["set"] == "none":
            continue
        first[query["set"]].append(bool(found) and found[0].unit_id in {*query["ids"], *query["also_ok"]})
    for found in answers([query for query in queries if query["set"] == "none"]):
        shown_for_nothing += bool(found)
    assert shown_for_nothing == 0
    assert sum(first["near"]) / len(first["near"]) >= 0.985
    assert sum(first["hard"]) / len(first["hard"]) >= 0.92


def test_every_database_gives_the_same_answers(queries: list[dict[str, Any]], part: Path) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("compares SQLite with another database: runs with DATABASE_URL")
    bring(part)
    here = answers(queries, threshold=0, limit=20)
    for query, ours, sqlite in zip(queries, here, answers_on_sqlite(part, queries), strict=True):
        assert [match.unit_id for match in ours] == sqlite["ids"], query["qid"]
        assert [min(match.score, 100) / 100 for match in ours] == sqlite["scores"], query["qid"]
