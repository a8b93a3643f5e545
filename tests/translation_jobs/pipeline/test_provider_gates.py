"""The gate before a provider: what one worker learns, all know; the cap holds whatever they do at the same time."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.deepl_server import DeepLServer, Fault
from tests.factories import make_news, make_superuser
from translation_jobs.models import JobState, Notice, Pause, ProviderSlot, ProviderState, TranslationJob
from translation_jobs.models.provider_states import ALL_PROVIDERS
from translation_jobs.pipeline import control, provider_gates, provider_pauses
from translation_jobs.pipeline.provider_calls import ask, ask_in_parts
from translation_jobs.pipeline.provider_gates import Closure, GateClosed, closure_of, through_gate
from translation_jobs.providers.base import Answer, Passage, ProviderError, Reason, TranslationRequest
from translation_jobs.providers.deepl import DeepLProvider
from translation_jobs.queue.leases import Lease, LeaseLost, claim

pytestmark = pytest.mark.django_db
races = pytest.mark.django_db(transaction=True)


def limit(settings, **limits: object) -> None:
    settings.TRANSLATION_PROVIDER_LIMITS = {"deepl": limits}


def a_job(text: str = "一句。") -> tuple[TranslationJob, Lease]:
    job = TranslationJob.objects.open().get(page=make_news(text))
    lease = claim(job.pk)
    assert lease is not None
    return job, lease


def batch_of(*texts: str) -> TranslationRequest:
    return TranslationRequest(tuple(Passage((text,)) for text in texts), "zh-hant", "en")


def provider(deepl: DeepLServer) -> DeepLProvider:
    return DeepLProvider(deepl.key, deepl.url, 5.0)


def fail(reason: Reason = Reason.UNREACHABLE, retry_after: float | None = None) -> None:
    with pytest.raises(ProviderError) as caught, through_gate("deepl", 1):
        raise ProviderError(reason, "as told", retry_after)
    assert caught.value.reason == reason
    assert not isinstance(caught.value, GateClosed)


def closure() -> Closure | None:
    closed = closure_of("deepl")
    return closed and closed.closure


def rest_is_over() -> None:
    ProviderState.objects.update(resting_until=timezone.now() - timedelta(seconds=1))


def in_threads(count: int, act: Callable[[], None]) -> None:
    start = threading.Barrier(count)
    faults: list[BaseException] = []

    def run() -> None:
        try:
            start.wait()
            act()
        except BaseException as error:  # noqa: BLE001 — reported below
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


# --- The door ---


def test_an_answer_comes_through_and_is_counted(deepl: DeepLServer, settings) -> None:
    limit(settings, concurrency=2)
    job, lease = a_job()
    answered = ask(job, lease, provider(deepl), batch_of("甲。", "乙乙。"))
    assert len(answered.answer.targets) == 2
    state = ProviderState.objects.get(pk="deepl")
    assert (state.answered_count, state.failed_count, state.character_count) == (1, 0, 5)
    assert not ProviderSlot.objects.exclude(lease_until=None).exists()


def test_a_call_costs_few_queries_at_the_gate(deepl: DeepLServer, settings, django_assert_num_queries) -> None:
    limit(settings, concurrency=2, characters_per_minute=1000)
    with through_gate("deepl", 2):
        pass
    # Look at the gate, find and take a slot, count the minute (begun or not), count the answer, free the slot.
    with django_assert_num_queries(7), through_gate("deepl", 2):
        pass


def test_no_transaction_is_open_while_the_provider_is_asked(deepl: DeepLServer) -> None:
    job, lease = a_job()
    depth = len(connection.savepoint_ids)

    class Watching(DeepLProvider):
        def translate(self, request: TranslationRequest) -> Answer:
            assert len(connection.savepoint_ids) == depth
            return super().translate(request)

    ask(job, lease, Watching(deepl.key, deepl.url, 5.0), batch_of("甲。"))


@pytest.mark.parametrize("act", [control.pause, control.call_off])
def test_a_job_that_was_stopped_makes_no_further_call(deepl: DeepLServer, settings, act) -> None:
    limit(settings, concurrency=1)
    job, lease = a_job()
    ask(job, lease, provider(deepl), batch_of("甲。"))
    assert act(job.pk)
    with pytest.raises(LeaseLost):
        ask(job, lease, provider(deepl), batch_of("乙。"))
    assert [call.texts for call in deepl.translations] == [["甲。"]]
    assert not ProviderSlot.objects.exclude(lease_until=None).exists()


@pytest.mark.parametrize("count", [1, 2, 3, 8])
def test_a_batch_that_is_too_large_is_halved_until_it_goes(deepl: DeepLServer, count: int) -> None:
    job, lease = a_job()
    texts = [f"第{n}段。" for n in range(count)]
    deepl.misbehave(Fault.TOO_LARGE)
    parts = list(ask_in_parts(job, lease, provider(deepl), batch_of(*texts)))
    assert [p.sentences[0] for part in parts for p in part.batch.passages] == texts
    assert all(len(part.answer.targets) == len(part.batch.passages) for part in parts)
    answered = [target is not None for part in parts for target in part.answer.targets]
    assert answered == [count > 1] * count
    assert len(parts) == (1 if count == 1 else 2)


def test_what_is_too_large_alone_holds_up_nothing_else(deepl: DeepLServer) -> None:
    job, lease = a_job()
    deepl.misbehave(Fault.TOO_LARGE, times=3)  # the four, the first two, the first
    parts = list(ask_in_parts(job, lease, provider(deepl), batch_of("甲。", "乙。", "丙。", "丁。")))
    targets = [target is not None for part in parts for target in part.answer.targets]
    assert targets == [False, True, True, True]
    assert closure() is None


def test_a_part_that_was_answered_is_handed_over_before_another_fails(deepl: DeepLServer) -> None:
    job, lease = a_job()
    deepl.misbehave(Fault.TOO_LARGE)
    parts = ask_in_parts(job, lease, provider(deepl), batch_of("甲。", "乙。"))
    part = next(parts)
    assert (part.batch.passages[0].sentences, part.answer.targets[0] is None) == (("甲。",), False)
    deepl.misbehave(Fault.UNAVAILABLE)
    with pytest.raises(ProviderError):
        next(parts)


# --- The cap ---


@races
@pytest.mark.both_databases
def test_seven_threads_never_make_more_than_three_calls_at_once(deepl: DeepLServer, settings, monkeypatch) -> None:
    monkeypatch.setattr(provider_gates, "POLL", 0.02)
    monkeypatch.setattr(provider_gates, "SLOT_WAIT", 60.0)
    limit(settings, concurrency=3)
    deepl.take_time(lambda: 0.03)
    engine = provider(deepl)
    work = [a_job(f"第{n}句。") for n in range(7)]

    def act() -> None:
        job, lease = work.pop()
        for number in range(6):
            ask(job, lease, engine, batch_of(f"{job.pk}之{number}。"))

    in_threads(7, act)
    assert len(deepl.translations) == 42
    assert 1 < deepl.peak <= 3
    assert not ProviderSlot.objects.exclude(lease_until=None).exists()


@races
@pytest.mark.both_databases
def test_the_calls_of_a_minute_are_counted_right_by_threads(settings) -> None:
    limit(settings, requests_per_minute=5)
    passed: list[int] = []
    closures: list[Closure] = []

    def act() -> None:
        for _number in range(2):
            try:
                with through_gate("deepl", 10):
                    passed.append(1)
            except GateClosed as closed:
                closures.append(closed.closure)

    in_threads(7, act)
    assert len(passed) == 5
    assert set(closures) == {Closure.FULL}


def test_a_slot_of_a_killed_worker_is_free_again(settings, monkeypatch) -> None:
    monkeypatch.setattr(provider_gates, "SLOT_WAIT", 0.0)
    monkeypatch.setattr(provider_gates, "POLL", 0.001)
    limit(settings, concurrency=1)
    with through_gate("deepl", 1):
        with pytest.raises(GateClosed) as caught, through_gate("deepl", 1):
            pass
        assert caught.value.closure == Closure.FULL
        ProviderSlot.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        with through_gate("deepl", 1):
            held = ProviderSlot.objects.get()
    held.refresh_from_db()
    assert held.lease_until is None


def test_who_lost_a_slot_does_not_free_it_for_another(settings) -> None:
    limit(settings, concurrency=1)
    with through_gate("deepl", 1):
        ProviderSlot.objects.update(holder="another")
    assert ProviderSlot.objects.exclude(lease_until=None).get().holder == "another"


def test_characters_a_minute_are_capped_and_the_next_minute_is_new(settings) -> None:
    limit(settings, characters_per_minute=100)
    with through_gate("deepl", 60):
        pass
    with pytest.raises(GateClosed) as caught, through_gate("deepl", 60):
        pass
    assert caught.value.closure == Closure.FULL
    assert 50 < (caught.value.retry_after or 0) <= 63
    with through_gate("deepl", 40):
        pass
    ProviderState.objects.update(minute_began_at=timezone.now() - timedelta(seconds=61))
    with through_gate("deepl", 500):  # more than a minute may hold: alone
        pass
    with pytest.raises(GateClosed), through_gate("deepl", 1):
        pass


# --- Rests ---


def test_what_a_provider_asks_one_worker_to_wait_all_wait() -> None:
    fail(Reason.BUSY, retry_after=30)
    closed = closure_of("deepl")
    assert closed is not None
    assert closed.closure == Closure.RESTING
    assert 29 <= (closed.retry_after or 0) <= 41
    with pytest.raises(GateClosed), through_gate("deepl", 1):
        pytest.fail("it was asked")
    rest_is_over()
    with through_gate("deepl", 1):
        pass


def test_a_longer_rest_is_not_cut_short_by_a_shorter_one() -> None:
    ProviderState.objects.create(provider="deepl")
    provider_gates._rest("deepl", 300)
    provider_gates._rest("deepl", 10)
    closed = closure_of("deepl")
    assert closed is not None
    assert (closed.retry_after or 0) > 290


def test_failures_in_a_row_open_the_breaker_and_a_success_starts_the_count_anew(settings) -> None:
    limit(settings, breaker_failures=3)
    for _round in range(2):
        fail()
        fail()
        assert closure() is None
        with through_gate("deepl", 1):
            pass
    for _number in range(3):
        fail()
    assert closure() == Closure.RESTING


def test_after_the_rest_one_goes_ahead_and_its_answer_opens_the_gate(settings) -> None:
    limit(settings, breaker_failures=1, breaker_seconds=40)
    fail()
    rest_is_over()
    assert closure() is None
    with through_gate("deepl", 1):
        assert closure() == Closure.RESTING
        with pytest.raises(GateClosed), through_gate("deepl", 1):
            pytest.fail("two went ahead")
    assert closure() is None
    assert ProviderState.objects.get(pk="deepl").failures == 0


def test_a_failed_trial_makes_the_next_rest_longer_and_there_is_an_end_to_it(settings, monkeypatch) -> None:
    limit(settings, breaker_failures=1, breaker_seconds=40)
    monkeypatch.setattr(provider_gates.random, "uniform", lambda low, high: high)
    rests = []
    for _number in range(7):
        fail()
        state = ProviderState.objects.of("deepl").get(pk="deepl")
        rests.append(round(state.seconds_of_rest))
        rest_is_over()
    assert rests == [80, 160, 320, 640, 900, 900, 900]


@races
@pytest.mark.both_databases
def test_of_seven_threads_one_tries_a_rested_provider(settings) -> None:
    limit(settings, breaker_failures=1)
    fail()
    rest_is_over()
    tried: list[int] = []
    inside, release_it = threading.Barrier(7), threading.Event()

    def act() -> None:
        try:
            with through_gate("deepl", 1):
                tried.append(1)
                inside.wait(20)
        except GateClosed:
            inside.wait(20)
        release_it.set()

    in_threads(7, act)
    assert tried == [1]


def test_a_late_failure_of_an_earlier_call_does_not_lengthen_the_rest(settings) -> None:
    limit(settings, breaker_failures=1)
    with pytest.raises(ProviderError, match="late"), through_gate("deepl", 1):
        fail()
        before = ProviderState.objects.get(pk="deepl")
        raise ProviderError(Reason.TIMEOUT, "late")
    after = ProviderState.objects.get(pk="deepl")
    assert (after.failures, after.resting_until) == (before.failures, before.resting_until)


# --- Pauses ---


def test_a_used_up_quota_pauses_the_provider_everywhere_and_tells_once(deepl: DeepLServer) -> None:
    job, lease = a_job()
    deepl.misbehave(Fault.QUOTA)
    with pytest.raises(ProviderError) as caught:
        ask(job, lease, provider(deepl), batch_of("甲。"))
    assert caught.value.reason == Reason.QUOTA
    provider_gates._failed("deepl", provider_gates.limits_of("deepl"), ProviderError(Reason.QUOTA), is_probe=False)
    other, other_lease = a_job("二句。")
    with pytest.raises(GateClosed) as closed:
        ask(other, other_lease, provider(deepl), batch_of("乙。"))
    assert closed.value.closure == Closure.QUOTA
    assert len(deepl.translations) == 1
    assert [(notice.kind, notice.provider) for notice in Notice.objects.all()] == [("provider-paused", "deepl")]


@pytest.mark.parametrize(
    ("now", "resumes"),
    [
        (datetime(2026, 11, 22, 9, tzinfo=UTC), datetime(2026, 11, 30, 16, tzinfo=UTC)),
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), datetime(2026, 12, 31, 16, tzinfo=UTC)),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), datetime(2027, 1, 31, 16, tzinfo=UTC)),
        (datetime(2028, 2, 1, tzinfo=UTC), datetime(2028, 2, 29, 16, tzinfo=UTC)),
    ],
)
def test_the_next_month_begins_at_midnight_in_taipei(now: datetime, resumes: datetime) -> None:
    assert provider_gates._next_month(now) == resumes


@pytest.mark.parametrize(("rule", "ends"), [("person", False), ("month", True)])
def test_the_month_ends_a_pause_for_quota_if_settings_say_so(settings, rule: str, ends: bool) -> None:
    limit(settings, quota_resumes=rule)
    fail(Reason.QUOTA)
    state = ProviderState.objects.get(pk="deepl")
    assert bool(state.resume_at) is ends
    provider_pauses.lift_pauses_that_are_over()
    assert closure() == Closure.QUOTA
    if ends:
        ProviderState.objects.update(resume_at=timezone.now() - timedelta(seconds=1))
        provider_pauses.lift_pauses_that_are_over()
        assert closure() is None


@pytest.mark.parametrize("paused", ["deepl", ALL_PROVIDERS])
def test_a_person_pauses_and_resumes_and_what_waited_goes_on(paused: str) -> None:
    user = make_superuser()
    assert provider_pauses.pause_provider(paused, user, "contract ends")
    assert not provider_pauses.pause_provider(paused, user)
    assert closure() == Closure.PAUSED
    job, lease = a_job()
    closed = closure_of("deepl")
    assert closed is not None
    lease.finish(
        JobState.QUEUED,
        provider="deepl",
        problem=closed.closure.value,
        next_run_at=timezone.now() + timedelta(seconds=closed.retry_after or 0),
    )
    stopped = TranslationJob.objects.open().get(page=make_news("二句。"))
    TranslationJob.objects.filter(pk=stopped.pk).update(state=JobState.PAUSED, problem="quota", provider="deepl")
    held = TranslationJob.objects.open().get(page=make_news("三句。"))
    assert control.pause(held.pk)
    assert provider_pauses.resume_provider(paused) == 2
    assert closure() is None
    due = set(TranslationJob.objects.due().values_list("pk", flat=True))
    assert {job.pk, stopped.pk} <= due
    assert held.pk not in due


def test_pausing_one_provider_leaves_another_alone() -> None:
    provider_pauses.pause_provider("deepl")
    assert closure_of("another") is None


def test_a_manual_pause_is_not_taken_for_a_quota(settings) -> None:
    ProviderState.objects.create(provider="deepl", pause=Pause.MANUAL)
    provider_gates._failed("deepl", provider_gates.limits_of("deepl"), ProviderError(Reason.QUOTA), is_probe=False)
    assert closure() == Closure.PAUSED
    assert not Notice.objects.exists()
