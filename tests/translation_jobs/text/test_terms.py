import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.terms import TermIndex, TermMatch, forms, without_abbreviation
from translation_jobs.units import GlossaryTerm

GLOSSARY = Path(__file__).parents[3] / "translation_jobs" / "data" / "glossary.csv"


def glossary_rows() -> list[dict[str, str]]:
    with GLOSSARY.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def found(index: TermIndex, text: str) -> list[tuple[str, str]]:
    return [(text[match.start : match.end], match.term.target) for match in index.find(text)]


def chinese(*pairs: tuple[str, str]) -> TermIndex:
    return TermIndex([GlossaryTerm(source, target) for source, target in pairs], "zh-hant")


def english(*pairs: tuple[str, str]) -> TermIndex:
    return TermIndex([GlossaryTerm(source, target) for source, target in pairs], "en")


def test_the_leftmost_and_longest_term_is_found() -> None:
    index = chinese(
        ("科學", "science"), ("科學園區", "science park"), ("新竹科學園區", "Hsinchu Science Park"), ("園區", "park")
    )
    assert found(index, "新竹科學園區及科學園區，科學") == [
        ("新竹科學園區", "Hsinchu Science Park"),
        ("科學園區", "science park"),
        ("科學", "science"),
    ]


def test_a_longer_term_that_ends_within_a_word_hides_no_shorter_one() -> None:
    assert found(chinese(("主權", "sovereignty"), ("主權AI", "sovereign AI")), "主權AIR") == [("主權", "sovereignty")]


def test_a_term_is_found_with_its_place() -> None:
    term = GlossaryTerm("國科會", "National Science and Technology Council (NSTC)", "NSTC")
    assert TermIndex([term], "zh-hant").find("由國科會主辦") == [TermMatch(1, 4, term)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("晶創臺灣方案", "晶創台灣方案"),
        ("台灣杉一號", "臺灣杉一號"),
        ("低(減)碳", "低（減）碳"),
        ("主權AI", "主權ＡＩ"),
        ("亞洲・矽谷推動方案", "亞洲·矽谷推動方案"),
        ("亞洲・矽谷推動方案", "亞洲‧矽谷推動方案"),
    ],
)
def test_variants_of_a_character_match(source: str, text: str) -> None:
    assert found(chinese((source, "x")), f"推動{text}。") == [(text, "x")]


@pytest.mark.parametrize(
    ("source", "text"), [("主權AI", "主權AIoT"), ("2050淨零", "12050淨零"), ("成", "成長"), ("成", "三成")]
)
def test_part_of_a_word_is_no_chinese_term(source: str, text: str) -> None:
    assert found(chinese((source, "x")), text) == []


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("science park", "Science Parks and a science park", ["Science Parks", "science park"]),
        ("grant", "granted a grant, Grants", ["grant", "Grants"]),
        ("Minister", "Ministers, minister, Minister", ["Minister"]),
        ("net-zero transition", "the net-zero transition.", ["net-zero transition"]),
        ("R&D results", "R&D results", ["R&D results"]),
    ],
)
def test_english_terms_match_at_word_boundaries(source: str, text: str, expected: list[str]) -> None:
    assert [match for match, _target in found(english((source, "x")), text)] == expected


def test_an_english_term_is_found_by_name_abbreviation_and_both() -> None:
    term = GlossaryTerm("Taiwan Space Agency", "國家太空中心", "TASA")
    index = TermIndex([term], "en")
    assert [match for match, _target in found(index, "Taiwan Space Agency (TASA), TASA, tasa")] == [
        "Taiwan Space Agency",
        "TASA",
        "TASA",
    ]


def test_a_name_as_the_glossary_gives_it_goes_before_a_derived_one() -> None:
    index = TermIndex(
        [GlossaryTerm("Council (NSTC)", "國科會", "NSTC"), GlossaryTerm("Council", "國家科學及技術委員會", "NSTC")],
        "en",
    )
    assert found(index, "Council (NSTC); Council; NSTC") == [
        ("Council (NSTC)", "國科會"),
        ("Council", "國家科學及技術委員會"),
        ("NSTC", "國科會"),
    ]


def test_of_two_terms_with_one_source_the_first_is_found() -> None:
    assert found(english(("Minister", "主任委員"), ("Minister", "部長")), "Minister") == [("Minister", "主任委員")]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("grant; to fund", ["grant", "fund"]),
        ("Research Fellow / Researcher", ["Research Fellow", "Researcher"]),
        ("general (agency) budget", ["general budget"]),
        ("military (industry)", ["military"]),
        ("Deputy Minister (Political)", ["Deputy Minister (Political)"]),
        ("low Earth orbit (LEO) satellite", ["low Earth orbit (LEO) satellite"]),
        ("to date", ["to date"]),
        ("Taiwan / Tai-", []),
        ("National ... University", []),
        ("  ", []),
    ],
)
def test_an_english_cell_yields_the_names_in_it(cell: str, expected: list[str]) -> None:
    assert forms(cell, "en") == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("補助；獎助", ["補助", "獎助"]),
        ("獎助/補助", ["獎助", "補助"]),
        ("IC Taiwan Grand Challenge", ["IC Taiwan Grand Challenge"]),
        ("○○計畫", []),
        ("成", []),
    ],
)
def test_a_chinese_cell_yields_the_names_in_it(cell: str, expected: list[str]) -> None:
    assert forms(cell, "zh-hant") == expected


def test_only_the_abbreviation_is_taken_from_a_name() -> None:
    assert without_abbreviation("Science Council (NSTC)", "NSTC") == "Science Council"
    assert without_abbreviation("Deputy Minister (Political)", "DM") == "Deputy Minister (Political)"


def test_terms_without_source_or_target_are_never_found() -> None:
    assert found(chinese(("", "x"), ("國科會", " ")), "國科會") == []


def test_every_name_of_the_glossary_is_found_in_its_own_text() -> None:
    rows = glossary_rows()
    index = TermIndex([GlossaryTerm(row["zh"], row["en"], row["abbrev"]) for row in rows], "zh-hant")
    missed = [
        row["zh"] for row in rows if [match for match, _target in found(index, f"「{row['zh']}」")] != [row["zh"]]
    ]
    assert missed == ["萬", "億", "兆", "坪", "成", "倍", "臺", "台"]


def test_no_english_name_of_the_glossary_holds_alternatives_or_stems() -> None:
    names = [name for row in glossary_rows() for name in forms(row["en"], "en")]
    assert len(names) > 350
    assert [name for name in names if ";" in name or " / " in name or name.endswith("-")] == []


@given(st.text() | st.text(alphabet="國家科學臺台會NSTC 's’"))
def test_matches_stand_in_the_text_in_order_without_overlap(text: str) -> None:
    terms = [
        GlossaryTerm("國家科學", "a"),
        GlossaryTerm("台會", "b"),
        GlossaryTerm("NSTC", "c"),
        GlossaryTerm("st", "d"),
    ]
    for language in ("zh-hant", "en"):
        position = 0
        for match in TermIndex(terms, language).find(text):
            assert position <= match.start < match.end <= len(text)
            position = match.end
