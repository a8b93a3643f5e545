"""The one door to providers: whoever wants a draft asks here, and nothing else calls `Provider.translate`."""

from collections.abc import Iterator
from dataclasses import replace

from translation_jobs.models import TranslationJob
from translation_jobs.pipeline.provider_gates import through_gate
from translation_jobs.providers.base import Answer, Provider, ProviderError, Reason, TranslationRequest
from translation_jobs.queue.leases import Lease


def ask(job: TranslationJob, lease: Lease, provider: Provider, batch: TranslationRequest) -> Answer:
    """The provider's answer to one piece from its `batches`: one call, outside of any transaction.

    Raises LeaseLost if the job was paused, called off or taken over before the call; GateClosed if the provider may
    not be asked now (nothing was sent); ProviderError as the provider does.
    """
    # BUDGET: reserve `characters_of(batch)` here, before the gate, so that a refusal takes no slot; refund on any
    # exception below, charge `answer.billed_characters` when the answer is there.
    with through_gate(provider.name, characters_of(batch)):
        # Held for the whole call from now on; and the last look whether somebody stopped the job.
        lease.renew()
        # OUTBOUND LOG: write here what leaves the house (job, provider, level, characters), and after it how it ended.
        return provider.translate(batch)


def ask_in_parts(
    job: TranslationJob, lease: Lease, provider: Provider, batch: TranslationRequest
) -> Iterator[tuple[TranslationRequest, Answer]]:
    """Asks for the batch, and if it is too large for the provider, for its halves, down to single passages.

    Yields each part with its answer, in order. Store it before you take the next: if a later part fails, this one is
    paid for all the same. A single passage that is too large is answered by None, and holds up nothing but itself.
    """
    try:
        answer = ask(job, lease, provider, batch)
    except ProviderError as error:
        if error.reason != Reason.TOO_LARGE:
            raise
        if len(batch.passages) > 1:
            middle = len(batch.passages) // 2
            for passages in (batch.passages[:middle], batch.passages[middle:]):
                yield from ask_in_parts(job, lease, provider, replace(batch, passages=passages))
            return
        answer = Answer((None,) * len(batch.passages))
    yield batch, answer


def characters_of(batch: TranslationRequest) -> int:
    """The characters of source text in the batch, with their placeholders, without context."""
    return sum(len(sentence) for passage in batch.passages for sentence in passage.sentences)
