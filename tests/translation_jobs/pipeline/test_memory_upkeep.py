"""When the rules for keys change, or the index is scattered, the memory is put in order and finds what it found."""

import pytest
from django.core.management import call_command

from tests.factories import make_news, make_user
from tests.translation_jobs.pipeline.memories import EN, ZH, best, remember, sentences
from translation_jobs.models import MemoryEntry, MemoryGram, MemoryText, MemoryUse, Segment
from translation_jobs.models.memory_grams import unpack
from translation_jobs.pipeline import review
from translation_jobs.pipeline.memory_search import Query, search
from translation_jobs.pipeline.memory_upkeep import Tidied, tidy
from translation_jobs.pipeline.memory_writing import record_approved

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def outdate() -> None:
    """A memory as other rules would have keyed it."""
    MemoryText.objects.update(norm="別的形式")
    for text in MemoryText.objects.all():
        MemoryText.objects.filter(pk=text.pk).update(key=text.pk)
    MemoryEntry.objects.update(values_key=0, numbers=[], keys_version=0)
    MemoryUse.objects.update(before=1, after=1)


def test_entries_keyed_by_older_rules_are_found_again() -> None:
    known = sentences(60)
    remember(*((text, f"Known {number}.") for number, text in enumerate(known)))
    texts = MemoryText.objects.count()
    outdate()
    done = tidy()
    assert (done.keyed, done.indexed, done.deleted) == (60, texts, texts)
    there = set(MemoryText.objects.values_list("pk", flat=True))
    assert {text_id for gram in MemoryGram.objects.all() for text_id in unpack(bytes(gram.texts))} == there
    assert [best(text) for text in known] == [(100, f"Known {number}.") for number in range(60)]


def test_places_of_segments_get_new_keys_too() -> None:
    user = make_user()
    page = make_news("前一句在此。詳見附件說明。後一句在此。")
    segment = Segment.objects.current().get(page=page, source__startswith="詳見")
    segment = review.save_target(segment.pk, segment.version, "See the attachment.", user)
    record_approved([review.approve(segment.pk, segment.version, user)])
    outdate()
    tidy()
    query = Query("詳見附件說明。", before="前一句在此。", after="後一句在此。")
    assert search([query], ZH, EN)[0][0].score == 101


def test_a_memory_in_order_stays_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    remember(("計畫開始受理申請。", "Applications are open."))
    assert tidy() == Tidied(0, 0, 0, 0)
    call_command("tidy_memory")
    assert "0 entries keyed anew" in capsys.readouterr().out
