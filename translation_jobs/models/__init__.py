"""Rows of the pipeline, one module a subject, each with its QuerySet; import them from here."""

from translation_jobs.models.claims import DraftClaim
from translation_jobs.models.dismissals import Dismissal, DismissalReason
from translation_jobs.models.events import SegmentEvent
from translation_jobs.models.findings import FindingRecord, Outcome
from translation_jobs.models.glossary import Term, TermStatus
from translation_jobs.models.glossary_imports import GlossaryImport, ImportState, ImportSubject
from translation_jobs.models.heartbeats import WorkerHeartbeat
from translation_jobs.models.house_style import HouseStyle
from translation_jobs.models.issues import CheckedPage, QualityIssue
from translation_jobs.models.jobs import JobState, Priority, ReleaseLevel, Schedule, TranslationJob
from translation_jobs.models.leverage import Leverage, LeverageKind
from translation_jobs.models.memory import MemoryChange, MemoryEntry, MemoryStatus, MemoryText, MemoryUse
from translation_jobs.models.memory_grams import MemoryGram
from translation_jobs.models.notices import Notice, NoticeKind, NoticePreference
from translation_jobs.models.persons import Person
from translation_jobs.models.provider_states import Pause, ProviderSlot, ProviderState
from translation_jobs.models.segments import Origin, Segment, SegmentState
from translation_jobs.models.submissions import SubmissionRequest

__all__ = [
    "CheckedPage",
    "Dismissal",
    "DismissalReason",
    "DraftClaim",
    "FindingRecord",
    "GlossaryImport",
    "HouseStyle",
    "ImportState",
    "ImportSubject",
    "JobState",
    "Leverage",
    "LeverageKind",
    "MemoryChange",
    "MemoryEntry",
    "MemoryGram",
    "MemoryStatus",
    "MemoryText",
    "MemoryUse",
    "Notice",
    "NoticeKind",
    "NoticePreference",
    "Origin",
    "Outcome",
    "Pause",
    "Person",
    "Priority",
    "ProviderSlot",
    "ProviderState",
    "QualityIssue",
    "ReleaseLevel",
    "Schedule",
    "Segment",
    "SegmentEvent",
    "SegmentState",
    "SubmissionRequest",
    "Term",
    "TermStatus",
    "TranslationJob",
    "WorkerHeartbeat",
]
