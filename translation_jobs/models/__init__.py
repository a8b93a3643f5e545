"""Rows of the pipeline, one module a subject, each with its QuerySet; import them from here."""

from translation_jobs.models.events import SegmentEvent
from translation_jobs.models.glossary import Term
from translation_jobs.models.issues import QualityIssue
from translation_jobs.models.jobs import JobState, ReleaseLevel, TranslationJob
from translation_jobs.models.segments import Origin, Segment, SegmentState

__all__ = [
    "JobState",
    "Origin",
    "QualityIssue",
    "ReleaseLevel",
    "Segment",
    "SegmentEvent",
    "SegmentState",
    "Term",
    "TranslationJob",
]
