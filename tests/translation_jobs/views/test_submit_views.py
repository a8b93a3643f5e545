"""Sending pages for translation from the editor and the explorer."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page

from cms.models import NewsPage
from tests.factories import approve_all, make_news, make_superuser, make_user
from translation_jobs.models import JobState, Priority, SubmissionRequest, TranslationJob
from translation_jobs.pipeline.bulk_submission import submit_requested
from translation_jobs.views.submit import pages_below

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(make_superuser())
    return client


def test_the_editors_menu_offers_it_and_a_draft_can_be_sent(editor: Client) -> None:
    page = make_news("一句。", live=False)
    url = reverse("translation_jobs:submit", args=[page.pk])
    assert url in editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert editor.get(url).status_code == 200
    assert not TranslationJob.objects.exists()
    editor.post(url)
    job = TranslationJob.objects.get(page=page)
    assert (job.state, job.level) == (JobState.QUEUED, "unreleased")


def test_an_alias_is_not_offered(editor: Client) -> None:
    alias = make_news("一句。").create_alias(update_slug="alias")
    html = editor.get(reverse("wagtailadmin_explore", args=[alias.get_parent().pk])).content.decode()
    assert reverse("translation_jobs:submit", args=[alias.pk]) not in html


def test_a_page_with_nothing_to_translate_says_so(editor: Client) -> None:
    page = make_news("一句。", live=False)
    approve_all(page)
    answer = editor.post(reverse("translation_jobs:submit", args=[page.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert not TranslationJob.objects.exists()


def test_who_may_not_edit_a_page_may_not_send_it() -> None:
    page = make_news("一句。", live=False)
    client = Client()
    client.force_login(make_user(groups=("Translators",)))
    assert client.post(reverse("translation_jobs:submit", args=[page.pk])).status_code in (302, 403)
    assert not TranslationJob.objects.exists()


def test_selected_pages_and_their_subpages_are_sent_at_once(editor: Client) -> None:
    pages = [make_news("一句。", live=False, title=f"標題{n}") for n in range(3)]
    index = pages[0].get_parent()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "send_for_translation"])
    query = f"?id={index.pk}&next=/admin/"
    assert "標題" not in editor.get(url + query).content.decode()
    editor.post(url + query, {"include_descendants": "on", "priority": "10"})
    assert not TranslationJob.objects.exists()  # the request only writes down which
    submit_requested()
    assert set(TranslationJob.objects.values_list("priority", flat=True)) == {Priority.URGENT}
    assert TranslationJob.objects.open().filter(page__in=pages).count() == 3
    assert TranslationJob.objects.open().filter(page=Page.objects.get(pk=index.pk)).count() == 1


def test_sending_twice_makes_one_job(editor: Client) -> None:
    page = make_news("一句。", live=False)
    for _click in range(2):
        editor.post(reverse("translation_jobs:submit", args=[page.pk]))
    assert TranslationJob.objects.filter(page=page).count() == 1
    assert NewsPage.objects.get(pk=page.pk).live is False


def test_a_page_and_all_below_it_are_sent_from_its_own_menu(editor: Client) -> None:
    pages = [make_news("一句。", live=False, title=f"標題{n}") for n in range(3)]
    index = pages[0].get_parent()
    url = reverse("translation_jobs:submit", args=[index.pk])
    assert "include_descendants" in editor.get(url).content.decode()
    assert (
        "include_descendants" not in editor.get(reverse("translation_jobs:submit", args=[pages[0].pk])).content.decode()
    )
    editor.post(url, {"include_descendants": "on", "priority": "0"})
    assert set(SubmissionRequest.objects.values_list("page_id", flat=True)) == {index.pk, *(page.pk for page in pages)}


def test_fifty_pages_cost_the_request_as_many_queries_as_two(editor: Client) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "send_for_translation"])
    costs = []
    for count in (2, 48):
        for number in range(count):
            index = make_news("一句。", live=False, title=f"標題{number}").get_parent()
        editor.get("/admin/")  # what is cached per process is cached
        with CaptureQueriesContext(connection) as queries:
            editor.post(f"{url}?id={index.pk}&next=/admin/", {"include_descendants": "on", "priority": "0"})
        costs.append(len(queries))
        SubmissionRequest.objects.all().delete()
    assert costs[0] == costs[1]


def test_pages_below_that_a_person_may_not_edit_are_not_sent() -> None:
    mine, theirs = (make_news("一句。", live=False, title=title) for title in ("甲", "乙"))
    index = mine.get_parent()
    user = make_user(permissions=("wagtailadmin.access_admin",))
    group = Group.objects.create(name="Editors of one page")
    user.groups.add(group)
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(pk=mine.pk), permission=change)
    assert pages_below([index], user) == [mine.pk]
    assert set(pages_below([index], make_superuser())) == {mine.pk, theirs.pk}


def test_the_schedule_is_set_when_a_page_is_sent(editor: Client) -> None:
    page = make_news("一句。", live=False)
    url = reverse("translation_jobs:submit", args=[page.pk])
    assert 'name="due_at"' in editor.get(url).content.decode()
    answer = editor.post(url, {"priority": "10", "due_at": "2030-01-01 10:00", "not_before": "2030-01-02 10:00"})
    assert answer.status_code == 200
    assert not TranslationJob.objects.exists()
    editor.post(url, {"priority": "10", "due_at": "2030-01-03 10:00", "not_before": "2030-01-02 10:00"})
    job = TranslationJob.objects.get(page=page)
    assert job.priority == Priority.URGENT
    assert job.due_at is not None
    assert timezone.localtime(job.due_at).day == 3


@pytest.mark.both_databases
@pytest.mark.parametrize("time", ["0001-01-01 00:00", "9999-12-31 23:59"])
@pytest.mark.parametrize("field", ["due_at", "not_before"])
def test_a_time_at_the_end_of_the_calendar_breaks_no_list(editor: Client, field: str, time: str) -> None:
    page = make_news("一句。")
    url = reverse("translation_jobs:submit", args=[page.pk])
    answer = editor.post(url, {"priority": "10", field: time})
    assert list(answer.context["form"].errors) == [field]
    job = TranslationJob.objects.get(page=page)
    assert (job.priority, job.due_at, job.not_before) == (Priority.NORMAL, None, None)
    reader = Client()
    reader.force_login(make_superuser("reader"))
    assert reader.get(reverse("translation_jobs:index")).status_code == 200
