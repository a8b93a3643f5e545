import pytest

from translation_jobs.text.accepted_forms import accepted_forms
from translation_jobs.text.english_words import EnglishWords
from translation_jobs.text.near_misses import NearMisses
from translation_jobs.units import GlossaryTerm

COMMISSION = "National Science and Technology Commission"
TERMS = (
    GlossaryTerm("國科會", "National Science and Technology Council (NSTC)", "NSTC"),
    GlossaryTerm("國家同步輻射研究中心", "National Synchrotron Radiation Research Center", "NSRRC"),
    GlossaryTerm("教育部", "Ministry of Education", "MOE"),
    GlossaryTerm("農業部", "Ministry of Agriculture", "MOA"),
)


def found(english: str, chinese: str = "") -> list[tuple[str, str]]:
    misses = NearMisses(TERMS, accepted_forms).find(EnglishWords(english), chinese)
    return [(english[miss.start : miss.end], miss.right) for miss in misses]


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("the NTSC said", [("NTSC", "NSTC")]),
        ("the National Science and Technology Commission", [("Commission", "Council")]),
        ("the Minstry of Education", [("Minstry", "Ministry")]),
        ("the National Synchroton Radiation Research Center", [("Synchroton", "Synchrotron")]),
    ],
)
def test_what_is_almost_a_name_is_found(english: str, expected: list[tuple[str, str]]) -> None:
    assert found(english) == expected


@pytest.mark.parametrize(
    "english",
    [
        "the NSTC, MOE and MOA",
        "MEO and MAO",  # three letters lie too near one another
        "the Ministry of Agriculture and Ministry of Education",
        "the national synchrotron radiation research centers",
        "the Ministry of Culture",
        "the National Science and Technology Commission for Young People",
        "a national science commission",
    ],
)
def test_another_name_is_none(english: str) -> None:
    assert found(english) == []


def test_what_the_glossary_forbids_is_told_as_forbidden() -> None:
    term = GlossaryTerm("國科會", "National Science and Technology Council", "NSTC", forbidden=(COMMISSION, "NTSC"))
    misses = NearMisses((term,), accepted_forms).find(EnglishWords(f"{COMMISSION} (NTSC)"), "")
    assert list(misses) == []


def test_what_stands_in_the_chinese_is_right() -> None:
    assert found("the NTSC standard", "NTSC規格") == []
