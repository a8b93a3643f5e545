"""A limit on how long a call takes in all.

The timeouts of sockets count each wait for bytes anew: a server that sends one byte at a time, or headers without end,
outlasts any of them, and looking up a host's name has none. Only a clock of the caller's own ends such a call.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def call_within(seconds: float, function: Callable[[], Result]) -> Result:
    """What `function` returns or raises; TimeoutError after `seconds`, whatever it waits for by then.

    It runs in a thread of its own, which is left behind if it is late: it ends when its server does, and what it
    brings then is thrown away. The process does not wait for it.
    """
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(function())
        except BaseException as error:  # noqa: BLE001 — raised by the caller's thread
            errors.append(error)

    thread = threading.Thread(target=run, name="call with a deadline", daemon=True)
    thread.start()
    thread.join(seconds)
    if results:
        return results[0]
    if errors:
        raise errors[0]
    raise TimeoutError(f"no answer within {seconds} seconds")
