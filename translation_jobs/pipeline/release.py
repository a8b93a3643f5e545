"""How public a text is, and so which providers may see it: the embargo.

Text of a confidential page goes to no provider outside the house, whatever settings say.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage, Confidentiality
from translation_jobs.models import ReleaseLevel, TranslationJob
from translation_jobs.pipeline.configured_providers import configured_provider
from translation_jobs.pipeline.provider_gates import closure_of
from translation_jobs.providers.base import Origin, Provider, ProviderError, Reason

_ORDER = list(ReleaseLevel)
# Whether these run inside the house, whatever settings say.
_KNOWN_PLACES = {"offline": True, "deepl": False}


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


class Embargoed(Exception):
    """A provider was about to be asked that may not see the text, which is of `level` now; nothing was sent."""

    def __init__(self, job: TranslationJob, provider_name: str, level: ReleaseLevel) -> None:
        super().__init__(f"job {job.pk}: {provider_name} may not see text of the level {level.value}")
        self.level = level


def check_embargo(job: TranslationJob, provider_name: str) -> ReleaseLevel:
    """The level of the job's text if the provider may see it now; ask before every call. Raises Embargoed."""
    level = current_level(job)
    if not may_see(provider_name, level):
        raise Embargoed(job, provider_name, level)
    return level


def may_see(provider_name: str, level: ReleaseLevel) -> bool:
    """Whether text of this level may go to the provider: settings name it, and confidential text stays in the house."""
    if provider_name not in settings.TRANSLATION_PROVIDERS_BY_LEVEL[level.value]:
        return False
    return level != ReleaseLevel.CONFIDENTIAL or is_inside(provider_name)


def is_inside(provider_name: str) -> bool:
    """Whether the provider runs on the house's own machines; not unless it is known to.

    The dictionary is part of this program, DeepL is a service of others; of the rest settings say it.
    """
    if provider_name in _KNOWN_PLACES:
        return _KNOWN_PLACES[provider_name]
    return _options(provider_name).get("inside") is True


def host_of(provider_name: str) -> str:
    """The server that the provider's calls go to; "" if none leaves this program."""
    if provider_name == "offline":
        return ""
    options = _options(provider_name)
    url = options.get("server_url") or options.get("base_url") or ""
    if not url and provider_name == "deepl":
        # Keys of the free service end so, and the client chooses the server by it.
        return "api-free.deepl.com" if str(options.get("auth_key", "")).strip().endswith(":fx") else "api.deepl.com"
    return urlsplit(str(url)).netloc.rpartition("@")[2]


def _options(provider_name: str) -> Mapping[str, Any]:
    return settings.TRANSLATION_PROVIDERS.get(provider_name) or {}


def providers_for(level: ReleaseLevel) -> list[Provider]:
    """All configured providers that may see text of this level, the best first; may be empty.

    Raises ProviderError(REFUSED) if settings give one of them wrong options.
    """
    names = [name for name in settings.TRANSLATION_PROVIDERS_BY_LEVEL[level.value] if may_see(name, level)]
    return [provider for name in names if (provider := configured_provider(name))]


def provider_for(level: ReleaseLevel) -> Provider:
    """The first configured provider that may see text of this level.

    Raises ProviderError(REFUSED) if settings name none that is configured, or give it wrong options; nothing has been
    sent then.
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
