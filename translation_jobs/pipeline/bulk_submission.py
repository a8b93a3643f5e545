"""Sending many pages at once: the request only writes down which, the worker submits them one by one."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage
from cms.bilingual.projection import lock_page
from translation_jobs.models import Schedule, SubmissionRequest
from translation_jobs.models.jobs import later
from translation_jobs.pipeline.submission import submit
from translation_jobs.queue.doorbell import ring_for_submissions
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

SLICE = 50  # pages that one ring is good for, so that no task runs for very long
RING_AGAIN = 60  # seconds after which the sweeper rings for what still waits


def request_submissions(page_ids: Iterable[int], user: Any, schedule: Schedule | None = None) -> int:
    """Writes down the pages and rings for a worker, in few queries however many they are; how many are new.

    A page that waits already keeps its request. The caller has asked whether the person may send the pages.
    """
    waiting = set(SubmissionRequest.objects.waiting().values_list("page_id", flat=True))
    plan = schedule or Schedule()
    requests = [
        SubmissionRequest(
            page_id=page_id,
            requested_by=user,
            priority=plan.priority,
            due_at=plan.due_at,
            not_before=plan.not_before,
        )
        for page_id in dict.fromkeys(page_ids)
        if page_id not in waiting
    ]
    SubmissionRequest.objects.bulk_create(requests, ignore_conflicts=True)
    ring_for_submissions()
    return len(requests)


def submit_requested() -> None:
    """Submits pages that wait, at most SLICE, and rings again if there are more. Safe to run many times at once."""
    waiting = list(SubmissionRequest.objects.waiting().values_list("pk", "page_id")[: SLICE + 1])
    for request_id, page_id in waiting[:SLICE]:
        try:
            _submit(request_id, page_id)
        except Exception as error:  # noqa: BLE001 — logged, without the text that its message may quote
            logger.error("page %s could not be submitted for translation:\n%s", page_id, trace_without_message(error))
            SubmissionRequest.objects.waiting().filter(pk=request_id).order_by().update(failed_at=timezone.now())
    if len(waiting) > SLICE:
        ring_for_submissions()


def submit_requested_again() -> None:
    """For the sweeper: rings for requests whose ring was lost, or whose worker died."""
    forgotten = SubmissionRequest.objects.waiting().filter(last_rung_at__lt=later(-RING_AGAIN))
    # The order is of no use to an UPDATE.
    if forgotten.order_by().update(last_rung_at=later(0)):
        ring_for_submissions()


def forget_failed(request_ids: Iterable[int] = ()) -> None:
    """Takes failed requests off the list of what people should look at."""
    failed = SubmissionRequest.objects.failed()
    (failed.filter(pk__in=request_ids) if request_ids else failed).delete()


def retry_failed(user: Any) -> int:
    """Asks again for every page that could not be submitted; how many."""
    with transaction.atomic():
        failed = list(SubmissionRequest.objects.failed().values_list("page_id", flat=True))
        forget_failed()
        return request_submissions(failed, user)


def _submit(request_id: int, page_id: int) -> None:
    """The page's job and the end of the request in one transaction, so that a kill leaves both or neither."""
    with transaction.atomic():
        lock_page(page_id)
        request = SubmissionRequest.objects.select_for_update().filter(pk=request_id, failed_at=None).first()
        if request is None:
            return
        page = Page.objects.get(pk=page_id).specific
        if isinstance(page, BilingualPage):
            plan = Schedule(request.priority, request.due_at, request.not_before)
            submit(
                page,
                request.requested_by,
                draft=page.has_unpublished_changes or not page.live,
                schedule=None if plan == Schedule() else plan,
            )
        request.delete()
