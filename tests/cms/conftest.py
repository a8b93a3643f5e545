import pytest

from cms.models import HomePage, NewsIndexPage
from tests.factories import approve_all, make_home, make_news_index


@pytest.fixture
def home() -> HomePage:
    page = make_home()
    approve_all(page)
    return page


@pytest.fixture
def news_index(home: HomePage) -> NewsIndexPage:
    page = make_news_index(home)
    page.show_in_menus = True
    page.save()
    approve_all(page)
    return page
