"""One worker at a time changes a job; a ring too many, too early or too late does nothing."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from tests.factories import make_news
from translation_jobs.models import JobState, TranslationJob
from translation_jobs.queue import backoff
from translation_jobs.queue.leases import Lease, LeaseLost, claim

pytestmark = pytest.mark.django_db


def a_job() -> TranslationJob:
    return TranslationJob.objects.open().get(page=make_news("一句。"))


def set_fields(job: TranslationJob, **fields: object) -> None:
    TranslationJob.objects.filter(pk=job.pk).update(**fields)


def test_a_claimed_job_is_not_due_for_another() -> None:
    job = a_job()
    lease = claim(job.pk)
    assert lease == Lease(job.pk, 1)
    assert claim(job.pk) is None
    job.refresh_from_db()
    assert (job.state, job.attempts, job.fence) == (JobState.RUNNING, 1, 1)


def test_a_job_is_not_due_before_its_time_nor_when_it_waits_for_people() -> None:
    job = a_job()
    set_fields(job, next_run_at=timezone.now() + timedelta(minutes=1))
    assert claim(job.pk) is None
    for state in (JobState.PAUSED, JobState.REVIEW, JobState.DONE, JobState.FAILED, JobState.CANCELLED):
        set_fields(job, state=state, next_run_at=timezone.now() - timedelta(minutes=1))
        assert claim(job.pk) is None


def test_a_job_whose_worker_went_silent_is_taken_and_the_silent_one_can_change_nothing_more() -> None:
    job = a_job()
    silent = claim(job.pk)
    assert silent is not None
    set_fields(job, lease_until=timezone.now() - timedelta(seconds=1))
    second = claim(job.pk)
    assert second == Lease(job.pk, 2)
    with pytest.raises(LeaseLost):
        silent.renew()
    with pytest.raises(LeaseLost):
        silent.finish(JobState.REVIEW)
    second.finish(JobState.REVIEW)
    job.refresh_from_db()
    assert (job.state, job.lease_until, job.owner) == (JobState.REVIEW, None, "")


@pytest.mark.parametrize("act", ["cancel", "supersede", "requeue"])
def test_a_job_that_a_person_took_away_is_lost_to_its_worker(act: str) -> None:
    job = a_job()
    lease = claim(job.pk)
    assert lease is not None
    job.refresh_from_db()
    getattr(job, act)()
    with pytest.raises(LeaseLost):
        lease.finish(JobState.REVIEW)


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_gets_the_job() -> None:
    job = a_job()
    leases: list[Lease | None] = []
    start = threading.Barrier(8)

    def run() -> None:
        start.wait()
        leases.append(claim(job.pk))
        connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [lease for lease in leases if lease] == [Lease(job.pk, 1)]
    assert len(leases) == 8


@pytest.mark.parametrize("attempt", [1, 2, 5, 12])
def test_waiting_grows_and_has_an_end(attempt: int) -> None:
    waits = [backoff.delay(attempt) for _number in range(200)]
    assert all(
        backoff.BASE <= wait <= max(2 * backoff.BASE, min(backoff.LONGEST, backoff.BASE * 2**attempt)) for wait in waits
    )
    assert len(set(waits)) > 1


def test_what_a_provider_asks_for_is_waited_at_least() -> None:
    waits = [backoff.delay(1, retry_after=30) for _number in range(200)]
    assert min(waits) >= 30
    assert max(waits) <= 39
