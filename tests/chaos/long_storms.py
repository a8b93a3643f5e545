"""What only `make chaos` runs, besides a longer test_storm.py: the same with Celery on RabbitMQ."""

from pathlib import Path
from typing import Any

import pytest

from tests.chaos.storm import Nursery, Plan, Storm, environment_for
from tests.chaos.test_storm import plan as plan  # the fixture
from tests.chaos.test_storm import weather
from tests.deepl_server import DeepLServer
from tests.translation_jobs.queue import brokers

pytestmark = pytest.mark.django_db(transaction=True)

app: Any = None


def test_a_storm_over_celery_loses_nothing_and_pays_once(
    plan: Plan, settings: Any, tmp_path: Path, capsys: Any
) -> None:
    global app
    log = tmp_path / "workers.log"
    with brokers.own_queue() as queue, DeepLServer() as server:
        app = brokers.celery_app(brokers.RABBITMQ, queue.name)
        options = {"BACKEND": "tests.chaos.unreliable_celery.UnreliableCeleryBackend", "QUEUES": []}
        settings.TASKS = settings.TASKS | {"translation": {**options, "OPTIONS": {"app": f"{__name__}.app"}}}
        environment = environment_for(server, log, **queue.environment)
        with Nursery("celery", environment) as workers, Nursery("work", environment) as sweepers:
            weather(Storm(plan, server, [workers, sweepers], queue.purge), [workers, sweepers], log, capsys)
        app.close()
