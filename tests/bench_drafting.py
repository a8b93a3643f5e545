"""Measures how much the pipeline adds to a provider: python -m tests.bench_drafting

On the database that DATABASE_URL names (a test database of it), else on SQLite. With a provider that answers at once:
segments a second, of one worker. With one that takes 300 ms a call, under a cap of four calls at the same time: the
time of a worker of eight threads over the time that the calls alone need. The provider is not asked over HTTP, which
would be measured with it.
"""

import os
import threading
import time
from collections.abc import Iterator
from unittest.mock import patch

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

from django.db import connection, connections
from django.test.utils import override_settings, setup_databases, setup_test_environment, teardown_databases

from tests.factories import make_news
from translation_jobs.models import JobState, Segment, SegmentState, TranslationJob
from translation_jobs.pipeline import runner
from translation_jobs.providers.base import Answer, Origin, TranslationRequest

PASSAGES = 50  # in a call


class Quick:
    """A provider that needs `seconds` for each call and nothing else."""

    name = "deepl"
    origin = Origin.MACHINE

    def __init__(self, seconds: float) -> None:
        self.seconds, self.calls = seconds, 0

    def batches(self, request: TranslationRequest) -> Iterator[TranslationRequest]:
        for start in range(0, len(request.passages), PASSAGES):
            passages = request.passages[start : start + PASSAGES]
            yield TranslationRequest(passages, request.source_language, request.target_language)

    def translate(self, request: TranslationRequest) -> Answer:
        self.calls += 1
        time.sleep(self.seconds)
        targets = tuple(
            tuple(f"This is sentence {s[1:].partition('句')[0]}." for s in p.sentences) for p in request.passages
        )
        return Answer(targets, sum(len(sentence) for p in request.passages for sentence in p.sentences))


def show(name: str, value: float, note: str = "") -> None:
    print(f"{name:<62}{value:>8.2f}  {note}", flush=True)


def pages(name: str, count: int, sentences: int) -> int:
    """Publishes pages of sentences that are all different; how many segments they are."""
    for page in range(count):
        texts = (f"第{page * sentences + s}句，{name}說明這項計畫的目標與內容。" for s in range(sentences))
        make_news(*texts, title=f"第{page}頁的{name}")
    return Segment.objects.filter(state=SegmentState.INITIAL).count()


def drafted_by(threads: int, provider: Quick) -> float:
    """Seconds that a worker of so many threads takes for all jobs that are due."""

    def work() -> None:
        while job_id := TranslationJob.objects.due().values_list("pk", flat=True).first():
            runner.run(job_id)
        connections.close_all()

    with patch("translation_jobs.pipeline.release.configured_provider", return_value=provider):
        workers = [threading.Thread(target=work) for _thread in range(threads)]
        start = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        taken = time.perf_counter() - start
    assert not TranslationJob.objects.exclude(state=JobState.REVIEW).exists()
    return taken


def measure() -> None:
    limits = {"deepl": {"concurrency": 4}}
    levels = {"released": ["deepl"], "unreleased": [], "confidential": []}
    with override_settings(TRANSLATION_PROVIDER_LIMITS=limits, TRANSLATION_PROVIDERS_BY_LEVEL=levels):
        pages("暖身", 2, 20)
        drafted_by(1, Quick(0))
        for threads in (1, 4):
            count = pages(f"快{threads}", 20, 50)
            show(
                f"segments a second, provider at once, {threads} threads",
                count / drafted_by(threads, Quick(0)),
                connection.vendor,
            )
        pages("慢", 40, 50)
        slow = Quick(0.3)
        taken = drafted_by(8, slow)
        alone = slow.calls * slow.seconds / 4
        show("time with a provider of 300 ms a call / of its calls alone", taken / alone, "cap of 4, 8 threads")


def main() -> None:
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        measure()
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
