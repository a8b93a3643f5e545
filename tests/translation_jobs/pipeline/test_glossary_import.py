"""Import of terms and persons: what a file would change, what is written, and taking it back."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.factories import make_user
from translation_jobs.exchange.records import CHINESE_LABEL, ENGLISH_LABEL, write_records
from translation_jobs.exchange.tables import TableError, read_table, write_csv
from translation_jobs.exchange.workbooks import write_workbook
from translation_jobs.management.commands import load_glossary, load_persons
from translation_jobs.models import GlossaryImport, ImportState, ImportSubject, Person, Term
from translation_jobs.pipeline.glossary_import import ImportConflictError, confirm, preview, undo
from translation_jobs.pipeline.glossary_plan import SUBJECTS

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
TERMS, PERSONS = ImportSubject.TERMS, ImportSubject.PERSONS


@pytest.fixture
def user() -> Any:
    return make_user()


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def previewed(text: str, user: Any, subject: ImportSubject = TERMS) -> GlossaryImport:
    return preview(subject, text.encode(), "terms.csv", user)


def exported(subject: ImportSubject, language: int) -> list[list[str]]:
    fields = SUBJECTS[subject].fields
    rows = [(row.pk, {name: getattr(row, name) for name in fields}) for row in SUBJECTS[subject].model.objects.all()]
    return list(write_records(rows, SUBJECTS[subject].columns, language))


def test_a_preview_says_what_would_change_and_writes_nothing(user: Any) -> None:
    old = Term.objects.create(chinese="甲", english="A", note="old")
    same = Term.objects.create(chinese="乙", english="B")
    batch = previewed("zh,en,note\n甲,A,new\n乙,B,\n丙,C,\n", user)
    change, addition = batch.changes
    assert (change["line"], change["id"], change["before"]["note"], change["after"]["note"]) == (
        2,
        old.pk,
        "old",
        "new",
    )
    assert (addition["line"], addition["id"], addition["before"]) == (4, None, None)
    assert addition["after"] | {"chinese": "丙", "english": "C", "status": "common"} == addition["after"]
    assert (batch.unchanged, batch.problems, batch.state) == (1, [], ImportState.PREVIEWED)
    assert list(Term.objects.values_list("pk", "note")) == [(same.pk, ""), (old.pk, "old")]


def test_what_was_shown_is_written(user: Any) -> None:
    old = Term.objects.create(chinese="甲", english="A", note="old", reference="law")
    before = old.updated_at
    batch = previewed("zh,en,note,from,variants\n甲,A,new,2022,AA; AAA\n丙,C,,,\n", user)
    assert confirm(batch) == []
    old.refresh_from_db()
    assert (old.note, old.reference, str(old.valid_from), old.variants) == ("new", "law", "2022-01-01", "AA\nAAA")
    assert old.updated_at > before
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert [change["id"] for change in batch.changes] == [old.pk, Term.objects.get(chinese="丙").pk]


@pytest.mark.parametrize("subject", [TERMS, PERSONS])
@pytest.mark.parametrize("language", [ENGLISH_LABEL, CHINESE_LABEL])
@pytest.mark.parametrize("write", [write_csv, write_workbook])
def test_an_export_that_is_imported_changes_nothing(
    subject: ImportSubject, language: int, write: Any, user: Any
) -> None:
    call_command("load_glossary", verbosity=0)
    call_command("load_persons", verbosity=0)
    Term.objects.create(
        chinese="=1+1", english="@SUM(A1)", note="-a\r\nb; status=press", variants="+x\n'=y", kind="<b>"
    )
    Person.objects.create(chinese="=甲", english="+A", note='"quoted", <script>', variants="-A\n@A")
    batch = preview(subject, write(exported(subject, language)), "export", user)
    assert (batch.changes, batch.problems, batch.unknown_columns) == ([], [], [])
    assert batch.unchanged == SUBJECTS[subject].model.objects.count() > 0


def test_the_starter_files_are_loaded_once_and_leave_people_their_changes(tmp_path: Path) -> None:
    for command, starter, model in (
        ("load_glossary", load_glossary.STARTER, Term),
        ("load_persons", load_persons.STARTER, Person),
    ):
        call_command(command, verbosity=0)
        assert model.objects.count() == len(read_table(starter.read_bytes()).rows)
        model.objects.update(note="changed by a person")
        call_command(command, verbosity=0)
        assert model.objects.count() == model.objects.filter(note="changed by a person").count()
    assert Term.objects.filter(status="unconfirmed").exists()
    broken = tmp_path / "broken.csv"
    broken.write_text("zh,en\n天,Sky\n乙,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="line 3"):
        call_command("load_glossary", str(broken))
    assert not Term.objects.filter(chinese="天").exists()


def test_every_term_of_the_starter_glossary_is_one_that_a_person_could_save() -> None:
    call_command("load_glossary", verbosity=0)
    for term in Term.objects.all():
        values = SUBJECTS[TERMS].values_of(term)
        term.full_clean()
        assert SUBJECTS[TERMS].values_of(term) == values


def test_what_the_starter_glossary_says_in_fields_is_in_fields() -> None:
    call_command("load_glossary", verbosity=0)
    agencies = dict(Term.objects.filter(chinese="主任委員").exclude(agency="").values_list("agency", "english"))
    assert agencies["金融監督管理委員會"] == "Chairperson"
    assert "NTSC" in Term.objects.get(chinese="國家科學及技術委員會").forbidden.split("\n")
    assert not Term.objects.filter(note__regex=r"^(status|from|to|agency|variants|forbidden)=").exists()
    # Drafts take the first: the name that is in use everywhere.
    first = {term.source: term.target for term in reversed(Term.objects.confirmed().as_terms("zh-hant"))}
    assert first["主任委員"] == "Minister"
    assert first["國科會"] == "National Science and Technology Council (NSTC)"
    assert first["國家太空中心"] == "Taiwan Space Agency"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("zh,en,from,to\n乙,B,,\n甲,A,2022,2021\n", 3, "In use until: This day is before the first one."),
        ("zh,en,forbidden\n甲,A,A\n", 2, "Forbidden names: The agreed name itself cannot be forbidden."),
        ("zh,en,status\n甲,A,maybe\n", 2, "“maybe” is none of these"),
        (f"zh,en\n{'甲' * 201},A\n", 2, "Chinese: Ensure this value has at most 200 characters"),
        ("zh,en\n甲,A\n乙,B\n甲,A\n", 4, "The same row as on line 2."),
        ("zh,en\n兩,Two\n", 2, "The file needs the columns zh, en, kind, agency."),
    ],
)
def test_a_row_that_cannot_be_imported_is_named_and_the_others_can(
    text: str, line: int, message: str, user: Any
) -> None:
    for kind in ("one", "other"):
        Term.objects.create(chinese="兩", english="Two", kind=kind)
    batch = previewed(text, user)
    (problem,) = batch.problems
    assert problem["line"] == line
    assert message in problem["message"]
    good = len(text.splitlines()) - 2
    assert len(batch.changes) == good
    confirm(batch)
    assert Term.objects.count() == 2 + good


def test_problems_are_said_in_the_language_of_the_interface(user: Any) -> None:
    with translation.override("zh-hant"):
        batch = previewed(f"zh,en\n{'甲' * 201},A\n", user)
    assert "請確認" in batch.problems[0]["message"]


def test_a_name_is_corrected_by_its_id_and_not_by_that_of_another_house(user: Any) -> None:
    term = Term.objects.create(chinese="新創", english="start-up", note="kept")
    corrected = previewed(f"id,zh,en\n{term.pk},新創,startup\n", user)
    assert (corrected.changes[0]["id"], corrected.changes[0]["after"]["english"]) == (term.pk, "startup")
    elsewhere = previewed(f"id,zh,en\n{term.pk},量子,quantum\n999999,半導體,semiconductor\n", user)
    assert [change["id"] for change in elsewhere.changes] == [None, None]


def test_names_go_before_ids(user: Any) -> None:
    other = Term.objects.create(chinese="新創", english="start-up")
    term = Term.objects.create(chinese="新創", english="startup")
    (change,) = previewed(f"id,zh,en,note\n{other.pk},新創,startup,x\n", user).changes
    assert change["id"] == term.pk


def test_a_row_may_not_take_the_names_of_another(user: Any) -> None:
    term = Term.objects.create(chinese="新創", english="start-up")
    other = Term.objects.create(chinese="新創", english="startup")
    text = f"id,zh,en\n{other.pk},新創,startup\n{term.pk},新創,startup\n"
    assert [problem["line"] for problem in previewed(text, user).problems] == [3]


def test_a_new_row_much_like_an_old_one_is_pointed_out(user: Any) -> None:
    Term.objects.create(chinese="新創", english="startup")
    first, second = previewed("zh,en\n新創,start-up\n量子,quantum\n", user).changes
    assert "startup" in first["notice"]
    assert second["notice"] == ""


def test_an_unsaid_agency_is_most_likely_none(user: Any) -> None:
    for agency in ("", "甲部"):
        Term.objects.create(chinese="部長", english="Minister", agency=agency)
    (change,) = previewed("zh,en,note\n部長,Minister,x\n", user).changes
    assert change["before"]["agency"] == ""


def test_rows_that_changed_since_the_preview_are_left_and_named(user: Any) -> None:
    for english in "ABC":
        Term.objects.create(chinese="字", english=english)
    batch = previewed("zh,en,note\n字,A,x\n字,B,x\n字,C,x\n新,D,x\n", user)
    Term.objects.filter(english="A").update(note="by hand")
    Term.objects.filter(english="B").delete()
    Term.objects.create(chinese="新", english="D", note="by hand")
    left = confirm(batch)
    assert [problem["line"] for problem in left] == [2, 3, 5]
    assert dict(Term.objects.values_list("english", "note")) == {"A": "by hand", "C": "x", "D": "by hand"}
    assert GlossaryImport.objects.get().problems == left


def test_a_preview_is_confirmed_once(user: Any) -> None:
    batch = previewed("zh,en\n甲,A\n", user)
    confirm(batch)
    with pytest.raises(ImportConflictError):
        confirm(batch)
    assert Term.objects.count() == 1


def test_an_import_is_written_whole_or_not_at_all(user: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    Term.objects.create(chinese="甲", english="A", note="old")
    batch = previewed("zh,en,note\n甲,A,new\n乙,B,\n", user)
    # What the database would say if another import came between reading the names and writing the rows.
    batch.changes.append(batch.changes[1] | {"line": 9})
    batch.save()
    with pytest.raises(ImportConflictError):
        confirm(batch)
    assert list(Term.objects.values_list("english", "note")) == [("A", "old")]
    batch.refresh_from_db()
    assert batch.state == ImportState.PREVIEWED


def test_the_last_import_can_be_undone(user: Any) -> None:
    Term.objects.create(chinese="甲", english="A", note="old")
    before = list(Term.objects.values("chinese", "english", "note", "valid_from"))
    batch = previewed("zh,en,note,from\n甲,A,new,2022\n乙,B,,\n", user)
    confirm(batch)
    assert undo(batch) == []
    assert list(Term.objects.values("chinese", "english", "note", "valid_from")) == before
    batch.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    with pytest.raises(ImportConflictError):
        undo(batch)


def test_undoing_leaves_what_people_changed_since(user: Any) -> None:
    Term.objects.create(chinese="甲", english="A", note="old")
    batch = previewed("zh,en,note\n甲,A,new\n乙,B,\n丙,C,\n丁,D,\n", user)
    confirm(batch)
    Term.objects.filter(english__in="AB").update(note="by hand")
    Term.objects.filter(english="D").delete()
    left = undo(batch)
    assert [problem["line"] for problem in left] == [2, 3, 5]
    assert dict(Term.objects.values_list("english", "note")) == {"A": "by hand", "B": "by hand"}


def test_only_the_last_import_of_its_kind_can_be_undone(user: Any) -> None:
    first = previewed("zh,en\n甲,A\n", user)
    confirm(first)
    second = previewed("zh,en\n乙,B\n", user)
    confirm(second)
    confirm(previewed("zh,en\n丙,C\n", user, PERSONS))
    with pytest.raises(ImportConflictError):
        undo(first)
    undo(second)
    undo(first)
    assert (Term.objects.count(), Person.objects.count()) == (0, 1)


def test_a_new_preview_takes_the_place_of_the_users_last_and_of_stale_ones(user: Any) -> None:
    stale = previewed("zh,en\n甲,A\n", make_user())
    GlossaryImport.objects.update(created_at="2026-01-01T00:00:00Z")
    fresh = previewed("zh,en\n甲,A\n", make_user())
    previewed("zh,en\n甲,A\n", user)
    last = previewed("zh,en\n甲,A\n", user)
    assert stale.pk not in (kept := list(GlossaryImport.objects.order_by("pk").values_list("pk", flat=True)))
    assert kept == [fresh.pk, last.pk]


def test_a_file_that_cannot_be_read_leaves_no_preview(user: Any) -> None:
    with pytest.raises(TableError):
        previewed("nothing,of,ours\n1,2,3\n", user)
    assert not GlossaryImport.objects.exists()


def test_as_many_queries_for_a_thousand_rows_as_the_batches_need(user: Any) -> None:
    def text(count: int, note: str) -> str:
        return "zh,en,note\n" + "".join(f"詞{number},word {number},{note}\n" for number in range(count))

    def queries(count: int, note: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as planning:
            batch = previewed(text(count, note), user)
        with CaptureQueriesContext(connection) as writing:
            assert confirm(batch) == []
        return len(planning), len(writing)

    few, many = queries(3, "a"), queries(1_000, "b")
    # All of a thousand are written: 3 changed, 997 new. SQLite takes fewer rows in a statement than we would give it.
    assert many[0] == few[0]
    assert many[1] - few[1] <= 1_000 // 50
    changed = queries(1_000, "c")
    assert changed[0] == few[0]
    assert changed[1] - few[1] <= 1_000 // 50
    assert Term.objects.filter(note="c").count() == 1_000
