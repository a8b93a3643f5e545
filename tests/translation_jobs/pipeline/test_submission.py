"""What is new becomes a job; what is known keeps its draft and approval."""

import json
import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.bilingual.models import ApprovedParagraph, TargetState
from cms.bilingual.pages import Confidentiality
from cms.models import NewsPage
from tests.factories import approve_all, body_of, english_of, make_news, make_user
from translation_jobs.models import JobState, Origin, ReleaseLevel, Segment, SegmentState, TranslationJob
from translation_jobs.pipeline import review, runner, submission
from translation_jobs.pipeline.submission import submit, submit_missed

pytestmark = pytest.mark.django_db


def current(page: NewsPage) -> list[Segment]:
    return list(Segment.objects.current().filter(page=page).in_page_order())


def job_of(page: NewsPage) -> TranslationJob:
    return TranslationJob.objects.open().get(page=page)


def translate_all(page: NewsPage) -> None:
    """A person writes and approves every waiting sentence."""
    user = make_user()
    for segment in Segment.objects.current().unapproved().filter(page=page):
        saved = review.save_target(segment.pk, segment.version, english_of(segment.source.strip()) or "x", user)
        review.approve(saved.pk, saved.version, user)


def publish(page: NewsPage, **changes) -> NewsPage:
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)


def test_publishing_makes_one_job_with_a_segment_for_each_sentence() -> None:
    page = make_news("第一句。第二句！", "第三句。", title="標題")
    job = job_of(page)
    assert (job.state, job.level) == (JobState.QUEUED, ReleaseLevel.RELEASED)
    assert [(s.path, s.index, s.source, s.state) for s in current(page)] == [
        ("title", 0, "標題", SegmentState.INITIAL),
        ("body:b1#k1", 0, "第一句。", SegmentState.INITIAL),
        ("body:b1#k1", 1, "第二句！", SegmentState.INITIAL),
        ("body:b2#k2", 0, "第三句。", SegmentState.INITIAL),
    ]
    assert {s.job_id for s in current(page)} == {job.pk}


def test_the_same_version_is_not_submitted_twice() -> None:
    page = make_news("一句。")
    job = job_of(page)
    assert submit(page) == job
    publish(page)
    assert TranslationJob.objects.filter(page=page).count() == 1


def test_a_page_that_is_translated_makes_no_job() -> None:
    page = make_news("一句。", live=False)
    approve_all(page)
    page.get_latest_revision().publish()
    assert not TranslationJob.objects.filter(page=page).exists()
    assert [(s.target, s.origin, s.state) for s in current(page)] == [
        (english_of("標題"), Origin.IMPORT, SegmentState.FINAL),
        (english_of("一句。"), Origin.IMPORT, SegmentState.FINAL),
    ]


def test_what_was_approved_outside_the_pipeline_is_taken_over_by_the_next_submission() -> None:
    page = make_news("甲句。乙句。", "丙句。")
    user = make_user()
    typed = Segment.objects.get(page=page, source="丙句。")
    review.save_target(typed.pk, typed.version, "Typed by a person.", user)
    approve_all(page, **{"body:b1#k1": "One. Two."})
    page = publish(page, title="新標題")
    assert [(s.source, s.target, s.is_approved) for s in current(page)] == [
        ("新標題", "", False),
        ("甲句。", "One.", True),
        ("乙句。", "Two.", True),
        ("丙句。", "Typed by a person.", False),
    ]


def test_one_changed_sentence_is_the_only_one_in_the_new_job_and_shows_what_it_replaces() -> None:
    page = make_news("第一句不變。第二句將於六月開始。第三句不變。", "別段。")
    translate_all(page)
    assert NewsPage.objects.get(pk=page.pk).target_state == TargetState.CURRENT
    page = publish(page, body=body_of("第一句不變。第二句將於七月開始。第三句不變。", "別段。"))
    assert page.target_state == TargetState.OUTDATED
    job = job_of(page)
    (changed,) = job.segments.all()
    assert changed.source == "第二句將於七月開始。"
    assert changed.previous is not None
    assert (changed.previous.source, changed.previous.state) == ("第二句將於六月開始。", SegmentState.FINAL)
    kept = {s.source: s.state for s in current(page) if s != changed}
    assert kept["第一句不變。"] == SegmentState.REVIEWED
    assert kept["別段。"] == SegmentState.FINAL


