"""Is there a translation at all?"""

from collections.abc import Iterator

from cms.bilingual.languages import needs_translation
from cms.bilingual.placeholders import without_placeholders
from translation_jobs.checks.base import Issue, Severity
from translation_jobs.units import TranslationUnit


def check_completeness(unit: TranslationUnit) -> Iterator[Issue]:
    """`completeness.empty`: no target; `completeness.identical`: the target repeats a source that must be translated.

    A name or a number that reads the same in both languages may stay as it is.
    """
    source, target = without_placeholders(unit.source).strip(), without_placeholders(unit.target).strip()
    if not target:
        yield Issue("completeness.empty", Severity.BLOCKS)
    elif source == target and needs_translation(source, unit.source_language):
        severity = Severity.BLOCKS if any(character.islower() for character in source) else Severity.WARNS
        yield Issue("completeness.identical", severity)
