"""The memory's commands: files in and out, and a search that scripts can ask."""

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from translation_jobs.models import MemoryEntry

TSV = (
    "id\tunit\tcount\tzh\ten\n"
    "A:1\tsentence\t2\t國科會補助量子研究計畫。\tThe NSTC supports quantum research.\n"
    "A:2\tsentence\t1\t第一行說明\\n第二行說明\tLine one\\nLine two\n"
)


@pytest.fixture
def tsv(tmp_path: Path) -> Path:
    path = tmp_path / "memory.tsv.gz"
    path.write_bytes(gzip.compress(TSV.encode()))
    return path


@pytest.mark.django_db
def test_a_file_is_imported_and_says_what_it_brought(tsv: Path) -> None:
    out = io.StringIO()
    call_command("import_memory", tsv, stdout=out)
    assert "2 pairs read, 2 new entries" in out.getvalue()
    assert MemoryEntry.objects.get(unit_id="A:2").source == "第一行說明\n第二行說明"
    assert set(MemoryEntry.objects.values_list("origin", "status")) == {("memory.tsv.gz", "imported")}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["out.tmx", "out.tmx.gz", "out.tsv", "out.tsv.gz"])
def test_what_is_exported_can_be_imported(tsv: Path, tmp_path: Path, name: str) -> None:
    call_command("import_memory", tsv, stdout=io.StringIO())
    before = list(MemoryEntry.objects.values_list("source", "target", "unit_id", "use_count"))
    out = io.StringIO()
    call_command("export_memory", tmp_path / name, stdout=out)
    assert "2 entries" in out.getvalue()
    MemoryEntry.objects.all().delete()
    call_command("import_memory", tmp_path / name, stdout=io.StringIO())
    assert list(MemoryEntry.objects.values_list("source", "target", "unit_id", "use_count")) == before


@pytest.mark.django_db
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    for name, content in (
        ("a.tsv", b"zh\tfr\n"),
        ("a.tsv.gz", b"no gzip"),
        ("a.tmx", b"<html/>"),
        ("b.tsv", b"\xff\xfe"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(CommandError, match=name):
            call_command("import_memory", path, stdout=io.StringIO())
    with pytest.raises(CommandError, match=r"must end in \.tmx or \.tsv"):
        call_command("import_memory", tmp_path / "a.xlsx")
    with pytest.raises(CommandError, match=r"none\.tsv"):
        call_command("import_memory", tmp_path / "none.tsv")


@pytest.mark.django_db
def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.tsv"
    path.write_text("old")

    def fail(*_args: object) -> int:
        raise OSError("disk full")

    monkeypatch.setattr("translation_jobs.management.commands.export_memory.write_tsv", fail)
    with pytest.raises(CommandError, match="disk full"):
        call_command("export_memory", path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def ask(*arguments: str, lines: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "search_memory", "--jsonl", *arguments],
        input="\n".join(lines),
        text=True,
        capture_output=True,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("arguments", [("--load",), ("--load", "$MEMORY_TSV"), ("--load", "{path}")])
def test_scripts_search_a_file_in_a_memory_of_its_own(tsv: Path, arguments: tuple[str, ...]) -> None:
    done = ask(
        *(argument.replace("{path}", str(tsv)) for argument in arguments),
        lines=['{"qid": "1", "query": "國科會補助太空研究計畫。"}', '{"qid": "2", "query": "天氣晴朗"}'],
        MEMORY_TSV=str(tsv),
        # No such database: the site's own is not touched.
        DATABASE_URL="postgres://nobody@127.0.0.1:1/none",
    )
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first["ids"] == ["A:1"]
    assert 0.7 < first["scores"][0] < 0.95
    assert first["ms"] > 0
    assert (second["ids"], second["scores"]) == ([], [])


def test_a_search_without_a_file_to_load_says_so() -> None:
    done = ask("--load", lines=[], MEMORY_TSV="")
    assert done.returncode == 1
    assert "$MEMORY_TSV is not set" in done.stderr
