import dataclasses
from datetime import date

import pytest

from translation_jobs.text.accepted_forms import accepted_forms
from translation_jobs.text.english_words import EnglishWords
from translation_jobs.text.glossary import EMPTY, Glossary, in_use
from translation_jobs.units import GlossaryTerm, Person

COUNCIL = GlossaryTerm("國家科學及技術委員會", "National Science and Technology Council", "NSTC", "agency", "official")
SHORT = GlossaryTerm("國科會", "National Science and Technology Council (NSTC)", "NSTC", "agency-short", "official")
FORMER = GlossaryTerm("國科會", "National Science Council", "NSC", "agency-former", valid_to=date(2014, 3, 2))
PARK = GlossaryTerm("科學園區", "science park")
INTERIOR = GlossaryTerm("內政部", "Ministry of the Interior", "MOI", variants=("the Ministry",))
PERSON = Person("吳大明", "Ta-Ming Wu")
ALL = Glossary((COUNCIL, SHORT, FORMER, PARK, INTERIOR), (PERSON,))


def test_the_version_is_that_of_the_content() -> None:
    assert ALL.version == Glossary(ALL.terms, ALL.persons).version
    assert len({ALL.version, Glossary(ALL.terms).version, EMPTY.version}) == 3


def test_terms_are_found_in_both_languages() -> None:
    assert [match.term for match in ALL.in_chinese("國家科學及技術委員會管理科學園區")] == [COUNCIL, PARK]
    assert [match.term.target for match in ALL.in_english("the NSTC and science parks")] == [
        COUNCIL.source,
        PARK.source,
    ]


def test_one_chinese_name_may_be_of_two_terms() -> None:
    assert ALL.of_source("國科會") == (SHORT, FORMER)


def test_a_dismissal_outlives_an_unrelated_term() -> None:
    texts = ("國科會的科學園區", "the NSTC's science parks")
    relevant = ALL.relevant_version(*texts)
    unrelated = Glossary((*ALL.terms, GlossaryTerm("半導體", "semiconductor")), (PERSON, Person("王小美", "Mei Wang")))
    assert unrelated.relevant_version(*texts) == relevant
    changed = dataclasses.replace(PARK, target="Science Park")
    assert Glossary((COUNCIL, SHORT, FORMER, changed)).relevant_version(*texts) != relevant


def test_a_dismissal_lapses_with_a_change_of_a_person_in_the_text() -> None:
    texts = ("吳大明出席", "Ta-Ming Wu attended")
    other = Glossary(ALL.terms, (dataclasses.replace(PERSON, english="Wu Ta-ming"),))
    assert ALL.relevant_version(*texts) != other.relevant_version(*texts)


def test_one_body_has_several_names() -> None:
    assert ALL.is_same_body("國科會", "國家科學及技術委員會")
    assert not ALL.is_same_body("國科會", "內政部")


@pytest.mark.parametrize(("day", "expected"), [(date(2014, 3, 2), [COUNCIL, FORMER]), (date(2014, 3, 3), [COUNCIL])])
def test_a_name_is_in_use_to_its_last_day(day: date, expected: list[GlossaryTerm]) -> None:
    assert in_use((COUNCIL, FORMER), day, day) == expected


@pytest.mark.parametrize(
    ("term", "english"),
    [
        (COUNCIL, "the National Science & Technology Council"),
        (COUNCIL, "the Council said"),
        (COUNCIL, "NSTC’s"),
        (INTERIOR, "an Interior Ministry official"),
        (INTERIOR, "the Ministry"),
        (PARK, "Science Parks"),
        (
            GlossaryTerm("新聞傳播處", "Department of Information Services, Executive Yuan"),
            "Department of Information Services",
        ),
        (GlossaryTerm("低軌衛星", "low Earth orbit (LEO) satellite"), "LEO satellites"),
        (GlossaryTerm("研發成果", "R&D results"), "research and development results"),
    ],
)
def test_an_accepted_form_stands(term: GlossaryTerm, english: str) -> None:
    assert accepted_forms(term).stand_in(EnglishWords(english))


@pytest.mark.parametrize(
    ("term", "english"),
    [
        (INTERIOR, "the Ministry of Home Affairs"),
        (INTERIOR, "the ministry of nothing"),
        (COUNCIL, "nstc"),
        (COUNCIL, "the Executive Council"),
        (PARK, "science in a large town that has hardly one park"),
    ],
)
def test_another_name_is_no_accepted_form(term: GlossaryTerm, english: str) -> None:
    assert not accepted_forms(term).stand_in(EnglishWords(english))
