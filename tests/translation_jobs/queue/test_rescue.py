"""What a killed worker leaves behind is taken up again, and what kills its workers is not for ever."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tests.translation_jobs.queue.processes import running, until
from tests.translation_jobs.queue.tasks import meet_a_fault_of_the_database, wait_in_good_hands
from translation_jobs.models import WorkerHeartbeat
from translation_jobs.queue import rescue, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


def runs(folder: Path) -> int:
    return len(list(folder.glob("run-*")))


def start_and_kill_a_worker(folder: Path) -> None:
    """Returns when a worker has begun the task and was killed at it."""
    begun = runs(folder)
    with running("manage.py", "work", "--threads", "1") as process:
        assert until(lambda: runs(folder) > begun), process.poll()
        process.send_signal(signal.SIGKILL)
        process.wait()


def let_time_pass(seconds: float = rescue.SILENT + 1) -> None:
    """As if all that happened so far had happened that much earlier."""
    past = timedelta(seconds=seconds)
    for row in WorkerHeartbeat.objects.all():
        WorkerHeartbeat.objects.filter(pk=row.pk).update(seen_at=row.seen_at - past)
    for task in DBTaskResult.objects.exclude(started_at=None):
        DBTaskResult.objects.filter(pk=task.pk).update(started_at=task.started_at - past)


@pytest.fixture
def task(tmp_path: Path) -> Iterator[DBTaskResult]:
    yield DBTaskResult.objects.get(pk=wait_in_good_hands.enqueue(str(tmp_path)).id)


def test_a_task_whose_worker_was_killed_is_run_by_another(task: DBTaskResult, tmp_path: Path) -> None:
    start_and_kill_a_worker(tmp_path)
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING
    rescue.rescue()  # too early: it may be but slow
    task.refresh_from_db()
    assert task.status == TaskResultStatus.RUNNING
    let_time_pass()
    rescue.rescue()
    (tmp_path / "go").touch()
    worker.work_off(["default"])
    task.refresh_from_db()
    assert (task.status, len(set(task.worker_ids)), runs(tmp_path)) == (TaskResultStatus.SUCCESSFUL, 2, 2)


def test_a_task_that_takes_three_workers_down_is_given_up(task: DBTaskResult, tmp_path: Path) -> None:
    for _kill in range(rescue.ATTEMPTS):
        start_and_kill_a_worker(tmp_path)
        let_time_pass()
        rescue.rescue()
    task.refresh_from_db()
    assert (task.status, runs(tmp_path)) == (TaskResultStatus.FAILED, rescue.ATTEMPTS)
    assert task.task_result.errors[0].exception_class is rescue.WorkerDied


def test_a_long_task_of_a_living_worker_is_left_to_it(
    task: DBTaskResult, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescue, "BEAT", 0.1)
    pool = worker.WorkerPool(threads=0)
    pool.start()
    try:
        assert until(lambda: runs(tmp_path) == 1)
        let_time_pass()
        seen = timezone.now() - timedelta(seconds=rescue.SILENT)
        assert until(lambda: WorkerHeartbeat.objects.filter(seen_at__gt=seen).exists())
        rescue.rescue()
        task.refresh_from_db()
        assert task.status == TaskResultStatus.RUNNING
    finally:
        (tmp_path / "go").touch()
        pool.stop()
        pool.join()
    task.refresh_from_db()
    assert (task.status, runs(tmp_path)) == (TaskResultStatus.SUCCESSFUL, 1)


def test_a_task_that_was_taken_up_meanwhile_is_not_taken_away(task: DBTaskResult) -> None:
    DBTaskResult.objects.filter(pk=task.pk).update(
        status=TaskResultStatus.RUNNING, started_at=timezone.now() - timedelta(hours=1), worker_ids=["dead"]
    )
    seen_by_a_slow_sweeper = DBTaskResult.objects.get(pk=task.pk)
    rescue.rescue()
    DBTaskResult.objects.get(pk=task.pk).claim("alive")
    rescue._give_back(seen_by_a_slow_sweeper)
    task.refresh_from_db()
    assert (task.status, task.worker_ids) == (TaskResultStatus.RUNNING, ["dead", "alive"])


def test_what_failed_by_a_fault_of_the_database_is_tried_three_times_in_all() -> None:
    result = meet_a_fault_of_the_database.enqueue()
    for _attempt in range(rescue.ATTEMPTS + 2):
        DBTaskResult.objects.exclude(status=TaskResultStatus.FAILED).update(run_after=timezone.now())
        worker.work_off(["default"])
        rescue.rescue()
    task = DBTaskResult.objects.get(pk=result.id)
    assert (task.status, len(task.worker_ids)) == (TaskResultStatus.FAILED, rescue.ATTEMPTS)


def test_finished_tasks_and_gone_workers_are_forgotten_in_time_and_failed_ones_later(task: DBTaskResult) -> None:
    other = meet_a_fault_of_the_database.enqueue()
    DBTaskResult.objects.filter(pk=other.id).update(status=TaskResultStatus.FAILED)
    DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.SUCCESSFUL)
    WorkerHeartbeat.objects.beat(["gone"])
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=2))
    WorkerHeartbeat.objects.update(seen_at=timezone.now() - timedelta(days=2))
    rescue.forget_finished_tasks()
    assert [row.status for row in DBTaskResult.objects.all()] == [TaskResultStatus.FAILED]
    assert not WorkerHeartbeat.objects.exists()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
    rescue.forget_finished_tasks()
    assert not DBTaskResult.objects.exists()
