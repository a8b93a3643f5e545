"""Tasks for the worker's tests, such as another app would have."""

import os
import time
from pathlib import Path

from django.db import OperationalError
from django_tasks import task


@task
def wait_in_good_hands(folder: str) -> None:
    """Leaves a file in the folder for each run, then waits until a file named "go" is there."""
    (Path(folder) / f"run-{os.getpid()}-{time.monotonic_ns()}").touch()
    while not (Path(folder) / "go").exists():
        time.sleep(0.05)


@task
def meet_a_fault_of_the_database() -> None:
    raise OperationalError("the database system is shutting down")
