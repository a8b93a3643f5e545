"""What text went where, when, for whom: on record before it goes."""

import hashlib
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from tests.deepl_server import DeepLServer, Fault
from tests.factories import make_news, make_user
from tests.translation_jobs.pipeline.calls import ask, batch_of
from translation_jobs.models import LedgerEntry, OutboundCall, ReleaseLevel, TranslationJob
from translation_jobs.pipeline.outbound import digest_of, record_call, record_end
from translation_jobs.pipeline.release import provider_for
from translation_jobs.providers.base import ProviderError

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(deepl: DeepLServer) -> TranslationJob:
    job = TranslationJob.objects.get(page=make_news("一句。"))
    job.requested_by = make_user("wang")
    return job


def test_a_call_is_on_record_with_all_but_its_text(deepl: DeepLServer, job: TranslationJob) -> None:
    request = uuid4()
    batch = batch_of("甲<g1>乙</g1>。", "丙丁。", context="前文。甲乙。丙丁。")
    ask(job, provider_for(ReleaseLevel.RELEASED), batch, request)
    call = OutboundCall.objects.with_outcome().get()
    assert (call.request, call.provider, call.host) == (request, "deepl", deepl.url.removeprefix("http://"))
    assert (call.level, call.job_id, call.page_id, call.person_name) == ("released", job.pk, job.page_id, "wang")
    assert (call.source_language, call.target_language) == ("zh-hant", "en")
    # The context goes along, though it is not billed.
    assert (call.passages, call.characters) == (2, 3 + 3 + 9)
    texts = ["甲<g1>乙</g1>。", "丙丁。", "前文。甲乙。丙丁。"]
    assert call.digests.splitlines() == [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    assert call.outcome == "answered"
    assert LedgerEntry.objects.filter(request=request).count() == 2
    assert not any(char in str(OutboundCall.objects.values()) for char in "甲乙丙丁")


def test_how_a_call_ended_is_on_record_and_only_the_first_end_counts(deepl: DeepLServer, job: TranslationJob) -> None:
    request = uuid4()
    deepl.misbehave(Fault.QUOTA)
    with pytest.raises(ProviderError):
        ask(job, provider_for(ReleaseLevel.RELEASED), batch_of("甲。"), request)
    record_end(request)
    assert OutboundCall.objects.with_outcome().get().outcome == "quota"


def test_a_killed_worker_leaves_its_call_on_record(job: TranslationJob) -> None:
    record_call(job, "deepl", ReleaseLevel.RELEASED, batch_of("甲。"), uuid4())
    assert OutboundCall.objects.with_outcome().get().outcome is None


def test_what_stays_in_this_program_is_no_outbound_call(job: TranslationJob) -> None:
    ask(job, provider_for(ReleaseLevel.UNRELEASED), batch_of("甲。"))
    assert not OutboundCall.objects.exists()


def test_who_has_a_sentence_can_tell_whether_it_was_sent(job: TranslationJob) -> None:
    record_call(job, "deepl", ReleaseLevel.RELEASED, batch_of("甲。", "乙。"), uuid4())
    assert OutboundCall.objects.holding(digest_of("乙。").upper()).count() == 1
    assert OutboundCall.objects.holding(digest_of("丙。")).count() == 0


def test_the_log_is_kept_as_long_as_the_house_says(job: TranslationJob) -> None:
    record_call(job, "deepl", ReleaseLevel.RELEASED, batch_of("甲。"), uuid4())
    said = StringIO()
    call_command("prune_outbound_log", days=30, stdout=said)
    assert OutboundCall.objects.count() == 1
    call_command("prune_outbound_log", days=0, stdout=said)
    assert OutboundCall.objects.count() == 0
    assert "1" in said.getvalue().splitlines()[-1]
    with pytest.raises(CommandError):
        call_command("prune_outbound_log", days=-1)
