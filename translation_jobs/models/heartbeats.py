"""Signs of life of worker threads, so that what a killed one left behind is known to be nobody's."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models.functions import Now

from translation_jobs.models.jobs import later


class WorkerHeartbeatQuerySet(models.QuerySet["WorkerHeartbeat"]):
    def alive(self, seconds: float) -> Self:
        """Workers that were heard of within the last seconds, by the database's clock."""
        return self.filter(seen_at__gte=later(-seconds))

    def silent(self, seconds: float) -> Self:
        """Workers that were not."""
        return self.filter(seen_at__lt=later(-seconds))

    def beat(self, worker_ids: Iterable[str]) -> None:
        """Says that these workers live, in one statement; new ones are made known by it."""
        self.bulk_create(
            [self.model(worker_id=worker_id, seen_at=Now()) for worker_id in worker_ids],
            update_conflicts=True,
            unique_fields=["worker_id"],
            update_fields=["seen_at"],
        )


class WorkerHeartbeat(models.Model):
    """When a worker thread was last heard of; `worker_id` is the last of `DBTaskResult.worker_ids`."""

    worker_id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()

    objects = WorkerHeartbeatQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.worker_id
