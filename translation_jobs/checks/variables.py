"""Variables of a format text: what a program fills in stands in the translation as in the source."""

import re
from collections import Counter
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Fix, Severity, Side, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading

# {{ name }} and ${name} before {name}, of which they would be a part. %d only as Python and gettext write it, never in
# "5%discount".
_VARIABLE = re.compile(
    r"\{\{\s*[\w.|:]+\s*\}\}|\$\{\s*[\w.]+\s*\}|\{[A-Za-z_][\w.]*(?:![rsa])?(?::[^{}\s]*)?\}|\{\d*\}"
    r"|%\([A-Za-z_]\w*\)[#0\-+]?[\d.]*[sdifreg]|(?<![\d%])%(?:\d+\$)?(?:\.\d+)?[sdif](?![A-Za-z])",
    re.ASCII,
)
_NUMBERED = re.compile(r"\{\d*\}")


@rule(
    "markup.variables",
    Severity.BLOCKS,
    _("These variables must stand in the translation exactly as in the source: %(variables)s"),
    Example("共{count}件。", "{total} items.", "{count} items."),
)
def variables(reading: Reading) -> Iterator[Finding]:
    """A variable ({name}, ${name}, {{ name }}, %(name)s, %d) is lost, doubled, renamed or damaged. Order may differ.

    Source: shared design "Quality checks", tags.equal; the format languages of Python, Django and JavaScript.
    """
    source, target = reading.unit.source, reading.unit.target
    if not any(mark in text for text in (source, target) for mark in "{%"):
        return
    in_source, in_target = list(_VARIABLE.finditer(source)), list(_VARIABLE.finditer(target))
    if not in_source and all(_NUMBERED.fullmatch(match.group()) for match in in_target):
        return  # "within three{3} years": a figure in braces, not the third value
    wanted, found = Counter(map(_name, in_source)), Counter(map(_name, in_target))
    lost, added = wanted - found, found - wanted
    if not lost and not added:
        return
    fixes: tuple[Fix, ...] = ()
    if lost.total() == added.total() == 1:
        wrong = next(match for match in in_target if _name(match) in added)
        right = next(match for match in in_source if _name(match) in lost)
        fixes = (Fix(Side.TARGET, wrong.start(), wrong.end(), right.group()),)
    yield Finding(
        {"variables": " ".join(dict.fromkeys([*lost, *added]))},
        tuple(Span(match.start(), match.end()) for match in in_source if _name(match) in lost),
        tuple(Span(match.start(), match.end()) for match in in_target if _name(match) in added),
        fixes,
    )


def _name(match: re.Match[str]) -> str:
    """The variable without the white space that its language allows inside: {{ count }} is {{count}}."""
    return "".join(match.group().split())
