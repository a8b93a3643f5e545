"""Quiet on good text, and awake where a ministry would lose face: on sentences of our own.

The large development sets are measured by `make bench`; this keeps a change from making the checks noisy or blind.
"""

import pytest

from tests.translation_jobs.checks.samples import FAULTS, Sample, broken_translations, good_translations
from translation_jobs.checks.base import Severity

ALARMS = 0.02  # of good sentences with something that blocks or warns
HINTS = 0.10

# Of the sentences with a fault, the least share in which a check fires that does not fire on the good one.
SEEN = {
    "magnitude": 0.98,
    "digit": 0.85,
    "roc year": 0.95,
    "year off by one": 0.95,
    "month": 0.90,
    "percent": 0.95,
    "currency": 0.95,
    "Han left": 1.0,
    "full-width mark": 1.0,
    "doubled word": 1.0,
    "negation": 0.50,
    "tag lost": 1.0,
    "truncated": 0.80,
    "empty": 1.0,
    "link": 1.0,
}


def share(severities: set[Severity]) -> tuple[float, list[tuple[str, Sample]]]:
    samples = good_translations()
    noisy = [(issue.check_id, one) for one in samples for issue in one.issues() if issue.severity in severities]
    return len({sample for _id, sample in noisy}) / len(samples), noisy


def test_good_translations_raise_few_alarms():
    alarms, noisy = share({Severity.BLOCKS, Severity.WARNS})
    assert alarms <= ALARMS, noisy


def test_good_translations_raise_few_hints():
    hints, noisy = share({Severity.HINT})
    assert hints <= HINTS, noisy


def test_nothing_good_is_blocked():
    assert share({Severity.BLOCKS})[1] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(fault):
    broken = broken_translations(fault)
    assert len(broken) >= 2
    missed = [
        (sample.chinese, bad)
        for sample, bad in broken
        if not {issue.check_id for issue in sample.issues(bad)} - {issue.check_id for issue in sample.issues()}
    ]
    assert 1 - len(missed) / len(broken) >= SEEN[fault], missed
