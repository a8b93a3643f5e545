"""RabbitMQ as tests use it: a queue of the test's own, gone afterwards; skipped, and said so, where there is none."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import amqp
import pytest
from celery import Celery
from django.conf import settings

RABBITMQ = os.environ.get("TEST_RABBITMQ_URL", "amqp://guest:guest@127.0.0.1:5672//")


@dataclass(frozen=True)
class OwnQueue:
    """A queue on RabbitMQ and what makes a process use it."""

    name: str

    @property
    def environment(self) -> dict[str, str]:
        return {"TASK_QUEUE": "celery", "CELERY_BROKER_URL": RABBITMQ, "CELERY_QUEUE": self.name}

    def message_count(self) -> int:
        """Messages that wait, without those that a worker holds."""
        with _channel() as channel:
            try:
                return int(channel.queue_declare(self.name, passive=True).message_count)
            except amqp.NotFound:
                return 0

    def purge(self) -> None:
        with _channel() as channel:
            channel.queue_purge(self.name)

    def delete(self) -> None:
        # Celery also makes an exchange of the queue's name.
        with _channel() as channel:
            channel.queue_delete(self.name)
            channel.exchange_delete(self.name)


@contextmanager
def own_queue() -> Iterator[OwnQueue]:
    """Skips the test if RabbitMQ does not answer."""
    try:
        with _channel():
            pass
    except OSError as error:
        pytest.skip(f"no RabbitMQ at {RABBITMQ} (set TEST_RABBITMQ_URL): {error}")
    queue = OwnQueue(f"test-{uuid.uuid4().hex}")
    try:
        yield queue
    finally:
        queue.delete()


def celery_app(broker_url: str, queue_name: str = "test") -> Celery:
    """An app with the settings of the product's own, on another broker."""
    app = Celery("tests", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.update(broker_url=broker_url, task_default_queue=queue_name)
    return app


def tasks_with_celery(app_path: str) -> dict[str, Any]:
    """The setting TASKS, with the doorbell on Celery."""
    backend = "translation_jobs.queue.celery_backend.CeleryBackend"
    return settings.TASKS | {"translation": {"BACKEND": backend, "QUEUES": [], "OPTIONS": {"app": app_path}}}


@contextmanager
def _channel() -> Iterator[Any]:
    from kombu import Connection

    with Connection(RABBITMQ, connect_timeout=2) as connection:
        yield connection.channel()