def test_approving_the_changed_sentence_brings_the_page_up_to_date() -> None:
    page = make_news("第一句不變。第二句將於六月開始。")
    translate_all(page)
    page = publish(page, body=body_of("第一句不變。第二句將於七月開始。"))
    job = job_of(page)
    translate_all(page)
    page = NewsPage.objects.get(pk=page.pk)
    assert page.target_state == TargetState.CURRENT
    assert english_of("第二句將於七月開始。") in str(page.body_twin)
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_a_revert_finds_its_sentences_translated_and_makes_no_job() -> None:
    page = make_news("甲句。乙句。")
    translate_all(page)
    page = publish(page, body=body_of("甲句。丙句。"))
    assert job_of(page)
    page = publish(page, body=body_of("甲句。乙句。"))
    assert page.target_state == TargetState.CURRENT
    assert not TranslationJob.objects.open().filter(page=page).exists()


def test_a_deleted_sentence_needs_nobody_since_each_that_is_left_is_approved() -> None:
    page = make_news("甲句。乙句。丙句。")
    translate_all(page)
    page = publish(page, body=body_of("甲句。丙句。"))
    assert not TranslationJob.objects.open().filter(page=page).exists()
    assert page.target_state == TargetState.CURRENT
    assert f"{english_of('甲句。')} {english_of('丙句。')}" in str(page.body_twin)


def test_a_moved_paragraph_keeps_its_approval() -> None:
    page = make_news("甲段。", "乙段。")
    translate_all(page)
    page = publish(page, body=body_of("乙段。", "甲段。"))
    assert not TranslationJob.objects.open().filter(page=page).exists()
    assert page.target_state == TargetState.CURRENT


def test_a_new_version_takes_over_what_the_older_job_had_not_finished() -> None:
    page = make_news("甲句。", "乙句。")
    old = job_of(page)
    user = make_user()
    first, second, third = current(page)
    written = review.save_target(second.pk, second.version, "A typed.", user)
    page = publish(page, body=body_of("甲句。", "乙句改。"))
    old.refresh_from_db()
    new = job_of(page)
    assert (old.state, old.successor) == (JobState.SUPERSEDED, new)
    assert {s.source for s in new.segments.all()} == {"標題", "甲句。", "乙句改。"}
    assert new.segments.get(source="甲句。").target == "A typed."
    assert written.pk == new.segments.get(source="甲句。").pk
    assert Segment.objects.get(pk=third.pk).retired_at is not None
    assert first.pk in {s.pk for s in new.segments.all()}


def test_a_draft_can_be_sent_and_is_not_shown_before_it_is_published() -> None:
    page = make_news("甲句。")
    translate_all(page)
    draft = NewsPage.objects.get(pk=page.pk)
    draft.body = body_of("草稿句。")
    draft.save_revision()
    job = submit(NewsPage.objects.get(pk=page.pk), draft=True)
    assert job is not None
    assert (job.level, job.segments.get().source) == (ReleaseLevel.UNRELEASED, "草稿句。")
    translate_all(page)
    assert NewsPage.objects.get(pk=page.pk).target_state == TargetState.CURRENT
    assert english_of("甲句。") in str(NewsPage.objects.get(pk=page.pk).body_twin)
    NewsPage.objects.get(pk=page.pk).get_latest_revision().publish()
    assert english_of("草稿句。") in str(NewsPage.objects.get(pk=page.pk).body_twin)
    assert not TranslationJob.objects.open().filter(page=page).exists()


def test_text_that_not_everybody_may_read_is_not_released() -> None:
    draft = submit(make_news("一。", title="一", live=False), draft=True)
    confidential = make_news("二。", title="二", confidentiality=Confidentiality.CONFIDENTIAL)
    private = make_news("三。", title="三", live=False)
    restriction = PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.create(name="內部"))
    private.get_latest_revision().publish()
    assert draft is not None
    assert draft.level == ReleaseLevel.UNRELEASED
    assert job_of(confidential).level == ReleaseLevel.CONFIDENTIAL
    assert job_of(private).level == ReleaseLevel.UNRELEASED


def test_publishing_a_draft_that_was_sent_raises_its_level() -> None:
    page = make_news("一句。", live=False)
    job = submit(page, draft=True)
    assert job is not None
    NewsPage.objects.get(pk=page.pk).get_latest_revision().publish()
    job.refresh_from_db()
    assert job.level == ReleaseLevel.RELEASED
    assert TranslationJob.objects.filter(page=page).count() == 1


def test_aliases_are_not_submitted() -> None:
    page = make_news("一句。")
    alias = page.create_alias(update_slug="alias")
    publish(page, title="新標題")
    assert submit(alias) is None
    assert not TranslationJob.objects.filter(page=alias).exists()


def test_a_copy_of_a_translated_page_needs_no_translation() -> None:
    page = make_news("一句。")
    translate_all(page)
    copy = NewsPage.objects.get(pk=page.pk).copy(update_attrs={"slug": "copy"})
    assert NewsPage.objects.get(pk=copy.pk).target_state == TargetState.CURRENT
    assert not TranslationJob.objects.filter(page=copy).exists()


