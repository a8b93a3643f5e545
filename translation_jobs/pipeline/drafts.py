"""Writes drafts onto segments: only onto those that nobody has touched since they were read."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from cms.bilingual.projection import lock_page
from cms.bilingual.transactions import outlive_outage, retry_on_deadlock
from translation_jobs.models import Leverage, Segment, SegmentEvent, TranslationJob
from translation_jobs.models.segments import DRAFT_FIELDS
from translation_jobs.pipeline.leverage import Draft


@outlive_outage
@retry_on_deadlock
def store(job: TranslationJob, drafts: Sequence[Draft], *, together_with: Callable[[], None] | None = None) -> None:
    """Writes the drafts of a job's page, each with an event, and counts where they came from. One transaction.

    `together_with` writes what belongs to them: all of it stands, or nothing. Run twice, it writes once.
    """
    if not drafts and together_with is None:
        return
    by_id = {draft.segment.pk: draft for draft in drafts}
    with transaction.atomic():
        lock_page(job.page_id)  # always the first lock
        rows = Segment.objects.select_for_update().filter(pk__in=by_id).order_by("pk")
        untouched = [row for row in rows if row.version == by_id[row.pk].segment.version and not row.is_approved]
        for row in untouched:
            draft = by_id[row.pk]
            row.set_draft(draft.text.strip(), draft.origin, draft.provider, draft.entry_id, draft.score)
        Segment.objects.bulk_update(untouched, DRAFT_FIELDS)
        SegmentEvent.objects.bulk_create(
            SegmentEvent(segment=row, action=SegmentEvent.Action.DRAFTED, target=row.target, note=row.origin)
            for row in untouched
        )
        _count(job, [by_id[row.pk] for row in untouched])
        if together_with:
            together_with()


def _count(job: TranslationJob, drafts: Sequence[Draft]) -> None:
    counts: dict[tuple[Any, str], list[int]] = defaultdict(lambda: [0, 0])
    for draft in drafts:
        count = counts[draft.kind, draft.provider]
        count[0] += 1
        count[1] += len(draft.segment.source.strip())
    Leverage.objects.bulk_create(
        Leverage(
            job=job,
            kind=kind,
            provider=provider,
            page_type=job.page.cached_content_type.model,
            target_language=job.target_language,
            segments=segments,
            characters=characters,
        )
        for (kind, provider), (segments, characters) in counts.items()
    )
