"""Calls side by side, failed and killed ones among them: the ledger agrees with the provider, no limit is crossed."""

import random
from contextlib import suppress
from uuid import uuid4

import pytest

from tests.cms.bilingual.test_threads import at_once
from tests.deepl_server import DeepLServer, Fault
from tests.factories import make_news
from tests.translation_jobs.pipeline.calls import ask, batch_of
from translation_jobs.models import Budget, EntryKind, LedgerEntry, OutboundCall, ReleaseLevel, TranslationJob
from translation_jobs.pipeline import budget
from translation_jobs.pipeline.budget import BudgetExceeded, charge, refund, reserve, settle_abandoned, usage
from translation_jobs.pipeline.release import provider_for
from translation_jobs.providers.base import ProviderError

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

# HANG is left out: whether a call without any answer was billed nobody knows, and the ledger counts it.
FAULTS = [fault for fault in Fault if fault is not Fault.HANG]


def jobs_of_three_pages() -> list[TranslationJob]:
    return [TranslationJob.objects.get(page=make_news("一句。", title=f"標題{n}")) for n in range(3)]


def call_or_fail(job: TranslationJob, length: int) -> None:
    with suppress(ProviderError, BudgetExceeded):
        ask(job, provider_for(ReleaseLevel.RELEASED), batch_of("字" * length))


@pytest.mark.parametrize("seed", range(6))
def test_the_ledger_is_what_the_provider_counted(
    deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Random successes, failures and kills before and after the answer, swept at random times."""
    chance = random.Random(seed)
    jobs = jobs_of_three_pages()
    monkeypatch.setattr(budget, "LEASE", -1)
    provider = provider_for(ReleaseLevel.RELEASED)
    calls = 40
    for _call in range(calls):
        job, length = chance.choice(jobs), chance.randint(1, 300)
        what = chance.random()
        if what < 0.4:
            deepl.misbehave(chance.choice(FAULTS))
        if what < 0.8:
            call_or_fail(job, length)
        else:
            # Killed between the provider's answer and the ledger.
            reserve(job, "deepl", length, uuid4())
            provider.translate(batch_of("字" * length))
        if chance.random() < 0.1:
            settle_abandoned()
    settle_abandoned()
    assert not LedgerEntry.objects.open_reservations().exists()
    assert LedgerEntry.objects.balance().characters == deepl.character_count > 0
    assert LedgerEntry.objects.filter(kind=EntryKind.RESERVE).count() == calls
    assert LedgerEntry.objects.exclude(kind=EntryKind.RESERVE).count() == calls


@pytest.mark.parametrize("seed", range(3))
def test_a_kill_before_the_call_counts_at_most_what_was_reserved(
    deepl: DeepLServer, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    (job, *_others) = jobs_of_three_pages()
    monkeypatch.setattr(budget, "LEASE", -1)
    lost = 0
    for _call in range(15):
        length = chance.randint(1, 300)
        if chance.random() < 0.3:
            reserve(job, "deepl", length, uuid4())
            lost += length
        else:
            call_or_fail(job, length)
    settle_abandoned()
    assert LedgerEntry.objects.balance().characters == deepl.character_count + lost


def test_calls_side_by_side_never_cross_a_hard_stop(deepl: DeepLServer) -> None:
    jobs = jobs_of_three_pages()
    limit = Budget.objects.create(name="site", characters=1000)
    of_section = Budget.objects.create(name="section", page=jobs[0].page.get_parent(), characters=900)

    def spend(job: TranslationJob) -> None:
        for _call in range(6):
            call_or_fail(job, 70)

    at_once(*(lambda job=job: spend(job) for job in [*jobs, *jobs]))
    assert usage(limit).characters == usage(of_section).characters == deepl.character_count == 12 * 70
    assert OutboundCall.objects.count() == 12


def test_two_workers_cannot_both_have_the_last_characters(deepl: DeepLServer) -> None:
    jobs = jobs_of_three_pages()
    Budget.objects.create(name="site", characters=100)
    for _round in range(10):
        assert sorted(_race(jobs)) == [False, False, True]


def _race(jobs: list[TranslationJob]) -> list[bool]:
    """Which of the threads got the money, each trying once; then it is given back."""
    outcomes: list[bool] = []
    held: list[budget.Reservation] = []

    def reach(job: TranslationJob) -> None:
        try:
            held.append(reserve(job, "deepl", 100, uuid4()))
        except BudgetExceeded:
            outcomes.append(False)
        else:
            outcomes.append(True)

    at_once(*(lambda job=job: reach(job) for job in jobs))
    for reservation in held:
        refund(reservation)
    return outcomes


def test_sweepers_and_a_late_worker_settle_a_call_once(monkeypatch: pytest.MonkeyPatch) -> None:
    (job, *_others) = jobs_of_three_pages()
    monkeypatch.setattr(budget, "LEASE", -1)
    for number in range(10):
        reservation = reserve(job, "deepl", 100, uuid4())
        at_once(settle_abandoned, settle_abandoned, lambda r=reservation: charge(r, 90))
        entries = LedgerEntry.objects.filter(request=reservation.request)
        assert entries.balance().characters == 90
        assert entries.filter(is_uncertain=True).count() <= 1
        assert LedgerEntry.objects.balance().characters == 90 * (number + 1)
