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
            result = answer(row)
        except (KeyError, TypeError, ValueError) as error:
            fault = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
            raise CommandError(f"line {number}: {fault}") from error
        target.write(json.dumps(result, ensure_ascii=False) + "\n")
        target.flush()


def _rows(source: TextIO) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise CommandError(f"line {number} is not JSON: {error}") from error
        if not isinstance(row, dict):
            raise CommandError(f"line {number} is no JSON object")
        yield number, row
