"""What a call costs, whom it counts against, and when there is no more."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from wagtail.models import Page

from cms.models import HomePage, NewsIndexPage, NewsPage
from tests.deepl_server import DeepLServer, Fault
from tests.factories import make_home, make_news, make_user
from tests.translation_jobs.pipeline.calls import ask, batch_of
from translation_jobs.models import (
    Budget,
    BudgetWarning,
    EntryKind,
    JobState,
    LedgerEntry,
    ReleaseLevel,
    TranslationJob,
)
from translation_jobs.models.jobs import later
from translation_jobs.models.ledger import this_month
from translation_jobs.pipeline import budget, budget_warnings, runner
from translation_jobs.pipeline.budget import BudgetExceeded, charge, refund, reserve, settle_abandoned, usage
from translation_jobs.pipeline.release import provider_for
from translation_jobs.providers.base import ProviderError
from translation_jobs.queue.leases import claim

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _deepl(deepl: DeepLServer, settings) -> None:
    settings.TRANSLATION_PROVIDERS["deepl"]["price_per_million"] = Decimal(20)
    settings.TRANSLATION_CURRENCY = "EUR"


def make_job(page: NewsPage | None = None) -> TranslationJob:
    return TranslationJob.objects.open().get(page=page or make_news("一句。"))


def make_budget(**fields: object) -> Budget:
    return Budget.objects.create(**{"name": "預算", "characters": 1000, **fields})


def spend(job: TranslationJob, characters: int, provider: str = "deepl") -> None:
    charge(reserve(job, provider, characters, uuid4()), characters)


def given_up() -> int:
    """How many more calls the sweeper gives up."""
    before = LedgerEntry.objects.filter(is_uncertain=True).count()
    settle_abandoned()
    return LedgerEntry.objects.filter(is_uncertain=True).count() - before


def section(title: str, parent: Page | None = None) -> NewsIndexPage:
    parent = parent or HomePage.objects.first() or make_home()
    return parent.add_child(instance=NewsIndexPage(title=title, slug=f"s{uuid4().hex[:6]}"))


def news_in(index: NewsIndexPage) -> TranslationJob:
    page = index.add_child(instance=NewsPage(title="標題", slug=f"n{uuid4().hex[:6]}", live=False))
    page.save_revision().publish()
    return make_job(page)


# Entries


@pytest.mark.parametrize(
    ("end", "characters", "money"),
    [
        (lambda r: charge(r, 90), 90, "0.0018"),
        (lambda r: charge(r, 110), 110, "0.0022"),
        (lambda r: charge(r, 0), 0, "0"),
        (lambda r: charge(r, None), 100, "0.002"),
        (refund, 0, "0"),
        (lambda r: None, 100, "0.002"),
        (lambda r: [charge(r, 90), charge(r, 90), refund(r)], 90, "0.0018"),
        (lambda r: [refund(r), charge(r, 90)], 0, "0"),
    ],
)
def test_the_balance_is_charges_and_open_reservations(end, characters: int, money: str) -> None:
    end(reserve(make_job(), "deepl", 100, uuid4()))
    assert LedgerEntry.objects.balance() == (characters, Decimal(money))


def test_an_entry_says_who_for_what_and_where(settings) -> None:
    job = make_job()
    job.requested_by = make_user("wang")
    make_budget(page=job.page.get_parent())
    request = uuid4()
    charge(reserve(job, "deepl", 100, request), 90)
    reserved, charged = LedgerEntry.objects.order_by("pk")
    assert (reserved.kind, reserved.characters, reserved.money) == (EntryKind.RESERVE, 100, Decimal("0.002"))
    assert (charged.kind, charged.characters, charged.money) == (EntryKind.CHARGE, 90, Decimal("0.0018"))
    for entry in (reserved, charged):
        assert (entry.request, entry.job_id, entry.page_id) == (request, job.pk, job.page_id)
        assert (entry.source_language, entry.target_language) == ("zh-hant", "en")
        assert (entry.department_id, entry.person_name, entry.currency) == (job.page.get_parent().pk, "wang", "EUR")
        assert entry.month == this_month()


def test_a_failure_that_was_not_billed_is_refunded_and_any_other_counts(deepl: DeepLServer) -> None:
    job, provider = make_job(), provider_for(ReleaseLevel.RELEASED)
    for fault, billed in [
        (Fault.TOO_MANY_REQUESTS, 0),
        (Fault.UNAVAILABLE, 0),
        (Fault.BAD_REQUEST, 0),
        (Fault.QUOTA, 0),
        (Fault.BREAK_OFF, 3),
        (Fault.NOT_JSON, 3),
        (Fault.ONE_LESS, 3),
    ]:
        before, server = LedgerEntry.objects.balance().characters, deepl.character_count
        deepl.misbehave(fault)
        with pytest.raises(ProviderError):
            ask(job, provider, batch_of("一二。"))
        assert LedgerEntry.objects.balance().characters - before == billed == deepl.character_count - server
    assert not LedgerEntry.objects.open_reservations().exists()
    uncertain = LedgerEntry.objects.filter(is_uncertain=True)
    assert [entry.kind for entry in uncertain] == [EntryKind.CHARGE] * 3


def test_a_server_that_takes_no_connection_has_billed_nothing(deepl: DeepLServer) -> None:
    deepl.stop()
    with pytest.raises(ProviderError):
        ask(make_job(), provider_for(ReleaseLevel.RELEASED), batch_of("一二。"))
    assert LedgerEntry.objects.balance().characters == 0


def test_tags_are_not_billed(deepl: DeepLServer) -> None:
    ask(make_job(), provider_for(ReleaseLevel.RELEASED), batch_of("見<g1>公告</g1>與<x2/>。", context="很長的一段話。"))
    assert [e.characters for e in LedgerEntry.objects.all()] == [5, 5]
    assert deepl.character_count == 5


# The worker was killed


def test_a_killed_workers_reservation_is_settled_once_its_lease_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    job = make_job()
    claim(job.pk)
    reserve(job, "deepl", 100, uuid4())
    monkeypatch.setattr(budget, "LEASE", -1)  # a lease has passed since
    assert given_up() == 0
    TranslationJob.objects.filter(pk=job.pk).update(lease_until=later(-1))
    assert given_up() == 1
    assert given_up() == 0
    last = LedgerEntry.objects.order_by("pk").last()
    assert (last.kind, last.is_uncertain, last.characters) == (EntryKind.CHARGE, True, 100)
    assert LedgerEntry.objects.balance().characters == 100


def test_a_young_reservation_is_left_alone_even_if_its_job_was_called_off() -> None:
    job = make_job()
    reserve(job, "deepl", 100, uuid4())
    job.cancel()
    assert given_up() == 0


def test_a_worker_that_was_thought_dead_puts_the_figure_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "LEASE", -1)
    job = make_job()
    for end, balance in [(lambda r: charge(r, 90), 90), (refund, 90)]:
        reservation = reserve(job, "deepl", 100, uuid4())
        assert given_up() == 1
        end(reservation)
        assert LedgerEntry.objects.balance().characters == balance


def test_the_reservation_of_a_deleted_job_is_settled_too(monkeypatch: pytest.MonkeyPatch) -> None:
    job = make_job()
    reserve(job, "deepl", 100, uuid4())
    job.page.delete()
    monkeypatch.setattr(budget, "LEASE", -1)
    assert given_up() == 1


# Limits


def test_a_hard_stop_lets_nothing_through_that_would_cross_it() -> None:
    limit = make_budget(characters=100)
    job = make_job()
    spend(job, 60)
    with pytest.raises(BudgetExceeded) as raised:
        reserve(job, "deepl", 41, uuid4())
    assert usage(limit).characters == 60
    assert raised.value.budget == limit
    spend(job, 40)
    assert usage(limit).characters == 100


def test_a_limit_in_money_stops_too_and_what_costs_nothing_goes_on(settings) -> None:
    make_budget(characters=None, money=Decimal("0.01"))
    job = make_job()
    spend(job, 500)
    with pytest.raises(BudgetExceeded):
        reserve(job, "deepl", 1, uuid4())
    spend(job, 1000, "offline")


def test_without_a_hard_stop_people_are_only_warned() -> None:
    limit = make_budget(characters=100, is_hard_stop=False)
    spend(make_job(), 250)
    assert budget_warnings.BudgetStatus(limit, usage(limit)).percent == 250


def test_a_refund_frees_what_was_reserved() -> None:
    make_budget(characters=100)
    job = make_job()
    reservation = reserve(job, "deepl", 100, uuid4())
    with pytest.raises(BudgetExceeded):
        reserve(job, "deepl", 1, uuid4())
    refund(reservation)
    reserve(job, "deepl", 100, uuid4())


def test_the_nearest_section_with_a_budget_counts_and_the_site_always() -> None:
    outer = section("處")
    inner = section("科", outer)
    site = make_budget(name="site", characters=1000)
    of_outer, of_inner = make_budget(name="outer", page=outer), make_budget(name="inner", page=inner)
    spend(news_in(outer), 10)
    spend(news_in(inner), 5)
    spend(news_in(section("另一處")), 1)
    assert [usage(b).characters for b in (site, of_outer, of_inner)] == [16, 10, 5]
    own = news_in(outer)
    of_page = make_budget(name="page", page=own.page)
    spend(own, 3)
    assert [usage(b).characters for b in (site, of_outer, of_page)] == [19, 10, 3]


def test_a_budget_for_one_provider_counts_only_that_one_and_none_means_all_outside(settings) -> None:
    settings.TRANSLATION_PROVIDERS["model"] = {"inside": True}
    settings.TRANSLATION_PROVIDERS["other"] = {}
    every, only = make_budget(), make_budget(provider="other", characters=10)
    inside = make_budget(provider="model", characters=10)
    job = make_job()
    spend(job, 100)
    spend(job, 10, "other")
    spend(job, 10, "model")
    assert [usage(b).characters for b in (every, only, inside)] == [110, 10, 10]
    for name in ("other", "model"):
        with pytest.raises(BudgetExceeded):
            reserve(job, name, 1, uuid4())


def test_a_new_month_begins_with_nothing_and_a_call_counts_where_it_was_reserved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limit, job = make_budget(characters=100), make_job()
    with monkeypatch.context() as clock:
        # Still December in Greenwich, already January in Taipei a minute later.
        clock.setattr(timezone, "now", lambda: datetime(2025, 12, 31, 15, 59, tzinfo=UTC))
        reservation = reserve(job, "deepl", 100, uuid4())
        assert budget.next_month() == datetime(2025, 12, 31, 16, 0, tzinfo=UTC)
        clock.setattr(timezone, "now", lambda: datetime(2025, 12, 31, 16, 1, tzinfo=UTC))
        charge(reservation, 100)
        assert usage(limit).characters == 0
        reserve(job, "deepl", 100, uuid4())
    assert [f"{e.month:%Y-%m}" for e in LedgerEntry.objects.order_by("pk")] == ["2025-12", "2025-12", "2026-01"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"characters": None}, "limit"),
        ({"characters": 1, "provider": ""}, "already"),
        ({"characters": 1, "warn_at": 0}, "1"),
        ({"characters": 1, "provider": "nobody"}, "nobody"),
    ],
)
def test_a_budget_that_makes_no_sense_is_refused_in_plain_words(fields: dict[str, object], words: str) -> None:
    make_budget()
    with translation.override("en"), pytest.raises(ValidationError) as raised:
        Budget(**{"name": "x", "provider": "deepl", **fields}).full_clean()
    assert words in " ".join(raised.value.messages)


# Jobs


def out_of_money(job: TranslationJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "pretranslate", lambda job, lease: reserve(job, "deepl", 1000, uuid4()))
    runner.run(job.pk)
    job.refresh_from_db()


def test_a_job_without_money_waits_for_next_month_and_says_what_frees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    make_budget(characters=100)
    job = make_job()
    out_of_money(job, monkeypatch)
    assert (job.state, job.problem, job.attempts) == (JobState.QUEUED, "budget", 0)
    assert job.next_run_at == budget.next_month() > timezone.now()
    assert "budget" in str(job.problem_message) or "預算" in str(job.problem_message)
    assert "一句" not in job.problem_detail


@pytest.mark.parametrize("free", [lambda b: (setattr(b, "characters", 5000), b.save()), lambda b: b.delete()])
def test_raising_the_budget_frees_the_jobs_that_wait_for_it(monkeypatch: pytest.MonkeyPatch, free) -> None:
    limit, job = make_budget(characters=100), make_job()
    out_of_money(job, monkeypatch)
    assert claim(job.pk) is None
    free(limit)
    runner.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.problem) == (JobState.REVIEW, "")


# Warnings


def test_the_warning_is_mailed_once_a_month_to_those_who_keep_the_budgets(monkeypatch: pytest.MonkeyPatch) -> None:
    make_user("keeper", email="keeper@example.org", permissions=("translation_jobs.change_budget",))
    make_user("other", email="other@example.org")
    make_user("no-address", permissions=("translation_jobs.change_budget",))
    make_budget(characters=100, warn_at=80, name="新聞科")
    job = make_job()
    spend(job, 79)
    budget_warnings.mail_warnings()
    assert mail.outbox == []
    spend(job, 1)
    for _sweep in range(3):
        budget_warnings.mail_warnings()
    assert [message.to for message in mail.outbox] == [["keeper@example.org"]]
    assert "新聞科" in mail.outbox[0].subject
    assert "80" in mail.outbox[0].body
    BudgetWarning.objects.update(month=this_month() - timedelta(days=40))
    budget_warnings.mail_warnings()
    assert len(mail.outbox) == 2


def test_a_warning_that_could_not_be_mailed_is_mailed_later(settings) -> None:
    make_user("keeper", email="keeper@example.org", permissions=("translation_jobs.change_budget",))
    make_budget(characters=10)
    spend(make_job(), 10)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    budget_warnings.mail_warnings()
    assert not BudgetWarning.objects.exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    budget_warnings.mail_warnings()
    assert len(mail.outbox) == 1
