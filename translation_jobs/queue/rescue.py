"""Tasks that a killed worker left RUNNING: they are made ready again, or failed if they kill whoever takes them.

django-tasks-db marks a task as running and never looks at it again. Here each worker thread has an id of its own, the
process says every BEAT seconds which of its threads live (`Heartbeat`), and `rescue`, run by every sweeper, gives back
the tasks of those that went silent. Giving back is one compare-and-set UPDATE, so several sweepers do it once.

This is for Wagtail's own tasks, such as those that update the search index, which are safe to run twice. A translation
job needs none of it: its own lease runs out.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db import Error, connections
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from translation_jobs.models import WorkerHeartbeat
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

BEAT = 10.0  # seconds between signs of life
# Seconds without one after which a worker counts as dead: more than SQLite's busy timeout and two beats.
SILENT = 60.0
ATTEMPTS = 3  # a task that took down as many workers is not given to another
KEEP_SUCCESSFUL = timedelta(days=1)
KEEP_FAILED = timedelta(days=14)
# What a task fails with that met a lock, a deadlock, a database that was being restarted (the first two), or another
# worker that indexed the same page (the third): none of its own faults.
PASSING_FAULTS = [f"django.db.utils.{name}" for name in ("OperationalError", "InterfaceError", "IntegrityError")]
PAUSE_AFTER_FAULT = timedelta(seconds=10)


class WorkerDied(Exception):
    """The worker was killed, or ended, in the middle of the task. Recorded on a task, never raised."""


class Heartbeat:
    """Says that workers live, from `start` to `stop`, in a thread of its own: a long task holds up no beat.

    `worker_ids` is asked at each beat.
    """

    def __init__(self, worker_ids: Callable[[], Iterable[str]]) -> None:
        self._worker_ids = worker_ids
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat_on, name="heartbeat", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _beat_on(self) -> None:
        while not self._ended.wait(BEAT):
            try:
                beat(self._worker_ids())
            except Error as error:
                logger.warning("no sign of life could be written:\n%s", trace_without_message(error))
                connections.close_all()
        connections.close_all()


def beat(worker_ids: Iterable[str]) -> None:
    """Makes it known that these workers live, and so that their tasks are theirs. Raises django.db.Error."""
    worker_ids = list(worker_ids)
    if worker_ids:
        WorkerHeartbeat.objects.beat(worker_ids)


def rescue() -> None:
    """Gives back what the dead left running, and what failed by a fault that passes."""
    alive = set(WorkerHeartbeat.objects.alive(SILENT).values_list("worker_id", flat=True))
    settled = timezone.now() - timedelta(seconds=SILENT)
    for row in DBTaskResult.objects.running().filter(started_at__lt=settled):
        if not alive.intersection(row.worker_ids[-1:]):
            _give_back(row)
    recent = timezone.now() - KEEP_SUCCESSFUL
    for row in DBTaskResult.objects.failed().filter(exception_class_path__in=PASSING_FAULTS, finished_at__gt=recent):
        if len(row.worker_ids) < ATTEMPTS:
            _update(row, **_READY, run_after=timezone.now() + PAUSE_AFTER_FAULT)


def forget_finished_tasks() -> None:
    """Deletes tasks that are over and workers that are gone; failed tasks stay for a fortnight, for people to read."""
    now = timezone.now()
    WorkerHeartbeat.objects.silent(KEEP_SUCCESSFUL.total_seconds()).delete()
    DBTaskResult.objects.successful().filter(finished_at__lt=now - KEEP_SUCCESSFUL).delete()
    DBTaskResult.objects.failed().filter(finished_at__lt=now - KEEP_FAILED).delete()


_READY: dict[str, Any] = {
    "status": TaskResultStatus.READY,
    "started_at": None,
    "finished_at": None,
    "exception_class_path": "",
    "traceback": "",
}


def _give_back(row: DBTaskResult) -> None:
    if len(row.worker_ids) < ATTEMPTS:
        if _update(row, **_READY):
            logger.warning("task %s (%s) was left by a worker that died; it is ready again", row.pk, row.task_path)
        return
    died = f"{WorkerDied.__module__}.{WorkerDied.__qualname__}"
    failed = {"status": TaskResultStatus.FAILED, "finished_at": timezone.now(), "exception_class_path": died}
    if _update(row, **failed):
        logger.error("task %s (%s) took %s workers down; it is given up", row.pk, row.task_path, ATTEMPTS)


def _update(row: DBTaskResult, **fields: Any) -> bool:
    """Writes the fields if nobody has taken or ended the task since it was read; whether it was so."""
    same = DBTaskResult.objects.filter(pk=row.pk, status=row.status, started_at=row.started_at)
    return bool(same.update(**fields))
