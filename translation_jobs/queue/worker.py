"""The worker: runs queued tasks in threads, rings again for jobs that were missed, and outlives database faults.

A thin shell around django-tasks-db's own worker, which ends with its database and never looks again at what a killed
process left behind. What a job needs after a kill is in its row: its lease runs out and the sweeper rings for it; what
Wagtail's own tasks need is in `rescue`. Tasks that settings give to another engine (Celery) are not this worker's, but
its sweeper serves them all the same.

`Worker` is not documented as an interface of django-tasks-db; tests/translation_jobs/queue/test_worker.py holds it to
what is used here.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Sequence

from django.db import Error, close_old_connections, connections
from django_tasks import task_backends
from django_tasks_db import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker

from translation_jobs.models import TranslationJob
from translation_jobs.queue.doorbell import ring_now
from translation_jobs.queue.rescue import Heartbeat, beat, forget_finished_tasks, rescue
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

# Seconds between looks of one thread at an empty queue: four threads look five times a second together. At 0.2 an idle
# worker took 8 % of a core.
INTERVAL = 0.8
SWEEP = 5.0  # seconds between sweeps
RING_AGAIN = 30  # seconds after which a due job that nobody took is rung for again
RESTART = 2.0  # seconds before a thread that lost its database tries again

Chore = Callable[[], None]


class WorkerPool:
    """Threads that run tasks until `stop`; each finishes the task it is at."""

    def __init__(self, threads: int, chores: Sequence[Chore] = ()) -> None:
        self._stopping = threading.Event()
        self._workers: set[Worker] = set()
        self._chores = (sweep, rescue, forget_finished_tasks, *chores)
        # One thread for Wagtail's tasks: index updates of the same page must not meet each other.
        backends = [name for name in ["default", *["translation"] * threads] if is_in_database(name)]
        self._threads = [
            threading.Thread(target=self._work, args=[backend], name=f"{backend}-{number}")
            for number, backend in enumerate(backends)
        ]
        self._threads.append(threading.Thread(target=self._sweep, name="sweeper"))
        self._heartbeat = Heartbeat(lambda: [worker.worker_id for worker in list(self._workers)])

    def start(self) -> None:
        self._heartbeat.start()
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Asks every thread to end after what it is doing; returns at once."""
        self._stopping.set()
        for worker in list(self._workers):
            worker.running = False

    def join(self) -> None:
        """Waits until all threads have ended."""
        for thread in self._threads:
            # In short waits, so that a signal reaches the main thread meanwhile.
            while thread.is_alive():
                thread.join(0.2)
        self._heartbeat.stop()

    def _work(self, backend: str) -> None:
        while not self._stopping.is_set():
            worker = _new_worker(backend)
            self._workers.add(worker)
            try:
                beat([worker.worker_id])  # before it takes a task
                if not self._stopping.is_set():  # `stop` may not have seen this worker
                    worker.run()
            except Exception as error:  # noqa: BLE001 — a thread that ended would be missed by nobody
                trace = trace_without_message(error)
                logger.warning("a worker failed; another starts in %s seconds:\n%s", RESTART, trace)
                connections.close_all()
                self._stopping.wait(RESTART)
            finally:
                self._workers.discard(worker)
        connections.close_all()

    def _sweep(self) -> None:
        while not self._stopping.wait(SWEEP):
            close_old_connections()
            for chore in self._chores:
                try:
                    chore()
                except Error as error:
                    logger.warning("the database failed during a sweep:\n%s", trace_without_message(error))
                    connections.close_all()
                except Exception as error:  # noqa: BLE001 — logged, without the text that its message may quote
                    logger.error("a chore of the sweeper failed:\n%s", trace_without_message(error))
        connections.close_all()


def sweep() -> None:
    """Rings for every job that is due and that nobody has rung for lately: lost rings, dead workers, delays over."""
    for job_id in TranslationJob.objects.due().unrung(RING_AGAIN).values_list("pk", flat=True)[:100]:
        if not ring_now(job_id):
            return  # the queue is down; the next sweep tries again


def work_off(backends: Sequence[str] = ("default", "translation")) -> None:
    """Runs everything that is queued now, in this thread, and returns."""
    workers = [_new_worker(backend, batch=True) for backend in backends if is_in_database(backend)]
    heartbeat = Heartbeat(lambda: [worker.worker_id for worker in workers])
    heartbeat.start()
    try:
        for worker in workers:
            beat([worker.worker_id])
            worker.run()
    finally:
        heartbeat.stop()


def is_in_database(backend: str) -> bool:
    """Whether the tasks of this alias of TASKS wait in the database, and so for this worker."""
    return isinstance(task_backends[backend], DatabaseBackend)


def _new_worker(backend: str, *, batch: bool = False) -> Worker:
    return Worker(
        queue_names=["*"],
        interval=INTERVAL,
        batch=batch,
        backend_name=backend,
        startup_delay=False,
        max_tasks=None,
        # A new one each time: a task that an earlier life of this thread left behind must not look like its own.
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    )
