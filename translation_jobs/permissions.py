"""Who may do what. A translator needs no permission on pages at all; an editor none on translations."""

from typing import Any

from wagtail.models import Page


def can_see_jobs(user: Any) -> bool:
    return can_translate(user) or can_approve(user)


def can_translate(user: Any) -> bool:
    """May edit targets and send segments back."""
    return bool(user.has_perm("translation_jobs.translate_translationjob"))


def can_approve(user: Any) -> bool:
    """May put a target in force, which makes it public with its page."""
    return bool(user.has_perm("translation_jobs.approve_translationjob"))


def can_withdraw(user: Any) -> bool:
    """May take a page's target language off the site and put it back."""
    return bool(user.has_perm("translation_jobs.withdraw_translationjob"))


def can_submit(user: Any, page: Page) -> bool:
    """May send a page for translation: whoever may edit it."""
    return bool(page.permissions_for_user(user).can_edit())