def test_a_fault_of_the_pipeline_does_not_stop_a_publish_and_is_made_up_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("translation_jobs.signal_handlers.submit", broken)
    page = make_news("一句。")
    assert page.live
    assert not TranslationJob.objects.filter(page=page).exists()
    submit_missed()
    assert not TranslationJob.objects.filter(page=page).exists()  # its own request may still be at it
    NewsPage.objects.filter(pk=page.pk).update(last_published_at=timezone.now() - timedelta(minutes=5))
    submit_missed()
    assert job_of(page).segments.count() == 2


def test_submitting_a_40_paragraph_page_adds_at_most_20_queries_to_the_publish_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    texts = [f"第{number}段的第一句。第{number}段的第二句。第{number}段的第三句。" for number in range(40)]
    plain, submitted = make_news(*texts, live=False), make_news(*texts, live=False)
    with monkeypatch.context() as without_pipeline, CaptureQueriesContext(connection) as before:
        without_pipeline.setattr("translation_jobs.signal_handlers.submit", lambda *args, **kwargs: None)
        plain.get_latest_revision().publish()
    with CaptureQueriesContext(connection) as after:
        submitted.get_latest_revision().publish()
    assert Segment.objects.filter(page=submitted).count() == 121
    assert 0 < len(after) - len(before) <= 20


def test_a_paragraph_that_moved_is_handed_over_at_its_new_place_even_if_its_text_has_two_translations() -> None:
    page = make_news("摘要", "摘要", "一句。")
    user = make_user()
    for segment, target in zip(current(page), ("Title", "Abstract", "Summary", "One."), strict=True):
        saved = review.save_target(segment.pk, segment.version, target, user)
        review.approve(saved.pk, saved.version, user)
    blocks = json.loads(body_of("摘要", "摘要", "一句。"))
    blocks[0]["id"] = "moved"
    page = publish(page, body=json.dumps(blocks))
    assert page.target_state == TargetState.CURRENT
    assert str(page.body_twin[0].value) == '<p data-block-key="k1">Abstract</p>'


def test_one_page_that_cannot_be_submitted_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as silent:
        silent.setattr("translation_jobs.signal_handlers.submit", lambda *args, **kwargs: None)
        poisoned, other = make_news("甲。", title="甲"), make_news("乙。", title="乙")
    NewsPage.objects.update(last_published_at=timezone.now() - timedelta(minutes=5))
    find = submission.translatable_paragraphs

    def fail_for_one(page: NewsPage):
        if page.pk == poisoned.pk:
            raise RuntimeError("甲。")
        return find(page)

    monkeypatch.setattr(submission, "translatable_paragraphs", fail_for_one)
    submit_missed()
    assert job_of(other)
    assert not TranslationJob.objects.filter(page=poisoned).exists()


def test_a_fault_is_logged_without_the_text_that_its_message_quotes(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    quoted = "Failing row contains 機密內容"

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError(quoted)

    monkeypatch.setattr("translation_jobs.signal_handlers.submit", broken)
    make_news("機密內容")
    assert "could not be submitted" in caplog.text
    assert "RuntimeError" in caplog.text
    assert "機密" not in caplog.text


def test_a_sentence_deleted_by_an_editor_is_not_recorded_as_approved_by_the_editor() -> None:
    page = make_news("甲句。乙句。")
    translate_all(page)
    editor = make_user("an-editor")
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.body = body_of("甲句。")
    draft.save_revision(user=editor).publish()
    row = ApprovedParagraph.objects.in_force().get(page=page, source="甲句。")
    assert row.approved_by != editor


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_drafts_that_arrive_while_a_page_is_submitted_again_are_lost_on_neither_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The worker stores its answer while the submission stands between reading the segments and writing them."""
    page = make_news("甲段的話。", "乙段的話。")
    job = job_of(page)
    store = submission._store
    workers = []

    def store_while_a_worker_drafts(*args: object):
        def work() -> None:
            runner.run(job.pk)
            connections.close_all()

        workers.append(threading.Thread(target=work))
        workers[-1].start()
        workers[-1].join(timeout=1.0)  # it waits for the rows that the submission has locked
        return store(*args)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(submission, "_store", store_while_a_worker_drafts)
        publish(page, body=body_of("新的一段。", "甲段的話。", "乙段的話。"))
    for worker in workers:
        worker.join()
    assert workers
    successor = job_of(page)
    assert successor != job
    TranslationJob.objects.filter(pk=successor.pk).update(next_run_at=timezone.now() - timedelta(seconds=1))
    runner.run(successor.pk)
    assert job_of(page).state == JobState.REVIEW
    assert {s.source: bool(s.target) for s in current(page)} == {
        "標題": True,
        "新的一段。": True,
        "甲段的話。": True,
        "乙段的話。": True,
    }
