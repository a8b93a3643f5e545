"""Checks: each says what is wrong with one translation unit. Pure."""

from collections.abc import Iterator

from translation_jobs.checks.base import Check, Issue
from translation_jobs.checks.completeness import check_completeness
from translation_jobs.checks.markup import check_placeholders
from translation_jobs.checks.numbers import check_numbers
from translation_jobs.checks.script import check_chinese_marks, check_han_left
from translation_jobs.units import TranslationUnit

CHECKS: tuple[Check, ...] = (check_completeness, check_placeholders, check_numbers, check_han_left, check_chinese_marks)


def run_checks(unit: TranslationUnit) -> Iterator[Issue]:
    """Everything that any check sees in `unit`; for a missing target, only that."""
    for check in CHECKS:
        yield from check(unit)
        if not unit.target.strip():
            return
