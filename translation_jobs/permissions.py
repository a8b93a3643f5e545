"""Who may do what. A translator needs no permission on pages at all; an editor none on translations."""

from typing import Any

from wagtail.models import Page

from translation_jobs.models import ImportSubject


def can_see_jobs(user: Any) -> bool:
    return can_translate(user) or can_approve(user)


def can_translate(user: Any) -> bool:
    """May edit targets and send segments back."""
    return bool(user.has_perm("translation_jobs.translate_translationjob"))


def can_approve(user: Any) -> bool:
    """May put a target in force, which makes it public with its page."""
    return bool(user.has_perm("translation_jobs.approve_translationjob"))


def can_waive(user: Any) -> bool:
    """May have a target approved in spite of a blocking check, with a reason."""
    return bool(user.has_perm("translation_jobs.waive_translationjob"))


def can_see_memory(user: Any) -> bool:
    """May look at all that was ever translated; not at the pages where it stands."""
    return can_change_memory(user) or bool(user.has_perm("translation_jobs.view_memoryentry"))


def can_change_memory(user: Any) -> bool:
    """May change what future drafts are made from; no public page changes by it."""
    return bool(user.has_perm("translation_jobs.change_memoryentry"))


def can_import_memory(user: Any) -> bool:
    """May bring files of translations into the memory."""
    return bool(user.has_perm("translation_jobs.add_memoryentry"))


def can_pause(user: Any) -> bool:
    """May pause and resume jobs and providers: whoever answers for what gets approved."""
    return can_approve(user)


def can_withdraw(user: Any) -> bool:
    """May take a page's target language off the site and put it back."""
    return bool(user.has_perm("translation_jobs.withdraw_translationjob"))


def can_submit(user: Any, page: Page) -> bool:
    """May send a page for translation: whoever may edit it."""
    return bool(page.permissions_for_user(user).can_edit())


def can_import(user: Any, subject: ImportSubject) -> bool:
    """May write the rows of a file, and take back what the last file wrote: whoever may add and change single rows."""
    model = "term" if subject == ImportSubject.TERMS else "person"
    return bool(user.has_perms([f"translation_jobs.add_{model}", f"translation_jobs.change_{model}"]))


def can_see_ledger(user: Any) -> bool:
    """May see what was spent, and the budgets."""
    return bool(user.has_perm("translation_jobs.view_ledgerentry"))


def can_see_outbound(user: Any) -> bool:
    """May see what text was sent where."""
    return bool(user.has_perm("translation_jobs.view_outboundcall"))
