"""A queue of Celery's that loses one ring in five and repeats another."""

import random
from typing import Any

from translation_jobs.queue.celery_backend import CeleryBackend


class UnreliableCeleryBackend(CeleryBackend):
    def _publish(self, result: Any) -> None:
        chance = random.random()
        if chance < 0.2:
            return
        super()._publish(result)
        if chance < 0.4:
            super()._publish(result)
