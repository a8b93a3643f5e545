import pytest

from cms.bilingual.placeholders import mismatches, tokens, without_placeholders


@pytest.mark.parametrize(
    ("source", "target", "wrong"),
    [
        ("見<g1>公告</g1>。", "See the <g1>notice</g1>.", []),
        ("甲<g1>乙</g1><g2>丙</g2>", "<g2>C</g2> <g1>B</g1> A", []),
        ("<g1>甲<g2>乙</g2></g1>", "<g1>A <g2>B</g2></g1>", []),
        ("換<x1/>行", "Line<x1/>break", []),
        ("見<g1>公告</g1>。", "See the notice.", ["</g1>", "<g1>"]),
        ("見<g1>公告</g1>。", "See <g1>the</g1> <g1>notice</g1>.", ["</g1>", "<g1>"]),
        ("見公告。", "See <x1/>", ["<x1/>"]),
        ("<g1>甲</g1><g2>乙</g2>", "<g1>A<g2>B</g1></g2>", ["</g1>"]),
        ("<g1>甲</g1>", "</g1>A<g1>", ["</g1>"]),
        ("5 < 6", "5 < 6", []),
        ("<g0>", "nothing to keep: g0 is no placeholder", []),
    ],
)
def test_mismatches_are_what_is_missing_doubled_or_badly_nested(source: str, target: str, wrong: list[str]) -> None:
    assert sorted(mismatches(source, target)) == sorted(wrong)


def test_tokens_have_roles_numbers_and_positions() -> None:
    assert [(t.role, t.number, t.start, t.end) for t in tokens("a<g1>b</g1><x12/>")] == [
        ("open", 1, 1, 5),
        ("close", 1, 6, 11),
        ("single", 12, 11, 17),
    ]


def test_a_reader_sees_no_placeholders() -> None:
    assert without_placeholders("見<g1>公告</g1><x2/>。") == "見公告。"
