"""Brackets and quotes without a partner, told from item markers and inches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.brackets import unpaired

BALANCED = st.recursive(
    st.sampled_from(["甲", "word ", "3", ""]),
    lambda inner: st.tuples(
        st.sampled_from(["()", "[]", "“”", "（）", "「」", "《》"]), st.lists(inner, max_size=3)
    ).map(lambda pair: f"{pair[0][0]}{''.join(pair[1])}{pair[0][1]}"),
    max_leaves=10,
)


@given(BALANCED)
def test_what_is_in_pairs_has_no_single_mark(text: str) -> None:
    assert unpaired(text) == []


@given(BALANCED, BALANCED, st.sampled_from("([“（「"))
def test_one_more_opening_mark_is_found(before: str, after: str, mark: str) -> None:
    assert [single.character for single in unpaired(f"{before}{mark}{after}")] == [mark]


@pytest.mark.parametrize("text", ["a) 甲；b) 乙", "1）甲", "in 1) or 2)", "一）甲", '27" 與 32"', "（一）甲", "第1)項"])
def test_item_markers_and_inches_are_no_fault(text: str) -> None:
    assert unpaired(text) == []


def test_the_place_is_told() -> None:
    assert [(mark.character, mark.place) for mark in unpaired('甲（預算)"丙')] == [
        ("（", 1),
        (")", 4),
        ('"', 5),
    ]
