"""How public a text is, and so which providers may see it."""

from functools import cache

from django.conf import settings
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage, Confidentiality
from translation_jobs.models import ReleaseLevel, TranslationJob
from translation_jobs.pipeline.provider_gates import closure_of
from translation_jobs.providers.base import Origin, Provider, ProviderError, Reason
from translation_jobs.providers.deepl import DeepLProvider
from translation_jobs.providers.offline import OfflineProvider

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


def providers_for(level: ReleaseLevel) -> list[Provider]:
    """All configured providers that may see text of this level, the best first; may be empty."""
    found: list[Provider] = []
    for name in settings.TRANSLATION_PROVIDERS_BY_LEVEL[level.value]:
        options = settings.TRANSLATION_PROVIDERS.get(name)
        if name == "deepl" and options and options["auth_key"]:
            found.append(_deepl(**options))
        elif name == "offline":
            found.append(OfflineProvider())
    return found


def provider_for(level: ReleaseLevel) -> Provider:
    """The first configured provider that may see text of this level.

    Raises ProviderError(REFUSED) if settings name none that is configured; nothing has been sent then.
    """
    providers = providers_for(level)
    if not providers:
        raise ProviderError(Reason.REFUSED, f"no provider is configured for text of the level {level.value}")
    return providers[0]


def open_provider_for(level: ReleaseLevel) -> Provider:
    """The provider that may be asked now for text of this level (docs/adr/0009).

    The first of its providers, if its gate is open. If it is closed: with TRANSLATION_PROVIDER_FALLBACK the next one
    whose gate is open, but never a dictionary in place of a provider that is only closed for now; else nobody.
    Raises GateClosed of the first provider if the job has to wait, and ProviderError(REFUSED) as `provider_for` does.
    """
    first = provider_for(level)
    closed = closure_of(first.name)
    if closed is None:
        return first
    if settings.TRANSLATION_PROVIDER_FALLBACK:
        for provider in providers_for(level)[1:]:
            if provider.origin != Origin.DICTIONARY and closure_of(provider.name) is None:
                return provider
    raise closed


@cache
def _deepl(auth_key: str, server_url: str, timeout: float) -> DeepLProvider:
    """One for the process: it remembers the glossary that it found on the account."""
    return DeepLProvider(auth_key, server_url, timeout)
