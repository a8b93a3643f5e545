"""Issues on the review page: fix, dismiss, waive, restore, with and without a script; and the noise report."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.models import NewsPage
from tests.factories import make_news, make_superuser, make_user
from translation_jobs.models import Dismissal, FindingRecord, Outcome, QualityIssue, Segment, TranslationJob
from translation_jobs.pipeline import review
from translation_jobs.text.differences import Change
from translation_jobs.views.presentation import _cut

pytestmark = pytest.mark.django_db

WARNED, BLOCKED = "Another sentence，really.", "Another 句 here."
SEEN_HERE = ("script.chinese_marks", "script.han_left", "markup.placeholders")
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def page() -> NewsPage:
    return make_news("第一句有12項。", "別的句子。")


def person(group: str) -> Client:
    client = Client(headers=ENGLISH)
    client.force_login(make_user(groups=(group,)))
    return client


@pytest.fixture
def translator() -> Client:
    return person("Translators")


@pytest.fixture
def reviewer() -> Client:
    return person("Reviewers")


def write(page: NewsPage, target: str) -> Segment:
    row = Segment.objects.current().get(page=page, source__startswith="別的句子")
    return review.save_target(row.pk, row.version, target, make_user())


def fingerprint(row: Segment) -> str:
    return row.issues.get(check_id__in=SEEN_HERE).fingerprint


def post(client: Client, name: str, row: Segment, mark: str = "", reason: str = "", preset: str = "", **data):
    mark = mark or fingerprint(row)
    fields = {"version": row.version, "target": row.target, "fingerprint": mark}
    fields |= {f"reason:{mark}": reason, f"preset:{mark}": preset} | data
    url = reverse(f"translation_jobs:{name}", args=[row.pk])
    return client.post(url, fields, headers=ENGLISH | {"X-Requested-With": "fetch"})


def review_page(client: Client, page: NewsPage) -> str:
    job = TranslationJob.objects.get(page=page)
    return client.get(reverse("translation_jobs:review", args=[job.pk])).content.decode()


def row_html(html: str, row: Segment) -> str:
    return html.split(f'id="segment-{row.pk}"')[1].split("</article>")[0]


def test_an_issue_shows_what_it_speaks_of_on_both_sides(translator: Client, page: NewsPage) -> None:
    row = Segment.objects.current().get(page=page, source__startswith="第一句")
    review.save_target(row.pk, row.version, "The first has 13 items.", make_user())
    html = row_html(review_page(translator, page), row)
    assert "第一句有<mark>12</mark>項。" in html
    assert 'data-start="14" data-end="16" data-quote="13"' in html


def test_a_mark_never_cuts_a_placeholder_and_keeps_what_changed() -> None:
    change = Change("new", "見<g1>公告</g1>後")
    parts = [(part.text, is_marked) for part, is_marked in _cut(change, [(2, 7)])]
    assert parts == [("見", False), ("<g1>公告", True), ("</g1>後", False)]
    assert [part for part, _marked in _cut(change, [(20, 30), (-5, 0)])] == [change]


@given(
    st.text(alphabet="甲乙ab。"),
    st.lists(st.tuples(st.integers(-3, 12), st.integers(0, 6)).map(lambda pair: (pair[0], sum(pair)))),
)
def test_a_cut_text_is_the_text_and_what_is_marked_is_what_was_named(text: str, spans: list[tuple[int, int]]) -> None:
    parts = list(_cut(Change("same", text), spans))
    assert "".join(part.text for part, _marked in parts) == text
    marks = [marked for part, marked in parts for _char in part.text]
    assert marks == [any(start <= place < end for start, end in spans) for place in range(len(text))]


def test_a_fix_is_made_in_one_click(translator: Client, page: NewsPage) -> None:
    row = write(page, WARNED)
    assert reverse("translation_jobs:fix_issue", args=[row.pk]) in review_page(translator, page)
    answer = post(translator, "fix_issue", row)
    assert (answer.status_code, answer.json()["message"]) == (200, "Fixed.")
    row.refresh_from_db()
    assert row.target == "Another sentence, really."
    assert not row.issues.exists()


def test_the_fix_button_says_what_it_writes(translator: Client, page: NewsPage) -> None:
    row = write(page, WARNED)
    assert row.issues.get(check_id="script.chinese_marks").written_by_fix == [", "]
    row = write(page, "The the end.")
    html = translator.get(reverse("translation_jobs:review", args=[row.job_id])).content.decode()
    assert "<ins" not in html  # this one only takes a word out
    row = write(page, "It meets on February 31，2026（first）.")
    html = translator.get(reverse("translation_jobs:review", args=[row.job_id])).content.decode()
    assert '→ <ins lang="en">' in html


def test_a_fix_of_a_text_that_somebody_changed_answers_409_with_both_texts(translator: Client, page: NewsPage) -> None:
    row, mark = write(page, WARNED), ""
    mark = fingerprint(row)
    review.save_target(row.pk, row.version, "By a colleague.", make_user())
    answer = post(translator, "fix_issue", row, mark)
    assert answer.status_code == 409
    assert "By a colleague." in answer.json()["html"]
    assert f">{WARNED}</textarea>" in answer.json()["html"]
    row.refresh_from_db()
    assert row.target == "By a colleague."


def test_a_fix_never_writes_over_what_is_typed_and_not_saved(translator: Client, page: NewsPage) -> None:
    row = write(page, WARNED)
    answer = post(translator, "fix_issue", row, target="Typed，not saved.")
    assert answer.status_code == 409
    assert ">Typed，not saved.</textarea>" in answer.json()["html"]
    row.refresh_from_db()
    assert row.target == WARNED


def test_a_dismissed_issue_is_set_aside_with_person_and_reason(translator: Client, page: NewsPage) -> None:
    row = write(page, WARNED)
    answer = post(translator, "dismiss_issue", row, reason="Printed like this.", preset="official")
    assert answer.status_code == 200
    html = answer.json()["html"]
    assert "This is the official wording – Printed like this." in html
    assert "1 issue set aside" in html
    assert "data-issues" not in html
    assert "Approve 1 clean sentence" in answer.json()["summary"]
    answer = post(translator, "restore_issue", row)
    assert answer.status_code == 200
    assert "data-issues" in answer.json()["html"]


@pytest.mark.parametrize("fields", [{}, {"reason": "   "}, {"preset": "no such reason"}, {"reason": "x" * 1001}])
def test_a_dismissal_needs_a_reason(translator: Client, page: NewsPage, fields: dict[str, str]) -> None:
    row = write(page, WARNED)
    answer = post(translator, "dismiss_issue", row, **fields)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert '<details class="tr-dismiss" open>' in answer.json()["html"]
    assert not Dismissal.objects.exists()


@pytest.mark.parametrize("mark", ["x", "0" * 63, "0" * 64, "g" * 64, "0" * 65])
def test_an_issue_that_does_not_exist_is_refused(translator: Client, page: NewsPage, mark: str) -> None:
    row = write(page, WARNED)
    for name in ("dismiss_issue", "fix_issue"):
        assert post(translator, name, row, mark, reason="x").status_code in (409, 422)
    assert not Dismissal.objects.exists()


def test_what_is_typed_survives_a_dismissal(translator: Client, page: NewsPage) -> None:
    row = write(page, WARNED)
    answer = post(translator, "dismiss_issue", row, reason="x", target="Typed and not saved.")
    assert ">Typed and not saved.</textarea>" in answer.json()["html"]
    url = reverse("translation_jobs:restore_issue", args=[row.pk])
    fields = {"version": row.version, "target": "Typed and not saved.", "fingerprint": fingerprint(row)}
    answer = translator.post(url, fields)
    assert answer.status_code == 200
    assert ">Typed and not saved.</textarea>" in answer.content.decode()
    row.refresh_from_db()
    assert row.target == WARNED


def test_without_a_script_every_act_leads_back_to_the_sentence(translator: Client, page: NewsPage) -> None:
    row = write(page, WARNED)
    mark = fingerprint(row)
    fields = {"version": row.version, "target": row.target, "fingerprint": mark, f"preset:{mark}": "mistaken"}
    for name in ("dismiss_issue", "restore_issue", "fix_issue"):
        answer = translator.post(reverse(f"translation_jobs:{name}", args=[row.pk]), fields)
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"#segment-{row.pk}")
    row.refresh_from_db()
    assert row.target == "Another sentence, really."


def test_only_a_reviewer_waives_and_then_anybody_may_approve(
    translator: Client, reviewer: Client, page: NewsPage
) -> None:
    row = write(page, BLOCKED)
    waive = reverse("translation_jobs:waive_issue", args=[row.pk])
    assert waive not in review_page(translator, page)
    assert post(translator, "waive_issue", row, reason="x").status_code in (302, 403)
    assert post(translator, "dismiss_issue", row, reason="x").status_code == 422
    assert post(translator, "approve_segment", row).status_code == 422
    assert waive in review_page(reviewer, page)
    answer = post(reviewer, "waive_issue", row, reason="A name that stays Chinese.")
    assert (answer.status_code, answer.json()["message"]) == (200, "Waived.")
    assert "waived by" in review_page(translator, page)
    assert reverse("translation_jobs:restore_issue", args=[row.pk]) not in review_page(translator, page)
    assert post(translator, "restore_issue", row).status_code in (302, 403)
    assert post(translator, "approve_segment", row).status_code == 200
    assert Segment.objects.get(pk=row.pk).is_approved


def test_what_cannot_be_waived_offers_no_waiver(reviewer: Client) -> None:
    page = make_news("別的句子見<b>公告</b>。")
    row = write(page, "See the notice.")
    assert reverse("translation_jobs:waive_issue", args=[row.pk]) not in review_page(reviewer, page)
    assert post(reviewer, "waive_issue", row, reason="x").status_code == 422


def test_a_hostile_reason_is_shown_as_text(translator: Client, page: NewsPage) -> None:
    row = write(page, WARNED)
    post(translator, "dismiss_issue", row, reason='<script>alert(1)</script>"><img src=x>')
    html = review_page(translator, page)
    assert "<script>alert(1)" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)" in html


ACTS = ["fix_issue", "dismiss_issue", "waive_issue", "restore_issue"]


@pytest.mark.parametrize("name", ACTS)
def test_people_without_the_permission_change_nothing(page: NewsPage, name: str) -> None:
    row = write(page, WARNED)
    approver = make_user(permissions=("wagtailadmin.access_admin", "translation_jobs.approve_translationjob"))
    for visitor in (None, make_user(groups=("Moderators",)), approver):
        client = Client()
        if visitor:
            client.force_login(visitor)
        assert post(client, name, row, reason="FORGED").status_code in (302, 403)
        assert client.get(reverse(f"translation_jobs:{name}", args=[row.pk])).status_code in (302, 403, 405)
    row.refresh_from_db()
    assert row.target == WARNED
    assert not Dismissal.objects.exists()


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_changed_without_a_csrf_token(page: NewsPage, name: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_superuser())
    row = write(page, WARNED)
    assert post(strict, name, row, reason="FORGED").status_code == 403
    assert not Dismissal.objects.exists()


def test_enter_in_a_reason_presses_no_button_of_the_row(translator: Client, page: NewsPage) -> None:
    """A browser without scripts presses the form's first button: that one is disabled."""
    row = write(page, WARNED)
    form = row_html(review_page(translator, page), row).split("<form")[1]
    assert form.index('<button type="submit" disabled hidden>') < form.index("formaction")
    assert form.count("disabled") == 1


