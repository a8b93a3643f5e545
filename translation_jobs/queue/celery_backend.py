"""A backend of Django Tasks that hands its tasks to Celery, for tasks whose loss or repetition does no harm.

Meant for the alias `translation`, whose only task is the doorbell: the sweeper makes up for a message that was lost,
and a doubled one finds nothing to do. So a request waits for one try to publish and no more, results are not kept, and
retries and delays are not the broker's business. Wagtail's alias `default` has no such sweeper and stays in the
database. Settings: TASKS[alias]["OPTIONS"]["app"] names the Celery app, by default `cms.celery.app`.
"""

import logging
from typing import Any

from celery import Celery, shared_task
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id

from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

RUN_TASK = "translation_jobs.run_task"
CONFIRM_TIMEOUT = 2.0  # seconds for the broker to say that it has the message


class CeleryBackend(BaseTaskBackend):
    """Publishes when the transaction has committed, so that no worker looks for what is not there yet.

    Inside a transaction a failure to publish is logged and harms nobody; outside of one it is raised.
    """

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        now = timezone.now()
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=now,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )

        # A `def`, since Django asks a robust callback that failed for its name.
        def publish() -> None:
            self._publish(result)

        if transaction.get_connection().in_atomic_block:
            transaction.on_commit(publish, robust=True)
        else:
            publish()
        return result

    @property
    def app(self) -> Celery:
        """The Celery app that settings name."""
        app = import_string(self.options.get("app", "cms.celery.app"))
        assert isinstance(app, Celery)  # noqa: S101 — for the type
        return app

    def _publish(self, result: TaskResult[Any]) -> None:
        self.app.send_task(
            RUN_TASK,
            args=[result.task.module_path, result.args, result.kwargs],
            task_id=result.id,
            ignore_result=True,
            confirm_timeout=CONFIRM_TIMEOUT,
        )
        task_enqueued.send(type(self), task_result=result)


@shared_task(name=RUN_TASK, acks_late=True, reject_on_worker_lost=True, ignore_result=True)
def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Runs in Celery's worker. A failure is logged here, without the message that may quote a text under embargo."""
    task = import_string(path)
    if not isinstance(task, Task):
        raise TypeError(f"{path} is not a task")
    try:
        task.call(*args, **kwargs)
    except Exception as error:  # noqa: BLE001 — whatever it is, the message has been dealt with
        logger.error("task %s failed:\n%s", path, trace_without_message(error))
