"""The script of the translation: no Chinese characters and no Chinese punctuation left in English."""

import re
from collections.abc import Iterator

from cms.bilingual.languages import TRADITIONAL_CHINESE, needs_translation
from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


@rule(
    "script.han_left",
    Severity.BLOCKS,
    _("Chinese characters are left in the translation: %(text)s"),
    Example(
        "經濟部宣布新計畫。", "The 經濟部 announced a new program.", "The Ministry of Economic Affairs announced it."
    ),
)
def han_left(reading: Reading) -> Iterator[Finding]:
    """Han characters in an English translation.

    Source: shared design "Quality checks", script.han_left: fires on 0.05 % of 241,479 official translations, rightly.
    """
    found = list(_HAN.finditer(reading.en)) if reading.is_to_english else []
    if found:
        yield reading.found(
            {"text": "、".join(dict.fromkeys(match.group() for match in found))},
            en=tuple(Span(match.start(), match.end()) for match in found),
        )


@rule(
    "script.chinese_marks",
    Severity.WARNS,
    _("Chinese punctuation or full-width characters are left in the translation: %(text)s"),
    Example("甲、乙。", "A、B。", "A and B."),
)
def chinese_marks(reading: Reading) -> Iterator[Finding]:
    """Chinese punctuation or full-width forms in an English translation (、。「」（）２０２４).

    Source: shared design "Quality checks", script.fullwidth: fires on 1.2 % of official translations, true faults.
    """
    if not reading.is_to_english:
        return
    found = [
        place
        for place, character in enumerate(reading.en)
        if needs_translation(character, TRADITIONAL_CHINESE) and not _HAN.match(character)
    ]
    if found:
        yield reading.found(
            {"text": " ".join(dict.fromkeys(reading.en[place] for place in found))},
            en=tuple(Span(place, place + 1) for place in found),
        )
