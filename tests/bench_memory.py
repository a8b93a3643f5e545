"""Measures the translation memory: python -m tests.bench_memory [--sizes 30000,100000] [--sample FILE.tsv.gz]

On the database that DATABASE_URL names (a test database of it), else on SQLite. The memory grows from size to size with
sentences made of the clauses of the sample, or of invented words. Beside each figure stand yardsticks of the same run:
RapidFuzz over all texts, and on PostgreSQL the two queries that Weblate asks (trigrams; before and since 2026). Times
are of a machine with other work, ratios to the yardsticks are not. --keep leaves the database: a later run measures on.
"""

import argparse
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, setup_test_environment, teardown_databases
from rapidfuzz import fuzz, process

from tests.run import POSTGRES, postgres_answers
from translation_jobs.exchange.memory_units import MemoryUnit
from translation_jobs.management.memory_files import memory_file
from translation_jobs.models import MemoryEntry, MemoryText
from translation_jobs.pipeline.memory_concordance import concordance
from translation_jobs.pipeline.memory_import import import_units
from translation_jobs.pipeline.memory_search import Query, search
from translation_jobs.text.memory_keys import normal_form

ZH, EN = "zh-hant", "en"
SIZES = "30000,100000"
QUERIES, SCANNED, PAGE = 200, 60, 120
TRUE_FROM = 75
GROWS_FROM = 100_000
_CLAUSE = re.compile(r"[^，；、。：\n]+[，；、。：]?")


class Sentences:
    """Sentences that share clauses, as official texts do; the same ones in every run."""

    def __init__(self, sample: Path | None) -> None:
        self._chance = random.Random(7)
        self.units: list[MemoryUnit] = []
        if sample:
            with memory_file(sample) as units:
                self.units = list(units)
            sources = [unit.source for unit in self.units]
        else:
            sources = [self._invented() for _number in range(20_000)]
        self._sentences = [_CLAUSE.findall(source) for source in sources]
        self._clauses = [clause for sentence in self._sentences for clause in sentence]

    def _invented(self) -> str:
        """Two-character words, a few of them frequent and most rare."""
        words = (int(3_000 * self._chance.random() ** 3) for _word in range(self._chance.randint(4, 30)))
        text = "".join(chr(0x4E00 + word) + chr(0x4E00 + word * 7 % 5_003) for word in words)
        return re.sub("(.{10})(?=.)", r"\1，", text) + "。"

    def some(self, count: int, before: int) -> Iterator[MemoryUnit]:
        """First those of the sample, then new ones; `before` is how many came before."""
        sampled = self.units[before : before + count]
        yield from sampled
        self._chance = random.Random(before)
        for _number in range(count - len(sampled)):
            source = self._recombined()
            english = " ".join(f"word{hash_of(character)}" for character in source[:25])
            yield MemoryUnit(source, f"{english}.", ZH, EN)

    def _recombined(self) -> str:
        clauses = [
            clause if self._chance.random() < 0.5 else self._chance.choice(self._clauses)
            for clause in self._chance.choice(self._sentences)
        ]
        return "".join(clauses)

    def edited(self, text: str) -> str:
        """A sentence as it comes again: some characters, a clause or the end changed."""
        clauses = _CLAUSE.findall(text)
        kind = self._chance.randrange(3)
        if kind == 0:
            clauses[self._chance.randrange(len(clauses))] = self._chance.choice(self._clauses)
            return "".join(clauses)
        if kind == 1:
            return text[: max(int(len(text) * 0.8), 3)]
        characters = list(text)
        for _edit in range(max(int(len(text) * self._chance.uniform(0.02, 0.2)), 1)):
            place = self._chance.randrange(len(characters))
            characters[place] = self._chance.choice(self._chance.choice(self._clauses))
        return "".join(characters)


def hash_of(character: str) -> int:
    return ord(character) * 7_919 % 4_001


