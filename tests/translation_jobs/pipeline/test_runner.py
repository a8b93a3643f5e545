"""From the bell to the reviewers, against a server that speaks DeepL's protocol and enforces its limits."""

import pytest
from django.utils import timezone

from cms.models import NewsPage
from tests.deepl_server import DeepLServer, Fault
from tests.factories import make_news, make_user
from tests.translation_jobs.pipeline.steps import approve_everything, due_now, publish, run, segments
from translation_jobs.models import (
    JobState,
    Origin,
    Segment,
    SegmentEvent,
    SegmentState,
    Term,
    TranslationJob,
)
from translation_jobs.pipeline import pretranslation, provider_pauses, review, runner
from translation_jobs.providers.deepl import DeepLProvider
from translation_jobs.queue.backoff import MAX_ATTEMPTS
from translation_jobs.text.segmentation import split_sentences

pytestmark = pytest.mark.django_db


def test_a_page_of_62_paragraphs_takes_two_calls(deepl: DeepLServer) -> None:
    # Title and 61 paragraphs of two sentences: 62 texts.
    page = make_news(*(f"第{n}段先說這件事。第{n}段再說那件事。" for n in range(61)))
    job = run(page)
    assert job.state == JobState.REVIEW
    assert [len(call.texts) for call in deepl.translations] == [50, 12]
    assert all(s.state == SegmentState.TRANSLATED and s.origin == Origin.MACHINE for s in segments(page))
    assert len(segments(page)) == 123
    assert job.billed_characters == deepl.character_count
    assert job.provider == "deepl"


def test_one_changed_sentence_sends_its_characters_only_with_its_paragraph_as_context(deepl: DeepLServer) -> None:
    page = make_news("甲句不變。乙句將於六月開始。丙句不變。", "別段。")
    run(page)
    approve_everything(page)
    billed = deepl.character_count
    page = publish(page, "甲句不變。乙句將於七月開始。丙句不變。", "別段。")
    job = run(page)
    call = deepl.translations[-1]
    assert call.texts == ["乙句將於七月開始。"]
    assert call.context == "甲句不變。乙句將於七月開始。丙句不變。"
    assert deepl.character_count - billed == len("乙句將於七月開始。")
    assert job.billed_characters == len("乙句將於七月開始。")


def test_repeated_paragraphs_are_paid_for_once_on_a_page_and_over_pages(deepl: DeepLServer) -> None:
    page = make_news("如需協助請來電。", "如需協助請來電。", "另一段。")
    run(page)
    texts = [text for call in deepl.translations for text in call.texts]
    assert texts.count("如需協助請來電。") == 1
    other = make_news("如需協助請來電。", title="另一個標題")
    run(other)
    assert deepl.translations[-1].texts == ["另一個標題"]
    repeated = Segment.objects.get(page=other, source="如需協助請來電。")
    assert (repeated.origin, repeated.state) == (Origin.EXACT, SegmentState.TRANSLATED)
    assert repeated.target == Segment.objects.filter(page=page, source="如需協助請來電。")[0].target


def test_running_a_job_again_asks_and_pays_nothing(deepl: DeepLServer) -> None:
    page = make_news("一句。")
    job = run(page)
    runner.run(job.pk)
    runner.run(job.pk)
    assert len(deepl.translations) == 1


def test_the_glossary_goes_with_the_text(deepl: DeepLServer) -> None:
    Term.objects.create(chinese="國家太空中心", english="Taiwan Space Agency", status="official")
    Term.objects.create(chinese="某計畫", english="Some Program", status="unconfirmed")
    page = make_news("國家太空中心宣布。")
    run(page)
    (segment,) = [s for s in segments(page) if s.path != "title"]
    assert "Taiwan Space Agency" in segment.target


