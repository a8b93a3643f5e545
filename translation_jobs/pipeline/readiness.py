"""Whether this installation can serve: the database answers, its tables are those of the code, a worker lives."""

from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from translation_jobs.models.jobs import later

# Seconds without a sign of life after which the worker counts as dead.
WORKER_SILENT = 120
_HEARTBEATS = "translation_jobs.WorkerHeartbeat"

# Once applied, migrations stay applied as long as this process lives.
_migrations_applied = False


def faults() -> list[str]:
    """What is missing, each in a few English words for the operator; empty if all is well."""
    try:
        found = [] if _tables_are_current() else ["migrations are missing"]
        if not found and _worker_is_silent():
            found.append("the worker gives no sign of life")
    except DatabaseError:
        return ["the database does not answer"]
    return found


def _tables_are_current() -> bool:
    global _migrations_applied
    if _migrations_applied:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    executor = MigrationExecutor(connection)
    _migrations_applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrations_applied


def _worker_is_silent() -> bool:
    """Whether workers were there once and none has been heard of lately; a site may run without any."""
    try:
        heartbeats = apps.get_model(_HEARTBEATS)
    except LookupError:  # this version has no such table
        return False
    rows = heartbeats._default_manager.all()
    return bool(rows.exists() and not rows.filter(seen_at__gte=later(-WORKER_SILENT)).exists())
