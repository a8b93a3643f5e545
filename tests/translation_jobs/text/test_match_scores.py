import pytest

from translation_jobs.text.match_scores import (
    FILLED_IN_FROM,
    Comparison,
    Status,
    contained_likeness,
    likeness,
    penalty,
    reordered_likeness,
    score,
    shown_from,
)

SAME = {"likeness": 100.0, "same_text": True, "same_norm": True}


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        (Comparison(**SAME, same_neighbours=True, same_place=True), 102),
        (Comparison(**SAME, same_neighbours=True), 101),
        (Comparison(**SAME, same_place=True), 100),
        (Comparison(100.0, same_norm=True), 99),
        (Comparison(100.0, same_norm=True, same_numbers=False, substituted=True), 97),
        (Comparison(100.0, same_norm=True, same_numbers=False), 84),
        (Comparison(99.9), 95),
        (Comparison(87.9), 87),
        (Comparison(94.0, same_numbers=False), 84),
        (Comparison(70.0, same_numbers=False), 70),
    ],
)
def test_each_match_stands_on_its_rung(match: Comparison, expected: int) -> None:
    assert score(match) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": Status.IMPORTED}, 3),
        ({"status": Status.ALIGNED}, 5),
        ({"status": Status.DRAFT}, 8),
        ({"tags_apart": 1}, 2),
        ({"tags_apart": 2}, 4),
        ({"tags_apart": 9}, 6),
        ({"several_targets": True}, 1),
        ({"other_domain": True}, 2),
        ({"expired_term": True}, 10),
        ({"several_targets": True, "expired_term": True, "tags_apart": 1}, 13),
    ],
)
def test_penalties_add_up(changes: dict, expected: int) -> None:
    assert penalty(Comparison(90.0, **changes)) == expected
    assert score(Comparison(90.0, **changes)) == 90 - expected


def test_no_score_is_below_zero() -> None:
    assert score(Comparison(3.0, status=Status.DRAFT)) == 0


def test_short_texts_must_be_more_alike_to_be_shown() -> None:
    assert shown_from("預算編列") == 75
    assert shown_from("預算編列及執行情形") == 60


def test_likeness_is_the_share_of_characters_that_stay() -> None:
    assert likeness("國科會", "國科會") == 100
    assert likeness("國科會", "科技部") == pytest.approx(100 / 3)
    assert likeness("國科會", "科技部", cutoff=60) == 0


def test_texts_whose_clauses_changed_places_are_alike_but_never_the_same() -> None:
    assert reordered_likeness(20, 20, 20) == 90
    assert reordered_likeness(10, 20, 20) == 0
    assert reordered_likeness(0, 0, 0) == 0


def test_a_text_that_stands_whole_in_a_longer_one_is_worth_almost_what_is_filled_in() -> None:
    query, entry = "由主管機關定之.", "其給付方式及標準,由主管機關定之,並報核備."
    ratio = likeness("經費由主管機關定之.", "其標準,經費由主管機關定之,並報.")
    assert contained_likeness("經費由主管機關定之.", "其標準,經費由主管機關定之,並報.", ratio) == FILLED_IN_FROM - 1
    assert contained_likeness(query, entry, likeness(query, entry)) == 0  # hardly half of it
    assert contained_likeness("經費由各機關核定之.", "其標準,經費由主管機關定之,並報.", 60) == 0
    assert contained_likeness("定之.", "由定之.", 75) == 0  # of short texts that says little
