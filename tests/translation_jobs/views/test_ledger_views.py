"""The ledger, the outbound log and the budgets in the admin, and the estimate where pages are sent."""

import csv
import io
from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.deepl_server import DeepLServer
from tests.factories import make_news, make_superuser, make_user
from tests.translation_jobs.pipeline.calls import ask, batch_of
from translation_jobs.models import Budget, LedgerEntry, ReleaseLevel, TranslationJob
from translation_jobs.pipeline.budget import charge, reserve
from translation_jobs.pipeline.outbound import digest_of
from translation_jobs.pipeline.release import provider_for

pytestmark = pytest.mark.django_db

LEDGER = "/admin/translation-ledger/"
OUTBOUND = "/admin/translation-ledger/outbound/"


@pytest.fixture(autouse=True)
def _prices(deepl: DeepLServer, settings) -> None:
    settings.TRANSLATION_PROVIDERS["deepl"]["price_per_million"] = 20


def person(*groups: str, **fields: object) -> Client:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_user(groups=groups, **fields))
    return client


@pytest.fixture
def reviewer() -> Client:
    return person("Reviewers")


@pytest.fixture
def job() -> TranslationJob:
    job = TranslationJob.objects.get(page=make_news("一句。", title="公開的標題"))
    job.requested_by = make_user("wang")
    job.save()
    return job


def rows(client: Client, url: str) -> list[dict[str, str]]:
    answer = client.get(url)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("url", [LEDGER, OUTBOUND])
def test_who_may_not_see_it_does_not(url: str, reviewer: Client) -> None:
    assert reviewer.get(url).status_code == 200
    for client in (person("Translators"), person("Editors"), Client()):
        assert client.get(url).status_code == 302
    assert url in reviewer.get("/admin/").content.decode()
    assert url not in person("Translators").get("/admin/").content.decode()


@pytest.mark.parametrize("url", [LEDGER, OUTBOUND])
def test_nothing_spent_yet_is_said(url: str, reviewer: Client) -> None:
    html = reviewer.get(url).content.decode()
    assert "Nothing has been spent yet" in html or "No text has been sent" in html


def test_the_ledger_shows_entries_sums_and_budgets(reviewer: Client, job: TranslationJob) -> None:
    section = job.page.get_parent()
    Budget.objects.create(name="Press office", page=section, characters=2000)
    charge(reserve(job, "deepl", 1000, uuid4()), 900)
    reserve(job, "deepl", 700, uuid4())
    html = reviewer.get(LEDGER).content.decode()
    assert "公開的標題" in html
    assert "wang" in html
    assert "1,600 characters, 0.032 EUR, in 2 calls." in html
    assert "Of these 700 are reserved" in html
    assert "Press office" in html
    assert '<progress max="100" value="80"' in html
    assert "1,600 of 2,000 characters." in html


def test_filters_by_month_provider_department_and_person(reviewer: Client, job: TranslationJob) -> None:
    section = job.page.get_parent()
    Budget.objects.create(name="x", page=section, provider="deepl", characters=10_000)
    charge(reserve(job, "deepl", 10, uuid4()))
    charge(reserve(job, "offline", 20, uuid4()))
    month = f"{LedgerEntry.objects.all()[0].month:%Y-%m-%d}"
    person_id = job.requested_by_id
    for query, expected in [
        (f"month={month}", {"10", "20"}),
        ("provider=deepl", {"10"}),
        (f"department={section.pk}", {"10"}),
        (f"person={person_id}", {"10", "20"}),
        (f"month={month}&provider=offline", {"20"}),
    ]:
        found = rows(reviewer, f"{LEDGER}?{query}&export=csv")
        assert {row["Characters"] for row in found} == expected, query
    html = reviewer.get(f"{LEDGER}?provider=offline").content.decode()
    assert "20 characters, 0.00 EUR, in 1 call." in html


