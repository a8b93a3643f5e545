"""Inline markup: the translation holds the same placeholders as the source, well nested."""

from collections.abc import Iterator

from cms.bilingual.placeholders import mismatches, tokens
from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading


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
