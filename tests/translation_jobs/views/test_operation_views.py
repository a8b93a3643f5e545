"""What probes and the metrics' collector ask."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, models
from django.test import Client
from django.utils import timezone

from tests.factories import make_news
from translation_jobs.models import JobState, ProviderState, TranslationJob
from translation_jobs.pipeline import metrics, provider_pauses, readiness
from translation_jobs.pipeline.provider_gates import through_gate

TOKEN = "a-token"


@pytest.fixture
def with_token(settings) -> dict[str, str]:
    settings.METRICS_TOKEN = TOKEN
    return {"Authorization": f"Bearer {TOKEN}"}


def test_healthz_asks_no_database() -> None:
    """Without the django_db mark any query raises."""
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert Client().post("/healthz").status_code == 405


@pytest.mark.django_db
def test_readyz_is_well_when_the_database_and_its_tables_are() -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_readyz_says_that_migrations_are_missing(monkeypatch) -> None:
    monkeypatch.setattr(readiness, "_migrations_applied", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'translation_jobs' AND name >= '0010'")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations are missing\n")


@pytest.mark.django_db
def test_readyz_says_that_the_database_is_away(monkeypatch) -> None:
    monkeypatch.setattr(readiness, "_migrations_applied", True)

    def away() -> None:
        raise DatabaseError("connection refused to host 10.1.2.3")

    monkeypatch.setattr(connection, "cursor", away)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


@pytest.mark.parametrize(("age", "well"), [(None, True), (5, True), (readiness.WORKER_SILENT + 5, False)])
@pytest.mark.django_db
def test_readyz_misses_a_worker_that_was_there_once(monkeypatch, age: int | None, well: bool) -> None:
    """With a table that has the heartbeat's column, whatever version this is."""
    job = TranslationJob.objects.open().get(page=make_news("一句。"))

    class Heartbeats(models.QuerySet):
        def filter(self, *args, **fields):
            return super().filter(*args, **{name.replace("seen_at", "lease_until"): v for name, v in fields.items()})

    rows = Heartbeats(TranslationJob) if age is not None else TranslationJob.objects.none()
    if age is not None:
        TranslationJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=age))

    class Model:
        class _default_manager:
            all = staticmethod(lambda: rows)

    monkeypatch.setattr(readiness.apps, "get_model", lambda name: Model)
    assert (Client().get("/readyz").status_code == 200) is well


@pytest.mark.django_db
def test_nobody_reads_metrics_unless_settings_say_so(settings) -> None:
    assert Client().get("/metrics").status_code == 403
    assert Client().get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403
    settings.METRICS_TOKEN = TOKEN
    assert Client().get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403


@pytest.mark.parametrize(
    ("address", "status"), [("10.1.2.3", 200), ("::1", 200), ("192.0.2.1", 403), ("", 403), ("unix:", 403)]
)
@pytest.mark.django_db
def test_known_addresses_read_metrics(settings, address: str, status: int) -> None:
    settings.METRICS_ADDRESSES = ["10.0.0.0/8", "::1"]
    assert Client().get("/metrics", REMOTE_ADDR=address).status_code == status


@pytest.mark.django_db
def test_metrics_say_what_waits_and_how_providers_fare(with_token, django_assert_num_queries) -> None:
    make_news("一句。")
    with through_gate("deepl", 120):
        pass
    provider_pauses.pause_provider("*")
    with django_assert_num_queries(4):
        text = metrics.metrics_text()
    lines = text.splitlines()
    assert 'translation_jobs{state="queued"} 1' in lines
    assert 'translation_jobs{state="failed"} 0' in lines
    assert 'translation_provider_characters_total{provider="deepl"} 120' in lines
    assert 'translation_provider_paused{provider="all"} 1' in lines
    assert any(line.startswith("translation_oldest_job_age_seconds ") for line in lines)
    answer = Client().get("/metrics", headers=with_token)
    assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert len(answer.content.decode().splitlines()) == len(lines)


@pytest.mark.django_db
def test_metrics_are_in_the_form_that_is_documented(with_token) -> None:
    """https://prometheus.io/docs/instrumenting/exposition_formats/: each sample under its HELP and TYPE."""
    make_news("一句。")
    ProviderState.objects.create(provider='a"b\\c')
    TranslationJob.objects.update(state=JobState.FAILED)
    text = Client().get("/metrics", headers=with_token).content.decode()
    assert text.endswith("\n")
    announced = ""
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            announced, kind = line.removeprefix("# TYPE ").split(" ")
            assert kind in {"gauge", "counter"}
            assert kind != "counter" or announced.endswith("_total")
        elif not line.startswith("# HELP "):
            name, value = line.split("{")[0].split(" ")[0], line.rsplit(" ", 1)[1]
            assert name == announced
            float(value)
    assert 'provider="a\\"b\\\\c"' in text
