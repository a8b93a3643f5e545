"""What a file would change in the glossary or in the register of persons; writes nothing.

A row of the file belongs to the row of the database that has its names (for a term also kind and agency), else to the
one with its id if that has one of its names still: so a file that was exported here may correct a name, and one from
elsewhere, whose ids mean nothing here, does no harm.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext

from translation_jobs.exchange import glossary_table, persons_table
from translation_jobs.exchange.cells import lines
from translation_jobs.exchange.records import Column, Reading, Record, Value
from translation_jobs.exchange.tables import Table, gettext_noop
from translation_jobs.models import ImportSubject, Person, Term

_ = gettext_noop

Row = Term | Person
Values = dict[str, Any]  # as JSON keeps them: days as 2022-07-27 or None


@dataclass(frozen=True, slots=True)
class Subject:
    """What can be imported. `key` are the fields that no two rows share; rows alike in `namesakes` deserve a look."""

    model: type[Term] | type[Person]
    columns: tuple[Column, ...]
    read: Callable[[Table], Reading]
    key: tuple[str, ...]
    namesakes: tuple[str, ...]

    @property
    def rows(self) -> QuerySet[Any]:
        return self.model.objects.all()

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(column.field for column in self.columns)

    def values_of(self, row: Row) -> Values:
        """The row as JSON keeps it, with the ends of lines as a file is read: the browser sends others."""
        return {name: _as_json(getattr(row, name)) for name in self.fields}

    def key_of(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(values[name] for name in self.key)

    def row_of(self, values: Values, pk: int | None = None) -> Row:
        """A row with these values, not saved."""
        days = {"valid_from", "valid_to"}
        return self.model(
            pk=pk,
            **{name: date.fromisoformat(value) if name in days and value else value for name, value in values.items()},
        )


SUBJECTS = {
    ImportSubject.TERMS: Subject(
        Term,
        glossary_table.COLUMNS,
        glossary_table.read_terms,
        key=("chinese", "english", "kind", "agency"),
        namesakes=("chinese", "kind", "agency"),
    ),
    ImportSubject.PERSONS: Subject(
        Person,
        persons_table.COLUMNS,
        persons_table.read_persons,
        key=("chinese", "english", "title"),
        namesakes=("chinese",),
    ),
}


@dataclass(slots=True)
class Plan:
    """`changes` and `problems` as `GlossaryImport` keeps them, and the number of rows that are as in the file."""

    changes: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0


class _RowError(ValueError):
    """Why a row cannot be imported, in the language of the interface."""


def plan(subject: Subject, reading: Reading) -> Plan:
    """What the rows of a file would change. One query, whatever the number of rows."""
    planner = _Planner(subject)
    result = Plan(problems=[{"line": p.line, "message": gettext(p.message) % p.params} for p in reading.problems])
    for record in reading.records:
        try:
            change = planner.change(record)
        except _RowError as error:
            result.problems.append({"line": record.line, "message": str(error)})
            continue
        if change is None:
            result.unchanged += 1
        else:
            result.changes.append(change)
    result.problems.sort(key=lambda problem: problem["line"])
    return result


class _Planner:
    """Compares records with the rows that are there; remembers those that it has seen."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.values = {row.pk: subject.values_of(row) for row in subject.rows}
        self._ids: dict[tuple[str, ...], dict[tuple[Any, ...], list[int]]] = {}
        self._lines: dict[object, int] = {}  # of keys, and of ids, that the file had already

    def change(self, record: Record) -> dict[str, Any] | None:
        """What a record would change, None if nothing. Raises _RowError."""
        pk = self._row_of(record)
        before = self.values[pk] if pk is not None else None
        said = {name: _as_json(value) for name, value in record.values.items()}
        after = self._tidied((before or self._defaults()) | said, pk)
        self._claim(("key", self.subject.key_of(after)), record.line)
        if pk is not None:
            self._claim(("id", pk), record.line)
        owners = [owner for owner in self._with(self.subject.key, after) if owner != pk]
        if owners:
            raise _RowError(gettext("Another row has these names already."))
        if before == after:
            return None
        change = {"line": record.line, "id": pk, "before": before, "after": after}
        return change if pk is not None else change | {"notice": self._notice(after)}

    def _row_of(self, record: Record) -> int | None:
        """The id of the row that a record belongs to; None if it is new. Raises _RowError if it may be several."""
        said = {name: _as_json(value) for name, value in record.values.items()}
        names = tuple(name for name in self.subject.key if name in said)
        found = self._with(names, said)
        if len(found) > 1 and record.id in found:
            return record.id
        if len(found) > 1:
            # What the file does not say is most likely empty, as it is in the rows that people see first.
            found = self._with(self.subject.key, self._defaults() | said)
        if not found and len(names) < len(self.subject.key) and self._with(names, said):
            columns = [column.name for column in self.subject.columns if column.field in self.subject.key]
            raise _RowError(
                gettext("Several rows have these names. The file needs the columns %(columns)s.")
                % {"columns": ", ".join(columns)}
            )
        if found:
            return found[0]
        known = self.values.get(record.id) if record.id is not None else None
        if known and (known["chinese"] == said["chinese"] or known["english"] == said["english"]):
            return record.id
        return None

    def _tidied(self, values: Values, pk: int | None) -> Values:
        """The values as the model would keep them. Raises _RowError with what the model says against them."""
        row = self.subject.row_of(values, pk)
        try:
            row.clean()
            row.clean_fields()
        except ValidationError as error:
            raise _RowError(" ".join(_messages(row, error))) from error
        return self.subject.values_of(row)

    def _claim(self, claimed: object, line: int) -> None:
        if claimed in self._lines:
            raise _RowError(gettext("The same row as on line %(line)s.") % {"line": self._lines[claimed]})
        self._lines[claimed] = line

    def _with(self, names: tuple[str, ...], values: Mapping[str, Any]) -> list[int]:
        """The ids of the rows that have these values in the fields `names`."""
        if names not in self._ids:
            ids: defaultdict[tuple[Any, ...], list[int]] = defaultdict(list)
            for pk, row in self.values.items():
                ids[tuple(row[name] for name in names)].append(pk)
            self._ids[names] = ids
        return self._ids[names].get(tuple(values[name] for name in names), [])

    def _notice(self, after: Values) -> str:
        """For a new row: that there is one much like it, or ""."""
        others = self._with(self.subject.namesakes, after)
        if not others:
            return ""
        names = "; ".join(self.values[pk]["english"] for pk in others[:3])
        return gettext("There already is: %(names)s. The new row is added beside it.") % {"names": names}

    def _defaults(self) -> Values:
        return self.subject.values_of(self.subject.model())


def _as_json(value: Value) -> str | None:
    return lines(value) if isinstance(value, str) else value.isoformat() if value else None


def _messages(row: Row, error: ValidationError) -> Iterator[str]:
    if not hasattr(error, "error_dict"):
        yield from error.messages
        return
    for name, messages in _by_field(error):
        label = capfirst(str(row._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
        yield f"{label}: {' '.join(messages)}"


def _by_field(error: ValidationError) -> Iterable[tuple[str, list[str]]]:
    return error.message_dict.items()
