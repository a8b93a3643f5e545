"""Checks: rules about one segment, one paragraph, one document, and what they see. Pure."""

from typing import Any

from translation_jobs.checks import (
    amounts,
    chinese_script,
    completeness,
    dates,
    documents,
    extent,
    house_style,
    links,
    markup,
    multiples,
    name_periods,
    numbers,
    page_structure,
    persons,
    punctuation,
    script,
    structure,
    terminology,
    titles,
    variables,
    wording,
)
from translation_jobs.checks.base import Issue, Rule
from translation_jobs.checks.reading import DocumentReading, ParagraphReading, Reading

# Raise it whenever a rule may answer otherwise than before: what was found under another version is out of date.
RULES_VERSION = 2

LONGEST_PARAGRAPH = 2 * completeness.LONGEST

# In the order in which a translator wants to read them.
SEGMENT_RULES: tuple[Rule[Reading], ...] = (
    completeness.empty,
    completeness.too_long,
    completeness.identical,
    completeness.other_text,
    extent.length,
    extent.truncated,
    markup.placeholders,
    markup.tags,
    markup.nesting,
    links.links,
    links.addresses,
    variables.variables,
    numbers.magnitude,
    numbers.value,
    numbers.restated,
    multiples.multiple,
    dates.roc_year,
    dates.year,
    dates.day_month,
    dates.impossible,
    dates.weekday,
    dates.relative,
    dates.missing,
    amounts.currency,
    amounts.percent_value,
    amounts.points,
    amounts.unit,
    numbers.missing,
    numbers.added,
    amounts.split,
    script.han_left,
    script.chinese_marks,
    script.unreadable,
    chinese_script.simplified,
    chinese_script.vocabulary,
    punctuation.unbalanced,
    wording.doubled,
    wording.negation,
    wording.contrary,
    links.link_language,
    house_style.money,
    house_style.percent,
    chinese_script.taiwan,
    wording.spelling,
    wording.spaces,
    wording.line_hyphen,
    punctuation.quotes,
    punctuation.end,
    structure.marker,
    terminology.required,
    terminology.forbidden,
    terminology.near_miss,
    titles.title_of_agency,
    name_periods.dated,
    persons.spelling,
    persons.unknown,
    persons.bracketed,
)
PARAGRAPH_RULES: tuple[Rule[ParagraphReading], ...] = (extent.sentences, structure.items)
DOCUMENT_RULES: tuple[Rule[DocumentReading], ...] = (
    documents.first_mention,
    documents.second_definition,
    documents.person_names,
    documents.term_variants,
    page_structure.list_numbers,
    page_structure.list_levels,
    page_structure.table_units,
)
ALL_RULES: tuple[Rule[Any], ...] = (*SEGMENT_RULES, *PARAGRAPH_RULES, *DOCUMENT_RULES)
RULES = {rule.id: rule for rule in ALL_RULES}


def check_segment(reading: Reading) -> list[Issue]:
    """Everything that the rules about one segment see; for a text that is missing or too long, only that."""
    alone = [*completeness.empty(reading), *completeness.too_long(reading)]
    return alone or [issue for rule in SEGMENT_RULES for issue in rule(reading)]


def check_paragraph(paragraph: ParagraphReading) -> list[Issue]:
    """What only the whole paragraph shows; nothing while one of its segments has no translation, or if it is too long
    to be looked at as a whole.
    """
    complete = all(reading.unit.target.strip() for reading in paragraph.readings)
    if not complete or max(len(paragraph.zh), len(paragraph.en)) > LONGEST_PARAGRAPH:
        return []
    return [issue for rule in PARAGRAPH_RULES for issue in rule(paragraph)]


def check_document(document: DocumentReading) -> list[Issue]:
    """What only the whole page shows; segments without a translation count as not there."""
    return [issue for rule in DOCUMENT_RULES for issue in rule(document)]
