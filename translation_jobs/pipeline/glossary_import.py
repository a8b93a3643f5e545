"""Imports into the glossary and the register of persons: preview, confirm, undo. Each writes everything or nothing.

A preview is kept in the database and belongs to whoever chose the file; what is confirmed is what was shown. A row
that somebody changed since is left as it is and said, in confirming as in undoing.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from translation_jobs.exchange.tables import read_table
from translation_jobs.models import GlossaryImport, ImportState, ImportSubject
from translation_jobs.pipeline.glossary_plan import SUBJECTS, Plan, Row, Subject, Values, plan

# Rows of one statement; the database may make the batches smaller.
BATCH = 500


class ImportConflictError(Exception):
    """Nothing was written; the message says why, in the language of the interface."""


def preview(subject: ImportSubject, data: bytes, file_name: str, user: Any) -> GlossaryImport:
    """What a file would change, kept until it is confirmed; earlier previews of the user are thrown away.

    Raises TableError if the file cannot be read at all.
    """
    table = read_table(data)
    reading = SUBJECTS[subject].read(table)
    found = plan(SUBJECTS[subject], reading)
    with transaction.atomic():
        GlossaryImport.objects.stale().delete()
        GlossaryImport.objects.previewed_by(user).filter(subject=subject).delete()
        return GlossaryImport.objects.create(
            subject=subject,
            file_name=file_name[-200:],
            encoding=table.encoding,
            changes=found.changes,
            problems=found.problems,
            unknown_columns=list(reading.unknown),
            unchanged=found.unchanged,
            created_by=user,
        )


@transaction.atomic
def load(subject: ImportSubject, data: bytes) -> int:
    """Adds the rows of a file that are new and leaves all others as people made them; gives the number of new rows.

    Raises TableError, also if a single row cannot be read or added.
    """
    reading = SUBJECTS[subject].read(read_table(data))
    found = plan(SUBJECTS[subject], reading)
    if found.problems:
        raise ImportConflictError(_as_lines(found))
    writer = _Writer(SUBJECTS[subject])
    for change in found.changes:
        if change["before"] is None:
            writer.add(change, change["after"])
    writer.write()
    return len(writer.done)


@transaction.atomic
def confirm(batch: GlossaryImport) -> list[dict[str, Any]]:
    """Writes what a preview showed, but for rows that changed since: gives these, as `problems` of the import.

    Raises ImportConflictError, and writes nothing, if it was confirmed before or another import came between.
    """
    batch = _locked(batch, ImportState.PREVIEWED)
    writer = _Writer(SUBJECTS[ImportSubject(batch.subject)], _ids(batch))
    for change in batch.changes:
        if change["before"] is None:
            writer.add(change, change["after"])
        else:
            writer.change(change, change["before"], change["after"])
    writer.write()
    batch.changes = writer.done
    batch.problems = [*batch.problems, *writer.left]
    batch.state = ImportState.APPLIED
    batch.applied_at = timezone.now()
    batch.save(update_fields=["changes", "problems", "state", "applied_at"])
    return writer.left


@transaction.atomic
def undo(batch: GlossaryImport) -> list[dict[str, Any]]:
    """Takes back what the last import wrote, but for rows that changed since: gives these, as `confirm` does.

    Raises ImportConflictError, and writes nothing, if it is not the last import of its subject, or is undone already.
    """
    batch = _locked(batch, ImportState.APPLIED)
    if last_import(ImportSubject(batch.subject)) != batch:
        raise ImportConflictError(gettext("Only the last import can be undone."))
    writer = _Writer(SUBJECTS[ImportSubject(batch.subject)], _ids(batch))
    for change in batch.changes:
        if change["before"] is None:
            writer.remove(change, change["after"])
        else:
            writer.change(change, change["after"], change["before"])
    writer.write()
    batch.state = ImportState.UNDONE
    batch.undone_at = timezone.now()
    batch.save(update_fields=["state", "undone_at"])
    return writer.left


def last_import(subject: ImportSubject) -> GlossaryImport | None:
    """The import that can be undone: the newest that is in force."""
    return GlossaryImport.objects.applied().filter(subject=subject, state=ImportState.APPLIED).first()


class _Writer:
    """Collects what is to be written, row by row, against the rows as they are now, locked; then writes it in bulk."""

    def __init__(self, subject: Subject, ids: Sequence[int] = ()) -> None:
        self.subject = subject
        self.done: list[dict[str, Any]] = []
        self.left: list[dict[str, Any]] = []
        # In the order of keys, so that two imports cannot wait for each other.
        self._rows: dict[int, Row] = subject.rows.order_by("pk").select_for_update().in_bulk(sorted(ids))
        self._owners = {tuple(key): pk for pk, *key in subject.rows.order_by().values_list("pk", *subject.key)}
        self._new: list[tuple[dict[str, Any], Row]] = []
        self._changed: list[Row] = []
        self._removed: list[int] = []

    def add(self, change: dict[str, Any], values: Values) -> None:
        if self._owners.get(self.subject.key_of(values)):
            self._leave(change, gettext("Somebody added this row meanwhile."))
        else:
            self._new.append((change, self.subject.row_of(values)))

    def change(self, change: dict[str, Any], before: Values, after: Values) -> None:
        if not self._is_as(change, before):
            return
        if self._owners.get(self.subject.key_of(after), change["id"]) != change["id"]:
            self._leave(change, gettext("Another row has these names now."))
            return
        self._changed.append(self.subject.row_of(after, change["id"]))
        self.done.append(change)

    def remove(self, change: dict[str, Any], values: Values) -> None:
        if self._is_as(change, values):
            self._removed.append(change["id"])
            self.done.append(change)

    def write(self) -> None:
        """Raises ImportConflictError if the database would not have it: another import came between."""
        rows = self.subject.rows
        try:
            with transaction.atomic():
                for start in range(0, len(self._removed), BATCH):
                    rows.filter(pk__in=self._removed[start : start + BATCH]).delete()
                # One statement a batch: the rows are there, and locked, so each is a conflict and becomes an update.
                rows.bulk_create(
                    self._changed,
                    batch_size=BATCH,
                    update_conflicts=True,
                    unique_fields=["id"],
                    update_fields=[*self.subject.fields, "updated_at"],
                )
                created = rows.bulk_create([row for _change, row in self._new], batch_size=BATCH)
        except IntegrityError as error:
            raise ImportConflictError(
                gettext("Somebody else changed the same rows at this moment. Nothing was written; try again.")
            ) from error
        for (change, _row), row in zip(self._new, created, strict=True):
            self.done.append(change | {"id": row.pk})

    def _is_as(self, change: dict[str, Any], values: Values) -> bool:
        """Whether the row of a change still has these values; if not, it is left and that is said."""
        row = self._rows.get(change["id"])
        if row is None:
            self._leave(change, gettext("Somebody deleted this row meanwhile."))
        elif self.subject.values_of(row) != values:
            self._leave(change, gettext("Somebody changed this row meanwhile; it was left as it is."))
        else:
            return True
        return False

    def _leave(self, change: dict[str, Any], message: str) -> None:
        names = " = ".join(str(change["after"][name]) for name in ("chinese", "english"))
        self.left.append({"line": change["line"], "message": f"{names}: {message}"})


def _locked(batch: GlossaryImport, state: ImportState) -> GlossaryImport:
    found = GlossaryImport.objects.select_for_update().filter(pk=batch.pk, state=state).first()
    if found is None:
        raise ImportConflictError(
            gettext("This import is done already, or its preview is too old. Choose the file again.")
        )
    return found


def _ids(batch: GlossaryImport) -> list[int]:
    return [change["id"] for change in batch.changes if change["id"] is not None]


def _as_lines(found: Plan) -> str:
    problems: Iterable[dict[str, Any]] = found.problems
    return "\n".join(f"line {problem['line']}: {problem['message']}" for problem in problems)
