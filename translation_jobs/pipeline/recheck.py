"""Checks again what became stale by itself: after a change of rules, glossary, persons or house style."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import OperationalError, transaction
from django.db.models import Count
from wagtail.models import Page

from translation_jobs.models import Segment, SegmentState
from translation_jobs.pipeline.conditions import site_version
from translation_jobs.pipeline.quality import check_segments
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

# Segments in one transaction: it holds the locks of their pages, at about a millisecond a segment.
BATCH = 500

# (page, site version) that recheck_some could not check.
_failed: set[tuple[int, str]] = set()


@dataclass(frozen=True, slots=True)
class Progress:
    """Pages looked at so far, out of how many, and the segments checked again in them."""

    pages: int
    of: int
    checked: int


def recheck_pages(page_ids: Sequence[int], *, force: bool = False) -> int:
    """Checks the current segments of pages, those that are stale or (`force`) all; returns how many it checked.

    Takes the locks of the pages in the order of their keys, as everybody does who takes several.
    """
    with transaction.atomic():
        locked = Page.objects.select_for_update(no_key=True).filter(pk__in=page_ids).order_by("pk")
        held = list(locked.values_list("pk", flat=True))
        segments = Segment.objects.current().filter(page_id__in=held).order_by("pk")
        return len(check_segments(segments, force=force))


def recheck(*, force: bool = False) -> Iterator[Progress]:
    """Checks all pages that have segments, some at a time; says after each batch how far it has come."""
    counts = list(
        Segment.objects.current().order_by("page_id").values_list("page_id").annotate(count=Count("pk")),
    )
    pages = checked = 0
    for batch in _batches(counts):
        checked += recheck_pages(batch, force=force)
        pages += len(batch)
        yield Progress(pages, len(counts), checked)


def recheck_some(limit: int = 5) -> None:
    """Checks some of the pages that a change of rules, glossary, persons or style has left behind; for the worker.

    A page that cannot be checked is not tried again under the same rules in the life of this process, so that it holds
    up no other. Raises OperationalError: then it is the database that cannot be asked.
    """
    version = site_version()
    stale = (
        Segment.objects.current()
        .exclude(state=SegmentState.INITIAL)
        .exclude(checked_as__startswith=version)
        .exclude(page_id__in=[page_id for page_id, failed_under in _failed if failed_under == version])
        .order_by("page_id")
        .values_list("page_id", flat=True)
        .distinct()
    )
    for page_id in list(stale[:limit]):
        try:
            recheck_pages([page_id])
        except OperationalError:
            raise
        except Exception as error:  # noqa: BLE001 — logged, without the text that its message may quote
            _failed.add((page_id, version))
            logger.error("page %s cannot be checked:\n%s", page_id, trace_without_message(error))


def _batches(counts: Iterable[tuple[int, int]]) -> Iterator[list[int]]:
    batch: list[int] = []
    size = 0
    for page_id, count in counts:
        if batch and size + count > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(page_id)
        size += count
    if batch:
        yield batch
