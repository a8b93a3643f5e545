"""Which job a ring takes: the most urgent one that is due, each by one worker only."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from tests.factories import make_news
from translation_jobs.models import JobState, Priority, Schedule, TranslationJob
from translation_jobs.pipeline import control, submission
from translation_jobs.queue.leases import claim_most_urgent

pytestmark = pytest.mark.django_db


def a_job(title: str, **fields: object) -> TranslationJob:
    job = TranslationJob.objects.open().get(page=make_news("一句。", title=title))
    TranslationJob.objects.filter(pk=job.pk).update(**fields)
    return job


def take(rung: TranslationJob) -> int | None:
    lease = claim_most_urgent(rung.pk)
    return lease and lease.job_id


def test_the_order_is_priority_then_due_date_then_age() -> None:
    now = timezone.now()
    old = a_job("舊", created_at=now - timedelta(days=1))
    new = a_job("新")
    late = a_job("晚", due_at=now + timedelta(days=2))
    soon = a_job("近", due_at=now + timedelta(hours=1))
    low = a_job("低", priority=Priority.LOW, due_at=now)
    urgent = a_job("急", priority=Priority.URGENT)
    order = list(TranslationJob.objects.due().by_urgency().values_list("pk", flat=True))
    assert order == [job.pk for job in (urgent, soon, late, old, new, low)]
    assert [take(low) for _ring in range(7)] == [*order, None]


def test_among_equals_the_job_that_was_rung_for_is_taken() -> None:
    jobs = [a_job(f"標題{n}") for n in range(3)]
    assert take(jobs[1]) == jobs[1].pk


def test_a_ring_for_a_job_that_another_took_takes_what_is_left() -> None:
    first, urgent = a_job("先"), a_job("急", priority=Priority.URGENT)
    assert take(first) == urgent.pk
    assert take(urgent) == first.pk
    assert take(first) is None


def test_a_job_waits_for_its_time_and_starts_then() -> None:
    job = a_job("一", not_before=timezone.now() + timedelta(hours=1))
    assert take(job) is None
    TranslationJob.objects.update(not_before=timezone.now() - timedelta(seconds=1))
    assert take(job) == job.pk


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_seven_workers_take_seven_jobs_and_the_urgent_ones_first() -> None:
    jobs = [a_job(f"標題{n}", priority=Priority.URGENT if n > 4 else Priority.NORMAL) for n in range(10)]
    taken: list[int | None] = []
    start = threading.Barrier(7)

    def run() -> None:
        start.wait()
        lease = claim_most_urgent(jobs[0].pk)
        taken.append(lease and lease.job_id)
        connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert None not in taken
    assert len(set(taken)) == 7
    assert {job.pk for job in jobs[5:]} <= set(taken)


# --- What people set ---


def test_a_page_sent_again_keeps_its_schedule_unless_a_new_one_is_given() -> None:
    page = make_news("一句。", live=False)
    wanted = Schedule(Priority.URGENT, due_at=timezone.now() + timedelta(days=1))
    job = submission.submit(page, draft=True, schedule=wanted)
    assert job is not None
    assert job.schedule == wanted
    again = submission.submit(page, draft=True)
    assert again is not None
    assert (again.pk, again.schedule) == (job.pk, wanted)
    changed = submission.submit(page, draft=True, schedule=Schedule(Priority.LOW))
    assert changed is not None
    assert (changed.pk, TranslationJob.objects.get(pk=job.pk).schedule) == (job.pk, Schedule(Priority.LOW))


def test_a_new_version_takes_over_the_schedule_and_the_pause_of_the_older_job() -> None:
    page = make_news("一句。")
    job = TranslationJob.objects.open().get(page=page)
    assert control.reschedule(job.pk, Schedule(Priority.URGENT))
    assert control.pause(job.pk)
    draft = page.get_latest_revision_as_object()
    draft.title = "新標題"
    draft.save_revision().publish()
    newer = TranslationJob.objects.open().get(page=page)
    assert newer.pk != job.pk
    assert (newer.priority, newer.is_held, newer.state) == (Priority.URGENT, True, JobState.PAUSED)
    assert control.resume(newer.pk)
    assert take(newer) == newer.pk


def test_what_cannot_be_paused_or_resumed_says_so() -> None:
    job = a_job("一")
    assert not control.resume(job.pk)
    assert control.pause(job.pk)
    assert not control.pause(job.pk)
    assert control.resume(job.pk)
    assert control.call_off(job.pk)
    assert not control.pause(job.pk)
    assert not control.reschedule(job.pk, Schedule(Priority.LOW))
