import pytest
from django.core.cache import cache
from wagtail.models import Site


@pytest.fixture(autouse=True)
def _fresh_site_cache() -> None:
    """Wagtail caches site roots in the process; a test must not see another's."""
    cache.clear()
    Site.clear_site_root_paths_cache()
