"""Settings become providers, and wrong settings a message that says what to mend."""

from collections.abc import Iterator

import pytest
from django.core.checks import run_checks

from cms.bilingual.pages import Confidentiality
from cms.models import NewsPage
from cms.settings import environment
from tests.factories import make_news
from tests.openai_server import OpenAIServer
from tests.translation_jobs.pipeline.steps import run, segments
from translation_jobs.models import JobState, Origin, ReleaseLevel
from translation_jobs.pipeline.configured_providers import configured_provider, forget, problems
from translation_jobs.pipeline.release import provider_for
from translation_jobs.providers.base import ProviderError, Reason
from translation_jobs.providers.deepl import DeepLProvider
from translation_jobs.providers.openai_compatible import OpenAICompatibleProvider

MODEL = {"kind": "openai_compatible", "base_url": "http://127.0.0.1:9/v1", "model": "m", "inside": True}


@pytest.fixture(autouse=True)
def _new_providers() -> Iterator[None]:
    forget()
    yield
    forget()


def test_each_kind_is_built_once(settings) -> None:
    settings.TRANSLATION_PROVIDERS = {
        "deepl": {"auth_key": "key", "server_url": "", "timeout": 1.0, "instructions": ["Be formal."]},
        "offline": {},
        "taide": MODEL,
        "breeze": {**MODEL, "model": "b", "price_per_million": 0},
    }
    providers = [configured_provider(name) for name in settings.TRANSLATION_PROVIDERS]
    assert [provider and provider.name for provider in providers] == ["deepl", "offline", "taide", "breeze"]
    assert [type(provider).__name__ for provider in providers[2:]] == ["OpenAICompatibleProvider"] * 2
    assert providers == [configured_provider(name) for name in settings.TRANSLATION_PROVIDERS]


def test_the_form_of_settings_up_to_now_goes_on(settings) -> None:
    settings.TRANSLATION_PROVIDERS = {
        "deepl": {"auth_key": "key", "server_url": "http://127.0.0.1:9", "timeout": 1.0},
        "offline": {},
    }
    assert isinstance(configured_provider("deepl"), DeepLProvider)
    assert problems() == {}


@pytest.mark.parametrize("providers", [{}, {"deepl": {"auth_key": ""}}, {"deepl": {"auth_key": " \n"}}])
def test_what_is_not_configured_is_none(settings, providers: dict[str, dict[str, str]]) -> None:
    settings.TRANSLATION_PROVIDERS = providers
    assert configured_provider("deepl") is None
    assert problems() == {}


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("taide", {}, "'taide'"),
        ("taide", {"kind": "openai"}, "'openai'"),
        ("second", {"kind": "deepl", "auth_key": "the-secret"}, "'deepl'"),
        ("taide", {**MODEL, "base_url": "http://the-secret@[::1"}, "address"),
        ("taide", {**MODEL, "model": ""}, "model"),
        ("taide", {**MODEL, "temprature": 1}, "temprature"),
        ("taide", {**MODEL, "timeout": "long", "api_key": "the-secret"}, "'str'"),
        ("TAIDE", MODEL, "small letters"),
        ("deepl", {"auth_key": "the-secret", "model_type": "fast"}, "model types"),
        ("deepl", {"auth_key": "the-secret", "instructions": ["Be formal."] * 11}, "at most 10 instructions"),
    ],
)
def test_wrong_options_stop_the_start_and_the_job_and_tell_no_secret(
    settings, name: str, options: dict[str, object], said: str
) -> None:
    settings.TRANSLATION_PROVIDERS = {name: options, "offline": {}}
    settings.TRANSLATION_PROVIDERS_BY_LEVEL = {"released": [name, "offline"], "unreleased": [], "confidential": []}
    (message,) = [message for message in run_checks() if message.id == "translation_jobs.E010"]
    assert said in message.msg
    assert name in message.msg
    assert "the-secret" not in str(message)
    with pytest.raises(ProviderError) as caught:
        provider_for(ReleaseLevel.RELEASED)
    assert caught.value.reason is Reason.REFUSED


def test_models_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    (tmp_path / "key").write_text("from-a-file\n")
    monkeypatch.setenv("LANGUAGE_MODELS", "taide,llama-3")
    monkeypatch.setenv("LANGUAGE_MODEL_TAIDE_BASE_URL", "http://10.1.2.3:8000/v1")
    monkeypatch.setenv("LANGUAGE_MODEL_TAIDE_MODEL", "taide/TAIDE-LX-8B")
    monkeypatch.setenv("LANGUAGE_MODEL_TAIDE_INSIDE", "yes")
    monkeypatch.setenv("LANGUAGE_MODEL_TAIDE_INSTRUCTIONS", "Be brief.\nBe formal.")
    monkeypatch.setenv("LANGUAGE_MODEL_LLAMA_3_API_KEY_FILE", str(tmp_path / "key"))
    models = environment.language_models()
    assert list(models) == ["taide", "llama-3"]
    assert models["taide"] == {
        "kind": "openai_compatible",
        "base_url": "http://10.1.2.3:8000/v1",
        "model": "taide/TAIDE-LX-8B",
        "api_key": "",
        "inside": True,
        "timeout": 75.0,
        "max_characters": 2000,
        "instructions": ["Be brief.", "Be formal."],
        "ca_file": "",
    }
    assert (models["llama-3"]["api_key"].strip(), models["llama-3"]["inside"]) == ("from-a-file", False)


def test_the_models_of_the_environment_are_usable_as_they_are(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    monkeypatch.setenv("LANGUAGE_MODELS", "taide")
    monkeypatch.setenv("LANGUAGE_MODEL_TAIDE_BASE_URL", "http://10.1.2.3:8000/v1")
    monkeypatch.setenv("LANGUAGE_MODEL_TAIDE_MODEL", "m")
    settings.TRANSLATION_PROVIDERS = environment.language_models()
    assert isinstance(configured_provider("taide"), OpenAICompatibleProvider)


@pytest.mark.django_db
def test_a_confidential_page_is_drafted_by_the_model_in_the_house(settings) -> None:
    with OpenAIServer() as server:
        settings.TRANSLATION_PROVIDERS = {
            "taide": {**MODEL, "base_url": server.url, "model": server.model, "api_key": server.key}
        }
        settings.TRANSLATION_PROVIDERS_BY_LEVEL = {"released": [], "unreleased": [], "confidential": ["taide"]}
        page = make_news("第一句。第二句<b>重要</b>。", confidentiality=Confidentiality.CONFIDENTIAL)
        job = run(NewsPage.objects.get(pk=page.pk))
        assert (job.state, job.provider, job.billed_characters) == (JobState.REVIEW, "taide", 0)
        assert {segment.origin for segment in segments(page)} == {Origin.MACHINE}
        assert all(segment.target for segment in segments(page))
        assert server.calls


def test_a_call_may_not_outlast_what_it_is_held_for(settings) -> None:
    settings.TRANSLATION_PROVIDERS = {"offline": {}, "deepl": {"auth_key": "k", "server_url": "", "timeout": 80.0}}
    assert "translation_jobs.E011" not in [message.id for message in run_checks()]
    settings.TRANSLATION_PROVIDERS = {"offline": {}, "deepl": {"auth_key": "k", "server_url": "", "timeout": 81.0}}
    (message,) = [message for message in run_checks() if message.id == "translation_jobs.E011"]
    assert "deepl may take 81 seconds" in message.msg
