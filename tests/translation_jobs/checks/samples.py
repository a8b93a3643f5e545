"""Good translations of our own, and the same with one fault each put in."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.checks import check_paragraph, check_segment
from translation_jobs.checks.base import Issue
from translation_jobs.checks.reading import CheckContext, ParagraphReading, Reading
from translation_jobs.units import TranslationUnit

ROOT = Path(__file__).parents[3]
PUBLISHED = date(2026, 8, 12)  # of the sentences that belong to no article


class Sample(NamedTuple):
    """A Chinese text, its English, and the day on which they are published."""

    chinese: str
    english: str
    published: date

    def issues(self, english: str | None = None) -> list[Issue]:
        """What the rules about a segment and about its paragraph see in it, or in another English."""
        target = self.english if english is None else english
        unit = TranslationUnit(self.chinese, target, TRADITIONAL_CHINESE, ENGLISH)
        reading = Reading(unit, CheckContext(published=self.published))
        return [*check_segment(reading), *check_paragraph(ParagraphReading((reading,)))]


def good_translations() -> list[Sample]:
    """The bundled sentences in the style of an agency, and the paragraphs of the demo's articles."""
    lines = (ROOT / "tests" / "data" / "good_translations.tsv").read_text(encoding="utf-8").splitlines()
    return [Sample(*line.split("\t"), PUBLISHED) for line in lines] + list(_demo_paragraphs())


def _demo_paragraphs() -> Iterator[Sample]:
    for article in json.loads((ROOT / "cms" / "demo" / "articles.json").read_text(encoding="utf-8")):
        published = date.fromisoformat(article["date"])
        yield Sample(article["title_zh"], article["title_en"], published)
        yield Sample(article["summary_zh"], article["summary_en"], published)
        chinese, english = (article[f"body_{code}_markdown"].split("\n") for code in ("zh", "en"))
        # One to one, line by line; the marks of a heading or a list are no text.
        for zh, en in zip(chinese, english, strict=True):
            if zh.strip() and "|" not in zh:
                yield Sample(_without_mark(zh), _without_mark(en), published)


def _without_mark(line: str) -> str:
    return re.sub(r"^[#\-*\d.]+ ", "", line)


def _replace(pattern: str, by: str | Callable[[re.Match[str]], str]) -> Callable[[str], str]:
    return lambda english: re.sub(pattern, by, english, count=1)


def _half(english: str) -> str:
    words = english.split(" ")
    return " ".join(words[: len(words) // 2]) if len(words) >= 12 else english


_SCALES = {"million": "billion", "billion": "million", "trillion": "billion"}
_MONTHS = "January February March April May June July August September October November December".split()

# What a tired translator does. Each changes the first place it can; a text without such a place stays as it is.
FAULTS: dict[str, Callable[[str], str]] = {
    "magnitude": _replace(r"\b(million|billion|trillion)\b", lambda found: _SCALES[found[0]]),
    "digit": _replace(r"\b([1-8])(\d{2,3})\b(?!\d| \d|:|-)", lambda found: f"{int(found[1]) + 1}{found[2]}"),
    "roc year": _replace(r"\b20[12]\d\b(?!年)", lambda found: str(int(found[0]) - 1911)),
    "year off by one": _replace(r"\b20[12]\d\b", lambda found: str(int(found[0]) - 1)),
    "month": _replace("|".join(_MONTHS), lambda found: _MONTHS[(_MONTHS.index(found[0]) + 1) % 12]),
    "percent": _replace(r"(\d)(?=(?:\.\d+)?(?:%| percent))", lambda found: str((int(found[1]) + 1) % 10)),
    "currency": _replace(r"\bNT\$", "US$"),
    "Han left": _replace(r"\b(?:will|is|of|the) ", "計畫 "),
    "full-width mark": _replace(r", ", "，"),
    "doubled word": _replace(r" (the|of|to|is) ", r" \1 \1 "),
    "negation": _replace(r"\b(may|need|does|do|not apply|shall) not\b", r"\1"),
    "tag lost": _replace(r"<g1>|</g1>", ""),
    "truncated": _half,
    "empty": lambda english: "",
    "link": _replace(r"(https?://[^\s)]*)(?=[\s.)])", r"\1x"),
}


def broken_translations(fault: str) -> list[tuple[Sample, str]]:
    """Each sample into which the fault can be put, and its English with the fault."""
    return [(sample, bad) for sample in good_translations() if (bad := FAULTS[fault](sample.english)) != sample.english]