@pytest.mark.parametrize(
    ("fault", "retry_after", "state", "problem"),
    [
        (Fault.TOO_MANY_REQUESTS, "30", JobState.QUEUED, "busy"),
        (Fault.QUOTA, "", JobState.PAUSED, "quota"),
        (Fault.UNAVAILABLE, "", JobState.QUEUED, "busy"),
        (Fault.HANG, "", JobState.QUEUED, "timeout"),
        (Fault.ONE_LESS, "", JobState.QUEUED, "bad-answer"),
        (Fault.NOT_JSON, "", JobState.QUEUED, "bad-answer"),
    ],
)
def test_a_fault_leaves_a_clear_state_and_loses_nothing(
    deepl: DeepLServer, fault: Fault, retry_after: str, state: str, problem: str
) -> None:
    page = make_news("一句。", "二句。")
    deepl.misbehave(fault, retry_after=retry_after)
    job = run(page)
    assert (job.state, job.problem) == (state, problem)
    assert job.problem_message
    assert "一句" not in job.problem_detail
    assert all(s.state == SegmentState.INITIAL and s.target == "" for s in segments(page))
    waits = (job.next_run_at - timezone.now()).total_seconds()
    assert waits > 0
    if retry_after:
        assert 29 <= waits <= 40
    runner.run(job.pk)  # too early, or paused: nothing happens
    assert TranslationJob.objects.get(pk=job.pk).attempts == 1
    if state == JobState.PAUSED:
        provider_pauses.resume_provider("deepl")
    else:
        due_now(job)
    job = run(page)
    assert (job.state, job.problem, job.attempts) == (JobState.REVIEW, "", 0)
    assert all(s.state == SegmentState.TRANSLATED for s in segments(page))


def test_what_was_paid_for_before_a_fault_is_kept_and_not_paid_for_again(deepl: DeepLServer) -> None:
    page = make_news(*(f"第{n}段。" for n in range(60)))
    deepl.misbehave(Fault.UNAVAILABLE, times=1)
    job = run(page)
    due_now(job)
    runner.run(job.pk)
    first_bill = deepl.character_count
    texts = [text for call in deepl.translations if call.status == 200 for text in call.texts]
    assert len(texts) == len(set(texts)) == 61
    assert first_bill == TranslationJob.objects.get(pk=job.pk).billed_characters


def test_a_fault_in_the_second_call_keeps_the_first(deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch) -> None:
    page = make_news(*(f"第{n}段。" for n in range(60)))
    original = runner.pretranslate
    job = TranslationJob.objects.open().get(page=page)

    def fail_after_first_call(*args: object) -> None:
        # The fault is set when the first call has been answered.
        store = pretranslation._store

        def store_then_fail(*store_args: object) -> None:
            store(*store_args)
            if len(deepl.translations) == 1:
                deepl.misbehave(Fault.UNAVAILABLE)

        monkeypatch.setattr(pretranslation, "_store", store_then_fail)
        original(*args)

    monkeypatch.setattr(runner, "pretranslate", fail_after_first_call)
    runner.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.QUEUED
    assert sum(s.state == SegmentState.TRANSLATED for s in segments(page)) == 50
    due_now(job)
    runner.run(job.pk)
    assert [len(call.texts) for call in deepl.translations] == [50, 11, 11]
    job.refresh_from_db()
    assert job.state == JobState.REVIEW
    assert job.billed_characters == deepl.character_count


def test_broken_tags_are_asked_again_sentence_by_sentence(deepl: DeepLServer) -> None:
    page = make_news("見<b>公告</b>。再見<b>附件</b>。", "別段。")
    deepl.misbehave(Fault.LOST_TAG)
    job = run(page)
    assert job.state == JobState.REVIEW
    assert deepl.translations[1].texts == ["見<g1>公告</g1>。", "再見<g2>附件</g2>。"]
    assert deepl.translations[1].context == "見公告。再見附件。"
    assert all(s.state == SegmentState.TRANSLATED for s in segments(page))


def test_a_sentence_that_is_mangled_twice_is_left_to_a_person(deepl: DeepLServer) -> None:
    page = make_news("見<b>公告</b>。再見。", "別段。")
    deepl.misbehave(Fault.LOST_TAG, times=5)
    job = run(page)
    assert job.state == JobState.REVIEW
    left = [s for s in segments(page) if s.state == SegmentState.INITIAL]
    assert [(s.source, s.problem, s.target) for s in left] == [("見<g1>公告</g1>。", "bad-answer", "")]
    assert not left[0].issues.exists()  # its state and problem say it all


def test_a_job_that_fails_again_and_again_stops_and_waits_for_a_person(deepl: DeepLServer) -> None:
    page = make_news("一句。")
    deepl.misbehave(Fault.UNAVAILABLE, times=MAX_ATTEMPTS)
    job = run(page)
    for _attempt in range(MAX_ATTEMPTS - 1):
        due_now(job)
        runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.FAILED, "busy")
    due_now(job)
    runner.run(job.pk)
    assert len(deepl.translations) == MAX_ATTEMPTS
    job.requeue()
    assert run(page).state == JobState.REVIEW