def show(name: str, value: str) -> None:
    print(f"  {name:<58}{value}", flush=True)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds: median and 95th percentile; and of computing in this process alone, which other work lengthens less
    (a server's is not in it).
    """

    p50: float
    p95: float
    busy_p50: float
    busy_p95: float

    def __str__(self) -> str:
        return (
            f"p50 {self.p50:8.1f} ms   p95 {self.p95:8.1f} ms   computing {self.busy_p50:6.1f} and {self.busy_p95:6.1f}"
        )


def times(action: Callable[[str], object], texts: Sequence[str]) -> Times:
    """Of one text, after one that is not counted."""
    action(texts[0])
    taken, busy = [], []
    for text in texts:
        start, computed = time.perf_counter(), time.process_time()
        action(text)
        taken.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - computed) * 1000)
    return Times(*(percentile(values, share) for values in (taken, busy) for share in (0.5, 0.95)))


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def size_on_disk() -> str:
    tables = [name for name in connection.introspection.table_names() if "_memory" in name]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sizes = []
            for table in tables:
                cursor.execute("SELECT pg_total_relation_size(%s)", [table])
                sizes.append((cursor.fetchone()[0], table))
        else:
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            cursor.execute("PRAGMA page_size")
            return f"{pages * cursor.fetchone()[0] / 1e6:,.0f} MB with all other tables"
    parts = ", ".join(f"{table.partition('_memory')[2]} {size / 1e6:,.0f}" for size, table in sizes)
    return f"{sum(size for size, _table in sizes) / 1e6:,.0f} MB ({parts})"


def measure(size: int, sentences: Sentences) -> Times:
    """Lets the memory grow to a size and prints what is measured there; times of looking one sentence up."""
    before = MemoryEntry.objects.count()
    print(f"\n{size:,} entries on {connection.vendor}, load of the machine {os.getloadavg()[0]:.1f}", flush=True)
    if before < size:
        start, busy = time.perf_counter(), time.process_time()
        import_units(sentences.some(size - before, before))
        taken, busy = time.perf_counter() - start, time.process_time() - busy
        rate = (size - before) / taken
        show("import", f"{taken:,.1f} s, {rate:,.0f} pairs a second ({busy:,.1f} s of computing in this process)")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
    show("entries, on disk", f"{MemoryEntry.objects.count():,}, {size_on_disk()}")
    texts, sources = queries_for(sentences, size)
    one = times(lambda text: search([Query(text)], ZH, EN), texts)
    show("search, one sentence", str(one))
    show("search, one sentence that is there", str(times(lambda text: search([Query(text)], ZH, EN), sources)))
    page = [Query(text) for text in texts[:PAGE]]
    with CaptureQueriesContext(connection) as queries:
        search(page, ZH, EN)
    start = time.perf_counter()
    search(page, ZH, EN)
    show(f"search, a page of {PAGE}", f"{(time.perf_counter() - start) * 1000:,.0f} ms, {len(queries)} statements")
    phrases = [text[2:4] for text in texts if len(text) > 4]
    show("concordance, two characters", str(times(lambda phrase: concordance(phrase, ZH), phrases)))
    yardsticks(texts[:SCANNED], size)
    return one


def queries_for(sentences: Sentences, size: int) -> tuple[list[str], list[str]]:
    """QUERIES sentences that are almost in the memory, and as many that are."""
    chance = random.Random(size)
    ids = list(MemoryEntry.objects.order_by("pk").values_list("pk", flat=True))
    chosen = MemoryEntry.objects.in_bulk(chance.sample(ids, QUERIES * 2))
    sources = [chosen[pk].source for pk in sorted(chosen)]
    return [sentences.edited(source) for source in sources[::2]], sources[1::2]


def yardsticks(texts: Sequence[str], size: int) -> None:
    norms = sorted(MemoryText.objects.filter(language=ZH).values_list("norm", flat=True))
    truth: dict[str, set[str]] = {}

    def scan(text: str) -> None:
        found = process.extract(normal_form(text, ZH), norms, scorer=fuzz.ratio, score_cutoff=TRUE_FROM, limit=None)
        truth[text] = {norm for norm, _ratio, _index in found}

    ours = times(lambda text: search([Query(text)], ZH, EN), texts)
    show(f"the same {len(texts)} sentences: search", str(ours))
    scanned = times(scan, texts)
    show("yardstick: RapidFuzz over all", compared(scanned, ours))
    true = [text for text in texts if truth[text]]

    def recall(found: Callable[[str], Sequence[str]]) -> str:
        seen = sum(bool(truth[text].intersection(normal_form(s, ZH) for s in found(text))) for text in true)
        return f"{100 * seen / len(true):.1f} % of {len(true)} with a match of {TRUE_FROM} or more"

    show("search finds", recall(lambda text: [match.source for match in search([Query(text)], ZH, EN)[0]]))
    if connection.vendor == "postgresql" and size <= 250_000:
        for name, action in (("≤ 5.14", weblate_trigrams), ("2026.10", weblate_nearest)):
            start = time.perf_counter()
            with action() as ask:
                built = time.perf_counter() - start
                show(f"yardstick: Weblate {name}", f"{compared(times(ask, texts), ours)}   index in {built:,.0f} s")
                show(f"Weblate {name} finds", recall(ask))


def compared(yardstick: Times, ours: Times) -> str:
    return f"{yardstick}   {yardstick.p50 / ours.p50:6.1f} times ours"


class _Weblate:
    """One of Weblate's queries with the index that it needs."""

    def __init__(self, index: str, query: str, limit: float | None) -> None:
        self._index, self._query, self._limit = index, query, limit

    def __enter__(self) -> Callable[[str], list[str]]:
        with connection.cursor() as cursor:
            for extension in ("pg_trgm", "btree_gin", "btree_gist"):
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
            cursor.execute(f"CREATE INDEX yardstick ON {MemoryEntry._meta.db_table} USING {self._index}")
            cursor.execute(f"ANALYZE {MemoryEntry._meta.db_table}")
            if self._limit is not None:
                cursor.execute("SELECT set_limit(%s)", [self._limit])
        return self._ask

    def _ask(self, text: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(self._query, {"text": text, "source": ZH, "target": EN})
            return [row[0] for row in cursor.fetchall()]

    def __exit__(self, *_error: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX yardstick")


_LANGUAGES = "source_language = %(source)s AND target_language = %(target)s"


def weblate_trigrams() -> _Weblate:
    """What the machinery asks at its default threshold of 75."""
    table = MemoryEntry._meta.db_table
    return _Weblate(
        "gin (source gin_trgm_ops, target_language, source_language)",
        f"SELECT source FROM {table} WHERE source %% %(text)s AND {_LANGUAGES} LIMIT 50",
        0.95,
    )


def weblate_nearest() -> _Weblate:
    table = MemoryEntry._meta.db_table
    return _Weblate(
        "gist (source_language, target_language, LEFT(source, 2048) gist_trgm_ops)",
        f"SELECT source FROM {table} WHERE {_LANGUAGES} ORDER BY LEFT(source, 2048) <-> LEFT(%(text)s, 2048) LIMIT 50",
        None,
    )


def growth(measured: dict[int, Times]) -> None:
    """How much longer a search takes in the largest memory than in the smallest that the promise speaks of."""
    sizes = sorted(measured)
    first = next((size for size in sizes if size >= GROWS_FROM), sizes[0])
    last = sizes[-1]
    if first < last:
        names = ("p50", "p95", "busy_p50", "busy_p95")
        p50, p95, *busy = (getattr(measured[last], name) / getattr(measured[first], name) for name in names)
        show(
            f"growth, {first:,} to {last:,} ({last / first:.0f} times)",
            f"p50 {p50:.1f} times   p95 {p95:.1f} times   computing {busy[0]:.1f} and {busy[1]:.1f} times",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=SIZES, help="entries at which to measure, ascending")
    parser.add_argument("--sample", type=Path, default=sample(), help="a memory as .tsv or .tsv.gz")
    parser.add_argument("--keep", action="store_true", help="leave the database, or measure on the one that was left")
    options = parser.parse_args()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False, keepdb=options.keep, serialized_aliases=())
    try:
        sentences = Sentences(options.sample)
        growth({size: measure(size, sentences) for size in map(int, options.sizes.split(","))})
    finally:
        if not options.keep:
            teardown_databases(databases, verbosity=0)


def sample() -> Path | None:
    """The sample of the development sets, where these stand beside the project."""
    path = Path(os.environ.get("MEMORY_TSV") or Path(__file__).parents[2] / "shared/data/dev/memory_sample.tsv.gz")
    return path if path.exists() else None


def both_databases(sizes: str) -> None:
    """Measures on SQLite and, where one answers, on PostgreSQL: each in a process of its own."""
    urls = [""]
    if postgres_answers():
        urls.append(POSTGRES)
    else:
        print(f"no PostgreSQL answers at {POSTGRES}: the memory is measured on SQLite alone")
    for url in urls:
        command = [sys.executable, "-m", "tests.bench_memory", "--sizes", sizes]
        subprocess.run(command, env=os.environ | {"DATABASE_URL": url}, check=True)


if __name__ == "__main__":
    main()
