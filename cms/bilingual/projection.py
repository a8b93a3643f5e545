"""Approved paragraphs → twin columns: the only writer of what the public reads in the target language.

The twin columns of a page are a function of its live source and of the paragraphs in force. They are written whole or
not at all, under one lock (the page row, always taken first), from values read after the lock was taken:

- every full save of a page ends in `project` (publishing, scheduling, moderation, aliases, imports),
- every approval ends in `project_family`: the page and its aliases.

So no form, revision or object held in memory can bring an old target back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from modelsearch.tasks import insert_or_update_object_task
from wagtail.contrib.frontend_cache.utils import purge_page_from_cache
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.tasks import update_reference_index_task

from cms.bilingual import placeholders
from cms.bilingual.languages import needs_translation
from cms.bilingual.models import ApprovedParagraph, TargetState, TargetVersion
from cms.bilingual.walker import Paragraph, collect, rebuild, source_values

if TYPE_CHECKING:
    from cms.bilingual.pages import BilingualPage


@dataclass(frozen=True, slots=True)
class _Projection:
    state: TargetState
    values: Mapping[str, Any]
    base: Mapping[str, Any] | None


def lock_page(page_id: int) -> None:
    """Takes the page row's lock until the transaction ends. Always the first lock to take; needs a transaction.

    FOR NO KEY UPDATE, so that rows which reference the page can still be inserted meanwhile.
    """
    Page.objects.select_for_update(no_key=True).values_list("pk").get(pk=page_id)


def project(page: "BilingualPage") -> None:
    """Writes the twin columns, the state and the base of one live page; the caller holds the page's lock.

    Also sets them on `page`, so that the object in memory says what the row says.
    """
    version, _created = TargetVersion.objects.get_or_create(page_id=page.pk)
    withdrawn = version.is_withdrawn
    if page.alias_of_id:
        withdrawn = TargetVersion.objects.filter(
            page_id=page.paragraphs_owner or page.pk, withdrawn_at__isnull=False
        ).exists()
    result = _compute(page, version, withdrawn)
    columns = _columns(page, result.values) | {"target_state": result.state}
    changed = any(_raw(page, name) != _raw_value(page, name, value) for name, value in columns.items())
    if changed:
        columns["target_updated_at"] = timezone.now()
        type(page)._default_manager.filter(pk=page.pk).update(**columns)
        transaction.on_commit(partial(_refresh_derived, page))
    for name, value in columns.items():
        setattr(page, name, value)
    if changed or version.base != result.base or version.state != result.state:
        version.state, version.base, version.projected_at = result.state, result.base, timezone.now()
        version.save(update_fields=["state", "base", "projected_at"])


def keep_what_others_wrote(page: "BilingualPage") -> None:
    """Puts onto `page` what a full save of it must not overwrite; the caller holds the page's lock.

    The projected columns, whatever the object in memory held; and the pointer to a draft that somebody saved after
    `page` was loaded, which publishing an older revision would otherwise make disappear from the editor.
    """
    names = projected_names(type(page))
    draft = ["latest_revision", "latest_revision_created_at", "draft_title"]
    row = type(page)._default_manager.only(*names, *draft).get(pk=page.pk)
    for name in names:
        setattr(page, name, getattr(row, name))
    if (row.latest_revision_id or 0) > (page.latest_revision_id or 0):
        page.latest_revision_id = row.latest_revision_id
        page.latest_revision_created_at = row.latest_revision_created_at
        page.draft_title = row.draft_title
        page.has_unpublished_changes = True


def translatable_paragraphs(page: "BilingualPage") -> list[Paragraph]:
    """The paragraphs of the source that `page` holds in memory which need a person's translation, in page order."""
    return [
        paragraph
        for paragraph in collect(type(page), page.bilingual_pairs, source_values(page, page.bilingual_pairs))
        if _needs_a_person(paragraph, page.source_language)
    ]


def _needs_a_person(paragraph: Paragraph, language: str) -> bool:
    """Whether a text may not be carried over as it is: it has words, or is a figure under a heading such as 億元."""
    return bool(paragraph.scale) or needs_translation(placeholders.without_placeholders(paragraph.text), language)


