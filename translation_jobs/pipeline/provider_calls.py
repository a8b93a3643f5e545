"""The one door to providers: whoever wants a draft asks here, and nothing else calls `Provider.translate`.

In this order: may the provider see the text, may it be asked now, is there money for it; then what is about to leave
the house is written down, and the call is made. Whatever happens, the ledger learns how it ended.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

from translation_jobs.models import ReleaseLevel, TranslationJob
from translation_jobs.pipeline import claims
from translation_jobs.pipeline.budget import Reservation, billable, charge, refund, reserve, settle_failure
from translation_jobs.pipeline.outbound import record_call, record_end
from translation_jobs.pipeline.provider_gates import through_gate
from translation_jobs.pipeline.release import check_embargo
from translation_jobs.providers.base import Answer, Origin, Provider, ProviderError, Reason, TranslationRequest
from translation_jobs.queue.leases import Lease


@dataclass(frozen=True, slots=True)
class Answered:
    """The provider's answer to a batch. `charge` it in the transaction that stores the drafts."""

    batch: TranslationRequest
    answer: Answer
    reservation: Reservation | None = None

    def charge(self) -> None:
        """Enters into the ledger what was billed; nothing where nothing was paid for."""
        if self.reservation:
            charge(self.reservation, self.answer.billed_characters)


def ask(job: TranslationJob, lease: Lease, provider: Provider, batch: TranslationRequest) -> Answered:
    """The provider's answer to one piece from its `batches`: one call, outside of any transaction.

    Raises Embargoed, GateClosed or BudgetExceeded if the provider may not be asked (nothing was sent), LeaseLost if the
    job was paused, called off or taken over before the call, and ProviderError as the provider does.
    """
    check_embargo(job, provider.name)
    if provider.origin == Origin.DICTIONARY:  # a part of this program: nothing leaves it, nothing is paid
        lease.renew()
        return Answered(batch, provider.translate(batch))
    with through_gate(provider.name, characters_of(batch)):
        # Held for the whole call from now on; and the last look whether somebody stopped the job.
        lease.renew()
        # Also if the job is superseded or called off meanwhile: nobody else asks for these sentences before the answer.
        claims.renew(lease)
        # The gate may have taken its time, and the page may have been closed meanwhile.
        level = check_embargo(job, provider.name)
        return _call(job, provider, batch, level)


def ask_in_parts(
    job: TranslationJob, lease: Lease, provider: Provider, batch: TranslationRequest
) -> Iterator[Answered]:
    """Asks for the batch, and if it is too large for the provider, for its halves, down to single passages.

    Yields the answer to each part, in order. Store it before you take the next: if a later part fails, this one is
    paid for all the same. A single passage that is too large is answered by None, and holds up nothing but itself.
    """
    try:
        answered = ask(job, lease, provider, batch)
    except ProviderError as error:
        if error.reason != Reason.TOO_LARGE:
            raise
        if len(batch.passages) > 1:
            middle = len(batch.passages) // 2
            for passages in (batch.passages[:middle], batch.passages[middle:]):
                yield from ask_in_parts(job, lease, provider, replace(batch, passages=passages))
            return
        answered = Answered(batch, Answer((None,) * len(batch.passages)))
    yield answered


def characters_of(batch: TranslationRequest) -> int:
    """The characters of source text in the batch, with their placeholders, without context."""
    return sum(len(sentence) for passage in batch.passages for sentence in passage.sentences)


def _call(job: TranslationJob, provider: Provider, batch: TranslationRequest, level: ReleaseLevel) -> Answered:
    request = uuid4()
    reservation = reserve(job, provider.name, billable(batch), request)
    try:
        record_call(job, provider.name, level, batch, request)
    except Exception:
        refund(reservation)  # nothing was sent
        raise
    try:
        answer = provider.translate(batch)
    except Exception as error:
        settle_failure(reservation, error)
        record_end(request, error)
        raise
    record_end(request)
    return Answered(batch, answer, reservation)
