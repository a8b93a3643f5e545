"""Sending pages for translation from the editor and the explorer."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from cms.models import NewsPage
from tests.factories import approve_all, make_news, make_superuser, make_user
from translation_jobs.models import JobState, TranslationJob

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
    editor.post(url + query, {"include_descendants": "on"})
    assert TranslationJob.objects.open().filter(page__in=pages).count() == 3
    assert TranslationJob.objects.open().filter(page=Page.objects.get(pk=index.pk)).count() == 1


def test_sending_twice_makes_one_job(editor: Client) -> None:
    page = make_news("一句。", live=False)
    for _click in range(2):
        editor.post(reverse("translation_jobs:submit", args=[page.pk]))
    assert TranslationJob.objects.filter(page=page).count() == 1
    assert NewsPage.objects.get(pk=page.pk).live is False
