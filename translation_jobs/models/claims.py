"""The claim: which job asks a provider for a sentence, so that no other job pays for the same one meanwhile."""

from django.db import models

from translation_jobs.models.jobs import TranslationJob


class DraftClaim(models.Model):
    """The right of a job, at one fence of its lease, to have a sentence drafted; void after `until`.

    Known by the sentence's `Segment.source_key` and target language.
    """

    source_key = models.BigIntegerField()
    target_language = models.CharField(max_length=10)
    job = models.ForeignKey(TranslationJob, on_delete=models.CASCADE, related_name="claims")
    fence = models.PositiveIntegerField()
    until = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["source_key", "target_language"], name="one_claim_per_sentence"),
        ]

    def __str__(self) -> str:
        return f"{self.source_key} for {self.job_id}"
