import pytest

from translation_jobs.text.person_names import (
    Likeness,
    almost_same,
    given_and_surname,
    holds_surname,
    names_like,
    romanised_names,
    same_letters,
)
from translation_jobs.units import Person

PERSON = Person("吳政忠", "Tsung-Tsong Wu", ("Wu Tsung-tsong",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Minister Tsung-Tsong Wu said", [("Tsung-Tsong Wu", Likeness.REGISTERED)]),
        ("Minister Wu Tsung-tsong said", [("Wu Tsung-tsong", Likeness.REGISTERED)]),
        ("said Wu Tsung-Tsong.", [("Wu Tsung-Tsong", Likeness.FORM)]),
        ("said Wu, Tsung Tsong.", [("Wu, Tsung Tsong", Likeness.FORM)]),
        ("said Tsung-Tsung Wu.", [("Tsung-Tsung Wu", Likeness.MISSPELT)]),
        ("said Tsung-Tsong Wo.", [("Tsung-Tsong Wo", Likeness.MISSPELT)]),
        ("said Chien-Ming Wu.", []),
        ("Minister Wu said", []),
    ],
)
def test_a_name_is_known_in_its_forms(text: str, expected: list[tuple[str, Likeness]]) -> None:
    assert [(name.text, name.likeness) for name in names_like(PERSON, text)] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tsung-Tsong Wu", ("Tsung-Tsong", "Wu")),
        ("Cho Jung-tai", ("Jung-tai", "Cho")),
        ("Audrey Tang", ("Audrey", "Tang")),
        ("Plato", ("", "Plato")),
    ],
)
def test_the_part_without_a_hyphen_is_the_surname(name: str, expected: tuple[str, str]) -> None:
    assert given_and_surname(name) == expected


def test_a_surname_stands_as_a_word() -> None:
    assert holds_surname(PERSON, "Minister Wu said") and not holds_surname(PERSON, "Wufeng")


def test_romanised_names_have_a_hyphen() -> None:
    text = "Premier Cho Jung-tai, Da-Ming Wang and John Smith of the Asia-Pacific Center"
    assert [name for _start, _end, name in romanised_names(text)] == ["Cho Jung-tai", "Da-Ming Wang"]


def test_two_names_are_told_apart() -> None:
    assert same_letters("Cho Jung-tai", "Jung-Tai Cho") and not same_letters("Cho Jung-tai", "Cho Jung-tae")
    assert almost_same("Cho Jung-tai", "Jung-tae Cho") and not almost_same("Cho Jung-tai", "Cho Ming-hsin")
