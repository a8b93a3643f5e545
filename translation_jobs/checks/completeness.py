"""Is there a translation at all, and all of it?"""

from collections.abc import Iterator

from cms.bilingual.languages import needs_translation
from cms.bilingual.placeholders import without_placeholders
from translation_jobs.checks.base import Example, Finding, Severity, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading


@rule(
    "completeness.empty",
    Severity.BLOCKS,
    _("There is no translation yet."),
    Example("國科會宣布新計畫。", "", "NSTC announced a new program."),
    waivable=False,
)
def empty(reading: Reading) -> Iterator[Finding]:
    """No translation, or nothing in it to read.

    Source: house rule: nothing unapproved is public, and nothing empty is a translation.
    """
    if not without_placeholders(reading.unit.target).strip():
        yield Finding()


@rule(
    "completeness.identical",
    Severity.BLOCKS,
    _("The translation is the same as the source."),
    Example("國科會宣布新計畫。", "國科會宣布新計畫。", "NSTC announced a new program."),
)
def identical(reading: Reading) -> Iterator[Finding]:
    """The translation repeats a source that must be translated; names and figures may stay as they are.

    Source: shared design "Quality checks", same.
    """
    unit = reading.unit
    source, target = without_placeholders(unit.source).strip(), without_placeholders(unit.target).strip()
    if target and source == target and needs_translation(source, unit.source_language):
        severity = Severity.BLOCKS if any(character.islower() for character in source) else Severity.WARNS
        yield Finding(severity=severity)
