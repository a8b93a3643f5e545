"""Money before it is spent and after: reserve, call, charge or refund. Every call leaves two entries in the ledger.

    reservation = reserve(job, provider.name, billable(batch), uuid4())     before the call, outside any transaction
    answer = provider.translate(batch)
    charge(reservation, answer.billed_characters)                           in the transaction that stores the drafts
    settle_failure(reservation, error)                                      if there was no answer

A worker that is killed in between leaves its reservation open; `settle_abandoned` closes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone
from wagtail.models import Page

from cms.bilingual.placeholders import without_placeholders
from translation_jobs.models import Budget, EntryKind, JobState, LedgerEntry, TranslationJob
from translation_jobs.models.jobs import later
from translation_jobs.models.ledger import Balance, this_month
from translation_jobs.pipeline.release import is_inside
from translation_jobs.providers.base import ProviderError, TranslationRequest
from translation_jobs.queue.doorbell import ring
from translation_jobs.queue.leases import LEASE

# How long an open reservation is looked for, in seconds: longer than any holiday without a worker. One that is missed
# counts all the same, but is not marked.
_LOOKED_FOR = 14 * 24 * 60 * 60
# TranslationJob.problem of a job that waits for money.
BUDGET = "budget"


class BudgetExceeded(Exception):
    """A hard stop would be crossed; nothing was reserved and nothing may be sent.

    `frees_at` is when the next month begins. The message is for the operator.
    """

    def __init__(self, budget: Budget, used: Balance, characters: int) -> None:
        money = f"{used.money:f} {settings.TRANSLATION_CURRENCY}"
        super().__init__(
            f"budget {budget.name!r}: {used.characters} characters ({money}) of {_limits(budget)} used; "
            f"{characters} characters more are asked for"
        )
        self.budget = budget
        self.frees_at = next_month()


@dataclass(frozen=True, slots=True)
class Reservation:
    """What was put aside for one call, until `charge`, `refund` or `settle_failure`."""

    entry: LedgerEntry

    @property
    def request(self) -> UUID:
        return self.entry.request

    @property
    def characters(self) -> int:
        return self.entry.characters


# Prices


def billable(batch: TranslationRequest) -> int:
    """The characters that a provider bills for a piece of `Provider.batches`: code points of the source without tags.

    So DeepL counts (https://support.deepl.com/hc/en-us/articles/360020685720); context is free.
    """
    return sum(len(without_placeholders(sentence)) for passage in batch.passages for sentence in passage.sentences)


def price(provider_name: str, characters: int) -> Decimal:
    """What the characters cost, in TRANSLATION_CURRENCY; 0 if settings name no price."""
    options = settings.TRANSLATION_PROVIDERS.get(provider_name) or {}
    per_million = Decimal(str(options.get("price_per_million") or 0))
    return (per_million * characters / 1_000_000).quantize(Decimal("0.000001"))


# Budgets


def budgets_for(page: Page, provider_name: str, *, lock: bool = False) -> list[Budget]:
    """The budgets that a call for this page counts against: the site's, and those of its department."""
    ancestors = [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]
    # All providers outside the house share the budgets that name none.
    # All providers outside the house share the budgets that name none.
    names = [provider_name] if is_inside(provider_name) else [provider_name, ""]
    here = Q(page=None) | Q(page__path__in=ancestors)
    budgets = Budget.objects.filter(here, provider__in=names).select_related("page").order_by("pk")
    if lock:
        # Two calls that count against one budget take turns, so that both cannot have its last characters.
        budgets = budgets.select_for_update(of=("self",), no_key=True)
    nearest = max((budget.page.depth for budget in budgets if budget.page), default=0)
    return [budget for budget in budgets if budget.page is None or budget.page.depth == nearest]


def usage(budget: Budget) -> Balance:
    """What counts against the budget this month, calls under way included."""
    entries = LedgerEntry.objects.filter(month=this_month())
    if budget.page_id:
        entries = entries.filter(department_id=budget.page_id)
    if budget.provider:
        entries = entries.filter(provider=budget.provider)
    else:
        entries = entries.exclude(provider__in=[name for name in settings.TRANSLATION_PROVIDERS if is_inside(name)])
    return entries.balance()


def next_month() -> datetime:
    """When the next month begins where the house is."""
    first = (this_month() + timedelta(days=32)).replace(day=1)
    return timezone.make_aware(datetime(first.year, first.month, 1), timezone.get_default_timezone())


def _limits(budget: Budget) -> str:
    parts = [] if budget.characters is None else [f"{budget.characters} characters"]
    parts += [] if budget.money is None else [f"{budget.money:f} {settings.TRANSLATION_CURRENCY}"]
    return " and ".join(parts)


def crosses(budget: Budget, used: Balance, characters: int, money: Decimal) -> bool:
    """Whether a call that costs so much would go over the budget."""
    over_characters = budget.characters is not None and used.characters + characters > budget.characters
    return over_characters or (budget.money is not None and money > 0 and used.money + money > budget.money)


# Entries


def reserve(job: TranslationJob, provider_name: str, characters: int, request: UUID) -> Reservation:
    """Puts aside what one call may cost. In a transaction of its own, so that it stands before anything is sent.

    Raises BudgetExceeded, and leaves nothing behind.
    """
    money = price(provider_name, characters)
    with transaction.atomic(durable=True):
        budgets = budgets_for(job.page, provider_name, lock=True)
        for budget in budgets:
            if budget.is_hard_stop and crosses(budget, used := usage(budget), characters, money):
                raise BudgetExceeded(budget, used, characters)
        person = job.requested_by
        entry = LedgerEntry.objects.create(
            request=request,
            kind=EntryKind.RESERVE,
            provider=provider_name,
            job_id=job.pk,
            page_id=job.page_id,
            source_language=job.source_language,
            target_language=job.target_language,
            department_id=next((budget.page_id for budget in budgets if budget.page_id), None),
            person_id=person.pk if person else None,
            person_name=person.get_username() if person else "",
            characters=characters,
            money=money,
            currency=settings.TRANSLATION_CURRENCY,
            balance_characters=characters,
            balance_money=money,
            month=this_month(),
        )
    return Reservation(entry)


def charge(reservation: Reservation, billed_characters: int | None = None) -> None:
    """Says what the call cost; None if the provider did not say: then what was reserved. Again changes nothing.

    Also after the sweeper gave the call up: what is known now replaces its guess.
    """
    billed = reservation.characters if billed_characters is None else billed_characters
    _close(reservation.entry, EntryKind.CHARGE, billed, price(reservation.entry.provider, billed))


def refund(reservation: Reservation) -> None:
    """Says that the call failed and nothing was billed. Again changes nothing."""
    _close(reservation.entry, EntryKind.REFUND, 0, Decimal(0))


def settle_failure(reservation: Reservation, error: BaseException) -> None:
    """Refunds a call that failed if it certainly was not billed; else counts it as reserved, marked uncertain."""
    if isinstance(error, ProviderError) and not error.may_be_billed:
        refund(reservation)
    else:
        _give_up([reservation.entry])


def settle_abandoned() -> None:
    """Counts calls whose worker is gone as reserved, marked uncertain. Safe to run at any time, by several.

    No call takes longer than a lease, and a job whose lease is kept has a worker that will settle its own.
    """
    running = TranslationJob.objects.filter(pk=OuterRef("job_id"), state=JobState.RUNNING, lease_until__gte=Now())
    recent = LedgerEntry.objects.filter(at__gt=later(-_LOOKED_FOR), at__lt=later(-LEASE))
    abandoned = recent.open_reservations().filter(~Exists(running))
    _give_up(abandoned.order_by("pk")[:500])


def _give_up(reserved: Iterable[LedgerEntry]) -> None:
    entries = [_closing(entry, EntryKind.CHARGE, entry.characters, entry.money) for entry in reserved]
    for entry in entries:
        entry.is_uncertain = True
    # Who comes second finds it done, by the constraints of the table.
    LedgerEntry.objects.bulk_create(entries, ignore_conflicts=True)


def _close(reserved: LedgerEntry, kind: EntryKind, characters: int, money: Decimal) -> None:
    LedgerEntry.objects.bulk_create([_closing(reserved, kind, characters, money)], ignore_conflicts=True)


def _closing(reserved: LedgerEntry, kind: EntryKind, characters: int, money: Decimal) -> LedgerEntry:
    """The entry that ends a call with this cost. A refund shows what it gives back."""
    is_refund = kind == EntryKind.REFUND
    return LedgerEntry(
        request=reserved.request,
        kind=kind,
        provider=reserved.provider,
        job_id=reserved.job_id,
        page_id=reserved.page_id,
        source_language=reserved.source_language,
        target_language=reserved.target_language,
        department_id=reserved.department_id,
        person_id=reserved.person_id,
        person_name=reserved.person_name,
        characters=reserved.characters if is_refund else characters,
        money=reserved.money if is_refund else money,
        currency=reserved.currency,
        balance_characters=characters - reserved.characters,
        balance_money=money - reserved.money,
        month=reserved.month,
    )


# Jobs that wait


def look_again() -> None:
    """Has jobs that wait for money looked at now: a budget was raised or deleted, or a new month has begun."""
    waiting = TranslationJob.objects.filter(state=JobState.QUEUED, problem=BUDGET)
    for job_id in list(waiting.values_list("pk", flat=True)):
        if waiting.filter(pk=job_id).update(next_run_at=later(0)):
            ring(job_id)
