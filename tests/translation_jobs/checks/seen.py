"""What one rule sees in one pair, and the pair with its fixes made."""

from typing import Any

from translation_jobs.checks.base import Issue, Rule, Side, apply_fixes
from translation_jobs.checks.reading import CheckContext, ParagraphReading, Reading
from translation_jobs.units import HouseStyle, TranslationUnit


def reading_of(chinese: str, english: str, to_english: bool = True, style: HouseStyle | None = None) -> Reading:
    context = CheckContext(style=style) if style else CheckContext()
    unit = (
        TranslationUnit(chinese, english, "zh-hant", "en")
        if to_english
        else TranslationUnit(english, chinese, "en", "zh-hant")
    )
    return Reading(unit, context)


def seen(
    rule: Rule[Any], chinese: str, english: str, to_english: bool = True, style: HouseStyle | None = None
) -> list[Issue]:
    reading = reading_of(chinese, english, to_english, style)
    return list(rule(ParagraphReading((reading,)) if rule.scope == "paragraph" else reading))


def severities(rule: Rule[Any], chinese: str, english: str, to_english: bool = True) -> list[str]:
    return [str(issue.severity) for issue in seen(rule, chinese, english, to_english)]


def mended(
    rule: Rule[Any], chinese: str, english: str, to_english: bool = True, style: HouseStyle | None = None
) -> tuple[str, str]:
    """The Chinese and the English after the fixes of all findings."""
    fixes = tuple(fix for issue in seen(rule, chinese, english, to_english, style) for fix in issue.fixes)
    zh_side, en_side = (Side.SOURCE, Side.TARGET) if to_english else (Side.TARGET, Side.SOURCE)
    return apply_fixes(chinese, fixes, zh_side), apply_fixes(english, fixes, en_side)
