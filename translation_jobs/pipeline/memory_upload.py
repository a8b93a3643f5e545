"""Files of translations that people bring in the admin: first what a file would do, then, when they say so, doing it.

Small files alone: both happen while the person waits. What is larger the server's own command takes
(`manage.py import_memory`), with the same function.
"""

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from translation_jobs.exchange.memory_tsv import read_tsv
from translation_jobs.exchange.memory_units import MemoryFileError, MemoryUnit
from translation_jobs.exchange.tables import gettext_noop
from translation_jobs.exchange.tmx import read_tmx
from translation_jobs.models import MemoryEntry, MemoryUpload
from translation_jobs.pipeline.memory_import import import_units
from translation_jobs.pipeline.memory_writing import PairKey, pair_of

_ = gettext_noop
LARGEST_UPLOAD = 5_000_000  # bytes
# Measured: some 350 pairs a second on PostgreSQL, and a web server waits half a minute.
MOST_PAIRS = 5_000
_BATCH = 500


class UploadDone(Exception):
    """The file was imported already, thrown away, or is somebody else's. Nothing was written."""


def receive(data: bytes, file_name: str, user: Any) -> MemoryUpload:
    """Keeps a file with what it would do, until it is confirmed; earlier ones of the user are thrown away.

    Raises MemoryFileError if the file cannot be read to its end.
    """
    upload = MemoryUpload(file_name=file_name[-200:], data=data, created_by=user)
    with _units(data, file_name) as units:
        _count(upload, units)
    with transaction.atomic():
        MemoryUpload.objects.stale().delete()
        MemoryUpload.objects.previewed_by(user).delete()
        upload.save()
    return upload


def confirm(upload_id: int, user: Any) -> MemoryUpload:
    """Imports a file that `receive` kept. Raises UploadDone.

    An import that fails leaves whole batches, and the file to be confirmed again; what is there already is passed over.
    """
    with transaction.atomic():
        mine = MemoryUpload.objects.select_for_update().previewed_by(user)
        upload = mine.filter(pk=upload_id).first()
        if upload is None:
            raise UploadDone
        data = bytes(upload.data)
        # From here on nobody else imports it, whatever becomes of us.
        upload.data, upload.imported_at = b"", timezone.now()
        upload.save(update_fields=["data", "imported_at"])
    try:
        with _units(data, upload.file_name) as units:
            done = import_units(units, origin=upload.file_name, compacting=False)
    except BaseException:
        MemoryUpload.objects.filter(pk=upload.pk).update(data=data, imported_at=None)
        raise
    upload.read, upload.added, upload.empty = done.read, done.added, done.empty
    upload.save(update_fields=["read", "added", "empty"])
    return upload


@contextmanager
def _units(data: bytes, file_name: str) -> Iterator[Iterator[MemoryUnit]]:
    """The units of a file by the end of its name; whatever is wrong with it is raised as MemoryFileError."""
    suffix = PurePath(file_name).suffix.lower()
    if suffix not in (".tmx", ".tsv"):
        raise MemoryFileError(0, _("the name of the file must end in .tmx or .tsv"))
    stream = io.BytesIO(data)
    try:
        yield read_tmx(stream) if suffix == ".tmx" else read_tsv(io.TextIOWrapper(stream, "utf-8-sig", newline="\n"))
    except UnicodeDecodeError as error:
        raise MemoryFileError(0, _("it is not UTF-8")) from error


def _count(upload: MemoryUpload, units: Iterator[MemoryUnit]) -> None:
    seen: set[PairKey] = set()
    languages: Counter[str] = Counter()
    while batch := list(islice(units, _BATCH)):
        upload.read += len(batch)
        if upload.read > MOST_PAIRS:
            raise MemoryFileError(
                0,
                _("more than %(limit)s pairs; import it on the server: manage.py import_memory"),
                limit=f"{MOST_PAIRS:,}",
            )
        whole = [unit for unit in batch if unit.source.strip() and unit.target.strip()]
        upload.empty += len(batch) - len(whole)
        languages.update(f"{unit.source_language}:{unit.target_language}" for unit in whole)
        fresh = {
            pair_of(unit.source, unit.target, unit.source_language, unit.target_language).key for unit in whole
        } - seen
        seen |= fresh
        upload.added += len(fresh) - _known(fresh)
    upload.languages = dict(languages)


def _known(keys: Iterable[PairKey]) -> int:
    """How many of the pairs the memory has, in use or superseded."""
    wanted = set(keys)
    rows = MemoryEntry.objects.filter(exact_key__in={key[0] for key in wanted})
    return sum(
        key in wanted for key in rows.values_list("exact_key", "target_key", "source_language", "target_language")
    )
