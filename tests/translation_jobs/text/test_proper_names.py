import pytest

from translation_jobs.text.english_words import EnglishWords, stem
from translation_jobs.text.proper_names import capitalised_names, head_of


def names(text: str) -> list[str]:
    return [text[row[0].start : row[-1].end] for row in capitalised_names(EnglishWords(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ministry of Health and Welfare announced it.", ["Ministry of Health and Welfare"]),
        ("by the Ministry of Finance and the Ministry of Labor", ["Ministry of Finance", "Ministry of Labor"]),
        ("the Ministry of Finance and Ministry of Labor", ["Ministry of Finance", "Ministry of Labor"]),
        ("Where the Council, the Academy or it", ["Council", "Academy"]),
        ("Officials of the Ministry of Labor", ["Officials", "Ministry of Labor"]),
        ("Office of the President", ["Office of the President"]),
        ("research and development", []),
        ("the National Chung-Shan Institute of Science", ["National Chung-Shan Institute of Science"]),
    ],
)
def test_a_name_goes_as_far_as_its_capitals(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("name", "head"),
    [("Ministry of Finance", "Ministry"), ("Executive Yuan", "Yuan"), ("Company Act", "Act"), ("Academia Sinica", "")],
)
def test_the_head_says_what_sort_of_body_is_named(name: str, head: str) -> None:
    assert head_of([word.stem for word in EnglishWords(name).compared]) == (stem(head) if head else "")
