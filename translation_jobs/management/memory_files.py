"""Opens files of translations by their names: .tmx and .tsv, either also as .gz."""

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
            if suffix == ".tmx":
                yield read_tmx(stream)
            else:
                yield read_tsv(io.TextIOWrapper(stream, encoding="utf-8", newline="\n"))
    except (OSError, EOFError, UnicodeDecodeError, MemoryFileError) as error:
        raise CommandError(f"{path}: {error}") from error
