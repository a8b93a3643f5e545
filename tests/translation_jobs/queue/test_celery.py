"""The doorbell on Celery: by settings alone, on a broker that is up, down, mute or restarted."""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connections, transaction

from cms.settings import environment
from tests.factories import make_news
from tests.translation_jobs.queue import brokers
from tests.translation_jobs.queue.brokers import OwnQueue, celery_app, own_queue, tasks_with_celery
from tests.translation_jobs.queue.processes import ROOT, running, until
from translation_jobs.models import JobState, TranslationJob
from translation_jobs.queue import celery_backend, worker
from translation_jobs.queue.doorbell import doorbell, ring

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "embargoed words"

# The app that settings name in these tests.
app: Any = None


def use_broker(settings: Any, url: str, queue: str = "test") -> None:
    global app
    app = celery_app(url, queue)
    settings.TASKS = tasks_with_celery(f"{__name__}.app")


@pytest.fixture
def rabbitmq(settings: Any) -> Iterator[OwnQueue]:
    with own_queue() as queue:
        use_broker(settings, brokers.RABBITMQ, queue.name)
        yield queue
        app.close()


class Listener:
    """A port that takes connections and says nothing, or hangs up at once; counts them."""

    def __init__(self, *, hangs_up: bool) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"amqp://guest:guest@127.0.0.1:{self._socket.getsockname()[1]}//"
        self.connections: list[socket.socket] = []
        self._hangs_up = hangs_up
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            self.connections.append(connection)
            if self._hangs_up:
                connection.close()

    def close(self) -> None:
        for each in [self._socket, *self.connections]:
            each.close()


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"amqp://guest:guest@127.0.0.1:{server.getsockname()[1]}//"


def publish_a_page() -> tuple[TranslationJob, float]:
    """The page's job, and how many seconds the ring took in all."""
    started = time.monotonic()
    page = make_news("一句。")
    seconds = time.monotonic() - started
    assert page.live
    return TranslationJob.objects.open().get(page=page), seconds


def test_a_broker_that_is_down_neither_fails_nor_delays_a_publication(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_broker(settings, closed_port())
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    job, _seconds = publish_a_page()
    assert (job.state, job.last_rung_at) == (JobState.QUEUED, None)  # so the sweeper rings at its next round
    assert sum(pauses) == 0


def test_a_broker_that_hangs_up_is_tried_a_few_times_at_once_and_no_more(settings: Any) -> None:
    listener = Listener(hangs_up=True)
    use_broker(settings, listener.url)
    job, _seconds = publish_a_page()
    assert job.last_rung_at is None
    assert 1 <= len(listener.connections) <= 2
    listener.close()


def test_a_broker_that_says_nothing_holds_up_a_publication_for_seconds_only(settings: Any) -> None:
    listener = Listener(hangs_up=False)
    use_broker(settings, listener.url)
    job, seconds = publish_a_page()
    assert job.last_rung_at is None
    assert seconds < 5
    listener.close()


def test_a_sweep_stops_at_the_first_ring_that_the_broker_does_not_take(settings: Any) -> None:
    listener = Listener(hangs_up=True)
    for _number in range(3):
        publish_a_page()
    TranslationJob.objects.update(last_rung_at=None)
    use_broker(settings, listener.url)
    worker.sweep()
    assert 1 <= len(listener.connections) <= 2
    listener.close()


def test_a_ring_is_heard_after_the_commit_and_never_after_a_rollback(rabbitmq: OwnQueue) -> None:
    with transaction.atomic():
        doorbell.enqueue(1)
        assert rabbitmq.message_count() == 0
    assert until(lambda: rabbitmq.message_count() == 1)
    with pytest.raises(RuntimeError), transaction.atomic():
        doorbell.enqueue(2)
        ring(2)
        raise RuntimeError
    assert rabbitmq.message_count() == 1


def test_the_first_ring_after_the_broker_cut_the_connection_gets_through(rabbitmq: OwnQueue) -> None:
    doorbell.enqueue(1)
    with app.producer_or_acquire() as producer:
        producer.connection.connection.transport.sock.shutdown(socket.SHUT_RDWR)
    doorbell.enqueue(2)
    assert until(lambda: rabbitmq.message_count() == 2)


def test_celery_s_worker_drafts_and_the_product_s_own_leaves_it_that(rabbitmq: OwnQueue) -> None:
    job, _seconds = publish_a_page()
    assert job.last_rung_at is not None
    pool = worker.WorkerPool(threads=4)
    assert sorted(thread.name for thread in pool._threads) == ["default-0", "sweeper"]
    worker.work_off()
    assert state_of(job) == JobState.QUEUED
    command = [
        "-m",
        "celery",
        "--app",
        "cms",
        "worker",
        "--pool",
        "threads",
        "--concurrency",
        "2",
        "--loglevel",
        "INFO",
    ]
    with running(*command, **rabbitmq.environment) as process:
        drafted = until(lambda: state_of(job) == JobState.REVIEW, seconds=40)
        process.send_signal(signal.SIGTERM)
        output, _errors = process.communicate(timeout=30)
    connections.close_all()
    assert drafted, output
    assert process.returncode == 0, output
    assert rabbitmq.message_count() == 0


def state_of(job: TranslationJob) -> str:
    return TranslationJob.objects.values_list("state", flat=True).get(pk=job.pk)


def test_a_task_that_fails_is_logged_without_the_words_of_its_fault(caplog: Any, monkeypatch: Any) -> None:
    from translation_jobs.queue import doorbell as module

    def fail(job_id: int) -> None:
        raise ValueError(SECRET)

    monkeypatch.setattr(module, "_answer", fail)
    celery_backend.run_task(doorbell.module_path, [1], {})
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text


def test_a_message_can_run_nothing_but_a_task() -> None:
    with pytest.raises(TypeError):
        celery_backend.run_task("os.system", ["true"], {})


@pytest.mark.parametrize(
    ("queue", "broker", "said"), [("rabbit", "", "must be database or celery"), ("celery", "", "CELERY_BROKER_URL")]
)
def test_settings_that_do_not_fit_are_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, queue: str, broker: str, said: str
) -> None:
    monkeypatch.setattr(environment, "TASK_QUEUE", queue)
    monkeypatch.setattr(environment, "CELERY_BROKER_URL", broker)
    with pytest.raises(ImproperlyConfigured, match=said):
        environment.doorbell_queue()


def test_without_celery_s_queue_celery_need_not_be_installed() -> None:
    code = "import sys; sys.modules['celery'] = None; import django; django.setup(); import cms.urls"
    environment_variables = {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "PATH": "",
        "DATA_DIR": str(environment.DATA_DIR),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment_variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
