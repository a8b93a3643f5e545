"""What people do to segments, and that nobody's work is overwritten."""

import json

import pytest

from cms.bilingual.models import ApprovedParagraph, TargetState
from cms.models import NewsPage
from tests.factories import body_of, make_news, make_user
from translation_jobs.models import JobState, Origin, Segment, SegmentEvent, SegmentState, TranslationJob
from translation_jobs.pipeline import review

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def page() -> NewsPage:
    return make_news("第一句。第二句。", "見<b>公告</b>。", title="標題")


def segment(page: NewsPage, source: str) -> Segment:
    return Segment.objects.current().get(page=page, source__startswith=source)


def job_of(page: NewsPage) -> TranslationJob:
    return TranslationJob.objects.get(page=page)


def write(page: NewsPage, source: str, target: str) -> Segment:
    row = segment(page, source)
    return review.save_target(row.pk, row.version, target, make_user())


def approve(row: Segment) -> Segment:
    return review.approve(row.pk, row.version, make_user())


def test_saving_records_who_and_when_and_runs_the_checks(page: NewsPage) -> None:
    row = segment(page, "見")
    user = make_user()
    saved = review.save_target(row.pk, row.version, "  See the\r\n notice. ", user)
    assert (saved.target, saved.state, saved.origin) == ("See the notice.", SegmentState.TRANSLATED, Origin.HUMAN)
    assert (saved.edited_by, saved.version) == (user, row.version + 1)
    assert saved.edited_at is not None
    assert [issue.check_id for issue in saved.issues.all()] == ["markup.placeholders"]


def test_a_stale_form_overwrites_nothing_and_gets_what_stands_there(page: NewsPage) -> None:
    row = segment(page, "第一句")
    review.save_target(row.pk, row.version, "By A.", make_user())
    with pytest.raises(review.StaleSegment) as stale:
        review.save_target(row.pk, row.version, "By B.", make_user())
    assert stale.value.current.target == "By A."
    assert Segment.objects.get(pk=row.pk).target == "By A."


def test_a_sentence_whose_source_was_changed_meanwhile_leads_to_the_new_one(page: NewsPage) -> None:
    row = segment(page, "第二句")
    draft = page.get_latest_revision_as_object()
    draft.body = body_of("第一句。第二句改。", "見<b>公告</b>。")
    draft.save_revision().publish()
    with pytest.raises(review.StaleSegment) as stale:
        review.save_target(row.pk, row.version, "Second.", make_user())
    assert stale.value.current.source == "第二句改。"
    assert stale.value.current.previous == row


def test_every_text_that_was_written_stays_on_record(page: NewsPage) -> None:
    row = segment(page, "第一句")
    for text in ("One.", "Two.", ""):
        row = review.save_target(row.pk, row.version, text, make_user())
    assert [event.target for event in SegmentEvent.objects.filter(segment=row)] == ["One.", "Two.", ""]
    assert (row.state, row.origin) == (SegmentState.INITIAL, "")


@pytest.mark.parametrize("target", ["", "見公告。", "See the notice.", "See the <g1>公告</g1>."])
def test_what_a_check_blocks_cannot_be_approved(page: NewsPage, target: str) -> None:
    row = write(page, "見", target)
    with pytest.raises(review.NotApprovable) as refused:
        approve(row)
    assert refused.value.issues
    assert not Segment.objects.get(pk=row.pk).is_approved
    assert not ApprovedParagraph.objects.exists()


def test_a_paragraph_is_handed_over_when_its_last_sentence_is_approved(page: NewsPage) -> None:
    first = approve(write(page, "第一句", "The first."))
    assert first.state == SegmentState.REVIEWED
    assert not ApprovedParagraph.objects.exists()
    approve(write(page, "第二句", "The second."))
    (paragraph,) = ApprovedParagraph.objects.all()
    assert (paragraph.path, paragraph.target) == ("body:b1#k1", "The first. The second.")
    assert segment(page, "第一句").state == SegmentState.FINAL


def test_the_page_is_public_and_the_job_done_when_everything_is_approved(page: NewsPage) -> None:
    for source, target in (
        ("標題", "Title"),
        ("第一句", "The first."),
        ("第二句", "The second."),
        ("見", "See the <g1>notice</g1>."),
    ):
        assert NewsPage.objects.get(pk=page.pk).target_state == TargetState.NONE
        approve(write(page, source, target))
    page = NewsPage.objects.get(pk=page.pk)
    assert page.target_state == TargetState.CURRENT
    assert "See the <b>notice</b>." in str(page.body_twin)
    job = job_of(page)
    assert job.state == JobState.DONE
    assert job.finished_at is not None


