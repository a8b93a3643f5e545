import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from translation_jobs.exchange.glossary_csv import GlossaryFileError, GlossaryRow, read_glossary
from translation_jobs.management.commands.load_glossary import STARTER
from translation_jobs.models import Term

HEAD = "zh,en,abbrev,kind,note,source\n"


def read(text: str) -> list[GlossaryRow]:
    return list(read_glossary(io.StringIO(text)))


def test_a_line_is_read_with_its_status_and_dates() -> None:
    line = '科技部,Ministry,MOST,agency,"status=official; from=2014-03-03; to=2022-07-26; not NSTC; see note",law\n'
    assert read(HEAD + line) == [
        GlossaryRow(
            chinese="科技部",
            english="Ministry",
            abbreviation="MOST",
            kind="agency",
            status="official",
            note="not NSTC; see note",
            reference="law",
            valid_from=date(2014, 3, 3),
            valid_to=date(2022, 7, 26),
        )
    ]


def test_a_year_alone_stands_for_its_first_or_last_day() -> None:
    (row,) = read(HEAD + "甲,A,,term,from=2024; to=2025,\n")
    assert (row.valid_from, row.valid_to) == (date(2024, 1, 1), date(2025, 12, 31))


def test_uncertain_terms_are_unconfirmed_and_silent_ones_common() -> None:
    rows = read(HEAD + "甲,A,,term,status=UNCERTAIN,\n乙,B,,term,free text,\n")
    assert [(row.status, row.note) for row in rows] == [("unconfirmed", ""), ("common", "free text")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("zh,en\n甲,A\n", 1),
        ("", 1),
        (HEAD + "甲,A,,term\n", 2),
        (HEAD + "甲,A,,term,,,surplus\n", 2),
        (HEAD + "甲,,,term,,\n", 2),
        (HEAD + "甲,A,,term,status=maybe,\n", 2),
        (HEAD + "甲,A,,term,from=2022-13-01,\n", 2),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, line: int) -> None:
    with pytest.raises(GlossaryFileError) as error:
        read(text)
    assert error.value.line == line


@pytest.mark.django_db
def test_the_starter_glossary_is_loaded_once_and_leaves_people_their_changes(tmp_path: Path) -> None:
    call_command("load_glossary", verbosity=0)
    count = Term.objects.count()
    assert count == len(list(read_glossary(STARTER.open(encoding="utf-8"))))
    Term.objects.filter(chinese="科技部").update(note="changed by a person")
    call_command("load_glossary", verbosity=0)
    assert Term.objects.count() == count
    assert Term.objects.filter(chinese="科技部", note="changed by a person").exists()
    assert Term.objects.filter(status="unconfirmed").exists()
    broken = tmp_path / "broken.csv"
    broken.write_text(HEAD + "甲,A,,term,,\n乙,,,term,,\n", encoding="utf-8")
    with pytest.raises(CommandError, match="line 3"):
        call_command("load_glossary", str(broken))
    assert Term.objects.count() == count
