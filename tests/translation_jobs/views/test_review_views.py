"""The review page and its acts, as a browser meets them with and without a script."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.bilingual.models import TargetState
from cms.models import NewsPage, User
from tests.factories import body_of, make_news, make_superuser, make_user
from translation_jobs.models import JobState, Segment, SegmentState, Term, TranslationJob
from translation_jobs.pipeline import review, runner

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> NewsPage:
    return make_news("第一句。第二句。", '見<a href="https://example.tw/">公告</a>。', title="標題")


@pytest.fixture
def job(page: NewsPage) -> TranslationJob:
    return TranslationJob.objects.get(page=page)


@pytest.fixture
def translator() -> User:
    return make_user("mei-ling", groups=("Translators",))


@pytest.fixture
def client(translator: User) -> Client:
    client = Client()
    client.force_login(translator)
    return client


def segment(page: NewsPage, source: str) -> Segment:
    return Segment.objects.current().get(page=page, source__startswith=source)


def post(client: Client, name: str, row: Segment, **data):
    """As the script posts: the answer is JSON with the row's new HTML."""
    url = reverse(f"translation_jobs:{name}", args=[row.pk])
    return client.post(url, {"version": row.version} | data, headers={"X-Requested-With": "fetch"})


def test_a_translator_needs_no_page_permission(client: Client, page: NewsPage, job: TranslationJob) -> None:
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("translation_jobs:index")).status_code == 200
    assert client.get(reverse("translation_jobs:review", args=[job.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 302


def test_a_translator_keeps_the_glossary(client: Client) -> None:
    assert client.get(reverse("glossary:index")).status_code == 200
    client.post(
        reverse("glossary:add"),
        {"chinese": "量子計畫", "english": "Quantum Program", "status": "official", "kind": "programme"},
    )
    assert Term.objects.get(chinese="量子計畫").english == "Quantum Program"


def test_the_list_shows_the_jobs_with_progress_and_can_be_filtered(client: Client, job: TranslationJob) -> None:
    html = client.get(reverse("translation_jobs:index")).content.decode()
    assert "標題" in html
    assert 'max="4" value="0"' in html
    assert "標題" not in client.get(reverse("translation_jobs:results"), {"state": "done"}).content.decode()
    assert "標題" in client.get(reverse("translation_jobs:results"), {"q": "標"}).content.decode()


def test_the_empty_list_says_how_pages_come_here(client: Client) -> None:
    assert (
        "Send for translation"
        in client.get(reverse("translation_jobs:index"), headers={"Accept-Language": "en"}).content.decode()
        or "送交翻譯" in client.get(reverse("translation_jobs:index")).content.decode()
    )


def test_the_page_shows_paragraphs_in_order_with_languages_marked(client: Client, job: TranslationJob) -> None:
    html = client.get(reverse("translation_jobs:review", args=[job.pk])).content.decode()
    positions = [html.index(f'id="segment-{s.pk}"') for s in Segment.objects.current().in_page_order()]
    assert positions == sorted(positions)
    assert html.count('lang="zh-Hant"') >= 4
    assert 'href="https://example.tw/"' not in html
    assert '<span class="tr-tag">1</span>公告' in html


def test_saving_answers_with_the_row_and_the_summary(client: Client, page: NewsPage, translator: User) -> None:
    row = segment(page, "第一句")
    answer = post(client, "save_segment", row, target="The first.")
    assert answer.status_code == 200
    assert "The first." in answer.json()["html"]
    assert "mei-ling" in answer.json()["html"]
    assert Segment.objects.get(pk=row.pk).edited_by == translator


def test_a_stale_save_answers_409_with_both_texts(client: Client, page: NewsPage) -> None:
    row = segment(page, "第一句")
    review.save_target(row.pk, row.version, "By a colleague.", make_user())
    answer = post(client, "save_segment", row, target="By me.")
    assert answer.status_code == 409
    html = answer.json()["html"]
    assert "By a colleague." in html
    assert ">By me.</textarea>" in html
    assert f'value="{row.version + 1}"' in html
    assert Segment.objects.get(pk=row.pk).target == "By a colleague."


def test_a_stale_save_without_a_script_shows_both_texts_on_the_page(client: Client, page: NewsPage) -> None:
    row = segment(page, "第一句")
    review.save_target(row.pk, row.version, "By a colleague.", make_user())
    url = reverse("translation_jobs:save_segment", args=[row.pk])
    answer = client.post(url, {"version": row.version, "target": "By me."})
    assert answer.status_code == 409
    assert "By a colleague." in answer.content.decode()
    assert ">By me.</textarea>" in answer.content.decode()


def test_a_save_without_a_script_leads_back_to_the_sentence(
    client: Client, page: NewsPage, job: TranslationJob
) -> None:
    row = segment(page, "第一句")
    url = reverse("translation_jobs:save_segment", args=[row.pk])
    answer = client.post(url, {"version": row.version, "target": "The first."})
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{reverse('translation_jobs:review', args=[job.pk])}#segment-{row.pk}"


def test_approving_takes_the_text_on_the_screen(client: Client, page: NewsPage, translator: User) -> None:
    row = segment(page, "標題")
    answer = post(client, "approve_segment", row, target="Title")
    assert answer.status_code == 200
    row.refresh_from_db()
    assert (row.target, row.state, row.approved_by) == ("Title", SegmentState.FINAL, translator)


def test_a_refused_approval_says_why_and_keeps_the_text(client: Client, page: NewsPage) -> None:
    row = segment(page, "見")
    answer = post(client, "approve_segment", row, target="See the notice.")
    assert answer.status_code == 422
    assert "See the notice." in answer.json()["html"]
    assert "&lt;g1&gt;" in answer.json()["html"]
    row.refresh_from_db()
    assert not row.is_approved


@pytest.mark.parametrize("target", ["x" * 10_001, None])
def test_a_text_that_cannot_be_taken_is_refused_with_a_reason(
    client: Client, page: NewsPage, target: str | None
) -> None:
    row = segment(page, "第一句")
    data = {"target": target} if target else {"version": "x"}
    answer = post(client, "save_segment", row, **data)
    assert answer.status_code == 422
    assert answer.json()["error"]
    row.refresh_from_db()
    assert row.target == ""


def test_hostile_text_is_shown_as_text(client: Client, page: NewsPage, job: TranslationJob) -> None:
    row = segment(page, "第一句")
    hostile = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(1)>'
    post(client, "save_segment", row, target=hostile)
    html = client.get(reverse("translation_jobs:review", args=[job.pk])).content.decode()
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
    assert "&lt;/textarea&gt;&lt;script&gt;" in html


def test_all_clean_is_approved_at_one_stroke(client: Client, page: NewsPage, job: TranslationJob) -> None:
    for source, target in (("第一句", "The first."), ("第二句", "The second."), ("標題", "Title")):
        post(client, "save_segment", segment(page, source), target=target)
    html = client.get(reverse("translation_jobs:review", args=[job.pk])).content.decode()
    seen = {str(s.pk): s.version for s in Segment.objects.current().filter(page=page) if s.target}
    assert json.dumps(seen).replace('"', "&quot;") in html
    client.post(reverse("translation_jobs:approve_clean", args=[job.pk]), {"seen": json.dumps(seen)})
    assert Segment.objects.approved().filter(page=page).count() == 3
    assert not segment(page, "見").is_approved


@pytest.mark.parametrize(
    "seen",
    [
        "",
        "[]",
        "nonsense",
        '{"a": 1}',
        '{"1": null}',
        '{"1": 1e400}',
        '{"1000000000000000000000000": 1}',
        '{"1": -1}',
        "[" * 100_000,
    ],
)
def test_a_list_that_cannot_be_read_approves_nothing(client: Client, job: TranslationJob, seen: str) -> None:
    answer = client.post(reverse("translation_jobs:approve_clean", args=[job.pk]), {"seen": seen})
    assert answer.status_code == 302
    assert not Segment.objects.approved().exists()


def test_sending_back_needs_a_reason(client: Client, page: NewsPage) -> None:
    row = segment(page, "第一句")
    row = review.save_target(row.pk, row.version, "The first.", make_user())
    assert post(client, "send_back_segment", row).status_code == 422
    answer = post(client, "send_back_segment", row, reason="Use the official name.")
    assert answer.status_code == 200
    assert "Use the official name." in answer.json()["html"]


def test_a_sentence_without_a_translation_can_be_sent_back_too(client: Client, page: NewsPage) -> None:
    assert post(client, "send_back_segment", segment(page, "第一句"), reason="Please write it.").status_code == 200


def test_a_changed_sentence_shows_its_difference_and_the_translation_before(client: Client, page: NewsPage) -> None:
    for row in Segment.objects.current().filter(page=page):
        target = "See the <g1>notice</g1>." if "公告" in row.source else f"Text {row.index}"
        post(client, "approve_segment", row, target=target)
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.body = body_of("第一句。第二句改了。", '見<a href="https://example.tw/">公告</a>。')
    draft.save_revision().publish()
    job = TranslationJob.objects.open().get(page=page)
    html = client.get(reverse("translation_jobs:review", args=[job.pk])).content.decode()
    assert "<ins>改了</ins>" in html
    assert "Text 1" in html
    assert html.count("data-changed") == 1


def test_a_superseded_job_leads_to_the_one_that_took_its_place(client: Client, page: NewsPage) -> None:
    old = TranslationJob.objects.get(page=page)
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = "新標題"
    draft.save_revision().publish()
    new = TranslationJob.objects.open().get(page=page)
    answer = client.get(reverse("translation_jobs:review", args=[old.pk]))
    assert answer.headers["Location"] == reverse("translation_jobs:review", args=[new.pk])


def test_the_status_tells_when_the_draft_is_there(client: Client, job: TranslationJob) -> None:
    url = reverse("translation_jobs:status", args=[job.pk])
    assert client.get(url).json()["drafting"] is True
    runner.run(job.pk)
    status = client.get(url).json()
    assert (status["drafting"], status["waiting"]) == (False, 0)


def test_opening_the_review_of_a_40_paragraph_page_takes_at_most_25_queries(client: Client) -> None:
    page = make_news(*(f"第{n}段的第一句。第{n}段的第二句。" for n in range(40)))
    job = TranslationJob.objects.get(page=page)
    runner.run(job.pk)
    url = reverse("translation_jobs:review", args=[job.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    assert len(queries) <= 25


def test_only_a_reviewer_takes_a_translation_off_the_site(client: Client, page: NewsPage, job: TranslationJob) -> None:
    for row in Segment.objects.current().filter(page=page):
        target = "See the <g1>notice</g1>." if "公告" in row.source else "Text"
        post(client, "approve_segment", row, target=target)
    url = reverse("translation_jobs:withdraw", args=[job.pk])
    assert client.post(url, {"reason": "Wrong amount"}).status_code == 302
    assert NewsPage.objects.get(pk=page.pk).target_state == TargetState.CURRENT
    client.force_login(make_user(groups=("Reviewers",)))
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 200
    assert NewsPage.objects.get(pk=page.pk).target_state == TargetState.CURRENT
    client.post(url, {"reason": "Wrong amount"})
    assert NewsPage.objects.get(pk=page.pk).target_state == TargetState.WITHDRAWN
    client.post(reverse("translation_jobs:restore", args=[job.pk]))
    assert NewsPage.objects.get(pk=page.pk).target_state == TargetState.CURRENT


def test_a_stopped_job_can_be_tried_again_and_an_open_one_called_off(client: Client, job: TranslationJob) -> None:
    TranslationJob.objects.filter(pk=job.pk).update(state=JobState.PAUSED, problem="quota")
    html = client.get(reverse("translation_jobs:review", args=[job.pk])).content.decode()
    assert reverse("translation_jobs:retry", args=[job.pk]) in html
    client.post(reverse("translation_jobs:retry", args=[job.pk]))
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.QUEUED, "")
    client.post(reverse("translation_jobs:cancel", args=[job.pk]))
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


ACTS = ["save_segment", "approve_segment", "send_back_segment", "revert_segment"]
JOB_VIEWS = ["review", "status", "approve_clean", "retry", "cancel", "withdraw", "restore"]


@pytest.mark.parametrize("name", [*ACTS, *JOB_VIEWS])
def test_people_without_the_permission_see_and_change_nothing(page: NewsPage, job: TranslationJob, name: str) -> None:
    row = segment(page, "第一句")
    url = reverse(f"translation_jobs:{name}", args=[row.pk if name in ACTS else job.pk])
    data = {"version": row.version, "target": "FORGED", "reason": "x", "seen": "{}"}
    editor = make_user(groups=("Moderators",))
    for visitor in (None, editor):
        client = Client()
        if visitor:
            client.force_login(visitor)
        for answer in (client.get(url), client.post(url, data)):
            assert answer.status_code in (302, 403, 405)
            assert "第一句" not in answer.content.decode()
    row.refresh_from_db()
    assert (row.target, row.version) == ("", 1)


@pytest.mark.parametrize("name", [*ACTS, "approve_clean", "retry", "cancel", "withdraw", "restore"])
def test_nothing_is_changed_without_a_csrf_token(
    translator: User, page: NewsPage, job: TranslationJob, name: str
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_superuser())
    row = segment(page, "第一句")
    url = reverse(f"translation_jobs:{name}", args=[row.pk if name in ACTS else job.pk])
    assert strict.post(url, {"version": row.version, "target": "FORGED"}).status_code == 403


def test_who_may_only_translate_cannot_approve(page: NewsPage) -> None:
    client = Client()
    client.force_login(
        make_user(permissions=("wagtailadmin.access_admin", "translation_jobs.translate_translationjob"))
    )
    row = segment(page, "標題")
    assert post(client, "save_segment", row, target="Title").status_code == 200
    row.refresh_from_db()
    assert post(client, "approve_segment", row, target="Title").status_code in (302, 403)
    row.refresh_from_db()
    assert not row.is_approved
