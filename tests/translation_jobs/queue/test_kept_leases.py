"""A job whose provider is slow stays its worker's; one whose worker is stuck does not."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connections

from tests.deepl_server import DeepLServer, Fault
from tests.factories import make_news
from tests.translation_jobs.queue.processes import until
from translation_jobs.models import JobState, Segment, SegmentState, TranslationJob
from translation_jobs.pipeline import configured_providers, runner
from translation_jobs.queue import leases

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]


@pytest.fixture
def slow(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[DeepLServer]:
    """A provider that takes three times as long as a lease lasts, and may take a lot more."""
    monkeypatch.setattr(leases, "LEASE", 1.0)
    with DeepLServer() as server:
        server.take_time(lambda: 3.0)
        options = {"auth_key": server.key, "server_url": server.url, "timeout": 20.0}
        settings.TRANSLATION_PROVIDERS = {"deepl": options, "offline": {}}
        configured_providers.forget()
        yield server
        configured_providers.forget()


@contextmanager
def in_another_thread(action: Callable[[], object]) -> Iterator[threading.Thread]:
    def run() -> None:
        try:
            action()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    yield thread
    thread.join()


def test_a_job_whose_provider_outlasts_the_lease_is_taken_by_no_other(slow: DeepLServer) -> None:
    job = TranslationJob.objects.open().get(page=make_news("一句。"))
    with in_another_thread(lambda: runner.run(job.pk)) as worker:
        assert until(lambda: slow.in_flight == 1)
        taken = until(lambda: leases.claim(job.pk) is not None or not worker.is_alive(), seconds=10)
    job.refresh_from_db()
    assert taken  # by the end of the work, that is, and not by a claim:
    assert (job.state, job.fence, len(slow.translations)) == (JobState.REVIEW, 1, 1)
    assert not [each.name for each in threading.enumerate() if each.name.startswith("lease")]


def test_a_job_whose_worker_makes_no_step_for_too_long_is_taken_and_what_was_paid_for_is_kept(
    slow: DeepLServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "STUCK", 0.1)
    job = TranslationJob.objects.open().get(page=make_news("一句。"))
    claims: list[leases.Lease | None] = []

    def claim() -> bool:
        claims.append(leases.claim(job.pk))
        return claims[-1] is not None

    with in_another_thread(lambda: runner.run(job.pk)):
        assert until(lambda: slow.in_flight == 1)
        assert until(claim, seconds=10)
        assert slow.in_flight == 1  # it still waits for its answer
    job.refresh_from_db()
    assert (job.state, job.fence) == (JobState.RUNNING, 2)
    assert {segment.state for segment in Segment.objects.filter(job=job)} == {SegmentState.TRANSLATED}


def test_a_provider_that_drips_is_given_up_in_time_and_tried_again(slow: DeepLServer, settings) -> None:
    slow.take_time(lambda: 0.0)
    settings.TRANSLATION_PROVIDERS["deepl"]["timeout"] = 0.5
    slow.misbehave(Fault.DRIP)
    job = TranslationJob.objects.open().get(page=make_news("一句。"))
    runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem, job.attempts) == (JobState.QUEUED, "timeout", 1)
    TranslationJob.objects.update(next_run_at=job.created_at)
    runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, len(slow.translations)) == (JobState.REVIEW, 2)
