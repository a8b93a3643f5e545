"""Transactions that are run again when the database undid them to break a deadlock, or was away."""

import logging
import random
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

logger = logging.getLogger(__name__)

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

# PostgreSQL's serialization_failure and deadlock_detected (its manual, appendix A).
UNDONE = frozenset({"40001", "40P01"})
TRIES = 4
PAUSE = 0.1  # seconds, on average, before the second try; then twice, then three times as long
OUTAGE = 60.0  # seconds that a database may be away


def retry_on_deadlock(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The function, run again if its transaction was undone to break a deadlock; after TRIES it raises what it raised.

    For functions that are one transaction, read what they change inside of it, and leave no trace in memory when it
    is undone. Called inside another transaction it is run once: only the outermost one can be run again.
    """

    @wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        for number in range(1, TRIES):
            if connection.in_atomic_block:
                break
            try:
                return function(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) not in UNDONE:
                    raise
                logger.warning("%s met a deadlock and is run again", function.__qualname__)
                time.sleep(random.uniform(0, 2 * PAUSE * number))
        return function(*args, **kwargs)

    return run


def outlive_outage(function: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
    """The function, run again while the database is away, for OUTAGE seconds; then it raises what it raised.

    For what must not be lost, as an answer that was paid for. The function is one transaction that may be run twice:
    nobody knows whether a commit arrived before the connection was lost. Inside another transaction it is run once.
    """

    @wraps(function)
    def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        end, pause = time.monotonic() + OUTAGE, PAUSE
        while not connection.in_atomic_block:
            try:
                return function(*args, **kwargs)
            except (OperationalError, InterfaceError):
                if time.monotonic() + pause > end:
                    raise
                logger.warning("%s found no database and is run again", function.__qualname__)
                connection.close()
                time.sleep(random.uniform(0, 2 * pause))
                pause = min(2 * pause, 5.0)
        return function(*args, **kwargs)

    return run