def test_the_sum_of_an_export_is_the_sum_on_the_page(reviewer: Client, job: TranslationJob) -> None:
    for characters in (11, 22, 33):
        charge(reserve(job, "deepl", 50, uuid4()), characters)
    exported = rows(reviewer, f"{LEDGER}?export=csv")
    assert sum(int(row["Effect on the balance, characters"]) for row in exported) == 66
    assert "66 characters" in reviewer.get(LEDGER).content.decode()
    xlsx = reviewer.get(f"{LEDGER}?export=xlsx")
    assert b"".join(xlsx.streaming_content).startswith(b"PK")


def test_entries_of_deleted_pages_are_shown(reviewer: Client, job: TranslationJob) -> None:
    charge(reserve(job, "deepl", 10, uuid4()))
    job.page.delete()
    assert f"deleted ({job.page_id})" in reviewer.get(LEDGER).content.decode()


def test_the_outbound_log_finds_a_sentence_by_its_digest(reviewer: Client, job: TranslationJob) -> None:
    ask(job, provider_for(ReleaseLevel.RELEASED), batch_of("甲乙丙。"))
    html = reviewer.get(OUTBOUND).content.decode()
    assert "127.0.0.1" in html
    assert "Answered" in html
    for digest, count in [(digest_of("甲乙丙。"), 1), (digest_of("丁。"), 0)]:
        assert len(rows(reviewer, f"{OUTBOUND}?digest={digest}&export=csv")) == count
    (row,) = rows(reviewer, f"{OUTBOUND}?export=csv")
    assert (row["Outcome"], row["Requested by"], row["Passages"]) == ("answered", "wang", "1")
    assert row["SHA-256 of the texts"] == digest_of("甲乙丙。")
    assert "甲乙丙" not in str(row)
    assert "That is no SHA-256" in reviewer.get(f"{OUTBOUND}?digest=甲乙丙").content.decode()


def test_budgets_are_kept_by_reviewers_and_errors_are_in_plain_words(reviewer: Client) -> None:
    url = reverse("translation_budgets:add")
    form = {"name": "Site", "page": "", "provider": "", "characters": "", "money": "", "warn_at": "80"}
    assert "Set a limit in characters" in reviewer.post(url, form).content.decode()
    assert reviewer.post(url, form | {"characters": "1000", "is_hard_stop": "on"}).status_code == 302
    assert Budget.objects.get().characters == 1000
    assert "already" in reviewer.post(url, form | {"characters": "5"}).content.decode()
    assert "Site" in reviewer.get(reverse("translation_budgets:index")).content.decode()
    assert person("Translators").post(url, form | {"characters": "9"}).status_code == 302
    assert Budget.objects.count() == 1


def test_the_first_page_of_the_admin_names_budgets_that_run_low(reviewer: Client, job: TranslationJob) -> None:
    Budget.objects.create(name="Press office", characters=100)
    assert "Press office" not in reviewer.get("/admin/").content.decode()
    charge(reserve(job, "deepl", 90, uuid4()))
    assert "Press office" in reviewer.get("/admin/").content.decode()
    assert "Press office" not in person("Translators").get("/admin/").content.decode()


def test_what_it_will_cost_is_shown_before_a_page_is_sent_and_on_its_job(job: TranslationJob) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(make_superuser())
    Budget.objects.create(name="Press office", characters=3)
    page = make_news("另一個句子。", title="題")
    TranslationJob.objects.filter(page=page).delete()
    for url in (
        reverse("translation_jobs:submit", args=[page.pk]),
        reverse("translation_jobs:review", args=[job.pk]),
    ):
        html = client.get(url).content.decode()
        assert "Estimated cost" in html
        assert "EUR" in html
        assert "The budget “Press office” does not suffice this month" in html


def test_a_month_is_of_the_house_and_in_the_list_of_months(reviewer: Client, job: TranslationJob) -> None:
    charge(reserve(job, "deepl", 90, uuid4()))
    month: date = LedgerEntry.objects.all()[0].month
    assert f'value="{month:%Y-%m-%d}"' in reviewer.get(LEDGER).content.decode()
