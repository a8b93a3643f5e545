"""Opens files of translations by their names: .tmx and .tsv, either also as .gz."""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from django.core.management.base import CommandError

from translation_jobs.exchange.memory_tsv import read_tsv
from translation_jobs.exchange.memory_units import MemoryFileError, MemoryUnit
from translation_jobs.exchange.tmx import read_tmx

FORMATS = (".tmx", ".tsv")


def format_of(path: Path) -> str:
    """ ".tmx" or ".tsv". Raises CommandError for another name."""
    suffix = Path(path.name.removesuffix(".gz")).suffix.lower()
    if suffix not in FORMATS:
        raise CommandError(f"{path.name}: the name must end in {' or '.join(FORMATS)}, or these with .gz")
    return suffix


@contextmanager
def memory_file(path: Path) -> Iterator[Iterator[MemoryUnit]]:
    """The units of a file, read as they are asked for. What is wrong with the file is raised as CommandError."""
    suffix = format_of(path)
    try:
        with _opened(path) as stream:
            if suffix == ".tmx":
                yield read_tmx(stream)
            else:
                yield read_tsv(io.TextIOWrapper(stream, encoding="utf-8", newline="\n"))
    except (OSError, EOFError, UnicodeDecodeError, MemoryFileError) as error:
        raise CommandError(f"{path}: {error}") from error


@contextmanager
def text_file(path: Path) -> Iterator[TextIO]:
    """A new file to write text to, packed if its name ends in .gz. It has its name only when it is whole."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with (
            gzip.open(unfinished, "wb") if path.suffix == ".gz" else unfinished.open("wb") as packed,
            io.TextIOWrapper(cast("BinaryIO", packed), encoding="utf-8", newline="") as stream,
        ):
            yield stream
        unfinished.replace(path)
    except OSError as error:
        raise CommandError(f"{path}: {error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _opened(path: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(path) if path.suffix == ".gz" else path.open("rb"))
