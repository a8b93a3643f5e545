"""A phrase is found wherever it stands, on either side, however it is written."""

import pytest

from tests.translation_jobs.pipeline.memories import EN, ZH, remember
from translation_jobs.models import MemoryEntry
from translation_jobs.pipeline.memory_concordance import concordance

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _memory() -> None:
    remember(
        ("國科會補助臺灣的研究。", "The NSTC supports research in Taiwan."),
        ("中華民國115年3月18日公布。", "Promulgated on March 18, 2026."),
        ("科會國補助。", "Mixed up."),
        ("「國家科學，技術」發展<g1>計畫</g1>。", "A <g1>plan</g1> for science and technology."),
        ("預算為5億元。", "The budget is NT$500 million."),
        ("發展AI晶片。", "AI chips are developed."),
    )


@pytest.mark.parametrize(
    ("phrase", "language", "count"),
    [
        ("國科會", ZH, 1),
        ("補助", ZH, 2),
        ("台灣", ZH, 1),
        ("臺灣的研究", ZH, 1),
        ("國家科學、技術", ZH, 1),
        ("發展計畫", ZH, 1),
        ("中華民國", ZH, 1),
        ("3月18日", ZH, 1),
        ("5億元", ZH, 1),
        ("億元", ZH, 1),
        ("會", ZH, 2),
        ("ＡＩ晶片", ZH, 1),
        ("ai", ZH, 1),
        ("research", EN, 1),
        ("Science and Technology", EN, 1),
        ("500 million", EN, 1),
        ("March 18", EN, 1),
        ("million", EN, 1),
        ("太空", ZH, 0),
        ("", ZH, 0),
        ("research", ZH, 0),
        ("會科國", ZH, 0),
    ],
)
def test_phrases_are_found_by_their_characters(phrase: str, language: str, count: int) -> None:
    assert len(concordance(phrase, language)) == count


def test_the_newest_come_first_and_no_more_than_asked_for() -> None:
    remember(*((f"第{number}期太空計畫。", f"Space program {number}.") for number in range(2, 300)))
    found = concordance("太空計畫", ZH, limit=3)
    assert [entry.target for entry in found] == ["Space program 299.", "Space program 298.", "Space program 297."]


def test_what_was_superseded_is_not_found() -> None:
    MemoryEntry.objects.update(superseded_at="2026-03-18T00:00:00Z")
    assert concordance("國科會", ZH) == []
    assert concordance("會", ZH) == []
