"""No edit of either language is lost, whatever order editors, reviewers, schedulers and jobs act in.

Each test is one interleaving in which an obvious design (parallel fields in the form, translation in the revision,
columns patched from memory) loses an edit or shows the wrong language.
"""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import GroupApprovalTask, Page, Revision, Task, Workflow, WorkflowPage, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.bilingual.approvals import Approval, approve_paragraphs
from cms.bilingual.models import TargetState
from cms.models import NewsPage
from tests.factories import approve_all, body_of, english_of, make_news, make_superuser
from translation_jobs.pipeline import runner
from translation_jobs.pipeline.submission import submit

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def page() -> NewsPage:
    """Published with both languages current."""
    page = make_news("第一段。", "第二段。", title="標題", summary="摘要。")
    approve_all(page)
    return fresh(page)


def fresh(page: Page) -> NewsPage:
    return NewsPage.objects.get(pk=page.pk)


def correct_summary(page: NewsPage, target: str = "Summary CORRECTED.", source: str = "摘要。") -> None:
    approve_paragraphs(page, [Approval("summary", "summary", source, target)])


def save_draft(page: NewsPage, **changes: Any) -> Revision:
    draft = page.get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft.save_revision()


def publish(page: NewsPage, **changes: Any) -> None:
    save_draft(page, **changes).publish()


def served(page: NewsPage, language: str) -> tuple[str, list[str]]:
    """(language that is served, all its texts) as a reader of `language` gets the page."""
    version = fresh(page).version(language)
    return version.language, [version.title, version.summary, str(version.body)]


