"""What the list of jobs says of their issues, and the time zones that a person may choose."""

from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import translation

from translation_jobs.views.jobs import _issues


@pytest.mark.parametrize(("language", "separator"), [("zh-hant", "、"), ("en", ", ")])
def test_counts_are_divided_as_the_language_does(language: str, separator: str) -> None:
    job = SimpleNamespace(blocking_count=14, warning_count=1, stale_count=0)
    with translation.override(language):
        assert _issues(job).count(separator) == 1


def test_only_zones_that_browsers_know_are_offered() -> None:
    assert "Asia/Taipei" in settings.WAGTAIL_USER_TIME_ZONES
    assert not {"localtime", "Factory", "posixrules"} & set(settings.WAGTAIL_USER_TIME_ZONES)
