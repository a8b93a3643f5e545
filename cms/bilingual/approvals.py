"""What people approve: puts paragraphs in force, takes them out, and shows the result at once.

Nothing is ever changed or deleted, only superseded; every function is one transaction under the page's lock and ends
in the projection.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.bilingual import placeholders
from cms.bilingual.models import ApprovedParagraph, TargetVersion
from cms.bilingual.projection import lock_page, project_family
from cms.bilingual.transactions import retry_on_deadlock
from cms.bilingual.walker import Paragraph, source_hash

if TYPE_CHECKING:
    from cms.bilingual.pages import BilingualPage


@dataclass(frozen=True, slots=True)
class Approval:
    """A person's word that `target` is right for `source` at `path`; `scale` is `Paragraph.scale`."""

    path: str
    kind: str
    source: str
    target: str
    scale: str = ""

    @classmethod
    def of(cls, paragraph: Paragraph, target: str) -> Self:
        """The approval of `target` for a collected paragraph."""
        return cls(paragraph.path, paragraph.kind, paragraph.text, target, paragraph.scale)

    @property
    def hash(self) -> str:
        return source_hash(self.source, self.scale)


class UnfitApproval(ValueError):
    """The target is empty or has other placeholders than its source; nothing was written."""


@retry_on_deadlock
def approve_paragraphs(page: "BilingualPage", approvals: Iterable[Approval], user: Any = None) -> None:
    """Puts the approvals in force and shows them at once where they complete a version of the page or its aliases.

    One transaction under the page's lock. Earlier approvals of the same source at the same path are superseded, never
    changed. Raises UnfitApproval, and writes nothing, if a target is empty or its placeholders do not fit.
    """
    approvals = list(approvals)
    for approval in approvals:
        wrong = placeholders.mismatches(approval.source, approval.target)
        if wrong or not approval.target.strip():
            raise UnfitApproval(f"{approval.path}: {', '.join(wrong) or _('the text is empty')}")
    with transaction.atomic():
        owner_id = page.paragraphs_owner or page.pk
        lock_page(owner_id)
        if _store(owner_id, approvals, user):
            log(page, "bilingual.approve", user=user, data={"paths": [approval.path for approval in approvals]})
        project_family(page, owner_id)


def withdraw_target(page: "BilingualPage", user: Any, reason: str) -> None:
    """Takes the target version of a page and its aliases off the site until `restore_target`."""
    _set_withdrawn(page, user, {"withdrawn_at": timezone.now(), "withdrawn_by": user, "withdrawn_reason": reason})


def restore_target(page: "BilingualPage", user: Any) -> None:
    """Shows a withdrawn target version again, as far as it is approved in full."""
    _set_withdrawn(page, user, {"withdrawn_at": None, "withdrawn_by": None, "withdrawn_reason": ""})


def adopt_paragraphs(page: "BilingualPage", original_id: int | None) -> None:
    """Makes `page` the owner of its paragraphs; those in force for the page it was copied from are copied to it.

    `original_id` is the owner that the copied object still names. The base of the original's public version comes too,
    so that a copy of a page with an outdated target version has it as well.
    """
    now_owner = page.pk
    page.paragraphs_owner = now_owner
    type(page)._default_manager.filter(pk=page.pk).update(paragraphs_owner=now_owner)
    if original_id in (None, now_owner):
        return
    rows = list(ApprovedParagraph.objects.in_force().filter(page_id=original_id))
    for row in rows:
        row.pk, row.page_id = None, now_owner
        row._state.adding = True
    ApprovedParagraph.objects.bulk_create(rows, ignore_conflicts=True)
    original = TargetVersion.objects.filter(page_id=original_id).first()
    version, _created = TargetVersion.objects.get_or_create(page_id=now_owner)
    if original:
        version.base = version.base if version.base is not None else original.base
        # What was taken off the site does not come back in a copy.
        for name in ("withdrawn_at", "withdrawn_by_id", "withdrawn_reason"):
            setattr(version, name, getattr(original, name))
        version.save(update_fields=["base", "withdrawn_at", "withdrawn_by", "withdrawn_reason"])


def _store(owner_id: int, approvals: list[Approval], user: Any) -> bool:
    """Supersedes and inserts what differs from what is in force; whether anything did."""
    keys = {(approval.path, approval.hash): approval for approval in approvals}
    in_force = {(row.path, row.source_hash): row for row in _matching(owner_id, keys)}
    new = {key: a for key, a in keys.items() if key not in in_force or in_force[key].target != a.target}
    now = timezone.now()
    superseded = [in_force[key].pk for key in new if key in in_force]
    ApprovedParagraph.objects.filter(pk__in=superseded).update(superseded_at=now)
    ApprovedParagraph.objects.bulk_create(
        ApprovedParagraph(
            page_id=owner_id,
            path=path,
            kind=approval.kind,
            source_hash=approval.hash,
            source=approval.source,
            target=approval.target,
            approved_at=now,
            approved_by=user,
        )
        for (path, _hash), approval in new.items()
    )
    return bool(new)


def _matching(owner_id: int, keys: Iterable[tuple[str, str]]) -> list[ApprovedParagraph]:
    keys = set(keys)
    rows = ApprovedParagraph.objects.in_force().filter(page_id=owner_id, path__in={path for path, _hash in keys})
    return [row for row in rows if (row.path, row.source_hash) in keys]


@retry_on_deadlock
def _set_withdrawn(page: "BilingualPage", user: Any, fields: dict[str, Any]) -> None:
    with transaction.atomic():
        owner_id = page.paragraphs_owner or page.pk
        lock_page(owner_id)
        TargetVersion.objects.update_or_create(page_id=owner_id, defaults=fields)
        action = "bilingual.withdraw" if fields["withdrawn_at"] else "bilingual.restore"
        log(page, action, user=user, data={"reason": fields["withdrawn_reason"]})
        project_family(page, owner_id)
