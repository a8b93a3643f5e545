"""The translation memory finds what is alike, says how good it is, and never proposes another amount."""

import random
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.translation_jobs.pipeline.memories import EN, ZH, best, found, remember, sentences, unit
from translation_jobs.exchange.memory_units import Occurrence
from translation_jobs.models import MemoryEntry, MemoryStatus, Term
from translation_jobs.pipeline.memory_candidates import KEPT, candidates
from translation_jobs.pipeline.memory_import import import_units
from translation_jobs.pipeline.memory_search import Query, search
from translation_jobs.text.match_scores import FILLED_IN_FROM, contained_likeness, likeness
from translation_jobs.text.memory_keys import keys_of, normal_form

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def test_the_same_text_is_a_match_of_one_hundred() -> None:
    remember(("計畫自即日起受理申請。", "Applications are now open."))
    assert best(" 計畫自即日起受理申請。 ") == (100, "Applications are now open.")


def test_neighbours_and_place_lift_the_same_text_above_one_hundred() -> None:
    before, after = (keys_of(text, ZH).norm_key for text in ("第一句。", "第三句。"))
    use = Occurrence(before, after, "newspage:body.paragraph")
    import_units([unit("詳見附件。", "See the attachment.", uses=(use,))], status=MemoryStatus.APPROVED)
    import_units([unit("詳見附件。", "For details, see the appendix.")], status=MemoryStatus.APPROVED)

    def score(**around: str | None) -> tuple[int, str]:
        match = search([Query("詳見附件。", **around)], ZH, EN)[0][0]
        return match.score, match.target

    # One less, for the same text has another translation.
    assert score(before="第一句。", after="第三句。", place="newspage:body.paragraph") == (101, "See the attachment.")
    assert score(before="第一句。", after="第三句。", place="eventpage:body") == (100, "See the attachment.")
    assert score(before="第一句。", after="別句。")[0] == 99
    assert score(before="第一句。", after=None)[0] == 99


def test_what_differs_in_width_punctuation_and_form_of_number_alone_is_ninety_nine() -> None:
    remember(("臺灣補助1,000萬元：分3年。", "Taiwan grants NT$10 million over 3 years."))
    assert best("台灣補助一千萬元:分３年｡") == (99, "Taiwan grants NT$10 million over 3 years.")


def test_numbers_are_replaced_where_that_is_certain() -> None:
    remember(("補助新臺幣一百萬元。", "The grant is NT$1 million."))
    (match,) = found("補助新臺幣一千萬元。")
    assert (match.score, match.target, match.numbers_replaced) == (97, "The grant is NT$10 million.", True)
    assert match.known_target == "The grant is NT$1 million."


@pytest.mark.parametrize(
    ("known", "target", "asked"),
    [
        ("補助新臺幣一百萬元。", "The grant is a million NT dollars.", "補助新臺幣一千萬元。"),
        (
            "每案補助上限為新臺幣一百萬元，為期一年。",
            "The cap is one million.",
            "每案補助上限為新臺幣一千萬元，為期一年。",
        ),
        ("每案補助上限為新臺幣一百萬元整。", "The cap is NT$1 million.", "每案補助上限為新臺幣一千萬元。"),
    ],
)
def test_another_amount_is_never_offered_above_eighty_four(known: str, target: str, asked: str) -> None:
    remember((known, target))
    (match,) = found(asked)
    assert 60 <= match.score <= 84
    assert match.target == target


def test_a_list_marker_alone_does_not_make_numbers_differ() -> None:
    remember(("一、申請人應為編制內專任教師。", "A. Applicants shall be full-time faculty members."))
    assert found("二、申請人應為編制內專任教師。")[0].score == 95
    remember(("一、申請期限為三個月。", "1. Applications are open for three months."))
    assert best("二、申請期限為三個月。") == (97, "2. Applications are open for three months.")


def test_other_words_are_scored_by_how_much_stays() -> None:
    remember(("國科會補助各大學購置量子研究設備。", "Known."))
    asked = "國科會補助各大學購置太空研究設備。"
    alike = likeness(*(normal_form(text, ZH) for text in ("國科會補助各大學購置量子研究設備。", asked)))
    assert best(asked) == (int(alike), "Known.")


def test_a_sentence_with_nothing_alike_finds_nothing() -> None:
    remember(*((text, f"Known {number}.") for number, text in enumerate(sentences(50))))
    assert found("圖書館週末延長開放時間，歡迎民眾多加利用。") == []


@pytest.mark.parametrize(
    ("status", "score"),
    [
        (MemoryStatus.APPROVED, 100),
        (MemoryStatus.IMPORTED, 97),
        (MemoryStatus.ALIGNED, 95),
        (MemoryStatus.DRAFT, 92),
    ],
)
def test_what_nobody_approved_counts_less(status: MemoryStatus, score: int) -> None:
    remember(("計畫自即日起受理申請。", "Applications are now open."), status=status)
    assert best("計畫自即日起受理申請。")[0] == score


def test_placeholders_that_are_missing_count_less() -> None:
    remember(("請見<g1>公告</g1>全文。", "See the <g1>notice</g1>."))
    assert best("請見<g1>公告</g1>全文。")[0] == 100
    assert best("請見公告全文。")[0] == 95  # 99, and two for each of both tags


