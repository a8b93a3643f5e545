"""Text that is not released reaches no server outside the house, no log and no queue."""

import json
import logging
from collections.abc import Callable

import pytest
from django_tasks_db.models import DBTaskResult

from cms.bilingual.pages import Confidentiality
from cms.models import NewsPage
from tests.deepl_server import DeepLServer
from tests.factories import make_news
from tests.translation_jobs.pipeline.calls import ask, batch_of
from tests.translation_jobs.pipeline.steps import run, segments
from translation_jobs.models import LedgerEntry, OutboundCall, ReleaseLevel, TranslationJob
from translation_jobs.pipeline.release import (
    Embargoed,
    check_embargo,
    host_of,
    is_inside,
    may_see,
    provider_for,
)
from translation_jobs.pipeline.submission import submit
from translation_jobs.providers.base import ProviderError
from translation_jobs.providers.deepl import DeepLProvider
from translation_jobs.system_checks import check_embargo_settings

pytestmark = pytest.mark.django_db

SECRET = "機密探測船將於深夜啟航。"


def unreleased() -> NewsPage:
    page = make_news(SECRET, title="未公開的題目", live=False)
    submit(page, draft=True)
    return page


def confidential() -> NewsPage:
    page = make_news(SECRET, title="未公開的題目", confidentiality=Confidentiality.CONFIDENTIAL)
    assert page.live
    return page


@pytest.mark.parametrize("make", [unreleased, confidential])
def test_not_one_byte_leaves_the_house(
    deepl: DeepLServer, caplog: pytest.LogCaptureFixture, make: Callable[[], NewsPage]
) -> None:
    caplog.set_level(logging.DEBUG)
    page = make()
    job = TranslationJob.objects.get(page=page)
    with pytest.raises(Embargoed) as refused:
        ask(job, DeepLProvider(deepl.key, deepl.url), batch_of(SECRET))
    job = run(page)
    assert job.provider == "offline"
    assert all(segment.target for segment in segments(page))
    assert deepl.calls == []
    assert deepl.character_count == 0
    assert not OutboundCall.objects.exists()
    assert not LedgerEntry.objects.filter(provider="deepl").exists()
    queued = json.dumps(list(DBTaskResult.objects.values("args_kwargs", "return_value", "traceback")), default=str)
    told = [str(refused.value), job.problem_detail, queued]
    told += [
        record.getMessage() + str(record.exc_text) for record in caplog.records if record.name != "django.db.backends"
    ]
    for text in ("機密", "探測船", "未公開", "\\u6a5f\\u5bc6"):
        assert not any(text in each for each in told)


def test_a_released_page_may_go_out_and_its_call_is_on_record(deepl: DeepLServer) -> None:
    page = make_news("一句。")
    job = TranslationJob.objects.get(page=page)
    ask(job, provider_for(ReleaseLevel.RELEASED), batch_of("一句。"))
    assert [call.texts for call in deepl.translations] == [["一句。"]]
    assert OutboundCall.objects.get().level == ReleaseLevel.RELEASED


def test_a_page_that_is_closed_after_its_submission_is_refused(deepl: DeepLServer) -> None:
    page = make_news("一句。")
    job = TranslationJob.objects.get(page=page)
    assert check_embargo(job, "deepl") == ReleaseLevel.RELEASED
    draft = page.get_latest_revision_as_object()
    draft.confidentiality = Confidentiality.CONFIDENTIAL
    draft.save_revision()
    with pytest.raises(Embargoed):
        check_embargo(job, "deepl")
    assert check_embargo(job, "offline") == ReleaseLevel.CONFIDENTIAL


def test_settings_that_name_a_provider_outside_by_mistake_let_nothing_out(deepl: DeepLServer, settings) -> None:
    settings.TRANSLATION_PROVIDERS["deepl"]["inside"] = True  # which is not true
    settings.TRANSLATION_PROVIDERS_BY_LEVEL = {level.value: ["deepl"] for level in ReleaseLevel}
    page = confidential()
    with pytest.raises(ProviderError):
        provider_for(ReleaseLevel.CONFIDENTIAL)
    run(page)
    assert deepl.calls == []


@pytest.mark.parametrize(
    ("name", "options", "inside"),
    [
        ("offline", {}, True),
        ("deepl", {"auth_key": "k"}, False),
        ("deepl", {"auth_key": "k", "inside": True}, False),
        ("openai_compatible", {"base_url": "http://model.internal/v1"}, False),
        ("openai_compatible", {"base_url": "http://model.internal/v1", "inside": True}, True),
        ("openai_compatible", {"inside": "yes"}, False),
        ("unheard-of", None, False),
    ],
)
def test_a_provider_is_outside_unless_said_otherwise(settings, name: str, options, inside: bool) -> None:
    settings.TRANSLATION_PROVIDERS = {name: options}
    settings.TRANSLATION_PROVIDERS_BY_LEVEL = {level.value: [name] for level in ReleaseLevel}
    assert is_inside(name) == inside
    assert may_see(name, ReleaseLevel.CONFIDENTIAL) == inside
    assert may_see(name, ReleaseLevel.UNRELEASED)


@pytest.mark.parametrize(
    ("name", "options", "host"),
    [
        ("offline", {}, ""),
        ("deepl", {"auth_key": "abc"}, "api.deepl.com"),
        ("deepl", {"auth_key": "abc:fx\n", "server_url": ""}, "api-free.deepl.com"),
        ("deepl", {"auth_key": "abc:fx", "server_url": "http://127.0.0.1:8080"}, "127.0.0.1:8080"),
        ("openai_compatible", {"base_url": "https://user:password@model.internal/v1"}, "model.internal"),
    ],
)
def test_the_server_that_is_called(settings, name: str, options: dict[str, str], host: str) -> None:
    settings.TRANSLATION_PROVIDERS = {name: options}
    assert host_of(name) == host


@pytest.mark.parametrize(
    ("levels", "found"),
    [
        ({}, []),
        ({"confidential": []}, []),
        ({"confidential": ["offline", "deepl"]}, ["translation_jobs.E001"]),
        ({"confidential": ["model"]}, ["translation_jobs.E001"]),
        ({"confidential": ["house"]}, []),
        ({"released": ["depl"]}, ["translation_jobs.E002"]),
        ({"confidential": None}, ["translation_jobs.E003"]),
    ],
)
def test_manage_py_check_refuses_settings_that_let_confidential_text_out(settings, levels, found: list[str]) -> None:
    settings.TRANSLATION_PROVIDERS = {"deepl": {}, "offline": {}, "model": {}, "house": {"inside": True}}
    merged = {"released": ["deepl", "offline"], "unreleased": ["offline"], "confidential": ["offline"]} | levels
    settings.TRANSLATION_PROVIDERS_BY_LEVEL = {level: names for level, names in merged.items() if names is not None}
    assert [message.id for message in check_embargo_settings(None)] == found
