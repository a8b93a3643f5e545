"""Who drafts while the first provider may not be asked."""

import pytest

from tests.deepl_server import DeepLServer
from tests.factories import make_news
from tests.translation_jobs.pipeline.steps import run, segments
from translation_jobs.models import JobState, ReleaseLevel, SegmentState, TranslationJob
from translation_jobs.pipeline import provider_pauses, release
from translation_jobs.pipeline.provider_gates import Closure, GateClosed
from translation_jobs.providers.base import Origin, ProviderError, Reason
from translation_jobs.providers.offline import OfflineProvider

pytestmark = pytest.mark.django_db


class Second(OfflineProvider):
    """Another provider of translations, as far as the choice of one can tell."""

    name = "second"
    origin = Origin.MACHINE


@pytest.fixture
def chain(deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """DeepL, then a second provider, then the dictionary."""
    deepl_and_offline = release.providers_for(ReleaseLevel.RELEASED)
    providers = [deepl_and_offline[0], Second(), deepl_and_offline[1]]
    monkeypatch.setattr(release, "providers_for", lambda level: providers)
    return [provider.name for provider in providers]


def test_all_configured_providers_of_a_level_come_in_order(deepl: DeepLServer, settings) -> None:
    assert [provider.name for provider in release.providers_for(ReleaseLevel.RELEASED)] == ["deepl", "offline"]
    assert [provider.name for provider in release.providers_for(ReleaseLevel.CONFIDENTIAL)] == ["offline"]
    settings.TRANSLATION_PROVIDERS = {"deepl": {"auth_key": "", "server_url": "", "timeout": 1.0}, "offline": {}}
    assert [provider.name for provider in release.providers_for(ReleaseLevel.RELEASED)] == ["offline"]


def test_without_any_provider_a_person_is_told(settings) -> None:
    settings.TRANSLATION_PROVIDERS_BY_LEVEL = {"released": []}
    with pytest.raises(ProviderError) as caught:
        release.open_provider_for(ReleaseLevel.RELEASED)
    assert caught.value.reason == Reason.REFUSED


@pytest.mark.parametrize(
    ("fallback", "paused", "chosen"),
    [
        (False, [], "deepl"),
        (False, ["deepl"], None),
        (True, [], "deepl"),
        (True, ["deepl"], "second"),
        (True, ["deepl", "second"], None),  # never the dictionary
        (True, ["second"], "deepl"),
    ],
)
def test_who_is_asked(chain: list[str], settings, fallback: bool, paused: list[str], chosen: str | None) -> None:
    settings.TRANSLATION_PROVIDER_FALLBACK = fallback
    for name in paused:
        provider_pauses.pause_provider(name)
    if chosen:
        assert release.open_provider_for(ReleaseLevel.RELEASED).name == chosen
        return
    with pytest.raises(GateClosed) as caught:
        release.open_provider_for(ReleaseLevel.RELEASED)
    assert (caught.value.provider, caught.value.closure) == ("deepl", Closure.PAUSED)


def test_a_level_that_has_only_the_dictionary_gets_it(deepl: DeepLServer) -> None:
    provider_pauses.pause_provider("deepl")
    assert release.open_provider_for(ReleaseLevel.CONFIDENTIAL).name == "offline"


def test_a_job_at_a_closed_gate_waits_says_so_and_has_not_failed(deepl: DeepLServer) -> None:
    """As the runner sees it, whoever in the pipeline comes to the gate."""
    provider_pauses.pause_provider("deepl")
    page = make_news("一句。")
    for _ring in range(3):
        job = run(page)
        TranslationJob.objects.update(next_run_at=job.created_at)
    assert (job.state, job.problem, job.attempts, job.provider) == (JobState.QUEUED, "gate-paused", 0, "deepl")
    assert job.problem_message
    assert deepl.translations == []
    assert all(s.state == SegmentState.INITIAL for s in segments(page))
    assert provider_pauses.resume_provider("deepl") == 1
    assert run(page).state == JobState.REVIEW
    assert len(deepl.translations) == 1
