"""The examples of the rules, looked at by the rules themselves: for the documentation and for the tests. Pure."""

from typing import Any

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE, scale_of
from translation_jobs.checks.base import Issue, Rule
from translation_jobs.checks.reading import CheckContext, DocumentReading, ParagraphReading, Reading
from translation_jobs.text.glossary import Glossary
from translation_jobs.units import TranslationUnit


def look_at(rule: Rule[Any]) -> tuple[list[Issue], list[Issue]]:
    """What the rule sees in its bad example, and in its good one."""
    example = rule.example
    context = CheckContext(style=example.style, glossary=Glossary(example.terms, example.persons))
    return (
        _look(rule, example.chinese, example.bad, context),
        _look(rule, example.good_chinese or example.chinese, example.good, context),
    )


def _look(rule: Rule[Any], chinese: str, english: str, context: CheckContext) -> list[Issue]:
    if rule.scope == "segment":
        return list(rule(_reading(chinese, english, context)))
    pairs = list(zip(chinese.split("\n"), english.split("\n"), strict=True))
    readings = tuple(_reading(source, target, context) for source, target in pairs)
    if rule.scope == "paragraph":
        return list(rule(ParagraphReading(readings)))
    scales = _scales([source for source, _target in pairs])
    paragraphs = (ParagraphReading((reading,), scale=scale) for reading, scale in zip(readings, scales, strict=True))
    return list(rule(DocumentReading(tuple(paragraphs))))


def _scales(lines: list[str]) -> list[str]:
    """A page's figures stand under the first line, as those of a table do under their heading."""
    return [scale_of(line, lines[0]) if index else "" for index, line in enumerate(lines)]


def _reading(chinese: str, english: str, context: CheckContext) -> Reading:
    return Reading(TranslationUnit(chinese, english, TRADITIONAL_CHINESE, ENGLISH), context)
