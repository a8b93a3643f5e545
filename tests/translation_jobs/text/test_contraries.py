"""Words that say the contrary of what stands on the other side."""

import pytest

from translation_jobs.text.contraries import contraries


@pytest.mark.parametrize(
    ("chinese", "wrong", "right"),
    [
        ("每案至少三人。", "Each has at most three people.", "Each has at least three people."),
        ("每案至多三人。", "Each has at least three people.", "Each has up to three people."),
        ("經費減少5%。", "Funding rose 5%.", "Funding fell 5%."),
        ("經費增加5%。", "Funding fell by 5%.", "Funding rose by 5%."),
        ("上午9時開始。", "It begins at 9 p.m.", "It begins at 9 a.m."),
        ("下午3時開始。", "It begins at 3 a.m.", "It begins at 3 p.m."),
        ("委員會不同意。", "The committee agrees.", "The committee does not agree."),
    ],
)
def test_the_contrary_is_seen_and_the_right_word_is_not(chinese: str, wrong: str, right: str) -> None:
    assert len(list(contraries(chinese, wrong))) == 1
    assert not list(contraries(chinese, right))


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("至少三人，至多五人。", "Not more than five people."),
        ("支出減少，收入增加。", "Revenue rose."),
        ("上午9時至下午5時。", "Until 5 p.m."),
        ("同意或不同意。", "Whether one agrees."),
        ("委員會不同意。", "The committee disagreed."),
    ],
)
def test_what_another_word_explains_is_no_contrary(chinese: str, english: str) -> None:
    assert not list(contraries(chinese, english))
