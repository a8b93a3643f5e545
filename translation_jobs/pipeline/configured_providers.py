"""The providers that settings configure, each built once for the process.

TRANSLATION_PROVIDERS names them: {"deepl": {…}, "offline": {}, "taide": {"kind": "openai_compatible", …}}. The kind of
`deepl` and `offline` is their name; of language models there may be any number.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.conf import settings

from translation_jobs.providers.base import Provider, ProviderError, Reason
from translation_jobs.providers.deepl import DeepLProvider
from translation_jobs.providers.offline import OfflineProvider
from translation_jobs.providers.openai_compatible import OpenAICompatibleProvider

# Options that are read elsewhere in the pipeline, and by no provider.
_OF_THE_PIPELINE = {"kind", "inside", "price_per_million"}


def configured_provider(name: str) -> Provider | None:
    """The provider that settings call `name`; None if they do not, or DeepL has no key.

    Raises ProviderError(REFUSED), which says what is wrong with its options; nothing has been sent then.
    """
    options = settings.TRANSLATION_PROVIDERS.get(name)
    if options is None or (name == "deepl" and not options.get("auth_key", "").strip()):
        return None
    kind = options.get("kind", name)
    if kind not in _BUILDERS or (kind != name and kind != "openai_compatible"):
        raise ProviderError(Reason.REFUSED, f"{name}: there is no kind of provider that is called {kind!r}")
    given = tuple(sorted((key, tuple(v) if isinstance(v, list) else v) for key, v in options.items()))
    try:
        return _built(name, kind, given)
    except (TypeError, ValueError) as error:
        raise ProviderError(Reason.REFUSED, f"{name}: {error}") from None


def problems() -> Mapping[str, str]:
    """What is wrong with the options of providers, by name; see `manage.py check`."""
    found: dict[str, str] = {}
    for name in settings.TRANSLATION_PROVIDERS:
        try:
            configured_provider(name)
        except ProviderError as error:
            found[name] = str(error)
    return found


def forget() -> None:
    """Has all providers built anew; for tests, whose servers come and go."""
    _built.cache_clear()


@cache
def _built(name: str, kind: str, options: tuple[tuple[str, Any], ...]) -> Provider:
    """One for the process: it remembers its connections, and what it found on the account or the server."""
    return _BUILDERS[kind](name, dict(options))


def _deepl(name: str, options: dict[str, Any]) -> Provider:
    return DeepLProvider(**_own(options))


def _offline(name: str, options: dict[str, Any]) -> Provider:
    return OfflineProvider(**_own(options))


def _openai_compatible(name: str, options: dict[str, Any]) -> Provider:
    # What is in the house is asked without the proxies that lead out of it.
    return OpenAICompatibleProvider(name, uses_proxies=options.get("inside") is not True, **_own(options))


def _own(options: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in options.items() if key not in _OF_THE_PIPELINE}


_BUILDERS: dict[str, Callable[[str, dict[str, Any]], Provider]] = {
    "deepl": _deepl,
    "offline": _offline,
    "openai_compatible": _openai_compatible,
}
