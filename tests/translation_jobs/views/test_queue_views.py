"""The queue page and its switches, the panel on the admin's home page, and what is mailed to whom."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from tests.factories import make_news, make_superuser, make_user
from translation_jobs.models import JobState, Notice, NoticePreference, ProviderState, TranslationJob
from translation_jobs.models.provider_states import ALL_PROVIDERS
from translation_jobs.pipeline import control, notices, provider_gates, provider_pauses, runner
from translation_jobs.pipeline.provider_gates import closure_of
from translation_jobs.pipeline.queue_overview import queue_overview
from translation_jobs.providers.base import ProviderError, Reason
from translation_jobs.queue.backoff import MAX_ATTEMPTS

pytestmark = pytest.mark.django_db
QUEUE = "/admin/translations/queue/"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(groups=("Translators",)))
    return client


def html(client: Client, url: str = QUEUE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def jobs(count: int, **fields: object) -> None:
    for number in range(count):
        job = TranslationJob.objects.open().get(page=make_news("一句。", title=f"標題{number}"))
        TranslationJob.objects.filter(pk=job.pk).update(**fields)


def run_out_of_quota() -> None:
    limits = provider_gates.limits_of("deepl")
    ProviderState.objects.get_or_create(pk="deepl")
    provider_gates._failed("deepl", limits, ProviderError(Reason.QUOTA, "status 456"), is_probe=False)


# --- The queue page ---


def test_the_page_says_what_is_held_up_and_a_button_mends_it(client: Client) -> None:
    assert "Nothing is held up" in html(client) or "沒有" in html(client)
    jobs(2, state=JobState.FAILED, problem="busy", provider="deepl")
    text = html(client)
    assert reverse("translation_jobs:retry_problem") in text
    client.post(reverse("translation_jobs:retry_problem"), {"problem": "busy", "provider": "deepl"})
    assert set(TranslationJob.objects.values_list("state", "problem")) == {(JobState.QUEUED, "")}


def test_a_used_up_quota_is_seen_and_resumed(client: Client) -> None:
    run_out_of_quota()
    jobs(1, state=JobState.PAUSED, problem="quota", provider="deepl")
    text = html(client)
    assert "456" in text
    client.post(reverse("translation_jobs:resume_provider"), {"provider": "deepl"})
    assert closure_of("deepl") is None
    assert TranslationJob.objects.get().state == JobState.QUEUED


@pytest.mark.parametrize("provider", ["deepl", ALL_PROVIDERS])
def test_a_provider_is_paused_with_a_reason_and_resumed(client: Client, provider: str) -> None:
    client.post(reverse("translation_jobs:pause_provider"), {"provider": provider, "note": "<b>contract</b>"})
    assert closure_of("deepl") is not None
    assert "&lt;b&gt;contract&lt;/b&gt;" in html(client)
    client.post(reverse("translation_jobs:resume_provider"), {"provider": provider})
    assert closure_of("deepl") is None


def test_a_provider_that_nobody_configured_cannot_be_paused(client: Client) -> None:
    answer = client.post(reverse("translation_jobs:pause_provider"), {"provider": "x"}, follow=True)
    assert "message-list" in answer.content.decode() or "messages" in answer.content.decode()
    assert not ProviderState.objects.exists()


@pytest.mark.parametrize("name", ["pause_provider", "resume_provider", "submissions"])
def test_who_may_only_translate_sees_the_page_without_its_switches(name: str) -> None:
    client = Client()
    user = make_user(permissions=("wagtailadmin.access_admin", "translation_jobs.translate_translationjob"))
    client.force_login(user)
    assert reverse(f"translation_jobs:{name}") not in html(client)
    provider_pauses.pause_provider("another")
    assert client.post(reverse(f"translation_jobs:{name}"), {"provider": "deepl"}).status_code in (302, 403)
    assert closure_of("deepl") is None
    assert closure_of("another") is not None


def test_who_may_only_translate_does_not_resume_what_others_paused() -> None:
    jobs(1)
    job = TranslationJob.objects.get()
    assert control.pause(job.pk)
    client = Client()
    user = make_user(permissions=("wagtailadmin.access_admin", "translation_jobs.translate_translationjob"))
    client.force_login(user)
    client.post(reverse("translation_jobs:retry_problem"), {"problem": "held"})
    client.post(reverse("translation_jobs:retry", args=[job.pk]))
    assert TranslationJob.objects.get().is_held


def test_editors_without_translations_do_not_see_it() -> None:
    client = Client()
    client.force_login(make_user(permissions=("wagtailadmin.access_admin",)))
    assert client.get(QUEUE).status_code in (302, 403)
    assert client.get("/admin/").status_code == 200
    assert "waiting-translations" not in client.get("/admin/").content.decode()


def test_superusers_have_all_switches() -> None:
    client = Client()
    client.force_login(make_superuser())
    assert reverse("translation_jobs:pause_provider") in html(client)


def test_the_page_costs_the_same_for_two_jobs_and_for_twenty(client: Client) -> None:
    costs = []
    for count in (2, 18):
        jobs(count, state=JobState.FAILED, problem="busy", provider="deepl")
        html(client)
        with CaptureQueriesContext(connection) as queries:
            html(client)
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_was_drafted_lately_is_counted(client: Client) -> None:
    jobs(1)
    runner.run(TranslationJob.objects.get().pk)
    jobs(1, drafted_at=timezone.now() - timedelta(hours=3))
    overview = queue_overview()
    assert (overview.drafted_last_hour, overview.drafted_last_day) == (1, 2)


# --- The home page ---


def test_the_home_page_says_what_waits_and_nothing_else(client: Client) -> None:
    assert "waiting-translations" not in html(client, "/admin/")
    jobs(2, state=JobState.REVIEW)
    text = html(client, "/admin/")
    assert "waiting-translations" in text
    assert reverse("translation_jobs:index") + "?state=review" in text
    assert "?state=failed" not in text
    run_out_of_quota()
    assert "deepl" in html(client, "/admin/")


# --- Mail ---


def wants_mail(language: str = "en", **fields: object):
    user = make_user(groups=("Translators",), email="mei@example.org", **fields)
    NoticePreference.objects.create(user=user, by_mail=True)
    UserProfile.objects.create(user=user, preferred_language=language)
    return user


def test_a_used_up_quota_is_mailed_once_to_those_who_want_it() -> None:
    wants_mail()
    make_user(groups=("Translators",), email="other@example.org")
    run_out_of_quota()
    run_out_of_quota()
    notices.mail_notices()
    notices.mail_notices()
    (message,) = mail.outbox
    assert message.to == ["mei@example.org"]
    assert "deepl" in message.subject
    assert "\n" not in message.subject
    assert reverse("translation_jobs:queue") in message.body


def test_a_storm_of_failures_is_one_mail_and_the_next_waits() -> None:
    wants_mail()
    for number in range(30):
        job = TranslationJob.objects.open().get(page=make_news("祕密的一句。", title=f"祕密{number}"))
        TranslationJob.objects.filter(pk=job.pk).update(state=JobState.FAILED, problem="busy")
        Notice.objects.create(kind="job-failed", job=job)
    notices.mail_notices()
    assert len(mail.outbox) == 1
    assert "祕密" not in mail.outbox[0].body
    assert mail.outbox[0].body.count("/admin/translations/jobs/") == notices.NAMED
    run_out_of_quota()
    notices.mail_notices()
    assert len(mail.outbox) == 1
    Notice.objects.exclude(mailed_at=None).update(mailed_at=timezone.now() - timedelta(hours=1))
    notices.mail_notices()
    assert len(mail.outbox) == 2


def test_a_job_that_fails_for_good_leaves_one_notice(monkeypatch) -> None:
    jobs(1, attempts=MAX_ATTEMPTS - 1)
    job = TranslationJob.objects.get()

    def fail(*args: object) -> None:
        raise ProviderError(Reason.UNREACHABLE)

    monkeypatch.setattr(runner, "pretranslate", fail)
    runner.run(job.pk)
    runner.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert [(notice.kind, notice.job_id) for notice in Notice.objects.all()] == [("job-failed", job.pk)]


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_who_cannot_or_may_not_be_told_is_not(change: dict[str, object]) -> None:
    user = wants_mail()
    for name, value in change.items():
        setattr(user, name, value)
    user.save()
    run_out_of_quota()
    notices.mail_notices()
    assert mail.outbox == []


def test_who_lost_the_permission_gets_no_more_mail() -> None:
    wants_mail().groups.clear()
    run_out_of_quota()
    notices.mail_notices()
    assert mail.outbox == []


def test_a_mail_server_that_is_down_stops_nothing(settings, caplog) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    wants_mail()
    run_out_of_quota()
    notices.mail_notices()
    assert "could not be mailed" in caplog.text


def test_people_ask_for_mail_in_their_account(client: Client) -> None:
    text = html(client, reverse("wagtailadmin_account"))
    assert "translation_notices-by_mail" in text
    form = {"translation_notices-by_mail": "on", "locale-preferred_language": "en", "theme-theme": "system"}
    form |= {"theme-density": "default", "theme-contrast": "system", "theme-keyboard_shortcuts": "on"}
    form |= {"name_email-first_name": "A", "name_email-last_name": "B", "name_email-email": "a@example.org"}
    form |= {"locale-current_time_zone": ""}
    client.post(reverse("wagtailadmin_account"), form)
    assert NoticePreference.objects.get().by_mail
