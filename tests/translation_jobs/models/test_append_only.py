"""What was spent and what was sent is on record for good."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from tests.factories import make_news, make_user
from tests.translation_jobs.pipeline.calls import batch_of
from translation_jobs.models import (
    AppendOnlyError,
    LedgerEntry,
    OutboundCall,
    OutboundEnd,
    ReleaseLevel,
    TranslationJob,
)
from translation_jobs.pipeline.budget import charge, reserve
from translation_jobs.pipeline.outbound import record_call, record_end

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture
def job(deepl) -> TranslationJob:
    job = TranslationJob.objects.get(page=make_news("一句。"))
    job.requested_by = make_user("editor")
    job.save()
    request = uuid4()
    charge(reserve(job, "deepl", 10, request))
    record_call(job, "deepl", ReleaseLevel.RELEASED, batch_of("一句。"), request)
    record_end(request)
    return job


@pytest.mark.parametrize("model", [LedgerEntry, OutboundCall, OutboundEnd])
def test_a_record_is_neither_changed_nor_deleted(job: TranslationJob, model: type) -> None:
    row = model.objects.first()
    before = list(model.objects.values())
    for act in (
        row.save,
        row.delete,
        lambda: model.objects.update(at=timezone.now()),
        lambda: model.objects.all().delete(),
        lambda: model.objects.bulk_update([row], ["at"]),
        lambda: model.objects.update_or_create(pk=row.pk, defaults={"at": timezone.now()}),
    ):
        with pytest.raises(AppendOnlyError):
            act()
    assert list(model.objects.values()) == before


@pytest.mark.parametrize("model", [LedgerEntry, OutboundCall, OutboundEnd])
def test_the_database_itself_refuses_a_change(job: TranslationJob, model: type) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {model._meta.db_table} SET id = id + 1000")  # noqa: S608


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite empties tables for tests row by row")
def test_postgresql_refuses_to_delete_from_the_ledger(job: TranslationJob) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {LedgerEntry._meta.db_table}")  # noqa: S608


def test_records_survive_page_job_and_person(job: TranslationJob) -> None:
    ids = (job.pk, job.page_id, job.requested_by_id)
    job.page.delete()
    job.requested_by.delete()
    assert not TranslationJob.objects.exists()
    for entry in [*LedgerEntry.objects.all(), *OutboundCall.objects.all()]:
        assert (entry.job_id, entry.page_id, entry.person_id) == ids
        assert entry.person_name == "editor"
    shown = LedgerEntry.objects.select_related("job", "page", "person")[0]
    assert (shown.job, shown.page, shown.person) == (None, None, None)


def test_the_outbound_log_forgets_what_is_older_and_the_ledger_nothing(job: TranslationJob) -> None:
    assert OutboundCall.objects.forget_before(timezone.now() - timedelta(days=1)) == 0
    assert (OutboundCall.objects.count(), OutboundEnd.objects.count()) == (1, 1)
    assert OutboundCall.objects.forget_before(timezone.now() + timedelta(days=1)) == 1
    assert (OutboundCall.objects.count(), OutboundEnd.objects.count()) == (0, 0)
    assert LedgerEntry.objects.count() == 2
