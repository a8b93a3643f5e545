"""The Chinese side: Traditional characters and Taiwan's words, in the house style of 臺 or 台."""

import re
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.simplified import SIMPLIFIED, to_traditional
from translation_jobs.text.taiwan_wording import ALWAYS, KEEPS_TAI, LONG_TAI, SHORT_TAI, SOMETIMES, pattern_of

_ALWAYS, _SOMETIMES = pattern_of(ALWAYS), pattern_of(SOMETIMES)


@rule(
    "script.simplified",
    Severity.WARNS,
    _("The Chinese holds simplified characters: %(text)s"),
    Example(
        "国科会公布计畫。", "NSTC announced a program.", "NSTC announced a program.", good_chinese="國科會公布計畫。"
    ),
)
def simplified(reading: Reading) -> Iterator[Finding]:
    """Simplified characters in the Chinese, source or target: those that Big5 lacks, so no Traditional word has them.

    Source: shared design "Quality checks", han.simplified: fires on 0.003 % of 241,479 official texts, rightly.
    """
    found = list(SIMPLIFIED.finditer(reading.zh))
    if found:
        spans = tuple(Span(match.start(), match.end()) for match in found)
        yield reading.found(
            {"text": "、".join(dict.fromkeys(match.group() for match in found))},
            zh=spans,
            zh_fixes=tuple((span, to_traditional(match.group())) for span, match in zip(spans, found, strict=True)),
        )


@rule(
    "script.vocabulary",
    Severity.WARNS,
    _("Taiwan says it otherwise: %(words)s"),
    Example("這套軟件很好。", "The software is good.", "The software is good.", good_chinese="這套軟體很好。"),
)
def vocabulary(reading: Reading) -> Iterator[Finding]:
    """Words of the Mainland (軟件, 網絡): a warning in a Chinese translation, where machines put them; a hint in a
    Chinese source, and for words that Taiwan uses in another meaning (項目).

    Source: conventions "Text form", Mainland wording; shared design "Quality checks", han.vocab.
    """
    certain = list(_ALWAYS.finditer(reading.zh))
    if certain:
        yield _better(reading, certain, ALWAYS, Severity.HINT if reading.is_to_english else Severity.WARNS)
    if reading.is_to_english:
        return
    taken = [(match.start(), match.end()) for match in certain]
    uncertain = [
        match
        for match in _SOMETIMES.finditer(reading.zh)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    if uncertain:
        yield _better(reading, uncertain, SOMETIMES, Severity.HINT)


def _better(reading: Reading, found: list[re.Match[str]], words: dict[str, str], severity: Severity) -> Finding:
    spans = tuple(Span(match.start(), match.end()) for match in found)
    better = [words[match.group()] for match in found]
    pairs = dict.fromkeys(f"{match.group()} → {word}" for match, word in zip(found, better, strict=True))
    return reading.found(
        {"words": ", ".join(pairs)}, zh=spans, zh_fixes=tuple(zip(spans, better, strict=True)), severity=severity
    )


@rule(
    "script.taiwan",
    Severity.HINT,
    _("Write %(better)s here, as elsewhere: %(words)s"),
    Example(
        "台灣學生來自臺灣各地。",
        "Students from all over Taiwan.",
        "Students from all over Taiwan.",
        good_chinese="臺灣學生來自臺灣各地。",
    ),
)
def taiwan(reading: Reading) -> Iterator[Finding]:
    """臺 or 台 other than the house style has it, or 臺灣 beside 台灣 where no style is set. Names registered with 台
    keep it.

    Source: conventions "Text form", 臺 / 台: 臺 is the formal form, not compulsory outside official documents.
    """
    zh, style = reading.zh, reading.context.style.taiwan
    better = style or "臺"
    if ("台" if better == "臺" else "臺") not in zh or (not style and "臺" not in zh):
        return
    names = [(match.start(), match.end()) for match in KEEPS_TAI.finditer(zh)]
    found = [
        Span(match.start(), match.end())
        for match in (SHORT_TAI if better == "臺" else LONG_TAI).finditer(zh)
        if not any(start <= match.start() < end for start, end in names)
        and (style or f"臺{zh[match.end() : match.end() + 1]}" in zh)
    ]
    if found:
        words = dict.fromkeys(zh[max(span.start - 1, 0) : span.end + 1] for span in found)
        yield reading.found(
            {"better": better, "words": "、".join(words)},
            zh=tuple(found),
            zh_fixes=tuple((span, better) for span in found),
        )
