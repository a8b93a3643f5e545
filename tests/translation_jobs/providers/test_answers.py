"""What an answer must be like before it is kept, by tables, and on good translations none of which may be refused."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.nonsense import nonsense
from tests.translation_jobs.checks.samples import good_translations
from translation_jobs.providers.answers import accepted, are_swapped
from translation_jobs.providers.base import Passage

ZH, EN = "zh-hant", "en"
SENTENCE = "國科會公布新計畫的申請資格及審查程序。"
ENGLISH = "NSTC announced the eligibility and the review procedure of its new program."


def is_kept(source: str, target: str, *, to: str = EN) -> bool:
    return accepted(Passage((source,)), (target,), ZH if to == EN else EN, to) is not None


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SENTENCE, ENGLISH),
        ("吳政忠主持會議。", "Wu (吳政忠) chaired the meeting."),
        ("主持人為吳政忠。", "The host was 吳政忠."),  # a name: the person writes it, the check says so
        ("「量子」計畫", "“Quantum” Program"),
        ("2024", "2024"),
        ("——", "—"),
        ("見 https://www.nstc.gov.tw/", "See https://www.nstc.gov.tw/"),
        ("國科會", "National Science and Technology Council (NSTC)"),
        ("見<g1>公告</g1><x2/>。", "See the <g1>announcement</g1><x2/>."),
        ("A < B <b>粗</b>", "A < B <b>bold</b>"),
    ],
)
def test_what_may_be_a_draft_in_english_is_kept(source: str, target: str) -> None:
    assert is_kept(source, target)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (SENTENCE, ""),
        (SENTENCE, " \u3000"),
        (SENTENCE, "— …"),
        ("見<x1/>公告。", "<x1/>"),
        (SENTENCE, SENTENCE),
        (SENTENCE, "國科會公布新計畫的 eligibility and the review procedure of its program, which is new."),
        ("公告", "公告"),
        ("吳政忠主持會議。", "Wu (國科會主任委員) chaired the meeting."),  # nothing that the source says
        (SENTENCE, f"{ENGLISH} " * 10),
        (
            "公告",
            "I am sorry, but I can only help with translations. Could you tell me more about what you need, please?",
        ),
        (SENTENCE, f"<p>{ENGLISH}</p>"),
        ("見<g1>公告</g1>。", "See the <g1>announcement."),
        ("見公告<x1/>。", "See the announcement."),
        ("見公告。", "See the announcement<x1/>."),
    ],
)
def test_what_is_no_draft_in_english_is_refused(source: str, target: str) -> None:
    assert not is_kept(source, target)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (ENGLISH, SENTENCE, True),
        ("TAIDE", "TAIDE", True),
        ("Taiwan Tech Arena", "Taiwan Tech Arena", True),
        ("See https://www.nstc.gov.tw/en/list for more.", "詳見 https://www.nstc.gov.tw/en/list。", True),
        (
            "Taiwan signed the Convention on the Elimination of All Forms of Discrimination.",
            "臺灣簽署了消除一切形式歧視公約（Convention on the Elimination of All Forms of Discrimination）。",
            True,
        ),
        (ENGLISH, ENGLISH, False),
        (ENGLISH, "NSTC 宣布 the eligibility and the review procedure of its new program.", False),
        (ENGLISH, SENTENCE * 10, False),
        (ENGLISH, "", False),
    ],
)
def test_chinese_drafts_are_held_to_the_same(source: str, target: str, expected: bool) -> None:
    assert is_kept(source, target, to=ZH) is expected


@pytest.mark.parametrize("targets", [None, (), (ENGLISH,), (ENGLISH,) * 3])
def test_each_sentence_must_have_its_own(targets: tuple[str, ...] | None) -> None:
    assert accepted(Passage((SENTENCE, SENTENCE)), targets, ZH, EN) is None


def test_one_bad_sentence_spoils_its_passage_and_white_space_goes() -> None:
    passage = Passage((SENTENCE, "一句。"))
    assert accepted(passage, (f" {ENGLISH}\n", "One. "), ZH, EN) == (ENGLISH, "One.")
    assert accepted(passage, (ENGLISH, ""), ZH, EN) is None


@pytest.mark.parametrize(
    ("sources", "targets", "expected"),
    [
        (["2023年第1次會議。", "預算為4,500元。"], ["The budget is 4,500.", "The first meeting of 2023."], True),
        (["2023年第1次會議。", "預算為4,500元。"], ["The first meeting of 2023.", "The budget is 4,500."], False),
        (["由TSMC出資。", "由ITRI執行。"], ["ITRI carries it out.", "TSMC pays for it."], True),
        # One of them says nothing that would tell, and figures may move to the next sentence.
        (["2023年8月完成。", "同樣如此。"], ["The same here.", "Completed in August 2023."], False),
        (["2023年會議。", "2024年會議。"], ["The meeting in 2023 and 2024.", "The other one."], False),
        (
            ["申請人應於期限內提出計畫書。", "審查費用由主管機關負擔。"],
            ["The competent authority shall bear the fees of review.", "Applicants shall submit a proposal in time."],
            True,
        ),
    ],
)
def test_exchanged_sentences_are_known_where_they_can_be(
    sources: list[str], targets: list[str], expected: bool
) -> None:
    assert are_swapped(sources, targets, ZH) is expected
    assert are_swapped(targets, sources, EN) is expected


def test_no_good_translation_is_refused_in_either_direction() -> None:
    samples = good_translations()
    assert len(samples) > 100
    refused = [
        (sample.chinese, sample.english)
        for sample in samples
        if not is_kept(sample.chinese, sample.english) or not is_kept(sample.english, sample.chinese, to=ZH)
    ]
    assert refused == []


def test_neighbouring_good_translations_are_not_taken_for_exchanged_and_most_exchanged_ones_are() -> None:
    seen, pairs = 0, list(pairwise(good_translations()))
    for one, other in pairs:
        chinese, english = [one.chinese, other.chinese], [one.english, other.english]
        assert not are_swapped(chinese, english, ZH)
        assert not are_swapped(english, chinese, EN)
        seen += are_swapped(chinese, english[::-1], ZH)
    assert seen / len(pairs) > 0.5


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from([(ZH, EN), (EN, ZH)]))
def test_whatever_comes_back_is_kept_stripped_or_refused(source: str, target: str, languages: tuple[str, str]) -> None:
    assert accepted(Passage((source,)), (target,), *languages) in (None, (target.strip(),))


@given(st.text("國科會公布新計畫的申請資格及審查程序，。、年12345NSTC ", min_size=1, max_size=80))
def test_the_nonsense_of_the_tests_counts_as_a_draft(source: str) -> None:
    assert accepted(Passage((source,)), (nonsense(source, "EN-US", {}),), ZH, EN) is not None
