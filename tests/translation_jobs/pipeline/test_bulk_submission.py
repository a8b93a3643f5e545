"""Many pages sent at once: a light request, every page submitted once, whatever dies in between."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories import make_news, make_superuser
from translation_jobs.models import Priority, Schedule, SubmissionRequest, TranslationJob
from translation_jobs.pipeline import bulk_submission
from translation_jobs.queue import worker

pytestmark = pytest.mark.django_db
SECRET = "embargoed words"


def drafts(count: int) -> list[int]:
    return [make_news("一句。二句。", "三句。", title=f"標題{n}", live=False).pk for n in range(count)]


def test_a_page_takes_at_most_sixty_queries_of_the_worker() -> None:
    bulk_submission.request_submissions(drafts(10), make_superuser())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        bulk_submission.submit_requested()
    assert TranslationJob.objects.count() == 10
    assert len(queries) <= 60 * 10, f"{len(queries) / 10} queries a page"


def test_the_request_costs_the_same_for_two_pages_and_for_fifty() -> None:
    user, pages = make_superuser(), drafts(12)
    costs = []
    for some in (pages[:2], pages[2:]):
        with CaptureQueriesContext(connection) as queries:
            bulk_submission.request_submissions(some, user)
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 4


def test_every_page_gets_the_schedule_that_was_asked_for() -> None:
    plan = Schedule(Priority.URGENT, due_at=timezone.now() + timedelta(days=1))
    bulk_submission.request_submissions(drafts(2), make_superuser(), plan)
    bulk_submission.submit_requested()
    assert {job.schedule for job in TranslationJob.objects.all()} == {plan}


def test_a_page_that_waits_already_is_not_asked_for_twice() -> None:
    user, pages = make_superuser(), drafts(2)
    assert bulk_submission.request_submissions([*pages, *pages], user) == 2
    assert bulk_submission.request_submissions(pages, user) == 0
    bulk_submission.submit_requested()
    bulk_submission.submit_requested()
    assert TranslationJob.objects.count() == 2
    assert not SubmissionRequest.objects.waiting().exists()


def test_a_page_that_cannot_be_submitted_holds_up_no_other(monkeypatch, caplog) -> None:
    user, pages = make_superuser(), drafts(3)
    submit = bulk_submission.submit

    def failing(page, *args, **kwargs):
        if page.pk == pages[1]:
            raise ValueError(SECRET)
        return submit(page, *args, **kwargs)

    bulk_submission.request_submissions(pages, user)
    with monkeypatch.context() as broken:
        broken.setattr(bulk_submission, "submit", failing)
        bulk_submission.submit_requested()
    assert SECRET not in caplog.text
    assert TranslationJob.objects.count() == 2
    assert [request.page_id for request in SubmissionRequest.objects.failed()] == [pages[1]]
    assert bulk_submission.retry_failed(user) == 1
    bulk_submission.submit_requested()
    assert TranslationJob.objects.count() == 3
    assert not SubmissionRequest.objects.failed().exists()


@pytest.mark.django_db(transaction=True)
def test_more_pages_than_a_slice_are_all_submitted_by_the_worker(monkeypatch) -> None:
    monkeypatch.setattr(bulk_submission, "SLICE", 3)
    pages = drafts(8)
    bulk_submission.request_submissions(pages, make_superuser())
    worker.work_off(["translation"])
    assert TranslationJob.objects.filter(page__in=pages).count() == 8


@pytest.mark.django_db(transaction=True)
def test_a_lost_ring_is_made_up_for_once() -> None:
    bulk_submission.request_submissions(drafts(1), make_superuser())
    DBTaskResult.objects.all().delete()
    bulk_submission.submit_requested_again()
    assert not DBTaskResult.objects.exists()  # it was rung for a moment ago
    SubmissionRequest.objects.update(last_rung_at=timezone.now() - timedelta(minutes=5))
    bulk_submission.submit_requested_again()
    bulk_submission.submit_requested_again()
    assert DBTaskResult.objects.count() == 1
    worker.work_off(["translation"])
    assert TranslationJob.objects.count() == 1


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_pages_submit_each_once() -> None:
    pages = drafts(6)
    bulk_submission.request_submissions(pages, make_superuser())
    start, faults = threading.Barrier(4), []

    def run() -> None:
        try:
            start.wait()
            bulk_submission.submit_requested()
        except BaseException as error:  # noqa: BLE001 — reported below
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(TranslationJob.objects.values_list("page_id", flat=True)) == sorted(pages)
    assert not SubmissionRequest.objects.failed().exists()
