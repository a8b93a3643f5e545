"""The language core on the development sets, where these stand beside the project: false alarms, detection, speed."""

import io
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from django.core.management import call_command

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.checks import check_segment
from translation_jobs.checks.reading import CheckContext, Reading
from translation_jobs.models import Term
from translation_jobs.text.glossary import Glossary
from translation_jobs.units import TranslationUnit

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
MANAGE = [sys.executable, str(ROOT / "manage.py")]


def evaluations() -> None:
    """Runs the programs of the development sets, and prints what they print."""
    if not (SHARED / "tools").is_dir():
        print(f"no development sets at {SHARED}: evaluation skipped")
        return
    for program, command, options, own in (
        ("checks", "check_translations", ["--severity", "block", "warn"], []),
        ("segmentation", "segment_text", [], []),
        ("memory", "search_memory", [], ["--load"]),
    ):
        print(f"\n{command}", flush=True)
        tool = SHARED / "tools" / f"evaluate_{program}.py"
        subprocess.run([sys.executable, tool, *options, "--", *MANAGE, command, "--jsonl", *own], check=True)


def starter_glossary() -> Glossary:
    call_command("load_glossary", verbosity=0, stdout=io.StringIO())
    return Glossary(Term.objects.confirmed().as_terms(TRADITIONAL_CHINESE))


def speed() -> tuple[float, int]:
    """Milliseconds that all rules about one segment take, the median over the clean set; and how many terms stood by.

    The one figure in absolute time: the promise is one millisecond.
    """
    glossary = starter_glossary()
    context = CheckContext(glossary=glossary)
    clean = SHARED / "data" / "dev" / "checks_clean.jsonl"
    if clean.exists():
        pairs = [(row["zh"], row["en"]) for row in map(json.loads, clean.read_text(encoding="utf-8").splitlines())]
    else:
        lines = (ROOT / "tests" / "data" / "good_translations.tsv").read_text(encoding="utf-8").splitlines()
        pairs = [tuple(line.split("\t")) for line in lines]
    times = []
    for chinese, english in pairs * 3:
        start = time.perf_counter()
        check_segment(Reading(TranslationUnit(chinese, english, TRADITIONAL_CHINESE, ENGLISH), context))
        times.append(time.perf_counter() - start)
    return statistics.median(times[len(pairs) :]) * 1000, len(glossary.terms)
