"""Of several jobs that need the same sentence at the same time, one asks and pays; the others wait for its answer."""

import threading
import time
from datetime import timedelta
from functools import partial

import pytest
from django.db import connections
from django.utils import timezone

from tests.deepl_server import DeepLServer, Fault
from tests.factories import make_news
from tests.translation_jobs.pipeline.steps import due_now, run, segments
from translation_jobs.models import DraftClaim, JobState, Segment, SegmentState, TranslationJob
from translation_jobs.pipeline import claims, control, runner
from translation_jobs.pipeline.pretranslation import DraftedElsewhere
from translation_jobs.queue import leases
from translation_jobs.queue.leases import LEASE, Lease, claim

pytestmark = [pytest.mark.both_databases]

SHARED = "這一段在五十個頁面上都一樣。"


def sent(deepl: DeepLServer) -> list[str]:
    return [text for call in deepl.translations for text in call.texts]


def lease_of(page: object) -> Lease:
    lease = claim(TranslationJob.objects.open().get(page=page).pk)
    assert lease
    return lease


def work_until_nothing_is_due(workers: int) -> None:
    """Threads that take due jobs until all are drafted, as the worker's threads do when the bell rings."""
    errors: list[BaseException] = []

    def work() -> None:
        try:
            while TranslationJob.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
                for job_id in TranslationJob.objects.due().values_list("pk", flat=True)[:50]:
                    runner.run(job_id)
        except BaseException as error:  # noqa: BLE001 — handed to the test's own thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not errors, errors


@pytest.mark.django_db(transaction=True)
def test_a_paragraph_on_fifty_pages_is_sent_once_by_four_workers(deepl: DeepLServer) -> None:
    pages = [make_news(SHARED, f"第{n}頁獨有的段落。", title=f"第{n}頁的標題") for n in range(50)]
    work_until_nothing_is_due(4)
    texts = sent(deepl)
    assert texts.count(SHARED) == 1
    assert len(texts) == len(set(texts)) == 101
    assert deepl.character_count == sum(len(text) for text in texts)
    assert TranslationJob.objects.filter(state=JobState.REVIEW).count() == 50
    targets = set(Segment.objects.filter(source=SHARED).values_list("target", flat=True))
    assert len(targets) == 1
    assert all(s.target for page in pages for s in segments(page))
    assert not DraftClaim.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_paragraphs_that_share_sentences_in_other_orders_are_all_drafted(deepl: DeepLServer) -> None:
    for number in range(6):
        make_news("甲句。乙句。", "乙句。丙句。", "丙句。甲句。", title=f"標題{number}")
    work_until_nothing_is_due(4)
    assert not Segment.objects.current().filter(state=SegmentState.INITIAL).exists()
    for shared in ("甲句。", "乙句。", "丙句。"):
        assert "".join(sent(deepl)).count(shared) == 1


@pytest.mark.django_db
def test_a_job_waits_for_the_one_that_asks_and_is_woken_by_it(deepl: DeepLServer) -> None:
    one, other = make_news(SHARED, title="甲頁"), make_news(SHARED, "另一段。", title="乙頁")
    first = lease_of(one)
    keys = {s.source_key for s in segments(one)}
    assert claims.claim(first, keys, "en") == keys
    waiting = run(other)
    assert (waiting.state, waiting.problem, waiting.waits_for_id) == (JobState.QUEUED, "elsewhere", first.job_id)
    assert waiting.attempts == 0
    assert waiting.problem_message
    assert sent(deepl) == ["乙頁", "另一段。"]
    assert waiting.next_run_at > timezone.now()
    claims.release(first)
    waiting.refresh_from_db()
    assert waiting.next_run_at <= timezone.now()
    assert waiting.waits_for is None
    first.finish(JobState.QUEUED)
    due_now(TranslationJob.objects.get(pk=first.job_id))
    run(one)
    assert run(other).state == JobState.REVIEW
    assert sent(deepl).count(SHARED) == 1


