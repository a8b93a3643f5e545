"""What a log may say of a fault: where it happened and of what class, never the message.

A database's message quotes the row that it refuses, and a row holds text that may be under embargo.
"""

import traceback


def trace_without_message(error: BaseException) -> str:
    """The places that an error passed through, and its class."""
    return "".join([*traceback.format_tb(error.__traceback__), f"{type(error).__module__}.{type(error).__qualname__}"])
