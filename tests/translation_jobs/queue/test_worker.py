"""The worker runs what is queued, sweeps up what was missed, and ends when asked to."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DataError, OperationalError, connection, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tests.factories import make_news
from translation_jobs.models import JobState, TranslationJob
from translation_jobs.queue import doorbell, worker

SECRET = "embargoed words"
ROOT = Path(__file__).resolve().parent.parent.parent.parent


def until(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def state_of(job: TranslationJob) -> str:
    return TranslationJob.objects.values_list("state", flat=True).get(pk=job.pk)


@pytest.mark.django_db(transaction=True)
def test_publishing_rings_and_the_worker_drafts() -> None:
    job = TranslationJob.objects.open().get(page=make_news("一句。"))
    assert DBTaskResult.objects.ready().filter(backend_name="translation").count() == 1
    assert TranslationJob.objects.get(pk=job.pk).last_rung_at is not None
    worker.work_off()
    assert state_of(job) == JobState.REVIEW
    assert not DBTaskResult.objects.ready().exists()


@pytest.mark.django_db(transaction=True)
def test_a_lost_ring_is_made_up_for() -> None:
    job = TranslationJob.objects.open().get(page=make_news("一句。"))
    DBTaskResult.objects.all().delete()
    worker.sweep()
    assert not DBTaskResult.objects.exists()  # it was rung for a moment ago
    TranslationJob.objects.update(last_rung_at=timezone.now() - timedelta(seconds=worker.RING_AGAIN + 1))
    worker.sweep()
    worker.work_off(["translation"])
    assert state_of(job) == JobState.REVIEW


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_is_down_stops_no_publish_and_the_sweeper_rings_later(monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        def enqueue(self, job_id: int) -> None:
            raise ConnectionError("no broker")

    with monkeypatch.context() as down:
        down.setattr(doorbell, "doorbell", Down())
        page = make_news("一句。")
    job = TranslationJob.objects.open().get(page=page)
    assert (page.live, job.state, job.last_rung_at) == (True, JobState.QUEUED, None)
    worker.sweep()
    worker.work_off(["translation"])
    assert state_of(job) == JobState.REVIEW


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_threads_work_until_they_are_stopped() -> None:
    jobs = [TranslationJob.objects.open().get(page=make_news(f"第{n}句。", title=f"標題{n}")) for n in range(4)]
    pool = worker.WorkerPool(threads=2)
    pool.start()
    try:
        assert until(lambda: all(state_of(job) == JobState.REVIEW for job in jobs))
    finally:
        pool.stop()
        pool.join()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith(("translation-", "sweeper"))]


@pytest.mark.django_db(transaction=True)
def test_a_database_fault_does_not_end_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "RESTART", 0.05)
    run = Worker.run
    faults = []

    def failing_first(self: Worker) -> None:
        if not faults:
            faults.append(1)
            raise OperationalError("the database is gone")
        run(self)

    monkeypatch.setattr(Worker, "run", failing_first)
    job = TranslationJob.objects.open().get(page=make_news("一句。"))
    pool = worker.WorkerPool(threads=1)
    pool.start()
    try:
        assert until(lambda: state_of(job) == JobState.REVIEW)
    finally:
        pool.stop()
        pool.join()
    assert faults


@pytest.mark.parametrize("fault", [DataError, ValueError])
@pytest.mark.django_db(transaction=True)
def test_a_chore_that_fails_is_logged_without_the_words_of_its_fault(fault, monkeypatch, caplog) -> None:
    monkeypatch.setattr(worker, "SWEEP", 0.05)
    tried: list[int] = []

    def chore() -> None:
        tried.append(1)
        raise fault(SECRET)

    pool = worker.WorkerPool(threads=1, chores=[chore])
    pool.start()
    try:
        assert until(lambda: len(tried) > 1)
    finally:
        pool.stop()
        pool.join()
    assert fault.__name__ in caplog.text
    assert SECRET not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_the_command_works_and_ends_cleanly_on_sigterm() -> None:
    job = TranslationJob.objects.open().get(page=make_news("一句。"))
    name = connection.settings_dict["NAME"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings_of_test_database", "TEST_DATABASE": str(name)}
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work", "--threads", "1"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert until(lambda: state_of(job) == JobState.REVIEW)
    finally:
        process.send_signal(signal.SIGTERM)
        output, _errors = process.communicate(timeout=20)
    connections.close_all()
    assert process.returncode == 0, output