def projected_names(model: type["BilingualPage"]) -> list[str]:
    """The columns that only this module writes."""
    return [pair.twin for pair in model.bilingual_pairs] + ["target_state", "target_updated_at", "paragraphs_owner"]


def project_family(page: "BilingualPage", owner_id: int) -> None:
    """Projects the owner of the paragraphs and every alias that shows them, each read anew under its own lock."""
    family = type(page)._default_manager.filter(
        models.Q(pk=owner_id) | models.Q(paragraphs_owner=owner_id, alias_of__isnull=False)
    )
    for page_id in family.order_by("pk").values_list("pk", flat=True):
        lock_page(page_id)
        member = type(page)._default_manager.get(pk=page_id)
        if member.live:
            project(member)


def _compute(page: "BilingualPage", version: TargetVersion, withdrawn: bool) -> _Projection:
    """The target of the live source if it is approved in full, else the last base's, else none."""
    if withdrawn:
        return _Projection(TargetState.WITHDRAWN, {}, version.base)
    approved = ApprovedTargets(page)
    live = source_values(page, page.bilingual_pairs)
    values = approved.target_of(live)
    if values is not None:
        return _Projection(TargetState.CURRENT, values, live)
    if version.base is not None:
        values = approved.target_of(version.base)
        if values is not None:
            return _Projection(TargetState.OUTDATED, values, version.base)
    return _Projection(TargetState.NONE, {}, version.base)


class ApprovedTargets:
    """The paragraphs in force for a page, read once."""

    def __init__(self, page: "BilingualPage") -> None:
        self.page = page
        self.exact: dict[tuple[str, str], str] = {}
        self.elsewhere: dict[tuple[str, str], set[str]] = {}
        rows = ApprovedParagraph.objects.in_force().filter(page_id=page.paragraphs_owner or page.pk)
        for path, kind, source_hash, target in rows.values_list("path", "kind", "source_hash", "target"):
            self.exact[path, source_hash] = target
            self.elsewhere.setdefault((kind, source_hash), set()).add(target)

    def find(self, paragraph: Paragraph) -> str | None:
        """The target approved here, else the text itself if it needs no translation, else the only target approved for
        the same text in the same kind of place: a moved paragraph keeps its approval, a figure under a scale does not.
        """
        target = self.exact.get((paragraph.path, paragraph.hash))
        if target is None and not _needs_a_person(paragraph, self.page.source_language):
            return paragraph.text
        if target is None and not paragraph.scale:
            others = self.elsewhere.get((paragraph.kind, paragraph.hash), set())
            target = next(iter(others)) if len(others) == 1 else None
        if target is None or placeholders.mismatches(paragraph.text, target):
            return None
        return target

    def target_of(self, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """The raw target values by source field name; None if a required paragraph is not approved."""
        missing: set[str] = set()
        required_missing = False

        def translate(paragraph: Paragraph) -> str:
            nonlocal required_missing
            target = self.find(paragraph)
            if target is None:
                missing.add(paragraph.path.split(":")[0].split("#")[0])
                required_missing |= paragraph.required
                return paragraph.text
            return target

        result = rebuild(type(self.page), self.page.bilingual_pairs, values, translate)
        if required_missing:
            return None
        return {name: value for name, value in result.items() if name not in missing}


def _columns(page: "BilingualPage", values: Mapping[str, Any]) -> dict[str, Any]:
    """Twin columns for `update()`; a field without a target is empty."""
    columns: dict[str, Any] = {}
    for pair in page.bilingual_pairs:
        field = page._meta.get_field(pair.twin)
        empty: Any = [] if isinstance(field, StreamField) else ""
        columns[pair.twin] = field.to_python(values.get(pair.source, empty))
    return columns


def _raw(page: "BilingualPage", name: str) -> Any:
    return _raw_value(page, name, getattr(page, name))


def _raw_value(page: "BilingualPage", name: str, value: Any) -> Any:
    field = page._meta.get_field(name)
    return field.stream_block.get_prep_value(value) if isinstance(field, StreamField) else value


def _refresh_derived(page: "BilingualPage") -> None:
    """What `update()` does not do by itself: search index, reference index, front-end cache."""
    label = (page._meta.app_label, page._meta.model_name, str(page.pk))
    insert_or_update_object_task.enqueue(*label)
    update_reference_index_task.enqueue(*label)
    purge_page_from_cache(page)
