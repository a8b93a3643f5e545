"""An article file → a news page, in one transaction: an error leaves nothing behind.

The same file may be imported again and again. A page that a person edited since is not overwritten: each import leaves
a fingerprint of what it made in the page's history (a log entry with `data["article_import"]`), and the latest revision
is compared to it.
"""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from cms.articles.article_fields import ArticleFields, article_fields
from cms.articles.front_matter import ArticleFile, ArticleFileError
from cms.articles.redirects import Redirection, redirect_old_path
from cms.bilingual.languages import ENGLISH
from cms.bilingual.walker import source_values
from cms.models import NewsIndexPage, NewsPage


class ImportRefused(Exception):
    """The file is sound but the site is not as the import needs it; the message says how to mend that."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `action` is "created", "updated", "published" (an earlier draft) or "unchanged".

    `fields` says where each part of the file went, in the order of the file; `urls` are paths by language code.
    """

    page_id: int
    title: str
    action: str
    is_live: bool
    urls: dict[str, str]
    fields: dict[str, str]
    warnings: list[str] = field(default_factory=list)


def import_article(
    article: ArticleFile,
    parent: NewsIndexPage,
    *,
    source_language: str = ENGLISH,
    user: Any = None,
    publish: bool = True,
    force: bool = False,
) -> ImportReport:
    """Makes or updates the page of an article under `parent`; its slug says which page that is.

    The same content again changes nothing; other content makes a new revision of the same page. Without `publish` the
    revision stays a draft. `force` overwrites a page that was edited since, or that no import made; the edits stay in
    its history.

    Raises ArticleFileError if the file cannot make a page, ImportRefused if the page must not be overwritten, and
    PermissionDenied if `user` (None: the operator) may not publish it.
    """
    read = article_fields(article)
    with transaction.atomic():
        page = NewsPage.objects.child_of(parent).filter(slug=read.slug).first()
        if page is None:
            page, action = _create(article, read, parent, source_language, user, publish)
        else:
            action = _update(article, read, page, source_language, user, publish, force)
        redirection = redirect_old_path(read.old_path, page, force=force)
        page = NewsPage.objects.get(pk=page.pk)
        return _report(page, action, read, redirection)


def fingerprint(page: NewsPage) -> str:
    """A hash of what an import sets on a page: two pages with the same one say the same, whatever their line ends."""
    values = source_values(page, page.bilingual_pairs)
    content = {
        "language": page.source_language,
        "slug": page.slug,
        "date": str(page.date),
        "image": page.lead_image_address,
        "front matter": page.front_matter,
        **{name: values[name] for name in ("title", "summary", "body", "source_line")},
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=True).replace(r"\r\n", r"\n")
    return hashlib.sha256(text.encode()).hexdigest()


def _create(
    article: ArticleFile, read: ArticleFields, parent: NewsIndexPage, source_language: str, user: Any, publish: bool
) -> tuple[NewsPage, str]:
    page = NewsPage(slug=read.slug, source_language=source_language, owner=user, live=False, **read.values())
    try:
        parent.add_child(instance=page)
    except ValidationError as error:
        raise _as_file_error(error) from error
    revision = _save(article, page, user, "wagtail.create")
    if publish:
        revision.publish(user=user)
    return page, "created"


def _update(
    article: ArticleFile,
    read: ArticleFields,
    page: NewsPage,
    source_language: str,
    user: Any,
    publish: bool,
    force: bool,
) -> str:
    draft = page.get_latest_revision_as_object()
    if draft.source_language != source_language:
        raise ImportRefused(
            _("“%(slug)s” is a page in another language. Give the file another permalink.") % {"slug": page.slug}
        )
    last = _last_import(page)
    before, imported = fingerprint(draft), last and last.data["article_import"]["fingerprint"]
    for name, value in read.values().items():
        setattr(draft, name, value)
    after = fingerprint(draft)
    # Somebody's draft of anything, were it only a picture, is not published along.
    is_own_draft = last is not None and page.latest_revision_id == last.revision_id
    is_edited = before != imported or (page.has_unpublished_changes and not is_own_draft)
    if after == before or (after == imported and not force):
        # Only what waits to be published for the first time is published: a page that was taken down stays down.
        if not publish or page.first_published_at or is_edited:
            return "unchanged"
        page.get_latest_revision().publish(user=user)
        return "published"
    if is_edited and not force:
        raise ImportRefused(_refusal(page, last is not None))
    if page.locked:
        raise ImportRefused(_("“%(title)s” is locked. Unlock it in the admin first.") % {"title": page.title})
    revision = _save(article, draft, user, "wagtail.edit")
    if publish:
        revision.publish(user=user)
    return "updated"


def _save(article: ArticleFile, page: NewsPage, user: Any, action: str) -> Revision:
    """Saves a revision and leaves the import's fingerprint in the page's history."""
    try:
        revision = page.save_revision(user=user)
    except ValidationError as error:
        raise _as_file_error(error) from error
    data = {"article_import": {"file": article.name, "fingerprint": fingerprint(page)}}
    log(page, action, user=user, revision=revision, content_changed=True, data=data)
    return revision


def _last_import(page: NewsPage) -> PageLogEntry | None:
    """What the last import of a page left in its history; None if it was never imported."""
    entries = PageLogEntry.objects.filter(page=page.pk, data__has_key="article_import")
    return entries.order_by("-timestamp", "-pk").first()


def _refusal(page: NewsPage, was_imported: bool) -> str:
    problem = (
        _("“%(title)s” (slug %(slug)s) was edited since it was imported.")
        if was_imported
        else _("There is a page “%(title)s” (slug %(slug)s) that was not imported.")
    )
    advice = _("Use --force to overwrite it, its revisions stay; or give the file another permalink.")
    return f"{problem % {'title': page.title, 'slug': page.slug}} {advice}"


def _as_file_error(error: ValidationError) -> ArticleFileError:
    messages = [f"{name}: {' '.join(texts)}" for name, texts in getattr(error, "message_dict", {}).items()]
    return ArticleFileError(_("The page cannot be saved: %s") % "; ".join(messages or error.messages))


def _report(page: NewsPage, action: str, read: ArticleFields, redirection: Redirection) -> ImportReport:
    return ImportReport(
        page_id=page.pk,
        title=page.title,
        action=action,
        is_live=page.live,
        urls={code: page.url_in(code) or "" for code in page.available_languages},
        fields=read.places | redirection.places,
        warnings=[*read.warnings, *redirection.warnings],
    )
