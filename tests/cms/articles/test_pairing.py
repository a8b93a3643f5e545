"""Existing translations: paired by path, markup matched by what it is and not by where it stands."""

import json
from typing import Any

import pytest

from cms.articles.markdown_blocks import body_blocks
from cms.articles.pairing import PairingError, paired_paragraphs
from cms.bilingual.approvals import approve_paragraphs
from cms.bilingual.models import TargetState
from cms.models import NewsPage
from tests.factories import make_news

pytestmark = pytest.mark.django_db


def article(markdown: str, **fields: Any) -> NewsPage:
    return make_news(title="標題", body=json.dumps(body_blocks(markdown).blocks), live=False, **fields)


def english(markdown: str, **fields: Any) -> dict[str, Any]:
    return {"title": "Title", "body": body_blocks(markdown).blocks, **fields}


def targets(chinese: str, translation: str) -> dict[str, str]:
    """The target for each source text of a body."""
    return {
        approval.source: approval.target
        for approval in paired_paragraphs(article(chinese), english(translation))
        if approval.path != "title"
    }


@pytest.mark.parametrize(
    ("chinese", "translation", "expected"),
    [
        ("一。\n\n二。", "One.\n\nTwo.", {"一。": "One.", "二。": "Two."}),
        ("**甲**與[乙](/y)", "[B](/y) and **A**", {"<g1>甲</g1>與<g2>乙</g2>": "<g2>B</g2> and <g1>A</g1>"}),
        ("[甲](/a)與[乙](/b)", "[B](/b), [A](/a)", {"<g1>甲</g1>與<g2>乙</g2>": "<g2>B</g2>, <g1>A</g1>"}),
        ("甲<br/>乙**丙**", "A **C**<br/>B", {"甲<x1/>乙<g2>丙</g2>": "A <g2>C</g2><x1/>B"}),
        ("**甲**和**乙**。", "**A** and **B**.", {"<g1>甲</g1>和<g2>乙</g2>。": "<g1>A</g1> and <g2>B</g2>."}),
        ("**全部**", "**All**", {"全部": "All"}),
        ("一、依據：法。\n\n（一）細目。\n\n二、期間。", "1. Basis: law.\n\n(1) Detail.\n\n2. Period.",
         {"一、依據：法。": "1. Basis: law.", "（一）細目。": "(1) Detail.", "二、期間。": "2. Period."}),
        ("| 億元 |\n|---|\n| 8,650 |\n| 12% |", "| NT$ billion |\n|---|\n| 865.0 |\n| 12% |",
         {"億元": "NT$ billion", "8,650": "865.0"}),
    ],
)  # fmt: skip
def test_texts_are_paired(chinese: str, translation: str, expected: dict[str, str]) -> None:
    assert targets(chinese, translation) == expected


@pytest.mark.parametrize(
    ("chinese", "translation", "said"),
    [
        ("一。\n\n二。", "One.", "no text here for: 二。"),
        ("一。", "One.\n\nTwo.", "only the translation has a text here: Two."),
        ("- 一\n- 二", "- One", "no text here for: 二"),
        ("## 一", "One", "One"),
        ("**甲**乙", "A B", "<b> is missing"),
        ("甲乙", "A **B**", "<b> is only in"),
        ("[甲](/a)乙", "[A](/en/a) B", "<a href=/en/a>"),
    ],
)
def test_other_structure_is_an_error_that_names_article_and_path(chinese: str, translation: str, said: str) -> None:
    page = article(chinese, slug="some-article")
    with pytest.raises(PairingError) as caught:
        paired_paragraphs(page, english(translation))
    assert said in str(caught.value)
    assert "標題 (some-article)" in str(caught.value)
    assert caught.value.path.startswith("body:")
    assert caught.value.path in str(caught.value)


def test_a_required_field_without_its_translation_is_an_error_and_an_optional_one_is_left_out() -> None:
    page = article("一。", summary="摘要。", search_description="說明")
    with pytest.raises(PairingError, match="summary"):
        paired_paragraphs(page, english("One."))
    approvals = paired_paragraphs(page, english("One.", summary="Summary."))
    assert [approval.path.split(":")[0] for approval in approvals] == ["title", "summary", "body"]


def test_paired_paragraphs_make_a_whole_public_version() -> None:
    chinese = (
        "## 標\n\n見[公告](/n)與**表**。\n\n| 園區 | 億元 |\n|---|---|\n| 竹科 | 8,650 |\n\n> 話\n\n- 一\n- 二\n  - 三"
    )
    translation = (
        "## H\n\nThe **table** and the [notice](/n).\n\n| Park | NT$ billion |\n|---|---|\n| HSP | 865.0 |\n\n"
        "> Words\n\n- One\n- Two\n  - Three"
    )
    page = article(chinese)
    approve_paragraphs(page, paired_paragraphs(page, english(translation)))
    page.get_latest_revision().publish()
    page = NewsPage.objects.get(pk=page.pk)
    assert page.target_state == TargetState.CURRENT
    twin = page.body_twin.get_prep_value()
    expected = body_blocks(translation).blocks
    # A twin's attributes come from its source; the keys are the same, so only the rich text's spelling could differ.
    assert twin == expected
