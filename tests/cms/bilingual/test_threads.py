"""Publishing, approving and saving at the same time, with real threads on a real database."""

import random
import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, connections

from cms.bilingual.approvals import Approval, approve_paragraphs
from cms.bilingual.models import ApprovedParagraph
from cms.models import NewsPage
from tests.factories import approve_all, make_news

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

# SQLite lets one writer at a time, so a few rounds show what there is to see.
ROUNDS = {"postgresql": 150, "sqlite": 25}


def at_once(*actions: Callable[[], None]) -> None:
    """Runs the actions in threads that start together, each after 0–20 ms; raises the first error of any."""
    errors: list[BaseException] = []
    start = threading.Barrier(len(actions))

    def run(action: Callable[[], None]) -> None:
        try:
            start.wait()
            time.sleep(random.uniform(0, 0.02))
            action()
        except BaseException as error:  # noqa: BLE001 — handed to the test's own thread
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_no_edit_is_lost_when_publish_approve_and_save_meet() -> None:
    page = make_news("一。", title="標題 0", summary="摘要。")
    approve_all(page)
    lost = []
    for number in range(1, ROUNDS[connection.vendor] + 1):
        draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        draft.title = f"標題 {number}"
        revision = draft.save_revision()

        def publish(revision=revision) -> None:
            revision.publish()

        def approve(number=number) -> None:
            approve_paragraphs(
                page,
                [
                    Approval("summary", "summary", "摘要。", f"Summary {number}"),
                    Approval("title", "title", f"標題 {number}", f"Title {number}"),
                ],
            )

        def save(number=number) -> None:
            later = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
            later.source_line = f"草稿 {number}"
            later.save_revision()

        at_once(publish, approve, save)
        row = NewsPage.objects.get(pk=page.pk)
        latest = row.get_latest_revision_as_object()
        seen = (row.title, row.title_twin, row.summary_twin, latest.source_line)
        if seen != (f"標題 {number}", f"Title {number}", f"Summary {number}", f"草稿 {number}"):
            lost.append((number, seen))
        # The next round starts from a source without the draft's line, which nobody translates.
        latest.source_line = ""
        latest.save_revision()
    assert lost == []


def test_two_approvals_of_one_paragraph_leave_one_in_force_and_both_on_record() -> None:
    page = make_news("一。")
    for number in range(10):
        at_once(
            lambda n=number: approve_paragraphs(page, [Approval("title", "title", "標題", f"A {n}")]),
            lambda n=number: approve_paragraphs(page, [Approval("title", "title", "標題", f"B {n}")]),
        )
    rows = ApprovedParagraph.objects.filter(path="title")
    assert rows.count() == 20
    assert rows.in_force().count() == 1
