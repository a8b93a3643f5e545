"""A version of a page enters the pipeline: what is new becomes a job, what is known keeps draft and approval."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from wagtail.models import Page

from cms.bilingual.models import TargetState
from cms.bilingual.pages import BilingualPage
from cms.bilingual.placeholders import mismatches
from cms.bilingual.projection import ApprovedTargets, lock_page, translatable_paragraphs
from cms.bilingual.transactions import retry_on_deadlock
from cms.bilingual.walker import Paragraph
from translation_jobs.models import (
    JobState,
    Origin,
    ReleaseLevel,
    Schedule,
    Segment,
    SegmentEvent,
    SegmentState,
    TranslationJob,
)
from translation_jobs.models.jobs import HELD
from translation_jobs.models.segments import DRAFT_FIELDS
from translation_jobs.pipeline import memory_changes
from translation_jobs.pipeline.extraction import Extraction, Sentence, extract
from translation_jobs.pipeline.release import release_level
from translation_jobs.pipeline.review import hand_over_paragraphs
from translation_jobs.queue.doorbell import ring
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

# How long a publication is left to its own request before the sweeper looks whether it was submitted.
SETTLED = timedelta(minutes=1)

# (page, publication) that submit_missed has tried.
_tried: set[tuple[int, datetime]] = set()

_PLACE_FIELDS = ["path", "paragraph_hash", "paragraph_index", "index", "is_rich", "scale", "retired_at", "state"]
_IMPORT_FIELDS = [*DRAFT_FIELDS, "approved_at"]


@retry_on_deadlock
def submit(
    page: BilingualPage, user: Any = None, *, draft: bool = False, schedule: Schedule | None = None
) -> TranslationJob | None:
    """Submits the live version of a page, or its latest draft; returns the job that is open for it, if any.

    Under the page's lock: sentences that are known keep everything; new ones are put into a job, together with those
    that an older job of the page had not finished; that job is superseded. A version that was submitted before and
    needs nothing makes no job. Aliases are not submitted: they show their original's translation. Without a schedule
    the one of the older job stays, and so does its pause.
    """
    if page.alias_of_id:
        return None
    with transaction.atomic():
        lock_page(page.pk)
        row = type(page)._default_manager.get(pk=page.pk)
        version = row.get_latest_revision_as_object() if draft else row
        paragraphs = translatable_paragraphs(version)
        level = release_level(version, is_draft=draft)
        open_job = TranslationJob.objects.open().filter(page_id=page.pk).first()
        digest = _digest(paragraphs)
        if open_job and open_job.source_digest == digest:
            _change_level(open_job, level)
            if schedule and schedule != open_job.schedule:
                open_job.reschedule(schedule)
                ring(open_job.pk)  # it may be due now
            return open_job
        extraction = _extract(row, paragraphs)
        segments = _store(row, extraction)
        hand_over_paragraphs(row, segments)
        pending = [segment for segment in segments if not segment.is_approved]
        if not pending:
            if open_job:
                open_job.complete()
            return None
        return _open_job(row, pending, open_job, digest=digest, level=level, user=user, schedule=schedule)


def submit_missed(limit: int = 20) -> None:
    """Submits live pages that were published and never submitted: the process died in between, or there was a fault.

    A page counts as submitted if a job of it is younger than its publication, or if its translation is current. Each is
    tried once in the life of this process, so one that cannot be submitted holds up no other.
    """
    submitted = TranslationJob.objects.filter(page_id=OuterRef("pk"), created_at__gte=OuterRef("last_published_at"))
    missed = (
        Page.objects.live()
        .filter(
            target_version__state__in=[TargetState.NONE, TargetState.OUTDATED],
            last_published_at__lt=timezone.now() - SETTLED,
            alias_of=None,
        )
        .exclude(Exists(submitted))
        .values_list("pk", "last_published_at")
    )
    untried = [key for key in missed.order_by("pk") if key not in _tried][:limit]
    for key in untried:
        _tried.add(key)
        try:
            submit(Page.objects.get(pk=key[0]).specific)
        except Exception as error:  # noqa: BLE001 — logged, without the text that its message may quote
            logger.error("page %s cannot be submitted:\n%s", key[0], trace_without_message(error))


def _digest(paragraphs: Sequence[Paragraph]) -> str:
    digest = hashlib.sha256()
    for paragraph in paragraphs:
        digest.update(f"{paragraph.path}\0{paragraph.hash}\0".encode())
    return digest.hexdigest()


def _change_level(job: TranslationJob, level: ReleaseLevel) -> None:
    """The same version submitted again may have become public (or confidential) since; then providers differ."""
    if job.level == level:
        return
    job.level = level
    job.save(update_fields=["level"])
    dictionary_drafts = job.segments.current().filter(origin=Origin.DICTIONARY)
    if job.state == JobState.REVIEW and any(segment.must_be_rewritten for segment in dictionary_drafts):
        job.requeue()
        ring(job.pk)


def _extract(page: BilingualPage, paragraphs: Sequence[Paragraph]) -> Extraction:
    approved = ApprovedTargets(page)
    return extract(
        paragraphs,
        [approved.find(paragraph) for paragraph in paragraphs],
        # Locked in the order of their keys, as the worker locks them: a draft may be on its way.
        Segment.objects.select_for_update().filter(page_id=page.pk).order_by("pk"),
        page.source_language,
        page.target_language,
    )


def _store(page: BilingualPage, extraction: Extraction) -> list[Segment]:
    """Writes the segments of the submitted version, in its order, and retires those that it no longer holds."""
    new, moved, imported = [], [], []
    for sentence in extraction.sentences:
        segment = sentence.segment
        if segment is None:
            segment = sentence.segment = _new_segment(page, sentence)
            new.append(segment)
        elif _place(segment, sentence):
            moved.append(segment)
        if _import_target(segment, sentence.target):
            imported.append(segment)
    Segment.objects.filter(pk__in=[segment.pk for segment in extraction.lost]).update(retired_at=timezone.now())
    Segment.objects.bulk_update(moved, _PLACE_FIELDS)
    Segment.objects.bulk_update([segment for segment in imported if segment.pk], _IMPORT_FIELDS)
    Segment.objects.bulk_create(new)
    SegmentEvent.objects.bulk_create(
        SegmentEvent(segment=segment, action=SegmentEvent.Action.IMPORTED, target=segment.target)
        for segment in imported
    )
    memory_changes.note(imported)
    return [sentence.segment for sentence in extraction.sentences if sentence.segment]


def _new_segment(page: BilingualPage, sentence: Sentence) -> Segment:
    segment = Segment(
        page_id=page.pk,
        target_language=page.target_language,
        kind=sentence.paragraph.kind,
        source=sentence.source,
        source_hash=sentence.hash,
        source_key=sentence.key(page.source_language),
        previous=sentence.previous,
    )
    _place(segment, sentence)
    return segment


def _import_target(segment: Segment, target: str) -> bool:
    """Takes over what was approved for the page outside the pipeline; whether there was anything to take."""
    if not target.strip() or segment.is_approved or mismatches(segment.source, target):
        return False
    segment.set_draft(target.strip(), Origin.IMPORT, "")
    segment.state, segment.approved_at = SegmentState.FINAL, timezone.now()
    return True


def _place(segment: Segment, sentence: Sentence) -> bool:
    """Puts the segment where the sentence stands now; whether anything changed.

    In a paragraph that changed or moved, an approved sentence waits again for its paragraph to be handed over.
    """
    before = [getattr(segment, name) for name in _PLACE_FIELDS]
    place = (sentence.paragraph.path, sentence.paragraph.hash)
    if segment.state == SegmentState.FINAL and (segment.path, segment.paragraph_hash) != place:
        segment.state = SegmentState.REVIEWED
    segment.path = sentence.paragraph.path
    segment.paragraph_hash = sentence.paragraph.hash
    segment.paragraph_index = sentence.paragraph_index
    segment.index = sentence.index
    segment.is_rich = sentence.paragraph.is_rich
    segment.scale = sentence.paragraph.scale
    segment.retired_at = None
    return before != [getattr(segment, name) for name in _PLACE_FIELDS]


def _open_job(
    page: BilingualPage, pending: list[Segment], older: TranslationJob | None, **fields: Any
) -> TranslationJob:
    """Makes the job for the pending segments in place of the older one, and rings for a worker after the commit."""
    # A worker that is asking a provider for the older job stores its answer and rings; asking now would pay twice.
    busy_until = older.lease_until if older and older.state == JobState.RUNNING else None
    is_held = older is not None and older.is_held
    if older:
        older.supersede()
    schedule = fields["schedule"] or (older.schedule if older else Schedule())
    job = TranslationJob(
        page_id=page.pk,
        next_run_at=busy_until or timezone.now(),
        source_language=page.source_language,
        source_digest=fields["digest"],
        level=fields["level"],
        requested_by=fields["user"],
    )
    job.priority, job.due_at, job.not_before = schedule.priority, schedule.due_at, schedule.not_before
    if is_held:
        job.state, job.problem = JobState.PAUSED, HELD
    job.save()
    if older:
        older.successor = job
        older.save(update_fields=["successor"])
    Segment.objects.filter(pk__in=[segment.pk for segment in pending]).update(job=job)
    ring(job.pk)
    return job
