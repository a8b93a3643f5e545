"""A short storm in every run; `make chaos` has the long ones."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from tests.chaos.storm import Nursery, Plan, Storm, environment_for
from tests.deepl_server import DeepLServer

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = {"sqlite": 2, "postgresql": 4}


@pytest.fixture
def plan() -> Plan:
    """Short, unless the environment asks for more."""
    jobs = int(os.environ.get("CHAOS_JOBS", "24"))
    return Plan(
        jobs=jobs,
        kills=int(os.environ.get("CHAOS_KILLS", "10")),
        workers=WORKERS[connection.vendor],
        database_faults=max(1, jobs // 50),
        seed=int(os.environ.get("CHAOS_SEED", "1")),
        patience=60 + jobs,
    )


def weather(storm: Storm, nurseries: list[Nursery], log: Path, capsys: Any) -> None:
    """Lives through the storm and says what happened."""
    storm.rage()
    found = storm.faults_found()
    ended = [nursery.stop_all() for nursery in nurseries]
    with capsys.disabled():
        facts = ", ".join(f"{number} {fact}" for fact, number in sorted(storm.done.items()))
        print(f"\n  {connection.vendor}: {storm.plan.jobs} pages; {facts}")
    assert found == [], log.read_text()[-5000:]
    assert all(ended)


@pytest.mark.both_databases
def test_a_storm_loses_nothing_and_pays_once(plan: Plan, settings: Any, tmp_path: Path, capsys: Any) -> None:
    log = tmp_path / "workers.log"
    backend = "tests.chaos.unreliable.UnreliableDatabaseBackend"
    settings.TASKS = settings.TASKS | {"translation": {"BACKEND": backend, "QUEUES": []}}
    with DeepLServer() as server, Nursery("work", environment_for(server, log)) as nursery:

        def flush() -> None:
            DBTaskResult.objects.ready().filter(backend_name="translation").delete()

        weather(Storm(plan, server, [nursery], flush), [nursery], log, capsys)
