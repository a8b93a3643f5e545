"""An import that the machine kills is run again, and ends with the memory that one run would have made."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.translation_jobs.pipeline.memories import clear, memory, sentences
from translation_jobs.models import MemoryText

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).parents[3]
PAIRS = 4_500


def import_until_killed(path: Path, told: str) -> None:
    """Imports in a process of its own, and kills that as soon as it says that it has read so many."""
    name = connection.settings_dict["NAME"]
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings_of_test_database", "TEST_DATABASE": str(name)}
    command = [sys.executable, "manage.py", "import_memory", str(path), "--verbosity", "2"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stderr=subprocess.PIPE, text=True) as process:
        said = ""
        while process.stderr and told not in said:
            character = process.stderr.read(1)
            assert character, said
            said += character
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def test_a_killed_import_is_run_again_and_ends_with_the_same_memory(tmp_path: Path) -> None:
    path = tmp_path / "known.tsv"
    rows = (f"u{number}\t1\t{text}\tKnown {number}." for number, text in enumerate(sentences(PAIRS)))
    path.write_text("\n".join(["id\tcount\tzh\ten", *rows, ""]), encoding="utf-8")
    call_command("import_memory", path)
    whole = memory()
    assert len(whole["entries"]) == PAIRS
    # Between two batches, and when all are read and the index is made.
    for told in ("2,000 read", f"{PAIRS:,} read"):
        clear()
        import_until_killed(path, told)
        assert MemoryText.objects.filter(indexed=False).exists(), "it was killed too late"
        call_command("import_memory", path)
        assert memory() == whole
