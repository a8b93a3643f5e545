"""The list of jobs and what is done from it to many of them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_news, make_user
from translation_jobs.models import JobState, Priority, TranslationJob
from translation_jobs.pipeline import runner

pytestmark = pytest.mark.django_db
PAUSERS = ("Translators",)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(groups=PAUSERS))
    return client


def jobs(count: int) -> list[TranslationJob]:
    return [TranslationJob.objects.open().get(page=make_news("一句。", title=f"標題{n}")) for n in range(count)]


def states() -> list[str]:
    return list(TranslationJob.objects.order_by("pk").values_list("state", flat=True))


def act(client: Client, action: str, query: str, **data: str) -> None:
    url = reverse("wagtail_bulk_action", args=["translation_jobs", "translationjob", action])
    assert client.get(f"{url}?{query}").status_code == 200
    assert client.post(f"{url}?{query}&next=/admin/", data).status_code == 302


def test_jobs_are_paused_resumed_and_called_off_together(client: Client) -> None:
    first, second, third = jobs(3)
    act(client, "pause", f"id={first.pk}&id={second.pk}")
    assert states() == [JobState.PAUSED, JobState.PAUSED, JobState.QUEUED]
    act(client, "resume", f"id={first.pk}")
    assert states() == [JobState.QUEUED, JobState.PAUSED, JobState.QUEUED]
    act(client, "call_off", f"id={second.pk}&id={third.pk}")
    assert states() == [JobState.QUEUED, JobState.CANCELLED, JobState.CANCELLED]


def test_all_means_what_the_filter_shows(client: Client) -> None:
    first, _second = jobs(2)
    TranslationJob.objects.filter(pk=first.pk).update(provider="deepl")
    act(client, "pause", "id=all&provider=deepl")
    assert states() == [JobState.PAUSED, JobState.QUEUED]
    act(client, "call_off", "id=all&q=標題1")
    assert states() == [JobState.PAUSED, JobState.CANCELLED]
    act(client, "resume", "id=all")
    assert states() == [JobState.QUEUED, JobState.CANCELLED]


def test_priority_and_times_are_set_together(client: Client) -> None:
    rows = jobs(2)
    query = "&".join(f"id={job.pk}" for job in rows)
    act(client, "reschedule", query, priority=str(Priority.URGENT.value), due_at="2030-01-01 10:00")
    assert all(job.priority == Priority.URGENT and job.due_at for job in TranslationJob.objects.all())
    html = client.get(reverse("translation_jobs:index")).content.decode()
    assert "tq-urgent" in html
    assert "2030" in html


@pytest.mark.parametrize("action", ["pause", "resume", "reschedule", "call_off"])
def test_who_may_not_approve_or_translate_changes_nothing(action: str) -> None:
    (job,) = jobs(1)
    TranslationJob.objects.update(state=JobState.PAUSED if action == "resume" else JobState.QUEUED)
    before = states()
    client = Client()
    client.force_login(make_user(permissions=("wagtailadmin.access_admin",)))
    url = reverse("wagtail_bulk_action", args=["translation_jobs", "translationjob", action])
    client.post(f"{url}?id={job.pk}&next=/admin/", {"priority": "10"})
    assert states() == before
    assert TranslationJob.objects.get().priority == Priority.NORMAL


def test_who_may_only_translate_pauses_nothing() -> None:
    (job,) = jobs(1)
    client = Client()
    user = make_user(permissions=("wagtailadmin.access_admin", "translation_jobs.translate_translationjob"))
    client.force_login(user)
    assert client.post(reverse("translation_jobs:pause", args=[job.pk])).status_code in (302, 403)
    assert states() == [JobState.QUEUED]


def test_one_job_is_paused_and_resumed_from_its_page(client: Client) -> None:
    (job,) = jobs(1)
    url = reverse("translation_jobs:review", args=[job.pk])
    assert reverse("translation_jobs:pause", args=[job.pk]) in client.get(url).content.decode()
    client.post(reverse("translation_jobs:pause", args=[job.pk]))
    assert states() == [JobState.PAUSED]
    html = client.get(url).content.decode()
    assert reverse("translation_jobs:resume", args=[job.pk]) in html
    client.post(reverse("translation_jobs:resume", args=[job.pk]))
    assert states() == [JobState.QUEUED]


def test_progress_is_told_while_a_job_moves_and_after(client: Client) -> None:
    (job,) = jobs(1)
    url = reverse("translation_jobs:results")
    html = client.get(url).content.decode()
    assert "data-moving" in html
    assert f'id="job-{job.pk}-progress"' in html
    assert 'max="2" value="0"' in html
    runner.run(job.pk)
    html = client.get(url).content.decode()
    assert "data-moving" not in html
    assert f'id="job-{job.pk}-progress"' in html


def test_the_list_costs_the_same_for_two_jobs_and_for_twenty(client: Client) -> None:
    url = reverse("translation_jobs:results")
    costs = []
    for count in (2, 18):
        jobs(count)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        costs.append(len(queries))
    assert costs[0] == costs[1]
