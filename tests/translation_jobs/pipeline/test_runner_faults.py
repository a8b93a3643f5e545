"""What goes wrong while a job runs: pages closed or published meanwhile, mangled answers, workers that die."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Site

from cms.bilingual.pages import Confidentiality
from cms.models import NewsPage
from tests.deepl_server import DeepLServer, Fault
from tests.factories import make_news, make_user
from tests.translation_jobs.pipeline.steps import due_now, publish, run, segments
from translation_jobs.models import (
    DraftClaim,
    JobState,
    LedgerEntry,
    QualityIssue,
    Segment,
    TranslationJob,
)
from translation_jobs.pipeline import control, pretranslation, provider_calls, provider_gates, review, runner
from translation_jobs.providers.base import ProviderError, Reason
from translation_jobs.providers.deepl import DeepLProvider
from translation_jobs.queue.backoff import MAX_ATTEMPTS
from translation_jobs.queue.leases import LEASE

pytestmark = pytest.mark.django_db


def during_the_first_call(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Has something happen while the provider is asked for the first time."""
    translate, done = DeepLProvider.translate, []

    def acting(*args: object) -> object:
        if not done:
            done.append(act())
        return translate(*args)

    monkeypatch.setattr(DeepLProvider, "translate", acting)


def make_confidential(page: NewsPage) -> None:
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.confidentiality = Confidentiality.CONFIDENTIAL
    draft.save_revision()


@pytest.mark.parametrize("close", [make_confidential, lambda page: NewsPage.objects.get(pk=page.pk).unpublish()])
def test_nothing_more_leaves_the_house_once_a_page_is_closed(
    deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch, close: Callable[[NewsPage], None]
) -> None:
    page = make_news(*(f"第{n}段。" for n in range(120)))
    during_the_first_call(monkeypatch, lambda: close(page))
    job = run(page)
    assert [len(call.texts) for call in deepl.translations] == [50]
    assert job.state == JobState.QUEUED
    job = run(page)
    assert (job.state, job.provider) == (JobState.REVIEW, "offline")
    assert [len(call.texts) for call in deepl.translations] == [50]


def test_a_page_that_no_site_serves_is_not_released(deepl: DeepLServer) -> None:
    page = make_news("一句。")
    Site.objects.all().delete()
    Site.clear_site_root_paths_cache()
    assert run(page).state == JobState.QUEUED  # for another provider
    assert run(page).provider == "offline"
    assert deepl.translations == []


def test_what_was_mangled_is_not_paid_for_again_by_later_attempts(deepl: DeepLServer) -> None:
    page = make_news("見<b>公告</b>。再見<b>附件</b>。", "別段。")
    deepl.misbehave(Fault.LOST_TAG)
    original = pretranslation._ask_provider
    job = TranslationJob.objects.open().get(page=page)
    with pytest.MonkeyPatch.context() as monkeypatch:
        rounds = []

        def fail_in_the_second_round(*args: object) -> object:
            rounds.append(1)
            if len(rounds) == 2:
                raise ProviderError(Reason.BUSY)
            return original(*args)

        monkeypatch.setattr(pretranslation, "_ask_provider", fail_in_the_second_round)
        runner.run(job.pk)
    due_now(job)
    runner.run(job.pk)
    texts = [text for call in deepl.translations for text in call.texts]
    assert texts[-2:] == ["見<g1>公告</g1>。", "再見<g2>附件</g2>。"]
    assert len(texts) == 5  # title, paragraph, other paragraph; then the two sentences alone


def test_a_sentence_left_to_a_person_is_asked_again_only_if_a_person_says_so(deepl: DeepLServer) -> None:
    page = make_news("見<b>公告</b>。")
    deepl.misbehave(Fault.LOST_TAG)
    run(page)
    asked = len(deepl.translations)
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = "新標題"
    draft.save_revision().publish()
    run(page)
    assert [call.texts for call in deepl.translations[asked:]] == [["新標題"]]
    job = TranslationJob.objects.open().get(page=page)
    TranslationJob.objects.filter(pk=job.pk).update(state=JobState.FAILED)
    assert control.try_again(job.pk)
    run(page)
    assert deepl.translations[-1].texts == ["見<g1>公告</g1>。"]


def test_a_page_published_again_while_a_provider_is_asked_does_not_pay_twice(
    deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_news("甲句。", "乙句。")

    def publish_again() -> None:
        publish(page, "甲句。", "丙句。")
        successor = TranslationJob.objects.open().get(page=page)
        runner.run(successor.pk)  # a second worker looks at it at once

    during_the_first_call(monkeypatch, publish_again)
    first = TranslationJob.objects.open().get(page=page)
    runner.run(first.pk)
    run(page)
    texts = [text for call in deepl.translations for text in call.texts]
    assert sorted(texts) == sorted(["標題", "甲句。", "乙句。", "丙句。"])


def test_a_job_that_takes_its_worker_down_every_time_stops(deepl: DeepLServer) -> None:
    page = make_news("一句。")
    job = TranslationJob.objects.open().get(page=page)
    long_ago = timezone.now() - timedelta(hours=1)
    TranslationJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_until=long_ago, attempts=MAX_ATTEMPTS)
    runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, deepl.calls) == (JobState.FAILED, [])


