"""A deadlock with another transaction never reaches a person: what they did is done all the same."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.db.models import Model
from wagtail.models import COMMENTS_RELATION_NAME, Comment, Page

from cms.bilingual.models import TargetState, TargetVersion
from cms.bilingual.transactions import retry_on_deadlock
from cms.models import NewsPage
from tests.factories import approve_all, body_of, make_news, make_user
from tests.translation_jobs.pipeline.steps import segments
from tests.translation_jobs.queue.processes import until
from translation_jobs.pipeline import review, submission

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

NO_RIVALS = -1


class Rival:
    """A transaction that holds a row which ours will want, and wants the page as soon as ours waits for that row.

    PostgreSQL undoes the one that looks for a deadlock first, a second after it began to wait; the rival does not look.
    SQLite has one writer at a time and so no deadlocks: there is no rival, and all must be as if there had been one.
    """

    def __init__(self, page: NewsPage, row: Model) -> None:
        self._page, self._row = page, row
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> None:
        if connection.vendor == "postgresql":
            self._thread.start()
            assert self._ready.wait(10)

    def __exit__(self, *_: object) -> None:
        if connection.vendor == "postgresql":
            self._thread.join()

    def _run(self) -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL deadlock_timeout = '60s'")
                type(self._row).objects.select_for_update(of=("self",)).get(pk=self._row.pk)
                self._ready.set()
                until(lambda: _somebody_waits(cursor), 10)
                Page.objects.select_for_update().get(pk=self._page.pk)
        finally:
            connections.close_all()


def _somebody_waits(cursor: Any) -> bool:
    cursor.execute(
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE NOT granted"
        " AND datname = current_database()"
    )
    return bool(cursor.fetchone()[0])


@pytest.fixture
def page() -> NewsPage:
    return make_news("一句。", "二句。")


@pytest.fixture
def deadlocks(caplog: Any) -> Iterator[Callable[[], int]]:
    """How many were met and overcome."""
    yield lambda: caplog.text.count("met a deadlock") if connection.vendor == "postgresql" else NO_RIVALS


def test_a_person_writes_and_approves_through_deadlocks(page: NewsPage, deadlocks: Callable[[], int]) -> None:
    user = make_user()
    segment = segments(page)[0]
    with Rival(page, segment):
        saved = review.save_target(segment.pk, segment.version, "Written.", user)
    with Rival(page, segment):
        review.approve(saved.pk, saved.version, user)
    assert deadlocks() in {2, NO_RIVALS}
    segment.refresh_from_db()
    assert (segment.target, segment.is_approved) == ("Written.", True)
    assert segment.events.filter(action="approved").count() == 1


def test_publishing_goes_through_a_deadlock(page: NewsPage, deadlocks: Callable[[], int]) -> None:
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title, draft.body = "新的標題", body_of("一句。", "三句。")
    revision = draft.save_revision()
    with Rival(page, page):
        revision.publish()
    assert deadlocks() in {1, NO_RIVALS}
    page = NewsPage.objects.get(pk=page.pk)
    assert (page.title, page.live_revision_id, page.has_unpublished_changes) == ("新的標題", revision.pk, False)
    assert [s.source for s in segments(page)] == ["新的標題", "一句。", "三句。"]


def test_what_belongs_to_a_page_is_saved_though_its_first_save_was_undone(
    page: NewsPage, deadlocks: Callable[[], int]
) -> None:
    """modelcluster forgets children once it has written them, though the transaction may be undone afterwards."""
    approve_all(page)
    page = NewsPage.objects.get(pk=page.pk)
    comments = getattr(page, COMMENTS_RELATION_NAME)
    comments.add(Comment(user=make_user(), text="Why?", contentpath="title"))
    page.title = "新的標題"  # makes the target outdated, which is written after the page and its comments
    with Rival(page, TargetVersion.objects.get(page=page)):
        page.save()
    assert deadlocks() in {1, NO_RIVALS}
    page = NewsPage.objects.get(pk=page.pk)
    assert (page.title, page.target_state) == ("新的標題", TargetState.OUTDATED)
    assert [comment.text for comment in getattr(page, COMMENTS_RELATION_NAME).all()] == ["Why?"]


def test_submitting_goes_through_a_deadlock(page: NewsPage, deadlocks: Callable[[], int]) -> None:
    NewsPage.objects.filter(pk=page.pk).update(title="另題")
    with Rival(page, segments(page)[0]):
        submission.submit(page)
    assert deadlocks() in {1, NO_RIVALS}
    assert [s.source for s in segments(page)] == ["另題", "一句。", "二句。"]


def test_an_approval_that_completes_a_page_goes_through_a_deadlock(
    page: NewsPage, deadlocks: Callable[[], int]
) -> None:
    with Rival(page, page):
        approve_all(page)
    assert deadlocks() in {1, NO_RIVALS}
    assert NewsPage.objects.get(pk=page.pk).target_state == TargetState.CURRENT


def test_inside_another_transaction_nothing_is_run_twice() -> None:
    tried: list[int] = []

    @retry_on_deadlock
    def fail() -> None:
        tried.append(1)
        raise _undone("40P01")

    with pytest.raises(OperationalError), transaction.atomic():
        fail()
    assert len(tried) == 1


@pytest.mark.parametrize(("state", "tries"), [("40P01", 4), ("40001", 4), ("57P01", 1), (None, 1)])
def test_only_what_the_database_undid_to_let_others_on_is_run_again(
    state: str | None, tries: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    tried: list[int] = []

    @retry_on_deadlock
    def fail() -> None:
        tried.append(1)
        raise _undone(state)

    with pytest.raises(OperationalError):
        fail()
    assert len(tried) == tries


def _undone(state: str | None) -> OperationalError:
    """As Django raises it, from an error of the driver that knows the state."""
    cause = Exception()
    cause.sqlstate = state  # type: ignore[attr-defined]
    error = OperationalError("deadlock detected")
    error.__cause__ = cause
    return error
