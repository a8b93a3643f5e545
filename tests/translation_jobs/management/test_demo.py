"""The demo's set-up: complete, in every state of a job, and the same when it is run again."""

import io
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page

from cms.bilingual.models import TargetState
from cms.models import NewsPage
from translation_jobs.models import JobState, Segment, SegmentEvent, TranslationJob

pytestmark = pytest.mark.django_db


def counts() -> dict[str, Any]:
    return {
        "pages": Page.objects.count(),
        "jobs": TranslationJob.objects.count(),
        "segments": Segment.objects.count(),
        "events": SegmentEvent.objects.count(),
    }


def test_the_demo_has_jobs_in_every_state_and_setting_it_up_again_changes_nothing(settings: Any) -> None:
    settings.DEBUG = True  # the demo's people are made with it only
    output = io.StringIO()
    call_command("demo", no_serve=True, stdout=output)
    states = set(TranslationJob.objects.values_list("state", flat=True))
    # One that is running lasts for seconds.
    assert states == set(JobState.values) - {JobState.RUNNING}
    assert NewsPage.objects.count() == 13
    assert NewsPage.objects.filter(target_state=TargetState.OUTDATED).exists()
    assert NewsPage.objects.filter(target_state=TargetState.CURRENT).count() >= 4
    before = counts()
    call_command("demo", no_serve=True, stdout=output)
    assert counts() == before
    assert "Ready" in output.getvalue()