def test_a_name_no_longer_in_use_counts_less() -> None:
    Term.objects.create(chinese="科技部", english="Ministry of Science", valid_to=date(2022, 7, 26))
    remember(("計畫由本會辦理。", "The Ministry of Science runs the program."))
    assert best("計畫由本會辦理。")[0] == 90


def test_another_domain_counts_less() -> None:
    import_units([unit("計畫由本會辦理。", "The Council runs it.", domain="space")], status=MemoryStatus.APPROVED)
    for domain, score in (("space", 100), ("", 100), ("law", 98)):
        assert search([Query("計畫由本會辦理。", domain=domain)], ZH, EN)[0][0].score == score


def test_one_target_is_shown_once_with_its_best_source() -> None:
    remember(
        ("本案自即日起受理申請。", "Applications are now open."),
        ("本計畫自即日起受理申請。", "Applications are now open."),
    )
    (match,) = found("計畫自即日起受理申請。")
    assert (match.source, match.merged) == ("本計畫自即日起受理申請。", 1)


def test_no_more_than_eight_are_shown_best_first() -> None:
    remember(*((f"國科會補助各大學購置{subject}研究設備。", f"Known {subject}.") for subject in "甲乙丙丁戊己庚辛壬癸"))
    remember(("國科會補助各大學購置重要量子研究設備。", "Longer."))
    matches = found("國科會補助各大學購置量子研究設備。")
    assert len(matches) == 8
    assert matches[0].target == "Longer."
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)


def test_the_wording_with_the_same_numbers_is_found_among_thousands_of_the_same_form() -> None:
    remember(*((f"核定{number}件研究計畫。", f"{number} projects approved.") for number in range(2, 300)))
    remember(("核定777件研究計畫。", "Seven hundred and seventy-seven projects approved."))
    remember(*((f"核定{number}件研究計畫。", f"{number} projects approved.") for number in range(300, 400)))
    assert best("核定777件研究計畫。") == (100, "Seven hundred and seventy-seven projects approved.")


def test_what_was_superseded_and_the_other_direction_are_not_found() -> None:
    remember(("計畫自即日起受理申請。", "Applications are now open."))
    MemoryEntry.objects.update(superseded_at="2026-03-18T00:00:00Z")
    assert found("計畫自即日起受理申請。") == []
    assert search([Query("Applications are now open.")], EN, ZH) == [[]]


@pytest.mark.parametrize("text", ["", " ", "。", "一", "國", "2026", "<g1></g1>", "🚀", "A"])
def test_the_smallest_texts_can_be_looked_up(text: str) -> None:
    remember(("國", "Nation"), ("計畫", "Program"))
    assert [match.target for match in found(text)] == (["Nation"] if text == "國" else [])


def test_english_sentences_are_found_too() -> None:
    import_units(
        [unit("x", "y")]
        + [
            type(unit("", ""))(f"The Council supports research on {subject} at universities.", "知。", EN, ZH)
            for subject in ("oceans", "space")
        ],
        status=MemoryStatus.APPROVED,
    )
    (match,) = search([Query("The Council supports research on energy at universities.")], EN, ZH)[0]
    assert match.score >= 80


def test_an_entry_that_holds_the_whole_sentence_comes_before_one_of_other_words() -> None:
    remember(
        ("補助之方式、對象及其標準，由各縣市主管機關定之，並報中央備查。", "Modes are set by counties and filed."),
        ("由各主管機關會商擬定後，並報中央備查。", "Drawn up by authorities and filed."),
    )
    holds, others = found("由各縣市主管機關定之，並報中央備查。")
    assert (holds.score, holds.target) == (84, "Modes are set by counties and filed.")
    assert others.score < 84 < FILLED_IN_FROM
    assert others.likeness > holds.likeness


def edited(text: str, chance: random.Random) -> str:
    place = chance.randrange(len(text))
    return chance.choice((text[:place] + "新" + text[place:], text[:place] + text[place + 3 :], text[: place + 12]))


def test_search_gives_what_a_comparison_with_everything_gives() -> None:
    """On both databases: so both give the same."""
    known = sentences(1_500)
    remember(*((text, f"Known {number}.") for number, text in enumerate(known)))
    norms = {normal_form(text, ZH) for text in known}
    chance = random.Random(3)
    asked = [keys_of(edited(text, chance), ZH) for text in chance.sample(known, 60)]
    for keys, alike in zip(asked, candidates(asked, 75.0), strict=True):
        ratios = {norm: likeness(keys.norm, norm) for norm in norms}
        worth = (
            max(ratio, contained_likeness(keys.norm, norm, ratio)) for norm, ratio in ratios.items() if ratio >= 75
        )
        expected = sorted(worth, reverse=True)[:KEPT]
        assert [candidate.likeness for candidate in alike][: len(expected)] == pytest.approx(expected)


def test_a_page_takes_a_bounded_number_of_statements_and_finds_the_same() -> None:
    known = sentences(400)
    remember(*((text, f"Known {number}.") for number, text in enumerate(known)))
    chance = random.Random(4)
    page = [Query(edited(text, chance)) for text in known[:120]]
    with CaptureQueriesContext(connection) as few:
        alone = [search([query], ZH, EN)[0] for query in page[:1]]
    with CaptureQueriesContext(connection) as many:
        together = search(page, ZH, EN)
    assert together[:1] == alone
    assert len(many) <= len(few) + 4
    assert together[7] == search([page[7]], ZH, EN)[0]
