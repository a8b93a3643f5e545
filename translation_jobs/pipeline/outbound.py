"""The record of what leaves the house: written before a call, and completed when it has ended."""

import hashlib
from uuid import UUID

from cms.bilingual.placeholders import without_placeholders
from cms.bilingual.transactions import outlive_outage
from translation_jobs.models import OutboundCall, OutboundEnd, ReleaseLevel, TranslationJob
from translation_jobs.models.outbound import ANSWERED
from translation_jobs.pipeline.release import host_of
from translation_jobs.providers.base import ProviderError, TranslationRequest


def record_call(
    job: TranslationJob, provider_name: str, level: ReleaseLevel, batch: TranslationRequest, request: UUID
) -> None:
    """Writes down that these texts are about to be sent; nothing for a provider that is part of this program.

    Outside any transaction, so that it stands whatever becomes of the call.
    """
    host = host_of(provider_name)
    if not host:
        return
    texts = [sentence for passage in batch.passages for sentence in passage.sentences]
    texts += dict.fromkeys(passage.context for passage in batch.passages if passage.context)
    person = job.requested_by
    OutboundCall.objects.create(
        request=request,
        provider=provider_name,
        host=host,
        level=level,
        job_id=job.pk,
        page_id=job.page_id,
        source_language=batch.source_language,
        target_language=batch.target_language,
        passages=len(batch.passages),
        characters=sum(len(without_placeholders(text)) for text in texts),
        digests="\n".join(map(digest_of, texts)),
        person_id=person.pk if person else None,
        person_name=person.get_username() if person else "",
    )


@outlive_outage
def record_end(request: UUID, error: BaseException | None = None) -> None:
    """Writes down how the call ended: answered, or why not. Only the first end of a call counts."""
    call_id = OutboundCall.objects.filter(request=request).values_list("pk", flat=True).first()
    if call_id is None:
        return
    outcome = ANSWERED if error is None else error.reason.value if isinstance(error, ProviderError) else "internal"
    OutboundEnd.objects.bulk_create([OutboundEnd(call_id=call_id, outcome=outcome)], ignore_conflicts=True)


def digest_of(text: str) -> str:
    """The SHA-256 under which a text stands in the record, its placeholders included."""
    return hashlib.sha256(text.encode()).hexdigest()
