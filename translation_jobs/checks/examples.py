"""The examples of the rules, looked at by the rules themselves: for the documentation and for the tests. Pure."""

from typing import Any

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.checks.base import Issue, Rule
from translation_jobs.checks.reading import CheckContext, DocumentReading, ParagraphReading, Reading
from translation_jobs.units import TranslationUnit


def look_at(rule: Rule[Any]) -> tuple[list[Issue], list[Issue]]:
    """What the rule sees in its bad example, and in its good one."""
    example = rule.example
    return (
        _look(rule, example.chinese, example.bad),
        _look(rule, example.good_chinese or example.chinese, example.good),
    )


def _look(rule: Rule[Any], chinese: str, english: str) -> list[Issue]:
    context = CheckContext()
    if rule.scope == "segment":
        return list(rule(_reading(chinese, english, context)))
    pairs = zip(chinese.split("\n"), english.split("\n"), strict=True)
    readings = tuple(_reading(source, target, context) for source, target in pairs)
    if rule.scope == "paragraph":
        return list(rule(ParagraphReading(readings)))
    return list(rule(DocumentReading(tuple(ParagraphReading((reading,)) for reading in readings))))


def _reading(chinese: str, english: str, context: CheckContext) -> Reading:
    return Reading(TranslationUnit(chinese, english, TRADITIONAL_CHINESE, ENGLISH), context)
