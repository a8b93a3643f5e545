"""Doubled words, lost negations, spelling, stray spaces and hyphens, brackets, quotes, end marks, markers."""

import pytest

from tests.translation_jobs.checks.seen import mended, seen, severities
from translation_jobs.checks.punctuation import end, quotes, unbalanced
from translation_jobs.checks.structure import items, marker
from translation_jobs.checks.wording import doubled, line_hyphen, negation, spaces, spelling
from translation_jobs.units import HouseStyle


@pytest.mark.parametrize(
    ("english", "found", "right"),
    [
        ("The the plan is is ready.", ["warns"], "The plan is ready."),
        ("It had had an effect.", ["hint"], "It had an effect."),
        ("The island of Bora Bora.", ["hint"], "The island of Bora."),
        ("The plan\nplan B", [], "The plan\nplan B"),
        ("Type B, B or C; it's it.", [], "Type B, B or C; it's it."),
        ("re-elected elected", [], "re-elected elected"),
    ],
)
def test_a_word_that_stands_twice_is_told(english: str, found: list[str], right: str) -> None:
    assert severities(doubled, "計畫", english) == found
    assert mended(doubled, "計畫", english)[1] == right


@pytest.mark.parametrize(
    ("chinese", "english", "is_seen"),
    [
        ("申請人不得更改計畫題目。", "Applicants shall change the title of the program.", True),
        ("申請人不得更改計畫題目。", "Applicants shall not change the title of the program.", False),
        ("申請人不得更改計畫題目。", "Changing the title of the program is prohibited.", False),
        ("未依期限提出者，不得申請。", "Those who fail to meet the deadline may apply.", True),
        ("未依期限提出者，不得申請。", "Those who fail to meet the deadline may not apply.", False),
        ("經費不得超過三億元。", "The budget is limited to NT$300 million.", False),
        ("經費不得超過三億元。", "The budget may exceed NT$300 million.", True),
        ("未依規定辦理者，應予退回。", "Those who do follow the rules fail and are sent back.", True),
        ("本會不另行通知。", "Applicants will be told without further notice.", False),
        ("每人不得少於二件。", "Everyone submits two or more.", False),
        ("但經核准者，不在此限。", "However, this does not apply where approved.", False),
        ("應經核准。但情況緊急者，不在此限。", "Approval is required, except in an emergency.", False),
        ("本計畫不僅補助不同領域，未來將擴大。", "The program funds various fields and will grow.", False),
        ("非經國科會同意，不得公開。", "It may be published with the consent of NSTC.", True),
    ],
)
def test_a_lost_negation_is_told(chinese: str, english: str, is_seen: bool) -> None:
    assert bool(seen(negation, chinese, english)) is is_seen


def test_british_spelling_is_a_hint_and_names_keep_theirs() -> None:
    english = "The organisation opened a programme at the Taipei World Trade Centre."
    us, uk = HouseStyle(spelling="us"), HouseStyle(spelling="uk")
    assert mended(spelling, "計畫", english, style=us)[1] == (
        "The organization opened a program at the Taipei World Trade Centre."
    )
    assert seen(spelling, "計畫", "The analyses of four hours show behavior.", style=us) == []
    assert (
        mended(spelling, "計畫", "The color of a computer program.", style=uk)[1] == "The colour of a computer program."
    )
    assert seen(spelling, "計畫", english, style=HouseStyle(spelling="")) == []


def test_stray_spaces_are_taken_out() -> None:
    assert mended(spaces, "計畫", "The  plan , it is said .")[1] == "The plan, it is said."
    assert seen(spaces, "計畫", "One.  Two ... three, .NET") == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("Tech-\nnology grows", "Technology grows"),
        ("semicon- ductor parts", "semiconductor parts"),
        ("govern-ment funds", "government funds"),
        ("short- and long-term, well-known", "short- and long-term, well-known"),
    ],
)
def test_a_hyphen_of_a_line_end_is_taken_out(wrong: str, right: str) -> None:
    assert mended(line_hyphen, "科技", wrong)[1] == right


@pytest.mark.parametrize(
    ("english", "is_seen"),
    [
        ("The council (NSTC announced it.", True),
        ("The council NSTC) announced it.", True),
        ("The “council announced it.", True),
        ('The "council announced it.', True),
        ("The council [NSTC) announced it.", True),
        ("a) the plan; b) the budget, and c) the CV.", False),
        ("Output (idle r.p.m.) and Attachment (15)", False),
        ("the form Attachment 15):", True),
        ("Output idle r.p.m.);", True),
        ('a 27" screen', False),
        ("the council’s plan ('90s)", False),
    ],
)
def test_brackets_and_quotes_without_a_partner_are_told(english: str, is_seen: bool) -> None:
    assert bool(seen(unbalanced, "國科會（NSTC）宣布計畫。", english)) is is_seen


def test_brackets_that_the_source_leaves_open_are_not_the_translators_fault() -> None:
    assert seen(unbalanced, "國科會（NSTC宣布。", "The council (NSTC announced it.") == []


@pytest.mark.parametrize(
    ("english", "is_seen"),
    [
        ('“A” and "B"', True),
        ("the council’s and Wu's", True),
        ("“A” and ’90s", False),
        ("the book 、Moon、", True),
        ("`` Moon ''", False),
    ],
)
def test_mixed_quotes_are_a_hint(english: str, is_seen: bool) -> None:
    assert bool(seen(quotes, "「甲」與「乙」", english)) is is_seen


def test_end_marks_of_another_class_are_a_hint() -> None:
    assert severities(end, "經費夠嗎？", "The budget is enough.") == ["hint"]
    assert mended(end, "說明如下：", "As follows,")[1] == "As follows:"
    assert seen(end, "經費已核定。", "The budget was approved;") == []
    assert seen(end, "經費已核定", "The budget was approved.") == []


def test_list_markers_that_are_lost_are_a_hint() -> None:
    assert severities(items, "一、甲。\n二、乙。\n三、丙。", "1. A\n2. B\nC") == ["hint"]
    assert seen(items, "一、甲。\n二、乙。", "A.\nB.") == []
    assert severities(marker, "（一）計畫書", "Proposal") == ["hint"]
    assert seen(marker, "一、計畫書", "I. Proposal") == []
    assert seen(marker, "計畫書", "Proposal") == []