def test_a_wrong_key_pauses_the_job_and_says_so(deepl: DeepLServer, settings) -> None:
    settings.TRANSLATION_PROVIDERS = {
        "deepl": {"auth_key": "wrong-key", "server_url": deepl.url, "timeout": 1.0},
        "offline": {},
    }
    job = run(make_news("一句。"))
    assert (job.state, job.problem) == (JobState.PAUSED, "refused")
    assert "wrong-key" not in job.problem_detail


def test_a_persons_text_written_while_the_provider_was_asked_is_kept(
    deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_news("一句。", "二句。")
    written = segments(page)[1]
    answer = DeepLProvider.translate

    def answer_while_somebody_types(*args: object) -> object:
        review.save_target(written.pk, written.version, "Typed by a person.", make_user())
        return answer(*args)

    monkeypatch.setattr(DeepLProvider, "translate", answer_while_somebody_types)
    run(page)
    assert [s.target == "Typed by a person." for s in segments(page)] == [False, True, False]
    assert segments(page)[1].origin == Origin.HUMAN


def test_a_job_that_is_called_off_or_superseded_while_it_runs_changes_nothing_more(
    deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_news("一句。")
    job = TranslationJob.objects.open().get(page=page)
    answer = DeepLProvider.translate

    def cancel_meanwhile(*args: object) -> object:
        TranslationJob.objects.get(pk=job.pk).cancel()
        return answer(*args)

    monkeypatch.setattr(DeepLProvider, "translate", cancel_meanwhile)
    runner.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
    # What was paid for is kept all the same.
    assert all(s.state == SegmentState.TRANSLATED for s in segments(page))


def test_text_that_is_not_released_never_leaves_the_house(deepl: DeepLServer) -> None:
    page = make_news("祕密計畫一。", live=False)
    from translation_jobs.pipeline.submission import submit

    submit(page, draft=True)
    job = run(page)
    assert deepl.calls == []
    assert (job.state, job.provider) == (JobState.REVIEW, "offline")
    assert {s.origin for s in segments(page)} == {Origin.DICTIONARY}


def test_a_page_that_was_closed_before_its_job_ran_counts_as_not_released(deepl: DeepLServer) -> None:
    page = make_news("一句。")
    page.unpublish()
    job = run(page)
    assert deepl.calls == []
    assert job.provider == "offline"


def test_dictionary_drafts_are_replaced_when_the_text_is_released(deepl: DeepLServer) -> None:
    from translation_jobs.pipeline.submission import submit

    page = make_news("計畫開始。", "團隊成立。", live=False)
    submit(page, draft=True)
    run(page)
    written = segments(page)[1]
    review.save_target(written.pk, written.version, "The program begins.", make_user())
    NewsPage.objects.get(pk=page.pk).get_latest_revision().publish()
    run(page)
    assert [s.origin for s in segments(page)] == [Origin.MACHINE, Origin.HUMAN, Origin.MACHINE]


def test_without_a_key_the_dictionary_drafts_and_nothing_can_be_approved_unread() -> None:
    page = make_news("國科會宣布，115年投入新臺幣6億元。")
    job = run(page)
    assert (job.state, job.provider) == (JobState.REVIEW, "offline")
    draft = segments(page)[1]
    assert "NT$600 million" in draft.target
    assert "2026" in draft.target
    assert draft.must_be_rewritten
    seen = {s.pk: s.version for s in segments(page)}
    result = review.approve_all_clean(job, seen, make_user())
    assert (result.segments, result.left_dictionary_drafts) == ([], 2)
    with pytest.raises(review.NotApprovable):
        review.approve(draft.pk, draft.version, make_user())


def test_every_draft_is_on_record(deepl: DeepLServer) -> None:
    page = make_news("一句。")
    run(page)
    assert [(e.action, e.note) for e in SegmentEvent.objects.filter(segment__page=page)] == [
        ("drafted", "mt"),
        ("drafted", "mt"),
    ]


def test_sentences_of_the_sent_paragraph_are_those_of_the_segmentation(deepl: DeepLServer) -> None:
    text = "第一句！第二句？第三句。"
    page = make_news(text)
    run(page)
    (body,) = [t for call in deepl.translations for t in call.texts if "第一句" in t]
    assert body.count("<s") == len(split_sentences(text, "zh-hant")) == 3
