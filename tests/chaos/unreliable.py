"""A queue in the database that loses one ring in five and repeats another."""

import random
from typing import Any

from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult


class UnreliableDatabaseBackend(DatabaseBackend):
    def enqueue(self, task: Any, args: Any, kwargs: Any) -> Any:
        result = super().enqueue(task, args, kwargs)
        chance = random.random()
        if chance < 0.2:
            DBTaskResult.objects.filter(pk=result.id).delete()
        elif chance < 0.4:
            super().enqueue(task, args, kwargs)
        return result
