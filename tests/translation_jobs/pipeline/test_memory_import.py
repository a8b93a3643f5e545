"""Imports may be killed, run again and run side by side; the memory is the same in the end."""

from collections.abc import Iterator
from itertools import islice

import pytest
from django.db import transaction

from tests.translation_jobs.pipeline.memories import EN, ZH, best, clear, found, memory, sentences, unit
from translation_jobs.exchange.memory_units import MemoryUnit, Occurrence
from translation_jobs.models import MemoryEntry, MemoryGram, MemoryStatus, MemoryText, MemoryUse
from translation_jobs.models.memory_grams import BLOCK, all_slots, pack, slot_of, unpack
from translation_jobs.pipeline import memory_import, memory_index
from translation_jobs.pipeline.memory_import import export_units, import_units
from translation_jobs.pipeline.memory_index import compact, index_pending
from translation_jobs.pipeline.memory_writing import add_pairs, pair_of
from translation_jobs.text.memory_keys import grams

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


class Killed(Exception):
    pass


def units(count: int = 300) -> list[MemoryUnit]:
    return [
        unit(text, f"Known {number}.", unit_id=f"u{number}", uses=(Occurrence(number, number + 1, "newspage:body"),))
        for number, text in enumerate(sentences(count))
    ]


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_import, "BATCH", 40)
    monkeypatch.setattr(memory_import, "CHUNK", 90)
    monkeypatch.setattr(memory_index, "CHUNK", 70)


def test_importing_twice_makes_the_same_memory() -> None:
    assert import_units(units()).added == 300
    once = memory()
    again = import_units(units())
    assert (again.read, again.added) == (300, 0)
    assert memory() == once


@pytest.mark.parametrize("after", [0, 39, 41, 100, 180, 299])
def test_an_import_that_was_killed_ends_with_the_same_memory_when_it_is_run_again(after: int) -> None:
    import_units(units())
    whole = memory()
    clear()

    def dying() -> Iterator[MemoryUnit]:
        yield from islice(units(), after)
        raise Killed

    with pytest.raises(Killed):
        import_units(dying())
    assert len(memory()["entries"]) == after // 40 * 40
    import_units(units())
    assert memory() == whole


def test_an_import_killed_while_indexing_is_taken_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    import_units(units())
    whole = memory()
    clear()

    def die(*_args: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(memory_import, "index_pending", die)
        import_units(units())
    assert not MemoryGram.objects.exists()
    import_units([])
    left_out = MemoryText.objects.filter(indexed=False).count()
    assert left_out == 0
    import_units(units())
    assert memory() == whole


def test_pairs_that_come_twice_are_one_entry_with_all_its_places() -> None:
    one, other = Occurrence(1, 2, "a"), Occurrence(3, 4, "b")
    twice = [
        unit("公告", "Notice", uses=(one,)),
        unit("公告", "Notice", uses=(one, other)),
        unit("公告", "Announcement"),
    ]
    assert import_units(twice).added == 2
    assert set(MemoryUse.objects.values_list("entry__target", "place")) == {("Notice", "a"), ("Notice", "b")}


def test_pairs_without_one_of_the_texts_are_passed_over() -> None:
    done = import_units([unit("公告", " "), unit("", "Notice"), unit("計畫", "Program")])
    assert (done.read, done.added, done.empty) == (3, 1, 2)


def test_what_a_person_withdrew_a_file_does_not_bring_back() -> None:
    import_units([unit("公告事項如下", "Notice")])
    MemoryEntry.objects.update(superseded_at="2026-03-18T00:00:00Z")
    import_units([unit("公告事項如下", "Notice")])
    assert found("公告事項如下") == []


def test_the_file_says_how_far_to_trust_a_pair_else_the_import_does() -> None:
    import_units([unit("公告事項如下", "Notice", status="approved"), unit("計畫說明如下", "Program")], origin="old.tmx")
    assert best("公告事項如下")[0] == 100
    assert best("計畫說明如下")[0] == 97
    assert set(MemoryEntry.objects.values_list("origin", flat=True)) == {"old.tmx"}


def test_progress_is_told_after_each_batch() -> None:
    told: list[int] = []
    import_units(units(100), progress=lambda done: told.append(done.read))
    assert told == [40, 80, 100]


def test_small_rows_of_the_index_are_joined_and_say_the_same() -> None:
    for some in units(60):
        with transaction.atomic():
            add_pairs([pair_of(some.source, some.target, ZH, EN)])
        index_pending()
    before, rows = memory(), MemoryGram.objects.count()
    assert compact() == rows - MemoryGram.objects.count() > 0
    assert memory() == before
    assert compact() == 0


def test_a_gram_of_more_texts_than_a_row_holds_takes_several_rows() -> None:
    index = MemoryGram.objects.db_manager("default")
    slot = slot_of(-5, 3)
    assert index.add([(slot, range(1, BLOCK * 2 + 2))]) == 3
    assert sum(size for _slot, size in index.sizes([slot])) == BLOCK * 2 + 1
    assert sorted(text_id for _slot, ids in index.ids([slot, 77]) for text_id in ids) == list(range(1, BLOCK * 2 + 2))
    assert slot in all_slots(-5)
    assert slot not in all_slots(-4)


def test_every_text_is_in_the_index_under_each_of_its_grams() -> None:
    import_units(units(50))
    index = memory()["index"]
    for key, norm, indexed in memory()["texts"]:
        language = ZH if norm.startswith(tuple("國補培與於審建強經自")) else EN
        assert indexed
        for gram in grams(norm, language):
            assert any(key in index.get(slot, ()) for slot in all_slots(gram))


@pytest.mark.parametrize("ids", [[], [1], [1, 2**31, 2**32 - 1]])
def test_ids_are_packed_in_four_bytes_each(ids: list[int]) -> None:
    assert len(pack(ids)) == 4 * len(ids)
    assert list(unpack(pack(ids))) == ids
    assert pack([1]) == b"\x01\x00\x00\x00"


def test_what_is_exported_is_the_memory_without_what_was_superseded() -> None:
    import_units(units(100), status=MemoryStatus.APPROVED)
    MemoryEntry.objects.filter(target="Known 7.").update(superseded_at="2026-03-18T00:00:00Z")
    exported = list(export_units(ZH, EN))
    assert [one.target for one in exported] == [one.target for one in units(100) if one.target != "Known 7."]
    assert (exported[0].status, exported[0].unit_id, exported[0].uses) == ("approved", "u0", units(1)[0].uses)
    clear()
    import_units(exported)
    assert list(export_units(ZH, EN)) == exported