@pytest.mark.django_db
def test_the_claims_of_a_killed_worker_are_taken_over_when_its_time_is_over(deepl: DeepLServer) -> None:
    one, other = make_news(SHARED, title="甲頁"), make_news(SHARED, title="乙頁")
    killed = lease_of(one)
    claims.claim(killed, {s.source_key for s in segments(one)}, "en")
    assert run(other).problem == "elsewhere"
    long_ago = timezone.now() - timedelta(seconds=LEASE)
    DraftClaim.objects.update(until=long_ago)
    TranslationJob.objects.filter(page=one).update(lease_until=long_ago, not_before=timezone.now() + timedelta(hours=1))
    TranslationJob.objects.filter(page=other).update(next_run_at=long_ago)
    assert run(other).state == JobState.REVIEW
    assert sent(deepl).count(SHARED) == 1
    assert not DraftClaim.objects.filter(job__page=other).exists()


@pytest.mark.django_db
def test_a_call_that_takes_longer_than_a_claim_keeps_it_with_its_lease(deepl: DeepLServer) -> None:
    one, other = make_news(SHARED, title="甲頁"), make_news(SHARED, title="乙頁")
    slow = lease_of(one)
    claims.claim(slow, {s.source_key for s in segments(one)}, "en")
    DraftClaim.objects.update(until=timezone.now() - timedelta(seconds=1))
    slow.renew()  # as its own thread does during the call
    waiting = run(other)
    assert (waiting.problem, SHARED in sent(deepl)) == ("elsewhere", False)
    assert waiting.next_run_at > timezone.now()


@pytest.mark.django_db
def test_a_provider_that_fails_holds_no_claim(deepl: DeepLServer) -> None:
    one, other = make_news(SHARED, title="甲頁"), make_news(SHARED, title="乙頁")
    deepl.misbehave(Fault.UNAVAILABLE)
    assert run(one).problem == "busy"
    assert not DraftClaim.objects.exists()
    assert run(other).state == JobState.REVIEW


@pytest.mark.django_db
def test_who_waits_for_a_job_that_is_done_meanwhile_is_woken_at_once(deepl: DeepLServer) -> None:
    one, other = make_news(SHARED, title="甲頁"), make_news(SHARED, title="乙頁")
    first = lease_of(one)
    claims.claim(first, {s.source_key for s in segments(one)}, "en")
    lease = lease_of(other)
    holder = claims.holder_of({s.source_key for s in segments(other)}, "en")
    assert holder is not None
    claims.release(first)  # before the other one says that it waits
    runner._let_wait(lease, DraftedElsewhere(holder).holder)
    waiting = TranslationJob.objects.get(page=other)
    assert waiting.next_run_at <= timezone.now()
    assert waiting.waits_for is None


@pytest.mark.django_db
def test_renewing_keeps_the_claims_for_another_lease(deepl: DeepLServer) -> None:
    page = make_news(SHARED)
    lease = lease_of(page)
    keys = {s.source_key for s in segments(page)}
    claims.claim(lease, keys, "en")
    DraftClaim.objects.update(until=timezone.now() + timedelta(seconds=1))
    claims.renew(lease)
    assert all(c.until > timezone.now() + timedelta(seconds=LEASE - 10) for c in DraftClaim.objects.all())


@pytest.mark.django_db
def test_offline_drafts_cost_nothing_and_wait_for_nobody() -> None:
    one, other = make_news(SHARED, title="甲頁"), make_news(SHARED, title="乙頁")
    claims.claim(lease_of(one), {s.source_key for s in segments(one)}, "en")
    assert run(other).state == JobState.REVIEW


@pytest.mark.django_db(transaction=True)
def test_a_call_longer_than_a_lease_keeps_its_claims_although_its_job_was_called_off(
    deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_news(SHARED)
    lease = lease_of(page)
    claims.claim(lease, {s.source_key for s in segments(page)}, "en")
    monkeypatch.setattr(leases, "LEASE", 0.3)  # so that the thread looks ten times a second
    with lease.kept(partial(claims.renew, lease)):
        control.call_off(lease.job_id)
        time.sleep(0.3)  # in which it notices
        DraftClaim.objects.update(until=timezone.now() + timedelta(seconds=1))
        end = time.monotonic() + 20
        while DraftClaim.objects.filter(until__lt=timezone.now() + timedelta(seconds=10)).exists():
            assert time.monotonic() < end
            time.sleep(0.05)
    assert TranslationJob.objects.get(pk=lease.job_id).state == JobState.CANCELLED
