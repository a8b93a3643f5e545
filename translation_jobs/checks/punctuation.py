"""The punctuation of the translation: brackets and quotes in pairs and of one kind, an end mark as in the source."""

import re
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.brackets import unpaired

_PAIRED = re.compile('[][()（）“”"「」『』《》【】〔〕]')
_CURLY, _STRAIGHT = re.compile("[“”]"), re.compile(r'(?<!\d)"')
_CURLY_SINGLE, _STRAIGHT_SINGLE = re.compile(r"(?<=\w)’(?=\w)"), re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z])")
# 、X、 for a title, as some machines answer 《X》.
_COMMA_QUOTES = re.compile(r"(?:、|､|`{1,2}|´)(?P<text>[A-Za-z][^、､`´]{1,60})(?:、|､|´|`{1,2}|'{1,2})")
_ENDS = {"。": ".;!?:,", "？": "?", "！": "!.", "：": ":.;", "；": ";.,:"}


@rule(
    "punctuation.unbalanced",
    Severity.WARNS,
    _("A bracket or quotation mark has no partner: %(marks)s"),
    Example("國科會（NSTC）公布計畫。", "The council (NSTC announced it.", "The council (NSTC) announced it."),
)
def unbalanced(reading: Reading) -> Iterator[Finding]:
    """Brackets or quotes that open and never close, or the other way round, where those of the source are in pairs.

    Source: shared design "Quality checks", bracket count: 0.13 % of official translations, true faults.
    """
    target = reading.unit.target
    if not _PAIRED.search(target):
        return
    prose = reading.en_prose if reading.is_to_english else reading.zh_prose
    alone = unpaired(prose)
    if alone and not unpaired(reading.zh_prose if reading.is_to_english else reading.en_prose):
        yield Finding(
            {"marks": " ".join(dict.fromkeys(mark.character for mark in alone))},
            target_spans=tuple(Span(mark.place, mark.place + 1) for mark in alone),
        )


@rule(
    "punctuation.quotes",
    Severity.HINT,
    _("Quotation marks of several kinds are mixed: %(marks)s"),
    Example("「甲」及「乙」。", '“A” and "B".', "“A” and “B”."),
)
def quotes(reading: Reading) -> Iterator[Finding]:
    """Straight and curly quotation marks or apostrophes in one English text, or commas and accents in their place.

    Source: conventions "Text form", left-overs (242 and 339 on the seed site) and punctuation (`、X、`).
    """
    en = reading.en_prose
    found: list[re.Match[str]] = []
    if '"' in en and _CURLY.search(en):
        found += _STRAIGHT.finditer(en)
    if "'" in en and _CURLY_SINGLE.search(en):
        found += _STRAIGHT_SINGLE.finditer(en)
    found += _COMMA_QUOTES.finditer(en)
    if found:
        yield reading.found(
            {"marks": " ".join(dict.fromkeys(match.group() for match in found))},
            en=tuple(Span(match.start(), match.end()) for match in found),
        )


@rule(
    "punctuation.end",
    Severity.HINT,
    _("The Chinese ends with “%(wanted)s”, the English with “%(found)s”."),
    Example("經費夠嗎？", "Is the budget enough.", "Is the budget enough?"),
)
def end(reading: Reading) -> Iterator[Finding]:
    """End marks of another class: a question that became a statement, a heading with a colon that lost it.

    。 answers to . ; ! ? : or a comma: items of lists end so. A missing mark is looked at by completeness.truncated.

    Source: shared design "Quality checks", punct.end: class-aware, at most 1 % of official translations.
    """
    zh, en = reading.zh_prose.rstrip('」』）”’" \n'), reading.en_prose.rstrip('”’") \n')
    if not zh or not en:
        return
    expected = _ENDS.get(zh[-1])
    found = en[-1]
    if expected is None or found in expected or found not in ".;:!?,":
        return
    yield reading.found(
        {"wanted": zh[-1], "found": found},
        (Span(len(zh) - 1, len(zh)),),
        (Span(len(en) - 1, len(en)),),
        en_fixes=((Span(len(en) - 1, len(en)), expected[0]),) if reading.is_to_english and zh[-1] in "？：" else (),
    )
