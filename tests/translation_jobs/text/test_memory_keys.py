import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from translation_jobs.text.memory_keys import MASK, fold, grams, key_of, keys_of, normal_form, phrase_grams, with_values

ZH, EN = "zh-hant", "en"
texts = st.text(
    alphabet=st.sampled_from(
        list("國科會補助計畫新臺幣台第一二三十百萬億元年月日0123456789，。、；（）()ABab <g1></g1>")
    )
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("補助新臺幣一百萬元。", "補助新台幣1,000萬元。"),
        ("一、申請資格", "申請資格"),
        ("（三）申請資格", "2. 申請資格"),
        ("● 申請資格", "申請資格"),
        ("申請資格，包括：教師", "申請資格、包括:教師"),
        ("ＡＩ晶片", "ai 晶片"),
        ("見<g1>公告</g1>。", "見公告。"),
        ("「創新」方案", "『創新』方案"),
        ("115年3月18日起受理", "116年4月1日起受理"),
        (" 受理申請 ", "受理申請"),
    ],
)
def test_what_a_translator_would_call_the_same_sentence_has_one_normal_form(one: str, other: str) -> None:
    assert normal_form(one, ZH) == normal_form(other, ZH)
    assert keys_of(one, ZH).norm_key == keys_of(other, ZH).norm_key
    assert keys_of(one, ZH).exact_key != keys_of(other.strip() + "！", ZH).exact_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("得申請補助。", "不得申請補助。"),
        ("補助計畫", "補助方案"),
        ("是否受理？", "是否受理。"),
        ("補助一百萬元", "補助元"),
    ],
)
def test_another_sentence_has_another_normal_form(one: str, other: str) -> None:
    assert normal_form(one, ZH) != normal_form(other, ZH)


def test_numbers_are_masked_and_kept_by_value() -> None:
    keys = keys_of("二、補助新臺幣1,000萬元，占5%。", ZH)
    assert keys.norm == f"補助新台幣{MASK}元,占{MASK}%."
    assert keys.number_values == (("marker", "2"), ("money", "10000000"), ("percent", "5"))
    assert with_values(keys.norm, keys.number_values) == "補助新台幣10000000元,占5%."


def test_the_way_a_number_is_written_changes_neither_normal_form_nor_values() -> None:
    one, other = keys_of("補助一千萬元", ZH), keys_of("補助1,000萬元", ZH)
    assert one.values_key == other.values_key
    assert one.values_key != keys_of("補助一百萬元", ZH).values_key


def test_the_same_text_in_two_languages_has_different_keys() -> None:
    assert keys_of("AI", ZH).exact_key != keys_of("AI", EN).exact_key
    assert not set(grams("ai", ZH)) & set(grams("ai", EN))


def test_grams_are_pairs_of_han_and_whole_words() -> None:
    assert len(grams("國科會", ZH)) == 4  # 國科, 科會, and one for either end
    assert len(phrase_grams("國科會", ZH)) == 2
    assert set(phrase_grams("國科會", ZH)) < set(grams("國科會", ZH))
    assert set(phrase_grams("research council", EN)) < set(grams("the research council met", EN))
    assert not set(grams("researcher", EN)) & set(phrase_grams("research", EN))
    assert phrase_grams("國", ZH) == ()


@pytest.mark.parametrize("phrase", ["中華民國", "115年度", "年度", "今（12）日", "三"])
def test_what_may_be_masked_in_a_text_is_no_gram_of_a_phrase(phrase: str) -> None:
    assert phrase_grams(phrase, ZH) == ()


@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_width_and_case_never_change_the_normal_form(text: str) -> None:
    assert keys_of(text.upper(), ZH).norm == keys_of(text.lower(), ZH).norm


@given(texts, texts, texts)
def test_a_text_with_a_phrase_has_all_grams_of_the_phrase(before: str, phrase: str, after: str) -> None:
    # Tags cannot be cut in two by a phrase that a person types.
    before, phrase, after = (part.replace("<", "") for part in (before, phrase, after))
    cuts_a_word = any(c.isascii() and c.isalnum() for c in before[-1:] + phrase[:1] + phrase[-1:] + after[:1])
    assume(not cuts_a_word and phrase[:1] not in ("月", "日"))
    assert set(phrase_grams(phrase, ZH)) <= set(grams(normal_form(before + phrase + after, ZH), ZH))


@given(st.text())
def test_any_text_has_keys(text: str) -> None:
    keys = keys_of(text, ZH)
    assert MASK not in keys.norm or keys.values
    assert -(2**63) <= keys.exact_key < 2**63
    assert all(-(2**31) <= gram < 2**31 for gram in keys.grams)
    assert list(keys.grams) == sorted(set(keys.grams))


def test_parts_of_a_key_do_not_run_together() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
