"""What the rules answer belongs to a version: results, dismissals and waivers expire with it."""

import hashlib
import json

from tests.translation_jobs.checks.samples import FAULTS, ROOT, good_translations
from translation_jobs.checks import RULES_VERSION

RECORD = ROOT / "tests" / "data" / "rules_version.json"


def answers() -> str:
    """A digest of everything the rules say about the good sentences and about each with its faults."""
    digest = hashlib.sha256()
    for sample in good_translations():
        for english in [sample.english, *(fault(sample.english) for fault in FAULTS.values())]:
            for issue in sample.issues(english):
                digest.update(f"{issue.check_id} {issue.severity} {sorted(issue.params.items())}\n".encode())
    return digest.hexdigest()


def test_rules_that_answer_otherwise_have_another_version():
    found = {"version": RULES_VERSION, "answers": answers()}
    assert json.loads(RECORD.read_text()) == found, (
        f"the rules answer otherwise than in the version on record: raise RULES_VERSION and write {json.dumps(found)} "
        f"to {RECORD.relative_to(ROOT)}"
    )
