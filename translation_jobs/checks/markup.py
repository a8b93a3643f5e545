"""Inline markup: the target holds the same placeholders as the source, well nested."""

from collections.abc import Iterator

from cms.bilingual.placeholders import mismatches, tokens
from translation_jobs.checks.base import Issue, Severity, Span
from translation_jobs.units import TranslationUnit


def check_placeholders(unit: TranslationUnit) -> Iterator[Issue]:
    """`markup.placeholders`: a link or a format is missing, doubled or wrongly nested. Order may differ."""
    wrong = mismatches(unit.source, unit.target)
    if not wrong:
        return

    def spans(text: str) -> tuple[Span, ...]:
        return tuple(Span(token.start, token.end) for token in tokens(text) if str(token) in wrong)

    yield Issue(
        "markup.placeholders",
        Severity.BLOCKS,
        {"placeholders": " ".join(sorted(set(wrong)))},
        spans(unit.source),
        spans(unit.target),
    )
