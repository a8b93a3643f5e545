"""JSON lines on standard input and output, for commands that scripts start: one answer for each line, in order."""

import json
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from django.core.management.base import CommandError


def answer_lines(source: TextIO, target: TextIO, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answers each line as soon as it is read. Raises CommandError at a line that cannot be read or answered; the
    answers before it have been written.
    """
    for number, row in _rows(source):
        try:
            result = json.dumps(answer(row), ensure_ascii=False) + "\n"
            result.encode()  # half a surrogate pair is no text
        except (KeyError, TypeError, ValueError) as error:
            fault = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
            raise CommandError(f"line {number}: {fault}") from error
        target.write(result)
        target.flush()


def text_of(row: Any, name: str) -> str:
    """The text that a JSON object must have under `name`. Raises KeyError or TypeError."""
    if not isinstance(row, dict):
        raise TypeError(f"{row!r} is no JSON object")
    if not isinstance(row[name], str):
        raise TypeError(f"{name!r} is no text")
    return str(row[name])


def _rows(source: TextIO) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CommandError(f"line {number} is not JSON: {error}") from error
        if not isinstance(row, dict):
            raise CommandError(f"line {number} is no JSON object")
        yield number, row
