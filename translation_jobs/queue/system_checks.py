"""`manage.py check --deploy`: settings under which tasks or writes would be lost, or requests would wait."""

from typing import Any

from django.conf import settings
from django.core import checks
from django_tasks import task_backends
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.backends.dummy import DummyBackend
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks_db import DatabaseBackend


def register() -> None:
    checks.register(check_queues, "queue", deploy=True)
    checks.register(check_database, "queue", deploy=True)


def check_queues(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Checks what carries Wagtail's tasks (TASKS["default"]) and the pipeline's rings (TASKS["translation"])."""
    messages: list[checks.CheckMessage] = []
    if not isinstance(_backend("default"), DatabaseBackend):
        messages.append(
            checks.Error(
                'TASKS["default"] does not keep its tasks in the database.',
                hint="Wagtail enqueues before the transaction commits: a worker of any other queue looks for pages "
                "that are not there yet, and they are missing from search. Use django_tasks_db.DatabaseBackend.",
                id="queue.E001",
            )
        )
    if isinstance(_backend("translation"), ImmediateBackend | DummyBackend):
        messages.append(
            checks.Error(
                'TASKS["translation"] runs its tasks inside the request, or not at all.',
                hint="Publishing would wait for the translation provider. Use django_tasks_db.DatabaseBackend, "
                "or set TASK_QUEUE=celery.",
                id="queue.E002",
            )
        )
    return messages


def check_database(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Checks the options of the default database that workers and requests share."""
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    messages: list[checks.CheckMessage] = []
    if database["ENGINE"].endswith("sqlite3"):
        waits = str(options.get("transaction_mode", "")).upper() in {"IMMEDIATE", "EXCLUSIVE"}
        is_wal = "journal_mode=wal" in str(options.get("init_command", "")).lower().replace(" ", "")
        if not (waits and is_wal):
            messages.append(
                checks.Error(
                    "SQLite is used without write-ahead log or without immediate transactions.",
                    hint='With a worker beside the web server, saves fail with "database is locked". Set the options '
                    "of cms.settings.environment.database().",
                    id="queue.E003",
                )
            )
    if database.get("CONN_MAX_AGE", 0) == 0 and not options.get("pool"):
        messages.append(
            checks.Error(
                "CONN_MAX_AGE is 0: every task and request opens a connection of its own.",
                hint="Set it to None, with CONN_HEALTH_CHECKS, or use a connection pool.",
                id="queue.E004",
            )
        )
    return messages


def _backend(alias: str) -> BaseTaskBackend | None:
    return task_backends[alias] if alias in settings.TASKS else None
