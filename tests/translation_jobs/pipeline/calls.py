"""One call of a provider by the book: embargo, budget, outbound log, call, ledger."""

from uuid import UUID, uuid4

from django.db import transaction

from translation_jobs.models import TranslationJob
from translation_jobs.pipeline.budget import billable, charge, reserve, settle_failure
from translation_jobs.pipeline.outbound import record_call, record_end
from translation_jobs.pipeline.release import check_embargo
from translation_jobs.providers.base import Answer, Passage, Provider, ProviderError, TranslationRequest


def batch_of(*texts: str, context: str = "") -> TranslationRequest:
    return TranslationRequest(tuple(Passage((text,), context) for text in texts), "zh-hant", "en")


def ask(job: TranslationJob, provider: Provider, batch: TranslationRequest, request: UUID | None = None) -> Answer:
    request = request or uuid4()
    level = check_embargo(job, provider.name)
    reservation = reserve(job, provider.name, billable(batch), request)
    record_call(job, provider.name, level, batch, request)
    try:
        answer = provider.translate(batch)
    except ProviderError as error:
        settle_failure(reservation, error)
        record_end(request, error)
        raise
    with transaction.atomic():  # here the drafts are stored
        charge(reservation, answer.billed_characters)
    record_end(request)
    return answer
