"""Which checks people find to be noise."""

from dataclasses import dataclass

from translation_jobs.checks import ALL_RULES
from translation_jobs.models import FindingRecord
from translation_jobs.models.issues import PIPELINE_CHECKS

# A check that is dismissed more often than fixed costs more than it saves (docs/checks.md); fewer dismissals than this
# say nothing yet.
NOISY_SHARE = 0.5
ENOUGH_DISMISSALS = 5


@dataclass(frozen=True, slots=True)
class CheckNoise:
    """What became of the findings of one check, all pages and all times together.

    seen = fixed + dismissed + gone (by itself) + open; passed_over, a part of open, was approved as it was.
    """

    check_id: str
    seen: int = 0
    fixed: int = 0
    dismissed: int = 0
    gone: int = 0
    open: int = 0
    passed_over: int = 0

    @property
    def share_dismissed(self) -> float | None:
        """Of the findings that people decided on (0–1); None as long as nobody did."""
        decided = self.fixed + self.dismissed
        return self.dismissed / decided if decided else None

    @property
    def is_noise(self) -> bool:
        return self.dismissed >= ENOUGH_DISMISSALS and (self.share_dismissed or 0) > NOISY_SHARE


def noise_of_checks() -> list[CheckNoise]:
    """All checks, the noisy ones first, then by the number of their findings."""
    rows = {row["check_id"]: CheckNoise(**row) for row in FindingRecord.objects.by_check()}
    ids = dict.fromkeys([*(rule.id for rule in ALL_RULES), *PIPELINE_CHECKS, *rows])
    report = [rows.get(check_id) or CheckNoise(check_id) for check_id in ids]
    return sorted(report, key=lambda row: (not row.is_noise, -row.seen))
