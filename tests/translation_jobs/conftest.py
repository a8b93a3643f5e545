from collections.abc import Iterator

import pytest

from tests.deepl_server import DeepLServer
from translation_jobs.pipeline import configured_providers


@pytest.fixture
def deepl(settings) -> Iterator[DeepLServer]:
    """A DeepL server of one's own, to which released text goes."""
    with DeepLServer() as server:
        settings.TRANSLATION_PROVIDERS = {
            "deepl": {"auth_key": server.key, "server_url": server.url, "timeout": 1.0},
            "offline": {},
        }
        configured_providers.forget()
        yield server
        configured_providers.forget()
