"""Sentences are cut where a reader would, nothing is lost, and the cuts do not depend on what stands around a line."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.bilingual.placeholders import mismatches, without_placeholders
from translation_jobs.text.manual_boundaries import Boundary, ManualBoundaries, boundary_at
from translation_jobs.text.segmentation import join_sentences, split_paragraph_pair, split_sentences

GOLD = Path(__file__).resolve().parents[4] / "shared" / "data" / "dev" / "segmentation_gold.jsonl"

# Each entry is a text with | where it is to be cut.
CHINESE = [
    # end marks
    "國科會今日公布年度預算。|總額較去年成長8%。",
    "預算夠嗎？！|夠不夠，看執行！！！|結果如何，年底見分曉。",
    "審查分兩階段；第一階段為書面，第二階段為簡報。",
    "名單如下：王小明、李大華。|恭喜！ |明年再見。",
    "本會說明如下｡|詳見官網｡",
    # quotations
    "主委指出：「臺灣有實力。世界看得見！」隨後前往參觀。",
    "主委指出：「臺灣有實力。」|下午的論壇由副主委主持。",
    "「我們準備好了。」計畫主持人說。|團隊明日啟程。",
    "「我們準備好了嗎？」他問，全場無人回答。",
    "「團隊會繼續努力。」的承諾言猶在耳。",
    "「團隊會繼續努力。」等語，引起共鳴。",
    "她笑說：「明年再來！」之後便登機返國。|大會圓滿落幕。",
    "她笑說：「明年再來！」|之後兩天還有三場活動。",
    "「科學好好玩！」活動本週六登場。|歡迎親子參加。",
    "本會舉辦「量子，準備好了嗎？」特展，為期三個月。",
    "他高喊「臺灣加油！」全場掌聲雷動。",
    "校長說：「他常問：『為什麼不行？』所以成功了。」|同學起立鼓掌。",
    "“創新沒有捷徑。”|會後開放提問。",
    '執行長說:"今年一定達標."|股東報以掌聲.',
    "《你聽得見嗎？》入圍最佳紀錄片。",
    '一臺27"螢幕。|另一臺32"螢幕。',
    "「加油！」|全場觀眾起立。",
    "他說：「會努力。」；副主委也表示支持。",
    "真的可以嗎？——許多人這樣問。",
    # brackets
    "（圖片由太空中心提供。）|活動詳情請洽承辦人。",
    "申請人（含共同申請人。以下同。）應親自簽名。|逾期不受理。",
    "詳情請洽各承辦單位（電話見附件！）。|謝謝。",
    "「未完的引號。|下一句照樣切開。",
    "1) 申請書。|2) 計畫書。",
    # a remark in brackets after the end mark
    "收費基準如下。（如附表一）",
    "收費基準如附件。（如附表一）|自明年起適用。",
    "報名已截止。|（額滿為止。）|感謝支持。",
    "甲案通過。|（二）乙案保留。",
    "兩人合影。|（左起）王小明與李大華。",
    "（本文由國科會提供。）|（編輯：王小明）",
    # emoji, small and full-width forms
    "發射成功啦！🎉|明年見！🚀✨",
    "報名開始！|📍地點在臺北。",
    "大家好﹗|準備好了嗎﹖|開始。",
    "馬克．吐溫曾說過這句話。|大家都記得。",
    "第一章．總則",
    "本年度的補助案件已全部審查完畢．|核定名單將於下週公告．",
    "論文發表於Nature Commun.期刊。|引用次數高。",
    # ellipsis
    "光電、生醫、太空……等領域皆有斬獲。",
    "等了三年……終於等到結果。",
    "大家都以為失敗了……但團隊沒有放棄。".replace("……", "……|"),
    "原本擔心經費不足...後來順利解決。".replace("...", "...|"),
    "「還要再等……」她嘆了一口氣說，大家別急。",
    # numbers, names, abbreviations, addresses
    "準確率達99.5%，誤差僅0.3公分。|團隊將持續改良。",
    "面積二．五公頃以上者，應送審。|未達○．二公頃者免。",
    "申請期限為113.5.20.止，不再延長。",
    "申請期限為113.5.20止。|逾期恕不受理。",
    "諾貝爾獎得主羅伯特.史密斯教授來訪。|他停留三天。",
    "講者為J. A. Lee與Dr. Chen。|與談人為Prof. Wu。",
    "合作廠商有Alpha Co., Ltd.及Beta Inc.等三家。|另有兩家洽談中。",
    "詳見https://www.nstc.gov.tw/a.aspx?l=ch&id=1.2。|或來信help.desk@nstc.gov.tw。",
    "請上www.nstc.gov.tw!|名額有限.",
    "參見Vol. 3, No. 2及Fig. 4。|另見§6.1。",
    "採用Node.js與.NET開發。|明年上線。",
    "透過Yahoo!奇摩報名即可。|額滿為止。",
    # list markers
    "一、目的。|二、依據。|三、期程。",
    "（一）資格。|（二）文件。",
    "1.博士後研究人員。|2.專任研究助理。",
    "IV. 結論",
    "乙. 審查方式",
    # mixed
    "We did it! |我們做到了！|Thank you.|謝謝大家。",
    "本計畫與University of Tokyo合作。|MOU已於5月簽署。",
    # lines and white space
    "公告事項：\n|一、即日起受理。\n|二、至月底止。",
    "第一行沒有句號\n|第二行也沒有",
    "第一段。\n\n  |第二段。",
    "\n 前有空行。|後面一句。",
    "句子一。　|句子二。",
    # placeholders
    "見<g1>公告</g1>。|另見<g2>附件</g2>。",
    "見<g1>公告。</g1>|另見附件。",
    "見公告。|<g1>另見附件。</g1>",
    "前句。<x1/>|後句。",
    "<g1>第一句。第二句。</g1>|第三句。",
    "<g1>第一行\n第二行</g1>\n|第三行",
    "他說：<g1>「好。」</g1><g2>的</g2>承諾。",
    "甲。<g1></g1> |<g2>乙</g2>。",
    "3<g1>.</g1>14是圓周率。|好。",
]
ENGLISH = [
    "The council met on Monday. |It approved the budget.",
    "Is it ready? |Yes! |We start tomorrow.",
    "Dr. Lin works at the Univ. of Tokyo. |She is the P.I. of the project.",
    "It was founded by the U.S. National Science Foundation. |The grant ran for 5 years.",
    "He returned from the U.S. |The project resumed at 9:00 a.m. and ended at noon.",
    "Applicants need a Ph.D. in physics, chemistry, etc. |The deadline is Dec. 31.",
    "Partners include Delta Corp. and Orion Inc. |They signed in 2024. |The work began in 2025.",
    "See Vol. 12, No. 3, pp. 4-8. |It is open access.",
    "Was it approved? |No. |It was withdrawn.",
    "Growth reached 3.36%. |Wages rose by 2.4 percent.",
    'He said, "We will try. We will not fail." |Then he left.',
    'He said, "We will try." and left.',
    '"Is it done?" Minister Wu asked.',
    "“We are ready,” he said. |“Let us begin.” |The crowd cheered.",
    "The exhibition “Why Taiwan?” Runs until May.",
    "(See Appendix A.) |The form is online.",
    "The firm (formerly Delta Inc.) The Group owns it.",
    "The Act (hereinafter “the Act”) applies. |(hereinafter omitted)".replace("|", ""),
    "Wait... what happened? |Nothing.",
    "Wait...What happened?",
    "They waited... |Nobody came.",
    "Visit https://www.nstc.gov.tw/en/index.html?id=1.2. |Write to help@nstc.gov.tw.",
    "See https://example.org/docs/etc. |Write to us.",
    "“The work is done.” |Wu said, “Thank you.”",
    "Use Node.js 18.2 or later. |iPhones are supported.",
    "1. Submit the form. |2. Wait for the reply.",
    "Est. 1959 in Taipei. |It moved later.",
    "Use v2.1.3 or later. |Then restart.",
    "Prof. Lin et al. reported it. |The paper is open.",
    "Prizes: 1. Gold medal",
    "A. Scope\n|B. Definitions",
    "I. The purpose of this Act",
    "Taiwan’s chips, researchers’ work and the ’90s. |All of it counts.",
    "See <g1>the notice</g1>. |<g2>Apply now.</g2>",
    "<g1>One. Two.</g1> |Three.",
]


def cut(marked: str) -> tuple[str, list[str]]:
    return marked.replace("|", ""), marked.split("|")


@pytest.mark.parametrize("marked", CHINESE)
def test_chinese_is_cut_where_a_sentence_ends(marked: str) -> None:
    text, sentences = cut(marked)
    assert split_sentences(text, "zh-hant") == sentences


@pytest.mark.parametrize("marked", ENGLISH)
def test_english_is_cut_where_a_sentence_ends(marked: str) -> None:
    text, sentences = cut(marked)
    assert split_sentences(text, "en") == sentences


def test_an_empty_text_has_no_sentence_and_a_blank_one_has_itself() -> None:
    assert split_sentences("", "en") == []
    assert split_sentences(" \n ", "zh-hant") == [" \n "]
    assert split_sentences("<x1/>", "zh-hant") == ["<x1/>"]


def test_a_language_without_rules_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr'"):
        split_sentences("Bonjour.", "fr")
    with pytest.raises(ValueError, match="'zh'"):
        join_sentences(["好。"], ["Good."], "zh")


def test_the_gold_set_is_cut_as_its_makers_would() -> None:
    if not GOLD.exists():
        pytest.skip("the gold set shared/data/dev/segmentation_gold.jsonl is not beside this repository")
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    exact = [
        row["id"]
        for row in rows
        if [piece.strip() for piece in split_sentences(row["text"], "zh-hant")]
        in [[piece.strip() for piece in reading] for reading in (row["sentences"], *row.get("also_right", []))]
    ]
    assert len(exact) >= len(rows) * 40 / 42, f"missed: {sorted({row['id'] for row in rows} - set(exact))}"


# --- Properties: texts of the pieces that matter, well formed and not ---

CHINESE_WORDS = [
    "國科會",
    "今日",
    "公布",
    "他說",
    "表示",
    "的",
    "並",
    "等",
    "後來",
    "但",
    "我",
    "一",
    "二",
    "特",
    "史",
    "活動",
]
ENGLISH_WORDS = [
    "Taiwan",
    "The",
    "Dr",
    "U.S",
    "Inc",
    "No",
    "p.m",
    "Yahoo",
    "e.g",
    "iPhone",
    "a",
    "I",
    "1",
    "3.14",
    "12",
]
WORDS = st.sampled_from([*CHINESE_WORDS, *ENGLISH_WORDS, "https://a.tw/x.y?z=1", "a.b@c.tw"])
MARKS = st.sampled_from([*'。！？.!?…，、；：, —"「」『』（）()《》“”‘’ \u3000．', "...", "……", ". ", "? "])
TOKENS = st.sampled_from(["<g1>", "</g1>", "<g2>", "</g2>", "<x3/>", "<x4/>"])
LINE_BREAKS = st.sampled_from(["\n", "\r\n", "\n\n", "\u2028"])
LANGUAGES = st.sampled_from(["zh-hant", "en"])
ANY_TEXT = st.lists(st.one_of(WORDS, MARKS, MARKS, TOKENS, LINE_BREAKS), max_size=30).map("".join) | st.text(
    max_size=40
)
ONE_LINE = st.lists(st.one_of(WORDS, MARKS, MARKS), max_size=20).map("".join)
BALANCED = st.recursive(
    st.lists(st.one_of(WORDS, MARKS, MARKS, LINE_BREAKS, st.just("<x9/>")), max_size=8).map("".join),
    lambda inner: st.lists(inner | inner.map(lambda text: f"<g1>{text}</g1>"), max_size=4).map("".join),
    max_leaves=8,
)


@given(ANY_TEXT, LANGUAGES)
@settings(max_examples=400)
def test_nothing_is_lost_and_no_piece_is_empty(text: str, language: str) -> None:
    pieces = split_sentences(text, language)
    assert "".join(pieces) == text
    assert "" not in pieces
    assert len(pieces) < 2 or all(without_placeholders(piece).strip() for piece in pieces)


@given(ANY_TEXT, LANGUAGES)
@settings(max_examples=600)
def test_a_sentence_is_one_sentence(text: str, language: str) -> None:
    for piece in split_sentences(text, language):
        assert split_sentences(piece, language) == [piece]


@given(BALANCED, LANGUAGES)
@settings(max_examples=300)
def test_no_element_is_cut(text: str, language: str) -> None:
    for piece in split_sentences(text, language):
        assert mismatches(piece, piece) == []


@given(ONE_LINE, ONE_LINE, LANGUAGES)
@settings(max_examples=400)
def test_a_line_is_cut_the_same_whatever_the_next_one_says(line: str, following: str, language: str) -> None:
    alone = [piece.rstrip() for piece in split_sentences(line, language)]
    together = [piece.rstrip() for piece in split_sentences(f"{line}\n。{following}", language)]
    assert together[: len(alone)] == alone or not line.strip()


@given(ANY_TEXT, LANGUAGES)
def test_white_space_belongs_to_the_piece_before(text: str, language: str) -> None:
    for piece in split_sentences(text, language)[1:]:
        assert not piece[0].isspace()


@pytest.mark.parametrize(
    "unit", ["a", ".", "「", '"1', "（<", "「）", "a.b", "<g1>", "</g1>", "<g1>。", "<g1>甲</g1>。"]
)
def test_the_time_grows_with_the_length_of_a_line(unit: str) -> None:
    started = time.process_time()
    split_sentences(unit * 30_000, "en")
    assert time.process_time() - started < 10  # seconds; work that grows with the square would take minutes


@given(ONE_LINE, ONE_LINE, LANGUAGES)
@settings(max_examples=400)
def test_words_appended_after_a_full_stop_move_no_earlier_cut(text: str, following: str, language: str) -> None:
    """A closed sentence: a line that ends in 。 outside of brackets, with all of its own closed. What comes after it
    may be added to the last sentence (a closing quote, a remark in brackets), or not; those before stay as they are.
    """
    closed = "".join(character for character in text if character not in '「」『』（）()《》“”‘’"') + "。"
    before = [piece.rstrip() for piece in split_sentences(closed, language)]
    after = [piece.rstrip() for piece in split_sentences(f"{closed}甲{following}", language)]
    assert after[: len(before)] == before


# --- Manual boundaries ---

PARAGRAPH = "計畫分為兩期；第一期三年。第二期兩年，由<g1>國科會</g1>核定。"


def test_a_person_may_split_where_no_rule_does() -> None:
    split = boundary_at(PARAGRAPH, PARAGRAPH.index("第一期"))
    assert split is not None
    assert split_sentences(PARAGRAPH, "zh-hant", ManualBoundaries(splits=frozenset({split}))) == [
        "計畫分為兩期；",
        "第一期三年。",
        "第二期兩年，由<g1>國科會</g1>核定。",
    ]


def test_a_person_may_join_what_a_rule_splits() -> None:
    join = boundary_at(PARAGRAPH, PARAGRAPH.index("第二期"))
    assert join is not None
    assert split_sentences(PARAGRAPH, "zh-hant", ManualBoundaries(joins=frozenset({join}))) == [PARAGRAPH]
    both = ManualBoundaries(splits=frozenset({join}), joins=frozenset({join}))
    assert split_sentences(PARAGRAPH, "zh-hant", both) == [PARAGRAPH]


def test_a_boundary_is_found_again_when_other_words_and_tags_change() -> None:
    split = boundary_at(PARAGRAPH, PARAGRAPH.index("第一期"))
    assert split is not None
    edited = "本<g1>計畫</g1>分為兩期； 第一期三年。第二期兩年，由國科會<g2>核定</g2>。"
    assert split_sentences(edited, "zh-hant", ManualBoundaries(splits=frozenset({split})))[0] == (
        "本<g1>計畫</g1>分為兩期； "
    )


def test_a_boundary_whose_words_are_gone_or_inside_an_element_is_ignored() -> None:
    gone = Boundary("沒有這些字", "也沒有這些字")
    inside = boundary_at(PARAGRAPH, PARAGRAPH.index("科會"))
    assert inside is not None
    manual = ManualBoundaries(splits=frozenset({gone, inside, Boundary("", "")}), joins=frozenset({gone}))
    assert split_sentences(PARAGRAPH, "zh-hant", manual) == split_sentences(PARAGRAPH, "zh-hant")
    assert boundary_at(PARAGRAPH, 0) is None
    assert boundary_at(PARAGRAPH, len(PARAGRAPH)) is None


@given(BALANCED, LANGUAGES, st.lists(st.integers(0, 60), max_size=4), st.lists(st.integers(0, 60), max_size=4))
@settings(max_examples=300)
def test_manual_boundaries_lose_nothing_and_cut_no_element(
    text: str, language: str, splits: list[int], joins: list[int]
) -> None:
    def boundaries(places: list[int]) -> frozenset[Boundary]:
        return frozenset(found for place in places if (found := boundary_at(text, place)))

    pieces = split_sentences(text, language, ManualBoundaries(boundaries(splits), boundaries(joins)))
    assert "".join(pieces) == text
    assert "" not in pieces
    assert all(mismatches(piece, piece) == [] for piece in pieces)


@given(ANY_TEXT, LANGUAGES)
def test_every_cut_can_be_joined(text: str, language: str) -> None:
    pieces = split_sentences(text, language)
    places = [sum(map(len, pieces[:count])) for count in range(1, len(pieces))]
    joins = frozenset(found for place in places if (found := boundary_at(text, place)))
    assert split_sentences(text, language, ManualBoundaries(joins=joins)) in ([text], [])


# --- Putting together ---


def test_targets_are_joined_as_their_language_writes() -> None:
    sources = ["第一句。", "第二句。\n", "第三句。"]
    assert join_sentences([" One. ", "Two.", "Three.\n"], sources, "en") == "One. Two.\nThree."
    assert join_sentences(["一。", "二。", "三。"], ["One. ", "Two. \n\n ", "Three."], "zh-hant") == "一。二。\n三。"
    assert join_sentences([], [], "en") == ""


def test_a_line_break_before_a_placeholder_counts() -> None:
    assert join_sentences(["One.", "Two."], ["一。<x1/>\n<x2/>", "二。"], "en") == "One.\nTwo."


def test_targets_and_sources_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="zip"):
        join_sentences(["One."], ["一。", "二。"], "en")


@pytest.mark.parametrize(
    ("source", "target", "pairs"),
    [
        ("第一句。第二句。", "One. Two.", [("第一句。", "One."), ("第二句。", "Two.")]),
        ("第一行\n第二行", " One\nTwo ", [("第一行\n", "One"), ("第二行", "Two")]),
        ("只有一句。", " One. ", [("只有一句。", " One. ")]),
        ("第一句。第二句。", "One and two.", [("第一句。第二句。", "One and two.")]),
        # The target's own line break would be lost.
        ("第一句。第二句。", "One.\nTwo.", [("第一句。第二句。", "One.\nTwo.")]),
        # The link moved to the other sentence.
        ("<g1>甲</g1>。乙。", "Alpha. <g1>Beta</g1>.", [("<g1>甲</g1>。乙。", "Alpha. <g1>Beta</g1>.")]),
        ("甲。乙。", "", [("甲。乙。", "")]),
    ],
)
def test_a_paragraph_is_paired_by_sentences_only_if_certain(
    source: str, target: str, pairs: list[tuple[str, str]]
) -> None:
    assert split_paragraph_pair(source, target, "zh-hant", "en") == pairs


@given(BALANCED, BALANCED)
def test_pairs_make_the_paragraph_again(source: str, target: str) -> None:
    pairs = split_paragraph_pair(source, target, "zh-hant", "en")
    assert "".join(piece for piece, _ in pairs) == source
    rejoined = join_sentences([piece for _, piece in pairs], [piece for piece, _ in pairs], "en")
    assert rejoined == target.strip()
