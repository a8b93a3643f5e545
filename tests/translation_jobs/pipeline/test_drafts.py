"""An answer that was paid for is stored, whatever the database does meanwhile."""

import pytest
from django.db import OperationalError, connection

from cms.bilingual import transactions
from tests.factories import make_news
from translation_jobs.models import Leverage, LeverageKind, Origin, Segment, SegmentEvent, TranslationJob
from translation_jobs.pipeline.drafts import store
from translation_jobs.pipeline.leverage import Draft

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]


def a_draft() -> tuple[TranslationJob, Draft]:
    page = make_news("一句。")
    segment = Segment.objects.get(page=page, source="一句。")
    draft = Draft(segment, "A sentence.", Origin.MACHINE, LeverageKind.PROVIDER, "deepl")
    return TranslationJob.objects.get(page=page), draft


class Away:
    """What is written together with the drafts; the database goes away under it as often as told."""

    def __init__(self, times: int) -> None:
        self.left, self.calls = times, 0

    def __call__(self) -> None:
        self.calls += 1
        if self.left:
            self.left -= 1
            connection.connection.close()
            raise OperationalError("the connection is closed")


def test_a_database_that_is_away_for_a_moment_costs_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "PAUSE", 0.01)
    job, draft = a_draft()
    away = Away(times=2)
    store(job, [draft], together_with=away)
    assert away.calls == 3
    segment = Segment.objects.get(pk=draft.segment.pk)
    assert (segment.target, segment.version) == ("A sentence.", draft.segment.version + 1)
    assert SegmentEvent.objects.filter(segment=segment).count() == 1
    assert Leverage.objects.get().characters == 3


def test_a_database_that_stays_away_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "PAUSE", 0.01)
    monkeypatch.setattr(transactions, "OUTAGE", 0.05)
    job, draft = a_draft()
    with pytest.raises(OperationalError):
        store(job, [draft], together_with=Away(times=1_000))
    connection.close()
    assert Segment.objects.get(pk=draft.segment.pk).target == ""


def test_stored_twice_it_is_written_once() -> None:
    job, draft = a_draft()
    store(job, [draft])
    store(job, [draft])
    assert SegmentEvent.objects.filter(segment=draft.segment).count() == 1
    assert Leverage.objects.count() == 1
