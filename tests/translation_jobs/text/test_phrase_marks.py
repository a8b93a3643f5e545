"""A phrase is marked in the text as it is written, and nothing of the text gets lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.phrase_marks import Piece, pieces

TEXTS = st.text(st.sampled_from("臺台灣國科會 aA<g1></x2>ａ，,㎡é\u0301&\"'\n5億"), max_size=30)


def marked(text: str, phrase: str) -> list[str]:
    return [piece.text for piece in pieces(text, phrase) if piece.is_match]


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("國科會補助國科會。", "國科會", ["國科會", "國科會"]),
        ("臺灣與台灣", "台灣", ["臺灣", "台灣"]),
        ("發展ＡＩ晶片", "ai", ["ＡＩ"]),
        ("She said AI.", "ai", ["AI"]),
        ("Research in\nTaiwan", "research  IN", ["Research in"]),
        ("re search", "research", ["re search"]),
        ("發展<g1>計畫</g1>。", "發展計畫", ["發展", "計畫"]),
        ("國家科學，技術", "科學、技術", ["科學，技術"]),
        ("面積5㎡。", "m2", ["㎡"]),
        ("Cafe\u0301 Taipei", "caf\u00e9", ["Cafe\u0301"]),
        ("<script>alert(1)</script>", "script", ["script", "script"]),
        ("國科會", "", []),
        ("國科會", "<g1>", []),
        ("國科會", "太空", []),
        ("programs", "program", []),
        ("15億元", "5億元", ["5億元"]),
    ],
)
def test_a_phrase_is_marked_as_it_is_written(text: str, phrase: str, expected: list[str]) -> None:
    assert marked(text, phrase) == expected


def test_tags_are_pieces_of_their_own() -> None:
    assert pieces("見<g1>公告</g1>", "公告") == [
        Piece("見"),
        Piece("<g1>", is_tag=True),
        Piece("公告", is_match=True),
        Piece("</g1>", is_tag=True),
    ]


@given(TEXTS, TEXTS)
def test_the_pieces_are_the_text(text: str, phrase: str) -> None:
    found = pieces(text, phrase)
    assert "".join(piece.text for piece in found) == text
    assert all(piece.text for piece in found)


@given(st.text(st.sampled_from("臺灣國科會，補助"), min_size=1, max_size=6), TEXTS)
def test_a_phrase_of_han_is_marked_wherever_it_stands(phrase: str, around: str) -> None:
    assert marked(f"{around}{phrase}{around}", phrase)
