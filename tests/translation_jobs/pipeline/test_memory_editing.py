"""People correct the memory: everything is kept, can be undone, and is never overwritten unseen."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import ModelLogEntry

from cms.bilingual.placeholders import mismatches
from tests.factories import make_news, make_user
from tests.translation_jobs.pipeline.memories import best, found, remember
from tests.translation_jobs.pipeline.test_memory_threads import at_once
from tests.translation_jobs.pipeline.test_memory_writing import approved
from translation_jobs.models import MemoryEntry, MemoryStatus, MemoryText, MemoryUse, Segment
from translation_jobs.pipeline.memory_editing import (
    EDITED,
    RESTORED,
    SUPERSEDED,
    TOOK_PLACE,
    StaleEntry,
    WrongPlaceholders,
    edit_target,
    restore,
    successor_of,
    supersede,
)

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
SOURCE = "計畫開始受理申請。"


def entry_of(target: str) -> MemoryEntry:
    return MemoryEntry.objects.get(target=target)


def known(target: str = "Open.", source: str = SOURCE, status: MemoryStatus = MemoryStatus.APPROVED) -> MemoryEntry:
    remember((source, target), status=status)
    return entry_of(target)


def actions() -> list[str]:
    return list(ModelLogEntry.objects.order_by("pk").values_list("action", flat=True))


def test_another_target_takes_the_place_and_the_old_one_is_kept() -> None:
    old = known(status=MemoryStatus.IMPORTED)
    MemoryEntry.objects.update(origin="old.tmx", domain="grants")
    user = make_user()
    new = edit_target(old.pk, old.changed_at, " Applications\nare open. ", user)
    old.refresh_from_db()
    assert best(SOURCE) == (100, "Applications are open.")
    assert [match.target for match in found(SOURCE)] == ["Applications are open."]
    assert old.superseded_by == new
    assert (new.status, new.created_by, new.origin, new.domain) == (MemoryStatus.APPROVED, user, "old.tmx", "grants")
    assert actions() == [EDITED, TOOK_PLACE]


def test_the_same_target_changes_nothing() -> None:
    old = known()
    assert edit_target(old.pk, old.changed_at, "Open.", make_user()) == old
    assert MemoryEntry.objects.get().changed_at == old.changed_at
    assert not ModelLogEntry.objects.exists()


def test_a_target_that_the_memory_has_already_comes_back() -> None:
    one, other = known("Open."), known("Closed.")
    user = make_user()
    supersede(other.pk, other.changed_at, user)
    assert edit_target(one.pk, one.changed_at, "Closed.", user) == other
    assert [match.target for match in found(SOURCE)] == ["Closed."]
    assert MemoryEntry.objects.count() == 2


@pytest.mark.parametrize("target", ["The plan", "<g1>The plan", "<g2>The plan</g2>", "</g1>The plan<g1>"])
def test_wrong_placeholders_are_refused(target: str) -> None:
    entry = known("The <g1>plan</g1>", "<g1>計畫</g1>")
    with pytest.raises(WrongPlaceholders) as error:
        edit_target(entry.pk, entry.changed_at, target, make_user())
    assert error.value.wrong
    assert MemoryEntry.objects.count() == 1


@pytest.mark.parametrize("target", ["", " \n "])
def test_an_entry_without_a_target_is_refused(target: str) -> None:
    entry = known()
    with pytest.raises(ValueError, match="target"):
        edit_target(entry.pk, entry.changed_at, target, make_user())


@given(target=st.text(st.sampled_from("<g1></g>x2/ a計"), min_size=1, max_size=14))
def test_what_is_written_has_the_placeholders_of_its_source(target: str) -> None:
    entry, _created = MemoryEntry.objects.in_use(), None
    one = entry.filter(source="<g1>計畫</g1>").first() or known("The <g1>plan</g1>", "<g1>計畫</g1>")
    try:
        new = edit_target(one.pk, one.changed_at, target, make_user())
    except ValueError:
        return
    assert not mismatches(new.source, new.target)
    assert MemoryEntry.objects.in_use().filter(source=new.source).get() == new


def test_an_entry_out_of_use_proposes_nothing_and_can_come_back() -> None:
    entry, user = known(), make_user()
    entry = supersede(entry.pk, entry.changed_at, user)
    assert found(SOURCE) == []
    restore(entry.pk, entry.changed_at, user)
    assert best(SOURCE) == (100, "Open.")
    assert actions() == [SUPERSEDED, RESTORED]


def test_an_edit_is_undone_by_restoring_instead() -> None:
    user = make_user()
    first = known("One.")
    second = edit_target(first.pk, first.changed_at, "Two.", user)
    third = edit_target(second.pk, second.changed_at, "Three.", user)
    first.refresh_from_db()
    assert successor_of(first) == third
    restore(first.pk, first.changed_at, user, instead=True)
    assert [match.target for match in found(SOURCE)] == ["One."]
    assert entry_of("Three.").superseded_by == first
    assert successor_of(entry_of("Two.")) == first


def test_both_may_be_in_use() -> None:
    user = make_user()
    first = known("One.")
    edit_target(first.pk, first.changed_at, "Two.", user)
    first.refresh_from_db()
    restore(first.pk, first.changed_at, user)
    assert {match.target for match in found(SOURCE)} == {"One.", "Two."}


def test_what_somebody_changed_is_not_changed_unseen() -> None:
    entry, user = known(), make_user()
    seen = entry.changed_at
    edit_target(entry.pk, seen, "Theirs.", user)
    for act in (
        lambda: edit_target(entry.pk, seen, "Mine.", user),
        lambda: supersede(entry.pk, seen, user),
        lambda: restore(entry.pk, seen - timedelta(seconds=1), user),
    ):
        with pytest.raises(StaleEntry) as error:
            act()
        assert error.value.current.superseded_at
    assert not MemoryEntry.objects.filter(target="Mine.").exists()
    assert not MemoryText.objects.filter(norm__contains="mine").exists()


def test_what_is_in_use_is_not_restored_and_what_is_not_is_not_superseded_again() -> None:
    entry, user = known(), make_user()
    with pytest.raises(StaleEntry):
        restore(entry.pk, entry.changed_at, user)
    entry = supersede(entry.pk, entry.changed_at, user)
    with pytest.raises(StaleEntry):
        supersede(entry.pk, entry.changed_at, user)
    with pytest.raises(StaleEntry):
        edit_target(entry.pk, entry.changed_at, "Other.", user)


def test_pages_keep_what_was_approved() -> None:
    page = make_news(SOURCE)
    segment = approved(page, "計畫", "Applications are open.")
    entry = entry_of("Applications are open.")
    edit_target(entry.pk, entry.changed_at, "Now open.", make_user())
    assert Segment.objects.get(pk=segment.pk).target == "Applications are open."
    assert MemoryUse.objects.get(segment=segment).entry == entry
    # Approved once more, it is in use once more.
    approved(page, "計畫", "Applications are open.")
    assert {match.target for match in found(SOURCE)} == {"Applications are open.", "Now open."}


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_at_once_one_is_told() -> None:
    entry = known()
    told: list[StaleEntry] = []

    def edit(target: str) -> None:
        try:
            edit_target(entry.pk, entry.changed_at, target, make_user())
        except StaleEntry as error:
            told.append(error)

    at_once(*(lambda target=target: edit(target) for target in ("Mine.", "Theirs.", "Hers.")))
    assert len(told) == 2
    assert MemoryEntry.objects.in_use().count() == 1
    assert MemoryEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_editing_and_restoring_side_by_side_ends_with_one_answer_each() -> None:
    user = make_user()
    first = known("One.")
    edit_target(first.pk, first.changed_at, "Two.", user)

    def swap() -> None:
        for _round in range(5):
            entry = MemoryEntry.objects.exclude(superseded_at=None).first()
            if entry is None:
                continue
            try:
                restore(entry.pk, entry.changed_at, user, instead=True)
            except StaleEntry:
                continue

    at_once(swap, swap, swap)
    assert MemoryEntry.objects.in_use().count() == 1
