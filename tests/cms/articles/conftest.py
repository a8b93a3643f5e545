from collections.abc import Iterator

import pytest
from django.utils import translation

from cms.models import NewsIndexPage
from tests.factories import make_news_index


@pytest.fixture(autouse=True)
def _messages_in_english() -> Iterator[None]:
    """Tests read messages as they stand in the code, whatever the catalogues say."""
    with translation.override("en"):
        yield


@pytest.fixture
def index(db: None) -> NewsIndexPage:
    return make_news_index()
