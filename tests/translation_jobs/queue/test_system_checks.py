"""`manage.py check --deploy` refuses settings under which something would be lost, and no others."""

from copy import deepcopy
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.checks.registry import registry

from cms.settings import environment
from tests.translation_jobs.queue.brokers import tasks_with_celery
from translation_jobs.queue.system_checks import check_database, check_queues

DATABASE = {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}
IMMEDIATE = {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []}
DUMMY = {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []}
CELERY = tasks_with_celery("cms.celery.app")["translation"]
POSTGRES = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None}


def ids(messages: list[Any]) -> list[str]:
    return [message.id for message in messages]


@pytest.mark.parametrize(
    ("default", "translation", "expected"),
    [
        (DATABASE, DATABASE, []),
        (DATABASE, CELERY, []),
        (CELERY, CELERY, ["queue.E001"]),
        (IMMEDIATE, DATABASE, ["queue.E001"]),
        (DATABASE, IMMEDIATE, ["queue.E002"]),
        (DATABASE, DUMMY, ["queue.E002"]),
    ],
)
def test_queues_that_lose_or_hold_up_are_refused(
    settings: Any, default: dict[str, Any], translation: dict[str, Any], expected: list[str]
) -> None:
    settings.TASKS = {"default": default, "translation": translation}
    assert ids(check_queues(None)) == expected


def sqlite(**changes: Any) -> dict[str, Any]:
    """The product's own options of SQLite, some of them changed; None takes one away."""
    database = deepcopy(environment.database()) if not environment.DATABASE_URL else SQLITE
    options = {key: value for key, value in (database["OPTIONS"] | changes).items() if value is not None}
    return database | {"OPTIONS": options}


SQLITE: dict[str, Any] = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": None,
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL;"},
}


@pytest.mark.parametrize(
    ("database", "expected"),
    [
        (sqlite(), []),
        (sqlite(transaction_mode=None), ["queue.E003"]),
        (sqlite(transaction_mode="DEFERRED"), ["queue.E003"]),
        (sqlite(init_command=None), ["queue.E003"]),
        (sqlite(init_command="PRAGMA journal_mode=DELETE;"), ["queue.E003"]),
        (sqlite(init_command="pragma Journal_Mode = wal"), []),
        (sqlite() | {"CONN_MAX_AGE": 0}, ["queue.E004"]),
        (POSTGRES, []),
        (POSTGRES | {"CONN_MAX_AGE": 600}, []),
        (POSTGRES | {"CONN_MAX_AGE": 0}, ["queue.E004"]),
        ({"ENGINE": "django.db.backends.postgresql"}, ["queue.E004"]),
        (POSTGRES | {"CONN_MAX_AGE": 0, "OPTIONS": {"pool": True}}, []),
    ],
)
def test_databases_that_lose_writes_or_connections_are_refused(
    monkeypatch: pytest.MonkeyPatch, settings: Any, database: dict[str, Any], expected: list[str]
) -> None:
    monkeypatch.setitem(settings.DATABASES, "default", database)
    assert ids(check_database(None)) == expected


def test_they_are_run_before_a_deployment_and_not_each_time(settings: Any) -> None:
    settings.TASKS = {"default": IMMEDIATE, "translation": IMMEDIATE}
    found = run_checks(tags=["queue"], include_deployment_checks=True)
    assert ids(found) == ["queue.E001", "queue.E002"]
    assert "queue" in registry.tags_available(deployment_checks=True)
    assert "queue" not in registry.tags_available(deployment_checks=False)