def test_editing_an_approved_sentence_takes_its_approval_back_and_leaves_the_public_text(page: NewsPage) -> None:
    for source, target in (("標題", "Title"), ("第一句", "A."), ("第二句", "B."), ("見", "See <g1>it</g1>.")):
        approve(write(page, source, target))
    edited = write(page, "標題", "Better title")
    assert (edited.state, edited.approved_by, edited.approved_at) == (SegmentState.TRANSLATED, None, None)
    assert NewsPage.objects.get(pk=page.pk).title_twin == "Title"
    job = job_of(page)
    assert job.state == JobState.REVIEW
    approve(edited)
    assert NewsPage.objects.get(pk=page.pk).title_twin == "Better title"
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_all_clean_approves_what_was_seen_and_nothing_else(page: NewsPage) -> None:
    seen_row = write(page, "第一句", "The first.")
    changed_row = write(page, "第二句", "The second.")
    write(page, "見", "See the notice.")
    title = write(page, "標題", "Title")
    seen = {row.pk: row.version for row in (seen_row, changed_row, segment(page, "見"))}
    review.save_target(changed_row.pk, changed_row.version, "Changed by a colleague.", make_user())
    result = review.approve_all_clean(job_of(page), seen, make_user())
    assert [row.pk for row in result.segments] == [seen_row.pk]
    assert result.left_with_issues == 2
    assert not Segment.objects.get(pk=title.pk).is_approved


def test_what_was_sent_back_is_not_approved_with_the_clean_ones(page: NewsPage) -> None:
    row = write(page, "第一句", "The first one is good.")
    back = review.send_back(row.pk, row.version, "Use the official name.", make_user())
    result = review.approve_all_clean(job_of(page), {back.pk: back.version}, make_user())
    assert (result.segments, result.left_with_issues) == ([], 1)


def test_send_back_keeps_the_text_and_says_why(page: NewsPage) -> None:
    row = approve(write(page, "第一句", "The first."))
    user = make_user()
    back = review.send_back(row.pk, row.version, " Use the official name. ", user)
    assert (back.target, back.state, back.returned_reason) == (
        "The first.",
        SegmentState.TRANSLATED,
        "Use the official name.",
    )
    assert back.returned_by == user
    again = approve(review.save_target(back.pk, back.version, "The First.", make_user()))
    assert again.returned_reason == ""


def test_going_back_to_the_draft_keeps_what_was_written_on_record(page: NewsPage) -> None:
    row = segment(page, "第一句")
    row.set_draft("Machine draft.", Origin.MACHINE, "deepl")
    row.save()
    SegmentEvent.objects.create(segment=row, action="drafted", target=row.target, note="mt")
    row = review.save_target(row.pk, row.version, "Typed.", make_user())
    row = review.revert_to_draft(row.pk, row.version, make_user())
    assert (row.target, row.origin) == ("Machine draft.", Origin.MACHINE)
    assert "Typed." in SegmentEvent.objects.values_list("target", flat=True)


def test_a_chinese_target_keeps_its_ideographic_spaces() -> None:
    page = make_news("One.", title="Title", source_language="en")
    row = segment(page, "Title")
    saved = review.save_target(row.pk, row.version, "　標題一　標題二", make_user())
    assert saved.target == "　標題一　標題二"


def test_a_figure_under_a_scaled_heading_is_never_approved_unseen() -> None:
    table = {
        "columns": [{"type": "text", "heading": "園區"}, {"type": "text", "heading": "營業額（億元）"}],
        "rows": [{"values": ["竹科", "8,650"]}],
        "caption": "",
    }
    page = make_news(body=json.dumps([{"type": "table", "id": "t", "value": table}]))
    figure = write(page, "8,650", "8,650")
    assert [issue.check_id for issue in figure.issues.all()] == ["numbers.scaled"]
    result = review.approve_all_clean(job_of(page), {figure.pk: figure.version}, make_user())
    assert (result.segments, result.left_with_issues) == ([], 1)
    assert approve(write(page, "8,650", "865.0")).is_approved
