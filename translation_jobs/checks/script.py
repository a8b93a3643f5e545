"""The script of the translation: no Chinese characters or punctuation left in English, nothing unreadable."""

import re
import unicodedata
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Fix, Severity, Side, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.english_marks import HAN, MARKS, replace_mark

# After a Latin word and in brackets of its own: "Wu (吳政忠)".
_IN_BRACKETS = re.compile(rf"(?<=[A-Za-z.\"”’] [(])(?:{HAN})+(?:[·‧．](?:{HAN})+)?(?=[)])")
_HAN = re.compile(f"(?:{HAN})+")
_MARK = re.compile(MARKS)

# U+FFFD stands for what could not be read; UTF-8 read as Latin-1 or Windows-1252 looks like â€™, Ã© or ï¼Œ.
_MOJIBAKE = re.compile(
    "\ufffd|â€[\u0080-\u2122]?|Ã[\u0080-\u00bf]|[åæçèé][\u0080-\u00bf]{2}|ï¼[\u0080-\u0152]|Â[\u00a0-\u00bf]"
)
_CONTROL = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


@rule(
    "script.han_left",
    Severity.BLOCKS,
    _("Chinese characters are left in the translation: %(text)s"),
    Example(
        "經濟部宣布新計畫。", "The 經濟部 announced a new program.", "The Ministry of Economic Affairs announced it."
    ),
)
def han_left(reading: Reading) -> Iterator[Finding]:
    """Han characters in an English translation; a hint where brackets after a name quote the source: "Wu (吳政忠)".

    Source: shared design "Quality checks", script.han_left: fires on 0.05 % of 241,479 official translations, rightly;
    conventions "Titles and persons", Chinese after the name.
    """
    en = reading.en
    if not reading.is_to_english or en.isascii():
        return
    found = list(_HAN.finditer(en))
    if not found:
        return
    quoted = {match.start() for match in _IN_BRACKETS.finditer(en) if match.group() in reading.zh}
    left = [match for match in found if match.start() not in quoted]
    shown = left or found
    yield reading.found(
        {"text": "、".join(dict.fromkeys(match.group() for match in shown))},
        en=tuple(Span(match.start(), match.end()) for match in shown),
        severity=None if left else Severity.HINT,
    )


@rule(
    "script.chinese_marks",
    Severity.WARNS,
    _("Chinese punctuation or full-width characters are left in the translation: %(text)s"),
    Example("甲、乙。", "A、B。", "A and B."),
)
def chinese_marks(reading: Reading) -> Iterator[Finding]:
    """Chinese punctuation or full-width forms in an English translation (、。「」（）２０２４).

    Source: shared design "Quality checks", script.fullwidth: fires on 1.2 % of official translations, true faults.
    """
    if not reading.is_to_english or reading.en.isascii():
        return
    found = list(_MARK.finditer(reading.en))
    if found:
        fixes = [(Span(match.start(), match.end()), replace_mark(reading.en, match)) for match in found]
        yield reading.found(
            {"text": " ".join(dict.fromkeys(character for match in found for character in match.group()))},
            en=tuple(Span(match.start(), match.end()) for match in found),
            en_fixes=tuple((span, text) for span, text in fixes if text is not None),
        )


@rule(
    "script.unreadable",
    Severity.WARNS,
    _("The translation holds characters that nobody can read, or that cannot be seen: %(characters)s"),
    Example("國科會的聲明。", "The council\u00e2\u20ac\u2122s statement.", "The council’s statement."),
)
def unreadable(reading: Reading) -> Iterator[Finding]:
    """Characters of a wrong encoding, control characters, and those without width: copied along and never seen.

    Source: shared design "Quality checks", control chars; The Unicode Standard, chapter 23 (special areas).
    """
    target = reading.unit.target
    if target.isascii() and target.isprintable():
        return
    wrong, hidden = list(_MOJIBAKE.finditer(target)), list(_CONTROL.finditer(target))
    hidden = [match for match in hidden if not any(bad.start() <= match.start() < bad.end() for bad in wrong)]
    if wrong or hidden:
        yield Finding(
            {"characters": ", ".join(dict.fromkeys(_named(match.group()) for match in (*wrong, *hidden)))},
            target_spans=tuple(Span(match.start(), match.end()) for match in (*wrong, *hidden)),
            fixes=tuple(Fix(Side.TARGET, match.start(), match.end(), "") for match in hidden),
        )


def _named(characters: str) -> str:
    """The characters as they are if they can be shown, else their code points."""
    if all(unicodedata.category(character)[0] in "LNPS" for character in characters):
        return characters
    return " ".join(f"U+{ord(character):04X}" for character in characters)
