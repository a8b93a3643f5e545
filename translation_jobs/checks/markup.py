"""Inline markup: the translation holds the same placeholders and the same HTML elements as the source, well nested."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from cms.bilingual.placeholders import mismatches, tokens
from translation_jobs.checks.base import Example, Finding, Fix, Severity, Side, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.html_tags import Tag, badly_nested, read_tags


@rule(
    "markup.placeholders",
    Severity.BLOCKS,
    _("Formatting or a link is missing, doubled or wrongly nested: %(placeholders)s"),
    Example("見<g1>公告</g1>。", "See the notice.", "See the <g1>notice</g1>."),
    waivable=False,
)
def placeholders(reading: Reading) -> Iterator[Finding]:
    """A numbered placeholder (a link, a format) is missing, doubled or wrongly nested. Order may differ.

    Source: shared design "Quality checks", tags.equal.
    """
    wrong = mismatches(reading.unit.source, reading.unit.target)
    if not wrong:
        return

    def spans(text: str) -> tuple[Span, ...]:
        return tuple(Span(token.start, token.end) for token in tokens(text) if str(token) in wrong)

    yield Finding(
        {"placeholders": " ".join(sorted(set(wrong)))}, spans(reading.unit.source), spans(reading.unit.target)
    )


@rule(
    "markup.tags",
    Severity.BLOCKS,
    _("HTML tags are missing or stand once too often: %(tags)s"),
    Example(
        "見<strong>公告</strong>。",
        "See the <strong>notice.",
        "See the <strong>notice</strong>.",
    ),
)
def tags(reading: Reading) -> Iterator[Finding]:
    """An HTML tag of the source is lost in the translation, or one stands there once too often. Order may differ.

    Source: shared design "Quality checks", tags.equal.
    """
    unit = reading.unit
    if "<" not in unit.source and "<" not in unit.target:
        return
    in_source, in_target = read_tags(unit.source), read_tags(unit.target)
    wanted, found = Counter(map(str, in_source)), Counter(map(str, in_target))
    lost, added = wanted - found, found - wanted
    if not lost and not added:
        return
    yield Finding(
        {"tags": " ".join(dict.fromkeys([*lost, *added]))},
        tuple(Span(tag.start, tag.end) for tag in in_source if str(tag) in lost),
        tuple(Span(tag.start, tag.end) for tag in in_target if str(tag) in added),
        _without_doubles(unit.target, in_target, lost, added),
    )


def _without_doubles(text: str, found: list[Tag], lost: Counter[str], added: Counter[str]) -> tuple[Fix, ...]:
    """Takes out one of two equal tags that stand side by side, if that is all that is wrong."""
    if lost or len(added) != 1 or added.total() != 1:
        return ()
    name = next(iter(added))
    for first, second in pairwise(found):
        if str(first) == str(second) == name and first.end == second.start:
            same = text[first.start : first.end] == text[second.start : second.end]
            return (Fix(Side.TARGET, second.start, second.end, ""),) if same else ()
    return ()


@rule(
    "markup.nesting",
    Severity.BLOCKS,
    _("HTML elements cross each other: %(tags)s. Close the one that was opened last first."),
    Example(
        "見<a href='/a'><b>公告</b></a>。",
        "See the <a href='/a'><b>notice</a></b>.",
        "See the <b><a href='/a'>notice</a></b>.",
    ),
)
def nesting(reading: Reading) -> Iterator[Finding]:
    """HTML elements that overlap, or that close before they open, while those of the source do not.

    Two elements around the same words may change places: both orders are valid HTML and look alike.

    Source: shared design "Quality checks", tags.equal (nesting valid).
    """
    unit = reading.unit
    if "</" not in unit.target:
        return
    in_target = read_tags(unit.target)
    wrong = badly_nested(in_target)
    in_source = read_tags(unit.source)
    if wrong and not badly_nested(in_source) and Counter(map(str, in_source)) == Counter(map(str, in_target)):
        yield Finding(
            {"tags": " ".join(map(str, wrong))}, target_spans=tuple(Span(tag.start, tag.end) for tag in wrong)
        )
