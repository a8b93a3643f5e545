"""Rows of the pipeline, one module a subject, each with its QuerySet; import them from here."""

from translation_jobs.models.events import SegmentEvent
from translation_jobs.models.glossary import Term
from translation_jobs.models.issues import QualityIssue
from translation_jobs.models.jobs import JobState, ReleaseLevel, TranslationJob
from translation_jobs.models.memory import MemoryEntry, MemoryStatus, MemoryText, MemoryUse
from translation_jobs.models.memory_grams import MemoryGram
from translation_jobs.models.segments import Origin, Segment, SegmentState

__all__ = [
    "JobState",
    "MemoryEntry",
    "MemoryGram",
    "MemoryStatus",
    "MemoryText",
    "MemoryUse",
    "Origin",
    "QualityIssue",
    "ReleaseLevel",
    "Segment",
    "SegmentEvent",
    "SegmentState",
    "Term",
    "TranslationJob",
]
