"""Tells people by e-mail what they asked to be told: one mail for what came together, never a storm."""

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils.translation import override
from wagtail.admin.mail import send_mail

from translation_jobs.models import Notice, NoticeKind
from translation_jobs.models.jobs import PROBLEMS, later
from translation_jobs.traces import trace_without_message

logger = logging.getLogger(__name__)

# Seconds between two mails; what happens meanwhile is told together in the next.
MAIL_EVERY = 600
# Jobs that a mail names; of the others it says how many there are.
NAMED = 20


def mail_notices() -> None:
    """Mails what has not been mailed, if the last mail is old enough; for the sweeper, safe when several run it."""
    if not Notice.objects.unmailed().exists() or Notice.objects.filter(mailed_at__gt=later(-MAIL_EVERY)).exists():
        return
    with transaction.atomic():
        # Of several sweepers one gets the rows; marked before the mail goes, so that nobody ever gets it twice.
        notices = list(Notice.objects.unmailed().select_for_update().order_by("pk"))
        Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=Now())
    if notices:
        jobs = Notice.objects.filter(pk__in=[n.pk for n in notices], kind=NoticeKind.JOB_FAILED).select_related("job")
        for user in _recipients():
            _mail(user, _content(notices, list(jobs)))


def _recipients() -> list[Any]:
    """Whoever asked for it, can be reached, and still works with translations."""
    users = (
        get_user_model()
        ._default_manager.filter(is_active=True, translation_notice_preference__by_mail=True)
        .exclude(email="")
    )
    permissions = ("translation_jobs.translate_translationjob", "translation_jobs.approve_translationjob")
    chosen = users.select_related("wagtail_userprofile")
    return [user for user in chosen if any(user.has_perm(permission) for permission in permissions)]


def _content(notices: list[Notice], failed: list[Notice]) -> dict[str, Any]:
    """What the mail says: no word of any page, since a mail leaves the house."""
    return {
        "providers": sorted({notice.provider for notice in notices if notice.kind == NoticeKind.PROVIDER_PAUSED}),
        "jobs": [(notice.job, PROBLEMS.get(notice.job.problem, "")) for notice in failed[:NAMED] if notice.job],
        "failed_count": len(failed),
        "more_count": max(0, len(failed) - NAMED),
        "base_url": settings.WAGTAILADMIN_BASE_URL,
        "site_name": settings.WAGTAIL_SITE_NAME,
    }


def _mail(user: Any, content: dict[str, Any]) -> None:
    profile = getattr(user, "wagtail_userprofile", None)
    with override(profile.get_preferred_language() if profile else settings.LANGUAGE_CODE):
        subject = " ".join(render_to_string("translation_jobs/mail/notices_subject.txt", content).split())
        text = render_to_string("translation_jobs/mail/notices.txt", content)
    try:
        send_mail(subject, text, [user.email])
    except Exception as error:  # noqa: BLE001 — a mail server that is down stops nobody's work
        logger.error("a notice could not be mailed:\n%s", trace_without_message(error))
