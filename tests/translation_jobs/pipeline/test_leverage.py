"""What the memory knows is not asked for and not paid for, and says of itself where it came from."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.deepl_server import DeepLServer
from tests.factories import make_news, make_user
from tests.translation_jobs.pipeline.memories import remember
from tests.translation_jobs.pipeline.steps import approve_everything, run, segments
from translation_jobs.models import (
    JobState,
    Leverage,
    LeverageKind,
    MemoryChange,
    MemoryEntry,
    MemoryStatus,
    Origin,
    Segment,
    SegmentState,
    TranslationJob,
)
from translation_jobs.pipeline import memory_editing, review, runner
from translation_jobs.pipeline.memory_changes import follow_changes
from translation_jobs.pipeline.quality import standing_issues

pytestmark = pytest.mark.django_db

BUDGET = (
    "國科會編列新臺幣三百萬元補助十五個研究團隊。",
    "The NSTC has set aside NT$3 million to fund 15 research teams.",
)


def sent(deepl: DeepLServer) -> list[str]:
    return [text for call in deepl.translations for text in call.texts]


def sentence(page: object, source: str) -> Segment:
    return Segment.objects.current().get(page=page, source__startswith=source)


def checks_of(segment: Segment) -> list[str]:
    page = segment.page.specific
    current = list(Segment.objects.current().filter(page=page).in_page_order())
    return [one.issue.check_id for one in standing_issues(page, current)[segment.pk]]


def test_a_known_sentence_is_neither_sent_nor_paid_for(deepl: DeepLServer) -> None:
    remember(BUDGET)
    page = make_news(BUDGET[0], "另一段話。")
    job = run(page)
    assert sent(deepl) == ["標題", "另一段話。"]
    known = sentence(page, "國科會編列")
    assert (known.target, known.origin, known.match_score) == (BUDGET[1], Origin.EXACT, 100)
    assert known.memory_entry == MemoryEntry.objects.get()
    assert (known.state, job.state) == (SegmentState.TRANSLATED, JobState.REVIEW)


def test_other_numbers_are_put_in_place_of_the_known_ones_and_said(deepl: DeepLServer) -> None:
    remember(BUDGET)
    page = make_news("國科會編列新臺幣四百萬元補助十二個研究團隊。")
    run(page)
    segment = sentence(page, "國科會編列")
    assert segment.target == "The NSTC has set aside NT$4 million to fund 12 research teams."
    assert (segment.origin, segment.match_score) == (Origin.SUBSTITUTED, 97)
    assert "memory.numbers" in checks_of(segment)
    assert sent(deepl) == ["標題"]


def test_a_similar_sentence_goes_to_the_provider(deepl: DeepLServer) -> None:
    remember(BUDGET)
    page = make_news("國科會編列新臺幣三百萬元補助十五個研發團隊。")
    run(page)
    assert "國科會編列新臺幣三百萬元補助十五個研發團隊。" in sent(deepl)
    assert sentence(page, "國科會").origin == Origin.MACHINE


def test_without_a_provider_a_similar_sentence_is_a_draft_to_adapt(settings) -> None:
    settings.TRANSLATION_PROVIDERS = {}
    remember(BUDGET)
    page = make_news("國科會編列新臺幣三百萬元補助十五個研發團隊。")
    run(page)
    segment = sentence(page, "國科會")
    assert (segment.target, segment.origin) == (BUDGET[1], Origin.FUZZY)
    assert 85 <= segment.match_score <= 95
    assert "memory.similar" in checks_of(segment)


def test_a_similar_sentence_is_better_than_a_dictionary_draft() -> None:
    remember(BUDGET)
    page = make_news("國科會編列新臺幣三百萬元補助十五個研發團隊。")
    run(page)
    assert sentence(page, "國科會").origin == Origin.FUZZY
    assert sentence(page, "標題").origin == Origin.DICTIONARY


def test_drafts_of_similar_sentences_are_not_approved_together() -> None:
    remember(BUDGET)
    page = make_news("國科會編列新臺幣三百萬元補助十五個研發團隊。")
    job = run(page)
    seen = {segment.pk: segment.version for segment in segments(page)}
    assert review.approve_all_clean(job, seen, make_user()).segments == []


def test_a_similar_sentence_that_was_adapted_says_so_no_more() -> None:
    remember(BUDGET)
    page = make_news("國科會編列新臺幣三百萬元補助十五個研發團隊。")
    run(page)
    segment = sentence(page, "國科會")
    adapted = BUDGET[1].replace("research teams", "R&D teams")
    segment = review.save_target(segment.pk, segment.version, adapted, make_user())
    assert "memory.similar" not in checks_of(segment)


def test_a_page_that_the_memory_knows_whole_needs_no_provider(settings) -> None:
    settings.TRANSLATION_PROVIDERS = {}
    settings.TRANSLATION_PROVIDERS_BY_LEVEL = {"released": ["deepl"], "unreleased": [], "confidential": []}
    remember(BUDGET, ("標題", "Title"))
    assert run(make_news(BUDGET[0])).state == JobState.REVIEW


def test_without_a_provider_the_memory_is_used_before_the_job_waits(settings) -> None:
    settings.TRANSLATION_PROVIDERS = {}
    settings.TRANSLATION_PROVIDERS_BY_LEVEL = {"released": ["deepl"], "unreleased": [], "confidential": []}
    remember(BUDGET)
    page = make_news(BUDGET[0])
    assert run(page).state == JobState.PAUSED
    assert sentence(page, "國科會").target == BUDGET[1]


def test_imported_translations_are_used_and_doubtful_ones_are_not(deepl: DeepLServer) -> None:
    remember(("已匯入的句子在此。", "This sentence was imported."), status=MemoryStatus.IMPORTED)
    remember(("對齊的句子在此處。", "This sentence was aligned."), status=MemoryStatus.ALIGNED)
    page = make_news("已匯入的句子在此。", "對齊的句子在此處。")
    run(page)
    assert sentence(page, "已匯入").target == "This sentence was imported."
    assert sentence(page, "對齊").origin == Origin.MACHINE


def test_a_figure_under_a_scale_is_not_looked_up(deepl: DeepLServer) -> None:
    """8,650 under 億元 is another amount than under 千元."""
    remember(("8,650", "8,650"))
    page = make_news("一段。")
    Segment.objects.filter(page=page).exclude(path="title").update(source="8,650", scale="億", source_key=1)
    run(page)
    assert "8,650" in sent(deepl)


def test_approving_is_remembered_and_the_next_page_pays_nothing_for_it(deepl: DeepLServer) -> None:
    page = make_news("本次徵求自三月一日起受理申請。")
    run(page)
    segment = sentence(page, "本次徵求")
    review.save_target(segment.pk, segment.version, "Applications are accepted from March 1.", make_user())
    approve_everything(page)
    follow_changes()
    assert not MemoryChange.objects.exists()
    before = len(sent(deepl))
    other = make_news("本次徵求自四月一日起受理申請。", title="標題")
    run(other)
    assert sentence(other, "本次徵求").target == "Applications are accepted from April 1."
    assert len(sent(deepl)) == before


def test_in_its_old_place_a_sentence_is_a_match_in_context(deepl: DeepLServer) -> None:
    page = make_news("前一句在此。詳見附件說明。後一句在此。")
    run(page)
    approve_everything(page)
    follow_changes()
    other = make_news("前一句在此。詳見附件說明。後一句在此。")
    run(other)
    assert {s.origin for s in segments(other)} == {Origin.IN_CONTEXT}


def test_an_approval_that_is_taken_back_is_forgotten(deepl: DeepLServer) -> None:
    page = make_news("本次徵求自三月一日起受理申請。")
    run(page)
    approve_everything(page)
    follow_changes()
    segment = sentence(page, "本次徵求")
    review.send_back(segment.pk, segment.version, "Say who.", make_user())
    follow_changes()
    assert MemoryEntry.objects.get(source__startswith="本次徵求").superseded_at is not None


def test_what_changes_while_the_memory_follows_is_not_missed(deepl: DeepLServer) -> None:
    page = make_news("本次徵求自三月一日起受理申請。")
    run(page)
    approve_everything(page)
    segment = sentence(page, "本次徵求")
    review.send_back(segment.pk, segment.version, "Say who.", make_user())
    assert MemoryChange.objects.filter(segment=segment).count() == 2
    follow_changes()
    assert not MemoryEntry.objects.in_use().filter(source__startswith="本次徵求").exists()


def test_a_superseded_wording_does_not_come_back_from_the_page_where_it_stands(deepl: DeepLServer) -> None:
    page = make_news("本次徵求自三月一日起受理申請。")
    run(page)
    approve_everything(page)
    follow_changes()
    MemoryEntry.objects.update(superseded_at=timezone.now())
    other = make_news("本次徵求自三月一日起受理申請。", title="別的標題")
    run(other)
    assert sentence(other, "本次徵求").origin == Origin.MACHINE
    assert sent(deepl).count("本次徵求自三月一日起受理申請。") == 2


def test_a_figure_under_a_scale_is_not_remembered(deepl: DeepLServer) -> None:
    page = make_news("一段。")
    Segment.objects.filter(page=page).exclude(path="title").update(scale="億")
    run(page)
    approve_everything(page)
    follow_changes()
    assert list(MemoryEntry.objects.values_list("source", flat=True)) == ["標題"]


def test_leverage_counts_characters_by_where_drafts_came_from(deepl: DeepLServer) -> None:
    remember(BUDGET)
    page = make_news(BUDGET[0], "國科會編列新臺幣四百萬元補助十二個研究團隊。", "重複的一句。", "重複的一句。")
    job = run(page)
    assert Leverage.objects.filter(job=job).characters_by_kind() == {
        LeverageKind.EXACT: len(BUDGET[0]),
        LeverageKind.SUBSTITUTED: len(BUDGET[0]),
        LeverageKind.REPETITION: 6,
        LeverageKind.PROVIDER: 2 + 6,
    }
    assert Leverage.objects.get(kind=LeverageKind.PROVIDER).provider == "deepl"
    assert deepl.character_count == 2 + 6


def test_a_sentence_in_two_paragraphs_is_sent_once(deepl: DeepLServer) -> None:
    page = make_news("共同的一句。甲段另說。", "共同的一句。乙段另說。")
    run(page)
    assert "".join(sent(deepl)).count("共同的一句。") == 1
    targets = [s.target for s in segments(page) if s.source == "共同的一句。"]
    assert len(targets) == 2
    assert len(set(targets)) == 1


def test_the_end_of_a_paragraph_makes_no_other_sentence(deepl: DeepLServer) -> None:
    """In a Latin script there is a space after a sentence, but not at the end of its paragraph."""
    page = make_news(
        "Office hours are 9 to 5. See the notice.", "See the notice. Bring a card.", title="Hours", source_language="en"
    )
    job = TranslationJob.objects.get(page=page)
    one, other = (s for s in segments(page) if s.source.strip() == "See the notice.")
    assert one.source != other.source
    assert one.source_key == other.source_key
    assert job.state == JobState.QUEUED


def test_a_page_of_forty_sentences_is_looked_up_in_a_bounded_number_of_queries(
    deepl: DeepLServer,
) -> None:
    remember(*((f"第{n}號計畫的說明文字在這裡。", f"Program {n} is described here.") for n in range(40)))
    counts = []
    for size in (5, 10, 40):
        page = make_news(*(f"第{n}號計畫的說明文字在這裡。" for n in range(size)), title=f"標題{size}")
        job = TranslationJob.objects.open().get(page=page)
        with CaptureQueriesContext(connection) as queries:
            runner.run(job.pk)
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    _first, second, third = counts
    assert third <= second + 2
    assert third <= 80  # with a call, its gate, budget, ledger and log, and the embargo before and behind the gate


def test_numbers_put_into_a_doubtful_translation_are_not_approved_together() -> None:
    """Even of the very sentence an aligned translation must be adapted; with other numbers all the more."""
    remember(BUDGET, status=MemoryStatus.ALIGNED)
    page = make_news("國科會編列新臺幣四百萬元補助十二個研究團隊。")
    job = run(page)
    segment = sentence(page, "國科會")
    assert segment.target == "The NSTC has set aside NT$4 million to fund 12 research teams."
    assert (segment.origin, segment.match_score < 97) == (Origin.FUZZY, True)
    assert "memory.similar" in checks_of(segment)
    seen = {segment.pk: segment.version for segment in segments(page)}
    assert review.approve_all_clean(job, seen, make_user()).segments == []


def test_replaced_numbers_are_said_wherever_the_draft_is_repeated(deepl: DeepLServer) -> None:
    remember(BUDGET)
    source = "國科會編列新臺幣四百萬元補助十二個研究團隊。"
    run(make_news(source))
    remember((BUDGET[0], "Another wording for NT$3 million and 15 teams."))  # now neither is sure enough
    other = make_news(source, title="別的標題")
    run(other)
    repeated = sentence(other, "國科會")
    assert repeated.target == "The NSTC has set aside NT$4 million to fund 12 research teams."
    assert repeated.origin == Origin.SUBSTITUTED
    assert "memory.numbers" in checks_of(repeated)
    assert source not in sent(deepl)


def test_drafts_from_a_superseded_entry_are_not_repeated(deepl: DeepLServer) -> None:
    remember(BUDGET)
    run(make_news(BUDGET[0]))  # nobody has looked at its draft yet
    entry = MemoryEntry.objects.get()
    memory_editing.supersede(entry.pk, entry.changed_at, make_user())
    other = make_news(BUDGET[0], title="別的標題")
    run(other)
    assert sentence(other, "國科會").origin == Origin.MACHINE
    assert sent(deepl).count(BUDGET[0]) == 1


def test_what_was_sent_back_is_not_given_out_as_translated_before(deepl: DeepLServer) -> None:
    page = make_news("本次徵求自三月一日起受理申請。")
    run(page)
    segment = sentence(page, "本次徵求")
    segment = review.save_target(segment.pk, segment.version, "Applications close on March 1.", make_user())
    segment = review.approve(segment.pk, segment.version, make_user())
    follow_changes()
    review.send_back(segment.pk, segment.version, "It begins then.", make_user())
    follow_changes()
    other = make_news("本次徵求自三月一日起受理申請。", title="別的標題")
    run(other)
    assert sentence(other, "本次徵求").target != "Applications close on March 1."


def test_a_providers_draft_that_was_sent_back_is_not_paid_for_again(deepl: DeepLServer) -> None:
    page = make_news("本次徵求自三月一日起受理申請。")
    run(page)
    segment = sentence(page, "本次徵求")
    review.send_back(segment.pk, segment.version, "Say who.", make_user())
    other = make_news("本次徵求自三月一日起受理申請。", title="別的標題")
    run(other)
    assert sentence(other, "本次徵求").origin == Origin.MACHINE
    assert sent(deepl).count("本次徵求自三月一日起受理申請。") == 1
