"""What the pipeline listens to. Registration and nothing else."""

import logging
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published

from cms.bilingual.pages import BilingualPage
from translation_jobs.models import Budget
from translation_jobs.pipeline.budget import look_again
from translation_jobs.pipeline.submission import submit
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)


def submit_published_page(instance: Any, **kwargs: Any) -> None:
    """Every published version is submitted; scheduled ones too, as drafts, so that English can be ready in time.

    A fault of the pipeline must never be a fault of publishing: the worker submits later what was missed.
    """
    if not isinstance(instance, BilingualPage) or instance.alias_of_id:
        return
    revision = kwargs.get("revision")
    try:
        submit(instance, revision and revision.user, draft=not instance.live)
    except Exception as error:  # noqa: BLE001 — logged, without the text that its message may quote
        trace = trace_without_message(error)
        logger.error("page %s was published but could not be submitted for translation:\n%s", instance.pk, trace)


def look_at_waiting_jobs(**kwargs: Any) -> None:
    """A budget that was raised or deleted may free jobs that wait for it."""
    look_again()


def register() -> None:
    page_published.connect(submit_published_page, dispatch_uid="translation_jobs.submit_published_page")
    for signal in (post_save, post_delete):
        signal.connect(look_at_waiting_jobs, sender=Budget, dispatch_uid="translation_jobs.look_at_waiting_jobs")