def test_attempts_that_make_headway_are_not_counted_as_failures(deepl: DeepLServer) -> None:
    page = make_news(*(f"第{n}段。" for n in range(60)))
    job = TranslationJob.objects.open().get(page=page)
    TranslationJob.objects.filter(pk=job.pk).update(attempts=MAX_ATTEMPTS - 1)
    with pytest.MonkeyPatch.context() as monkeypatch:
        store = pretranslation.store

        def store_then_fail(*args: object, **options: object) -> None:
            store(*args, **options)
            if deepl.translations:
                deepl.misbehave(Fault.UNAVAILABLE)

        monkeypatch.setattr(pretranslation, "store", store_then_fail)
        runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


def test_drafts_of_a_job_that_was_put_off_are_checked(deepl: DeepLServer) -> None:
    """The review page counts clean sentences; a draft that no check has seen must not look clean."""
    page = make_news(*(f"第{n}段的經費為新臺幣{n + 2}億元。" for n in range(60)))
    checked = [s.pk for s in segments(page)]
    run(page)
    by_checks = set(QualityIssue.objects.filter(segment__in=checked).values_list("segment", "check_id"))
    QualityIssue.objects.all().delete()
    Segment.objects.update(state="initial", target="", draft="", origin="", problem="", checked_as="")
    job = TranslationJob.objects.open().get(page=page)
    job.requeue()
    deepl.misbehave(Fault.UNAVAILABLE, after=1)
    runner.run(job.pk)
    job.refresh_from_db()
    assert job.problem == "busy"
    drafted = {s.pk for s in segments(page) if s.target}
    assert len(drafted) == 50
    found = set(QualityIssue.objects.filter(segment__in=checked).values_list("segment", "check_id"))
    assert found == {(pk, check) for pk, check in by_checks if pk in drafted}
    assert found


def test_a_job_that_was_called_off_cannot_be_tried_again() -> None:
    page = make_news("一句。")
    user = make_user()
    for segment in segments(page):
        saved = review.save_target(segment.pk, segment.version, "Written.", user)
        review.approve(saved.pk, saved.version, user)
    job = TranslationJob.objects.get(page=page)
    job.requeue()
    assert control.call_off(job.pk)
    assert not control.try_again(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def while_it_waits_at_the_gate(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Has something happen after a worker asked to be let through, and before it is."""
    wait = provider_gates._wait_for_slot

    def acting(*args: Any) -> object:
        act()
        return wait(*args)

    monkeypatch.setattr(provider_gates, "_wait_for_slot", acting)


def test_a_page_that_is_closed_while_its_job_waits_at_the_gate_stays_in_the_house(
    deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_news("一句。")
    while_it_waits_at_the_gate(monkeypatch, lambda: make_confidential(page))
    job = run(page)
    assert deepl.translations == []
    assert not LedgerEntry.objects.exists()
    assert (job.state, job.level) == (JobState.QUEUED, "confidential")


def test_a_page_closed_and_its_job_paused_at_the_same_time_ends_its_run_quietly(
    deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_news("一句。")
    check = provider_calls.check_embargo

    def paused_meanwhile(job: TranslationJob, provider: str) -> object:
        make_confidential(page)
        control.pause(job.pk)
        return check(job, provider)

    monkeypatch.setattr(provider_calls, "check_embargo", paused_meanwhile)
    assert run(page).is_held
    assert deepl.translations == []


def test_sentences_are_claimed_for_the_whole_of_each_call(deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long wait at the gate, then a call during which the job is called off: the next page waits for its answer."""
    page, other = make_news("同一句話。", title="甲"), make_news("同一句話。", title="乙")
    while_it_waits_at_the_gate(
        monkeypatch, lambda: DraftClaim.objects.update(until=timezone.now() + timedelta(seconds=1))
    )

    def called_off_a_little_later() -> None:
        control.call_off(TranslationJob.objects.open().get(page=page).pk)
        assert all(claim.until > timezone.now() + timedelta(seconds=LEASE - 10) for claim in DraftClaim.objects.all())

    during_the_first_call(monkeypatch, called_off_a_little_later)
    runner.run(TranslationJob.objects.open().get(page=page).pk)
    run(other)
    assert [text for call in deepl.translations for text in call.texts].count("同一句話。") == 1
