"""The handbook of the checks, as Markdown, made from the rules themselves. Pure."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from translation_jobs.checks.base import Rule, Scope, Severity, apply_fixes
from translation_jobs.checks.examples import look_at

_SEVERITIES = {Severity.BLOCKS: "Blocks approval", Severity.WARNS: "Warns", Severity.HINT: "Hint"}
_SCOPES = {Scope.SEGMENT: "one sentence", Scope.PARAGRAPH: "a paragraph", Scope.DOCUMENT: "the whole page"}

_LONGEST_LINE = 200  # characters of an example that are shown

_INTRODUCTION = """\
# The checks

Made from the rules in `translation_jobs/checks` by `manage.py document_checks`; change them there.

A check that **blocks** stops an approval; somebody with the permission may waive it with a reason, where the table says
so. A check that **warns** is worth a look. A **hint** is a matter of style. Whoever may translate can dismiss a warning
or a hint with a reason; it comes back as soon as the text, the rules or the glossary's terms in that text change.
"""


def handbook(rules: Iterable[Rule[Any]]) -> str:
    """All of them, by the families that their ids begin with."""
    ordered = sorted(rules, key=_family)
    lines = [_INTRODUCTION, "| check | severity | looks at | can be waived |", "|---|---|---|---|"]
    lines += [
        f"| [`{rule.id}`](#{rule.id.replace('.', '')}) | {_SEVERITIES[rule.severity]} | {_SCOPES[rule.scope]} "
        f"| {_waivable(rule)} |"
        for rule in ordered
    ]
    for family, members in groupby(ordered, key=_family):
        lines += ["", f"## {family.capitalize()}"]
        for rule in members:
            lines += ["", *_section(rule)]
    return "\n".join(lines) + "\n"


def _family(rule: Rule[Any]) -> str:
    return rule.id.split(".")[0]


def _waivable(rule: Rule[Any]) -> str:
    if rule.severity != Severity.BLOCKS:
        return "—"
    return "yes" if rule.waivable else "no"


def _section(rule: Rule[Any]) -> Iterator[str]:
    example, (seen, _quiet) = rule.example, look_at(rule)
    yield f"### {rule.id}"
    yield ""
    yield rule.doc.strip()
    yield ""
    yield "> " + rule.message % seen[0].params
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| Chinese | {_cell(example.chinese)} |"
    yield f"| wrong | {_cell(example.bad) or '(nothing)'} |"
    if example.good_chinese:
        yield f"| right Chinese | {_cell(example.good_chinese)} |"
    yield f"| right | {_cell(example.good)} |"
    fixed = apply_fixes(example.bad, seen[0].fixes)
    if fixed != example.bad and rule.scope == Scope.SEGMENT:
        yield f"| its fix makes | {_cell(fixed)} |"


def _cell(text: str) -> str:
    """In a code span, so that tags, stars and bars stay what they are; lines of an example one below the other."""
    lines = (line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…" for line in text.split("\n") if line)
    return "<br>".join(f"`{line}`".replace("|", "\\|") for line in lines)
