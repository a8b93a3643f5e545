"""Measures in ratios, since machines differ and are shared: python -m tests.bench [--sizes 30000,100000]

Each figure is the median of several runs of one thing over the median of another in the same process, on a database of
its own. Then the translation memory, at the sizes that are given, on SQLite and on PostgreSQL (`bench_memory`).
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
django.setup()

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_databases, setup_test_environment, teardown_databases

from cms.models import NewsPage
from tests import bench_checks, bench_memory
from tests.factories import approve_all, body_of, make_news, make_superuser
from translation_jobs import signal_handlers
from translation_jobs.models import Segment, TranslationJob
from translation_jobs.pipeline import review, runner
from translation_jobs.text.segmentation import split_sentences

RUNS = 7


def median(action: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds, the median of several runs after one that is not counted."""
    action()
    times = []
    for _run in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def show(name: str, value: float, note: str = "") -> None:
    print(f"{name:<62}{value:>8.2f}  {note}", flush=True)


def paragraphs(count: int) -> list[str]:
    return [f"第{n}段說明這項計畫的目標。預計{n + 1}月完成，經費為新臺幣{n + 3}億元。" for n in range(count)]


def publish(page: NewsPage, texts: list[str]) -> None:
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.body = body_of(*texts)
    draft.save_revision().publish()


def serving() -> None:
    page = make_news(*paragraphs(40), slug="bench")
    approve_all(page)
    client = Client()
    chinese = median(lambda: client.get("/zh-hant/news/bench/"))
    english = median(lambda: client.get("/en/news/bench/"))
    show("English page / Chinese page", english / chinese, "time, 40 paragraphs, uncached")
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/news/bench/")
    show("queries of an English page", len(queries))


def publishing() -> None:
    page = make_news(*paragraphs(40))
    texts = paragraphs(40)
    turn = iter(range(10_000))

    def change() -> None:
        texts[0] = f"第一段改了第{next(turn)}次。"
        publish(page, texts)

    with_pipeline = median(change)
    submit, signal_handlers.submit = signal_handlers.submit, lambda *args, **kwargs: None
    without = median(change)
    signal_handlers.submit = submit
    show("publish with submission / without", with_pipeline / without, "time, 40 paragraphs, one sentence changed")


def growth() -> None:
    def whole_path(count: int) -> float:
        start = time.perf_counter()
        page = make_news(*paragraphs(count))
        job = TranslationJob.objects.open().get(page=page)
        runner.run(job.pk)
        user = make_superuser(f"bench{count}")
        for segment in Segment.objects.filter(page=page):
            segment.write("A sentence.", user)
        review.approve_all_clean(job, dict(Segment.objects.filter(page=page).values_list("pk", "version")), user)
        return time.perf_counter() - start

    whole_path(5)
    small, large = whole_path(40), whole_path(400)
    show("whole path of 400 paragraphs / of 40", large / small, "10 would be linear")


def segmentation() -> None:
    text = "".join(paragraphs(200))
    ours = median(lambda: split_sentences(text, "zh-hant"))
    naive = median(lambda: text.split("。"))
    show("segmentation / splitting at 。", ours / naive, "time")
    show("segmentation, million characters a second", len(text) / ours / 1e6)


def language_core() -> None:
    milliseconds, terms = bench_checks.speed()
    show("all checks of one segment, milliseconds", milliseconds, f"median, {terms} glossary terms loaded")
    bench_checks.evaluations()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default=bench_memory.SIZES, help="entries of the memory at which to measure it")
    options = parser.parse_args()
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        for measure in (serving, publishing, growth, segmentation, language_core):
            measure()
    finally:
        teardown_databases(databases, verbosity=0)
    bench_memory.both_databases(options.sizes)


if __name__ == "__main__":
    main()
