"""Checks: rules about one segment, one paragraph, one document, and what they see. Pure."""

from typing import Any

from translation_jobs.checks import completeness, markup, numbers, script
from translation_jobs.checks.base import Issue, Rule
from translation_jobs.checks.reading import DocumentReading, ParagraphReading, Reading

# Raise it whenever a rule may answer otherwise than before: what was found under another version is out of date.
RULES_VERSION = 1

# In the order in which a translator wants to read them.
SEGMENT_RULES: tuple[Rule[Reading], ...] = (
    completeness.empty,
    completeness.identical,
    markup.placeholders,
    numbers.missing,
    script.han_left,
    script.chinese_marks,
)
PARAGRAPH_RULES: tuple[Rule[ParagraphReading], ...] = ()
DOCUMENT_RULES: tuple[Rule[DocumentReading], ...] = ()
ALL_RULES: tuple[Rule[Any], ...] = (*SEGMENT_RULES, *PARAGRAPH_RULES, *DOCUMENT_RULES)
RULES = {rule.id: rule for rule in ALL_RULES}


def check_segment(reading: Reading) -> list[Issue]:
    """Everything that the rules about one segment see; for a missing translation, only that."""
    missing = list(completeness.empty(reading))
    return missing or [issue for rule in SEGMENT_RULES for issue in rule(reading)]


def check_paragraph(paragraph: ParagraphReading) -> list[Issue]:
    """What only the whole paragraph shows; nothing while one of its segments has no translation."""
    if not all(reading.unit.target.strip() for reading in paragraph.readings):
        return []
    return [issue for rule in PARAGRAPH_RULES for issue in rule(paragraph)]


def check_document(document: DocumentReading) -> list[Issue]:
    """What only the whole page shows; segments without a translation count as not there."""
    return [issue for rule in DOCUMENT_RULES for issue in rule(document)]
