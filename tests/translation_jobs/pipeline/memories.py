"""What tests of the translation memory share: memories to search."""

import random
from typing import Any

from translation_jobs.exchange.memory_units import MemoryUnit
from translation_jobs.models import MemoryEntry, MemoryGram, MemoryStatus, MemoryText, MemoryUse
from translation_jobs.models.memory_grams import BLOCK, unpack
from translation_jobs.pipeline.memory_import import import_units
from translation_jobs.pipeline.memory_search import Match, Query, search

ZH, EN = "zh-hant", "en"

_CLAUSES = [
    "國科會推動{}研究計畫",
    "補助各大學購置{}設備",
    "培育{}領域的年輕人才",
    "與國際夥伴簽署{}合作備忘錄",
    "於臺北舉辦{}論壇",
    "審查{}申請案件並公告結果",
    "建立{}資料共享平臺",
    "強化{}產業的競爭力",
    "經費為新臺幣{}億元",
    "自115年{}月起受理申請",
]
_SUBJECTS = "量子 太空 半導體 生醫 淨零 海洋 人工智慧 資安 防災 材料 農業 能源 網路 教育 社會 文化".split()


def unit(source: str, target: str, **fields: object) -> MemoryUnit:
    return MemoryUnit(source, target, ZH, EN, **fields)  # type: ignore[arg-type]


def remember(*pairs: tuple[str, str], status: MemoryStatus = MemoryStatus.APPROVED) -> None:
    import_units((unit(source, target) for source, target in pairs), status=status)


def sentences(count: int, seed: int = 1) -> list[str]:
    """Sentences in the style of announcements that share clauses; all different, always the same ones."""
    chance = random.Random(seed)
    made: dict[str, None] = {}
    while len(made) < count:
        clauses = chance.sample(_CLAUSES, chance.randint(1, 4))
        filled = [
            clause.format(chance.randint(1, 12) if "新臺幣" in clause or "月" in clause else chance.choice(_SUBJECTS))
            for clause in clauses
        ]
        made["，".join(filled) + "。"] = None
    return list(made)


def found(text: str, **options: object) -> list[Match]:
    return search([Query(text)], ZH, EN, **options)[0]  # type: ignore[arg-type]


def best(text: str) -> tuple[int, str]:
    """Score and target of the best match."""
    match = found(text)[0]
    return match.score, match.target


def memory() -> dict[str, Any]:
    """All that a memory knows, without the numbers of its rows and the times of their writing."""
    texts = dict(MemoryText.objects.values_list("pk", "key"))
    index: dict[int, set[int]] = {}
    for gram in MemoryGram.objects.all():
        ids = unpack(bytes(gram.texts))
        assert len(ids) == gram.count <= BLOCK
        assert ids[0] == gram.first
        for text_id in ids:
            assert texts[text_id] not in index.setdefault(gram.slot, set()), "indexed twice"
            index[gram.slot].add(texts[text_id])
    return {
        "entries": set(
            MemoryEntry.objects.values_list("source", "target", "status", "unit_id", "use_count", "values_key")
        ),
        "texts": set(MemoryText.objects.values_list("key", "norm", "indexed")),
        "uses": set(MemoryUse.objects.values_list("entry__target", "before", "after", "place")),
        "index": index,
    }


def clear() -> None:
    for model in (MemoryUse, MemoryEntry, MemoryText, MemoryGram):
        model.objects.all().delete()
