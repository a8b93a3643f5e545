"""The worker runs what is queued, sweeps up what was missed, and ends when asked to."""

import signal
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DataError, InterfaceError, OperationalError, connections
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tests.factories import make_news
from tests.translation_jobs.queue.processes import running, until
from tests.translation_jobs.queue.tasks import wait_in_good_hands
from translation_jobs.models import JobState, TranslationJob
from translation_jobs.queue import doorbell, worker

SECRET = "embargoed words"


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


@pytest.mark.parametrize("fault", [OperationalError, InterfaceError, RuntimeError])
@pytest.mark.django_db(transaction=True)
def test_no_fault_ends_the_worker_and_each_life_has_an_id_of_its_own(
    monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    monkeypatch.setattr(worker, "RESTART", 0.05)
    run = Worker.run
    lives: list[str] = []

    def failing_first(self: Worker) -> None:
        if self.backend_name == "translation":
            lives.append(self.worker_id)
            if len(lives) == 1:
                raise fault(SECRET)
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
    assert len(set(lives)) == len(lives) == 2


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
    with running("manage.py", "work", "--threads", "1") as process:
        drafted = until(lambda: state_of(job) == JobState.REVIEW)
        process.send_signal(signal.SIGTERM)
        output, _errors = process.communicate(timeout=20)
    connections.close_all()
    assert drafted, output
    assert process.returncode == 0, output


@pytest.mark.django_db(transaction=True)
def test_sigterm_ends_the_command_after_the_task_at_hand(tmp_path: Path) -> None:
    task = wait_in_good_hands.enqueue(str(tmp_path))
    with running("manage.py", "work", "--threads", "1") as process:
        assert until(lambda: len(list(tmp_path.glob("run-*"))) == 1)
        process.send_signal(signal.SIGTERM)
        assert not until(lambda: process.poll() is not None, seconds=2)
        (tmp_path / "go").touch()
        output, _errors = process.communicate(timeout=20)
    connections.close_all()
    assert process.returncode == 0, output
    assert DBTaskResult.objects.get(pk=task.id).status == TaskResultStatus.SUCCESSFUL