def test_both_interface_languages(translator: Client, page: NewsPage) -> None:
    write(page, WARNED)
    job = TranslationJob.objects.get(page=page)
    url = reverse("translation_jobs:review", args=[job.pk])
    english = translator.get(url, headers={"Accept-Language": "en"}).content.decode()
    assert "Dismiss…" in english
    assert translator.get(url, headers={"Accept-Language": "zh-hant"}).status_code == 200


def test_the_list_shows_open_issues_in_as_many_queries_for_many_jobs_as_for_one(translator: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            html = translator.get(reverse("translation_jobs:results")).content.decode()
        assert "1 blocking" in html
        return len(captured)

    write(make_news("第一句。", "別的句子。"), BLOCKED)
    queries()
    one = queries()
    for number in range(5):
        page = make_news(f"第{number}篇。", "別的句子。")
        write(page, BLOCKED)
        write(page, "Another 句，here.")
    assert queries() == one


def test_a_review_page_of_stale_results_takes_no_more_queries(translator: Client) -> None:
    page = make_news(*(f"第{n}段的第一句。第{n}段的第二句。" for n in range(40)))
    Segment.objects.filter(page=page).update(target="Left 句.", state="translated")
    review_page(translator, page)
    with CaptureQueriesContext(connection) as captured:
        assert review_page(translator, page).count("tr-issue--blocks") >= 80
    assert len(captured) <= 25
    assert not QualityIssue.objects.exists()


# The noise report


def test_the_noise_report_names_what_people_dismiss(translator: Client, page: NewsPage) -> None:
    FindingRecord.objects.bulk_create(
        FindingRecord(check_id="script.chinese_marks", key=str(number), outcome=Outcome.DISMISSED)
        for number in range(6)
    )
    FindingRecord.objects.create(check_id="long.forgotten", key="x", outcome=Outcome.FIXED)
    html = translator.get(reverse("translation_jobs:noise")).content.decode()
    assert html.index("script.chinese_marks") < html.index("script.han_left")
    row = html[html.index("script.chinese_marks") :].split("</tr>")[0]
    assert "noise" in row
    assert "100%" in row
    assert "long.forgotten" in html
    assert html.count("w-status--primary") == 1


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_noise_report_can_be_exported(translator: Client, form: str) -> None:
    FindingRecord.objects.create(check_id="script.chinese_marks", key="x", outcome=Outcome.FIXED)
    answer = translator.get(reverse("translation_jobs:noise"), {"export": form})
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        assert {"Check": "script.chinese_marks", "Found": "1", "Fixed": "1"}.items() <= rows[0].items()
    else:
        assert content.startswith(b"PK")


def test_the_noise_report_is_for_those_who_see_jobs(page: NewsPage) -> None:
    client = Client()
    client.force_login(make_user(groups=("Moderators",)))
    assert client.get(reverse("translation_jobs:noise")).status_code in (302, 403)
    assert reverse("translation_jobs:noise") not in client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(make_user(groups=("Reviewers",)))
    assert client.get(reverse("translation_jobs:noise")).status_code == 200
    assert reverse("translation_jobs:noise") in client.get(reverse("wagtailadmin_home")).content.decode()
