"""How public a text is, and so which providers may see it."""

from django.conf import settings
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage, Confidentiality
from translation_jobs.models import ReleaseLevel, TranslationJob
from translation_jobs.pipeline.configured_providers import configured_provider
from translation_jobs.providers.base import Provider, ProviderError, Reason

_ORDER = list(ReleaseLevel)


def release_level(page: BilingualPage, *, is_draft: bool) -> ReleaseLevel:
    """The level of a page's text: released only if it is what anybody can read on the site now."""
    if page.confidentiality == Confidentiality.CONFIDENTIAL:
        return ReleaseLevel.CONFIDENTIAL
    is_public = page.live and page.get_url_parts() is not None and not page.get_view_restrictions().exists()
    if is_draft or not is_public:
        return ReleaseLevel.UNRELEASED
    return ReleaseLevel.RELEASED


def current_level(job: TranslationJob) -> ReleaseLevel:
    """The stricter of the level at submission and the page's level now: a page may have been closed meanwhile."""
    page = Page.objects.get(pk=job.page_id).specific  # as it is now, whatever the job object remembers
    draft = page.get_latest_revision_as_object()
    levels = [
        ReleaseLevel(TranslationJob.objects.values_list("level", flat=True).get(pk=job.pk)),
        release_level(page, is_draft=False),
        ReleaseLevel.CONFIDENTIAL if draft.confidentiality == Confidentiality.CONFIDENTIAL else ReleaseLevel.RELEASED,
    ]
    return max(levels, key=_ORDER.index)


def provider_for(level: ReleaseLevel) -> Provider:
    """The first configured provider that may see text of this level.

    Raises ProviderError(REFUSED) if settings name none that is configured, or give it wrong options; nothing has been
    sent then.
    """
    for name in settings.TRANSLATION_PROVIDERS_BY_LEVEL[level.value]:
        provider = configured_provider(name)
        if provider is not None:
            return provider
    raise ProviderError(Reason.REFUSED, f"no provider is configured for text of the level {level.value}")
