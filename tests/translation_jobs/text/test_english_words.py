import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.english_words import EnglishWords, phrase_of, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ministry", "Ministries"),
        ("agency", "Agency’s"),
        ("center", "centres"),
        ("organization", "organisation"),
        ("organized", "organise"),
        ("labor", "Labour"),
        ("program", "programmes"),
        ("defense", "defence"),
        ("fund", "funding"),
        ("plan", "planning"),
        ("approve", "approved"),
        ("class", "classes"),
    ],
)
def test_one_word_in_two_forms_has_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("nation", "national"), ("council", "counsel"), ("four", "for"), ("culture", "cultural"), ("status", "stature")],
)
def test_two_words_have_two_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("National Center for High-performance Computing", "the national centre for high performance computing"),
        ("Bureau of Standards, Metrology and Inspection", "Bureau of Standards, Metrology, and Inspection"),
        ("industry-academia collaboration", "Industry–academia collaborations"),
    ],
)
def test_a_phrase_is_found_in_another_spelling(phrase: str, text: str) -> None:
    assert EnglishWords(text).holds(phrase_of(phrase))


def test_a_phrase_is_no_part_of_a_word() -> None:
    assert not EnglishWords("the parking fee").holds(phrase_of("king"))


def test_words_in_another_order_are_near_and_words_far_apart_are_not() -> None:
    phrase = phrase_of("cultivation of talent")
    assert EnglishWords("talent cultivation").holds_near(phrase)
    assert not EnglishWords("cultivation of rice, where it rains much, needs no talent").holds_near(phrase)


@given(st.text())
def test_words_are_where_they_say(text: str) -> None:
    for word in EnglishWords(text).all:
        assert text[word.start : word.end] == word.text


@given(st.text(alphabet="aA nN-s'’ofthe ", max_size=30))
def test_a_text_holds_itself(text: str) -> None:
    phrase = phrase_of(text)
    assert not phrase or EnglishWords(text).holds(phrase)