def edit_form(page: NewsPage, **changes: str) -> dict[str, Any]:
    """What the page editor posts for the page as it is now, with changed texts."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "date": page.date.isoformat(),
        "body": streamfield([("paragraph", rich_text(child.value.source, features=["bold"])) for child in page.body]),
        "lead_image_alt": "",
        "lead_image_address": "",
        "source_line": "",
        "confidentiality": page.confidentiality,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    } | changes
    return nested_form_data(data)


def post_edit(page: NewsPage, data: dict[str, Any], **extra: str) -> None:
    client = Client()
    client.force_login(make_superuser(f"editor{timezone.now().timestamp()}"))
    response = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data | extra)
    assert response.status_code in (200, 302), response.status_code
    if response.status_code == 200 and "json" not in response.headers["Content-Type"]:
        raise AssertionError(response.context["form"].errors)


def test_00_both_languages_are_served_from_one_page(page: NewsPage) -> None:
    assert served(page, "zh-hant")[1][:2] == ["標題", "摘要。"]
    language, texts = served(page, "en")
    assert language == "en"
    assert texts[:2] == [english_of("標題"), english_of("摘要。")]
    assert page.target_state == TargetState.CURRENT


def test_01_correction_is_live_at_once_and_the_chinese_draft_stays_a_draft(page: NewsPage) -> None:
    save_draft(page, summary="草稿祕密。")
    correct_summary(page)
    assert served(page, "en")[1][1] == "Summary CORRECTED."
    assert fresh(page).summary == "摘要。"
    assert fresh(page).get_latest_revision_as_object().summary == "草稿祕密。"
    assert fresh(page).has_unpublished_changes


def test_02_correction_survives_publishing_the_older_draft_revision(page: NewsPage) -> None:
    revision = save_draft(page, title="標題二")
    correct_summary(page)
    revision.publish()
    approve_paragraphs(page, [Approval("title", "title", "標題二", "Title two")])
    assert served(page, "en")[1][:2] == ["Title two", "Summary CORRECTED."]


def test_03_correction_survives_publishing_from_a_form_opened_before(page: NewsPage) -> None:
    form = edit_form(page)
    correct_summary(page)
    post_edit(page, form, **{"action-publish": "1"})
    assert served(page, "en")[1][1] == "Summary CORRECTED."


def test_04_correction_survives_saving_a_draft_from_a_form_opened_before(page: NewsPage) -> None:
    form = edit_form(page)
    correct_summary(page)
    post_edit(page, form)
    assert served(page, "en")[1][1] == "Summary CORRECTED."
    fresh(page).get_latest_revision().publish()
    assert served(page, "en")[1][1] == "Summary CORRECTED."


def test_05_correction_survives_autosave_overwriting_the_revision(page: NewsPage) -> None:
    opened = page.get_latest_revision_as_object()
    revision = opened.save_revision()
    correct_summary(page)
    opened.title = "標題"
    opened.save_revision(overwrite_revision=revision)
    revision.refresh_from_db()
    revision.publish()
    assert served(page, "en")[1][1] == "Summary CORRECTED."


def test_06_correction_between_load_and_save_inside_the_edit_request(page: NewsPage) -> None:
    loaded = fresh(page).get_latest_revision_as_object()
    correct_summary(page)
    loaded.save()
    assert served(page, "en")[1][1] == "Summary CORRECTED."


def test_07_correction_between_as_object_and_save_of_a_publish(page: NewsPage) -> None:
    revision = save_draft(page)
    to_publish = revision.as_object()
    correct_summary(page)
    to_publish.live = True
    to_publish.save()
    assert served(page, "en")[1][1] == "Summary CORRECTED."


def test_08_correction_survives_scheduled_publishing(page: NewsPage) -> None:
    revision = save_draft(page, go_live_at=timezone.now() + timedelta(hours=1), title="標題二")
    revision.publish()
    correct_summary(page)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    content = Revision.objects.get(pk=revision.pk)
    content.content["go_live_at"] = None
    content.save()
    call_command("publish_scheduled")
    assert fresh(page).title == "標題二"
    approve_paragraphs(page, [Approval("title", "title", "標題二", "Title two")])
    assert served(page, "en")[1][:2] == ["Title two", "Summary CORRECTED."]


def test_09_correction_survives_workflow_moderation(page: NewsPage) -> None:
    user = make_superuser()
    workflow = Workflow.objects.create(name="審核")
    task = GroupApprovalTask.objects.create(name="核可")
    WorkflowTask.objects.create(workflow=workflow, task=Task.objects.get(pk=task.pk), sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    save_draft(page)
    state = workflow.start(fresh(page), user)
    correct_summary(page)
    state.current_task_state.approve(user=user)
    assert served(page, "en")[1][1] == "Summary CORRECTED."


def test_10_revert_brings_back_the_english_of_that_version_with_its_corrections(page: NewsPage) -> None:
    first = page.get_latest_revision()
    correct_summary(page)
    publish(page, summary="新的摘要。")
    approve_paragraphs(page, [Approval("summary", "summary", "新的摘要。", "A new summary.")])
    assert served(page, "en")[1][1] == "A new summary."
    first.as_object().save_revision(previous_revision=first).publish(previous_revision=first)
    assert fresh(page).summary == "摘要。"
    assert served(page, "en")[1][1] == "Summary CORRECTED."
    assert fresh(page).target_state == TargetState.CURRENT


def test_11_correction_survives_unpublish_and_republish(page: NewsPage) -> None:
    page.unpublish()
    correct_summary(page)
    fresh(page).get_latest_revision().publish()
    assert served(page, "en")[1][1] == "Summary CORRECTED."


def test_12_alias_follows_approval_and_publish(page: NewsPage) -> None:
    alias = page.create_alias(update_slug="alias")
    assert served(alias, "en")[1][1] == english_of("摘要。")
    correct_summary(page)
    assert served(alias, "en")[1][1] == "Summary CORRECTED."
    publish(page, title="標題二")
    assert fresh(alias).title == "標題二"
    approve_paragraphs(page, [Approval("title", "title", "標題二", "Title two")])
    assert served(alias, "en")[1][:2] == ["Title two", "Summary CORRECTED."]


def test_13_english_approved_ahead_goes_live_with_its_chinese_and_not_before(page: NewsPage) -> None:
    revision = save_draft(page, summary="新的摘要。")
    approve_paragraphs(page, [Approval("summary", "summary", "新的摘要。", "A new summary.")])
    assert served(page, "en")[1][1] == english_of("摘要。")
    revision.publish()
    assert served(page, "en")[1][1] == "A new summary."
    assert fresh(page).target_state == TargetState.CURRENT


def test_14_chinese_published_without_english_never_mixes_languages(page: NewsPage) -> None:
    publish(page, summary="新的摘要。", title="新標題")
    approve_paragraphs(page, [Approval("title", "title", "新標題", "New title")])
    language, texts = served(page, "en")
    assert language == "en"
    assert texts[:2] == [english_of("標題"), english_of("摘要。")]
    assert fresh(page).target_state == TargetState.OUTDATED
    new = make_news("全新。", title="全新")
    approve_paragraphs(new, [Approval("title", "title", "全新", "Brand new")])
    assert served(new, "en")[0] == "zh-hant"
    assert served(new, "en")[1][0] == "全新"
    assert fresh(new).title_twin == ""


def test_15_copy_keeps_its_english_and_goes_its_own_way(page: NewsPage) -> None:
    copy = page.copy(update_attrs={"slug": "copy"})
    assert served(copy, "en")[1][1] == english_of("摘要。")
    correct_summary(page)
    assert served(copy, "en")[1][1] == english_of("摘要。")
    correct_summary(fresh(copy), "Of the copy.")
    assert served(copy, "en")[1][1] == "Of the copy."
    assert served(page, "en")[1][1] == "Summary CORRECTED."


def test_16_converted_alias_keeps_its_english_and_goes_its_own_way(page: NewsPage) -> None:
    alias = page.create_alias(update_slug="alias")
    client = Client()
    client.force_login(make_superuser())
    client.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))
    assert fresh(alias).alias_of_id is None
    correct_summary(page)
    assert served(alias, "en")[1][1] == english_of("摘要。")
    publish(fresh(alias))
    assert served(alias, "en")[1][1] == english_of("摘要。")
    correct_summary(fresh(alias), "Of the former alias.")
    assert served(alias, "en")[1][1] == "Of the former alias."


def test_17_copy_by_the_admin_view_keeps_its_english(page: NewsPage) -> None:
    client = Client()
    client.force_login(make_superuser())
    index = page.get_parent()
    client.post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {
            "new_title": page.title,
            "new_slug": "copied",
            "new_parent_page": str(index.pk),
            "copy_subpages": False,
            "publish_copies": True,
            "alias": False,
        },
    )
    copy = NewsPage.objects.get(slug="copied")
    assert served(copy, "en")[1][1] == english_of("摘要。")
    assert copy.target_state == TargetState.CURRENT


def test_18_a_job_drafts_while_the_form_is_open(page: NewsPage) -> None:
    """The job makes no revision and touches no page row, so autosave goes on and the typing survives."""
    opened = page.get_latest_revision_as_object()
    opened.summary = "打字中的摘要。"
    revision = opened.save_revision()
    job = submit(fresh(page), draft=True)
    before = Revision.objects.count()
    runner.run(job.pk)
    assert {segment.provider for segment in job.segments.all()} == {"offline"}
    assert Revision.objects.count() == before
    assert fresh(page).latest_revision_id == revision.pk
    opened.summary = "打完的摘要。"
    opened.save_revision(overwrite_revision=revision)
    assert fresh(page).get_latest_revision_as_object().summary == "打完的摘要。"
    assert served(page, "en")[1][1] == english_of("摘要。")


def test_19_a_job_drafts_and_a_person_approves_inside_the_request_that_publishes(page: NewsPage) -> None:
    """What is drafted and approved for the old source neither shows beside the new one nor is lost."""
    draft = page.get_latest_revision_as_object()
    draft.summary = "新的摘要。"
    revision = draft.save_revision()
    job = submit(fresh(page), draft=True)
    publishing = revision.as_object()
    runner.run(job.pk)
    correct_summary(page)
    publishing.live = True
    publishing.save()
    language, texts = served(page, "en")
    assert (language, texts[1]) == ("en", "Summary CORRECTED.")
    assert fresh(page).target_state == TargetState.OUTDATED
    assert fresh(page).summary == "新的摘要。"
    drafted = job.segments.get()
    approve_paragraphs(page, [Approval("summary", "summary", drafted.source, "A new summary.")])
    assert served(page, "en")[1][1] == "A new summary."


def test_publishing_an_older_revision_keeps_a_newer_draft(page: NewsPage) -> None:
    older = save_draft(page, title="標題二")
    publishing = older.as_object()
    newer = save_draft(page, title="標題三")
    publishing.live, publishing.has_unpublished_changes = True, False
    publishing.save()
    row = fresh(page)
    assert (row.title, row.draft_title, row.latest_revision_id) == ("標題二", "標題三", newer.pk)
    assert row.has_unpublished_changes


def test_form_holds_no_twin_and_posting_one_by_hand_is_ignored(page: NewsPage) -> None:
    client = Client()
    client.force_login(make_superuser())
    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'name="summary"' in html
    assert 'name="summary_twin"' not in html
    post_edit(page, edit_form(page), **{"action-publish": "1", "summary_twin": "FORGED", "target_state": "current"})
    assert served(page, "en")[1][1] == english_of("摘要。")


def test_twins_are_in_no_revision_and_cannot_be_written_by_hand(page: NewsPage) -> None:
    content = page.get_latest_revision().content
    assert not [name for name in content if name.endswith("_twin")]
    assert "target_state" not in content
    page.summary_twin = "BY HAND"
    page.save()
    assert fresh(page).summary_twin == english_of("摘要。")
    with pytest.raises(ValueError, match="summary_twin"):
        page.save(update_fields=["summary_twin"])


def test_twins_of_an_unpublished_page_cannot_be_written_by_hand(page: NewsPage) -> None:
    page.unpublish()
    page.summary_twin, page.paragraphs_owner = "BY HAND", None
    page.save()
    assert fresh(page).summary_twin == english_of("摘要。")
    assert fresh(page).paragraphs_owner == page.pk


def test_preview_shows_each_language_whole(page: NewsPage) -> None:
    request = RequestFactory().get("/")
    with translation.override("en"):
        chinese = page.make_preview_request(request, "")
        english = page.make_preview_request(request, "target")
    assert "摘要。" in chinese.content.decode()
    assert english_of("摘要。") in english.content.decode()
    assert "摘要。" not in english.content.decode()


def test_body_of_a_moved_block_keeps_its_approval(page: NewsPage) -> None:
    body = json.loads(body_of("第一段。", "第二段。"))
    publish(page, body=json.dumps([body[1], body[0] | {"id": "moved"}]))
    assert fresh(page).target_state == TargetState.CURRENT
