"""The settings of processes in a storm: the database of the test, and a queue that loses and repeats."""

from tests.settings_of_test_database import *
from tests.settings_of_test_database import TASKS

_UNRELIABLE = {
    "django_tasks_db.DatabaseBackend": "tests.chaos.unreliable.UnreliableDatabaseBackend",
    "translation_jobs.queue.celery_backend.CeleryBackend": "tests.chaos.unreliable_celery.UnreliableCeleryBackend",
}
TASKS["translation"]["BACKEND"] = _UNRELIABLE[TASKS["translation"]["BACKEND"]]

TRANSLATION_PROVIDER_LIMITS = {"deepl": {"concurrency": 3, "breaker_seconds": 0.2}}
