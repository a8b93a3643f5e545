"""What people approve is remembered with its place, and what they take back is superseded."""

import pytest

from cms.models import NewsPage
from tests.factories import make_news, make_user
from tests.translation_jobs.pipeline.memories import EN, ZH, best, found, remember
from tests.translation_jobs.pipeline.steps import segments
from translation_jobs.models import MemoryEntry, MemoryStatus, MemoryUse, Segment
from translation_jobs.pipeline import review
from translation_jobs.pipeline.memory_search import Query, search
from translation_jobs.pipeline.memory_writing import record_approved, withdraw

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def approved(page: NewsPage, source: str, target: str) -> Segment:
    """A segment of the page with this target, approved and remembered."""
    user = make_user()
    segment = Segment.objects.current().get(page=page, source__startswith=source)
    if segment.target != target:
        segment = review.save_target(segment.pk, segment.version, target, user)
    segment = review.approve(segment.pk, segment.version, user)
    record_approved([segment])
    return segment


def entry(target: str) -> MemoryEntry:
    return MemoryEntry.objects.get(target=target)


def test_an_approved_sentence_is_found_at_once() -> None:
    segment = approved(make_news("計畫開始受理申請。"), "計畫", "Applications are open.")
    assert best("計畫開始受理申請。") == (100, "Applications are open.")
    known = entry("Applications are open.")
    assert (known.status, known.created_by, known.use_count) == (MemoryStatus.APPROVED, segment.approved_by, 1)


def test_its_place_and_neighbours_are_kept() -> None:
    page = make_news("前一句在此。詳見附件說明。後一句在此。", title="標題")
    approved(page, "詳見", "See the attachment.")
    use = MemoryUse.objects.get()
    query = Query("詳見附件說明。", before="前一句在此。", after="後一句在此。", place=use.place)
    assert search([query], ZH, EN)[0][0].score == 102
    assert use.place.startswith("newspage:body")


def test_remembering_again_changes_nothing() -> None:
    segment = approved(make_news("計畫開始受理申請。"), "計畫", "Applications are open.")
    before = list(MemoryEntry.objects.values()), list(MemoryUse.objects.values())
    record_approved([segment])
    assert (list(MemoryEntry.objects.values()), list(MemoryUse.objects.values())) == before


def test_the_same_pair_on_two_pages_is_one_entry_used_twice() -> None:
    for _page in range(2):
        approved(make_news("計畫開始受理申請。"), "計畫", "Applications are open.")
    assert entry("Applications are open.").use_count == 2


def test_several_segments_are_remembered_together() -> None:
    page = make_news("計畫開始受理申請。計畫開始受理申請。另有一句。")
    user = make_user()
    for number, segment in enumerate(segments(page)):
        segment = review.save_target(segment.pk, segment.version, "Same." if number < 3 else "Other.", user)
        review.approve(segment.pk, segment.version, user)
    record_approved(segments(page))
    assert MemoryUse.objects.count() == len(segments(page))


def test_segments_that_are_not_approved_are_not_remembered() -> None:
    page = make_news("計畫開始受理申請。")
    record_approved(segments(page))
    assert not MemoryEntry.objects.exists()


def test_what_is_taken_back_is_superseded_and_kept() -> None:
    segment = approved(make_news("計畫開始受理申請。"), "計畫", "Applications are open.")
    withdraw([segment])
    assert found("計畫開始受理申請。") == []
    assert entry("Applications are open.").superseded_at is not None
    withdraw([segment])
    assert MemoryEntry.objects.count() == 1


def test_what_another_page_still_has_stays() -> None:
    one, _other = (approved(make_news("計畫開始受理申請。"), "計畫", "Applications are open.") for _page in range(2))
    withdraw([one])
    assert best("計畫開始受理申請。") == (100, "Applications are open.")


def test_a_new_translation_supersedes_the_one_before() -> None:
    page = make_news("計畫開始受理申請。")
    approved(page, "計畫", "Applications are open.")
    approved(page, "計畫", "Applications are now being accepted.")
    assert [match.target for match in found("計畫開始受理申請。")] == ["Applications are now being accepted."]
    assert entry("Applications are open.").superseded_by == entry("Applications are now being accepted.")


def test_approving_again_brings_an_entry_back() -> None:
    segment = approved(make_news("計畫開始受理申請。"), "計畫", "Applications are open.")
    withdraw([segment])
    record_approved([segment])
    assert best("計畫開始受理申請。") == (100, "Applications are open.")
    assert entry("Applications are open.").superseded_by is None


def test_an_imported_pair_that_a_person_approves_is_approved() -> None:
    remember(("計畫開始受理申請。", "Applications are open."), status=MemoryStatus.IMPORTED)
    assert best("計畫開始受理申請。")[0] == 97
    approved(make_news("計畫開始受理申請。"), "計畫", "Applications are open.")
    assert best("計畫開始受理申請。")[0] == 100


def test_deleting_a_page_leaves_what_was_learnt() -> None:
    page = make_news("計畫開始受理申請。")
    approved(page, "計畫", "Applications are open.")
    page.delete()
    assert best("計畫開始受理申請。")[0] == 100
