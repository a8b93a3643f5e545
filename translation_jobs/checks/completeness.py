"""Is there a translation at all, and is it one of this source?"""

import re
from collections.abc import Iterator

from cms.bilingual.languages import needs_translation
from cms.bilingual.placeholders import without_placeholders
from translation_jobs.checks.base import Example, Finding, Severity, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading, without_tags
from translation_jobs.text.lexicon import kinship

LONGEST = 20_000  # characters of one side of a segment

_ENTITY_SPACE = re.compile(r"&(?:nbsp|ensp|emsp|thinsp|zwnj|#160|#xa0);", re.IGNORECASE)
# A letter, a character or a figure.
_READABLE = re.compile(r"[^\W_]")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]{2,}")
_FIGURES = re.compile(r"\d{2,}")
# Text, not a name or an abbreviation that both languages write alike (NSTC, IEEE 802).
_SENTENCE_LETTER = re.compile("[a-z\u3400-\u9fff]")

# Natural logarithm of the likelihood ratio: 1 : 33 against. Of 30,000 published pairs 0.2 % are below it, of pairs put
# together by chance 83 %.
_OF_ANOTHER_TEXT = -3.5
_WORDS_THAT_TELL = 3


@rule(
    "completeness.empty",
    Severity.BLOCKS,
    _("There is no translation yet."),
    Example("國科會宣布新計畫。", "", "NSTC announced a new program."),
    waivable=False,
)
def empty(reading: Reading) -> Iterator[Finding]:
    """No translation, or nothing in it to read: only white space, tags or a dash where the source has words.

    Source: house rule: nothing unapproved is public, and nothing empty is a translation.
    """
    target = reading.unit.target
    if len(target.strip()) > 80 and "<" not in target and "&" not in target:
        return
    shown = _ENTITY_SPACE.sub(" ", without_tags(target))
    if not shown.strip() or (not _READABLE.search(shown) and _READABLE.search(without_tags(reading.unit.source))):
        yield Finding()


@rule(
    "completeness.too_long",
    Severity.BLOCKS,
    _("This text is too long to be checked (more than %(limit)s characters). Split the paragraph."),
    Example("長" * (LONGEST + 1), "Long.", "Long.", good_chinese="長" * LONGEST),
)
def too_long(reading: Reading) -> Iterator[Finding]:
    """A segment of more than 20,000 characters on either side, at which no other rule looks.

    Source: house rule: no text may keep a worker or a web server busy. Of 30,000 segments and whole articles of the law
    the longest has 15,233 characters, in English.
    """
    if max(len(reading.zh), len(reading.en)) > LONGEST:
        yield Finding({"limit": f"{LONGEST:,}"})


@rule(
    "completeness.identical",
    Severity.BLOCKS,
    _("The translation is the same as the source."),
    Example("國科會宣布新計畫。", "國科會宣布新計畫。", "NSTC announced a new program."),
)
def identical(reading: Reading) -> Iterator[Finding]:
    """The translation repeats a source that must be translated; names and figures may stay as they are.

    Source: shared design "Quality checks", same.
    """
    unit = reading.unit
    source, target = without_placeholders(unit.source).strip(), without_placeholders(unit.target).strip()
    if target and source == target and needs_translation(source, unit.source_language):
        severity = Severity.BLOCKS if _SENTENCE_LETTER.search(source) else Severity.WARNS
        yield Finding(severity=severity)


@rule(
    "completeness.other_text",
    Severity.WARNS,
    _("This seems to be the translation of another text: hardly a word of it answers the source."),
    Example(
        "申請人應於公告期限內檢具計畫書及經費預算表。",
        "The museum opens its new exhibition hall this weekend.",
        "Applicants shall submit a proposal with a budget within the announced time limit.",
    ),
)
def other_text(reading: Reading) -> Iterator[Finding]:
    """The words of the two sides have so little in common that they are more likely not of one pair.

    Figures and Latin words that both sides have speak for a pair.

    Source: shared design "Quality checks", "Noise": what a dictionary joins; measured on 30,000 pairs of the law.
    """
    found = kinship(reading.zh_prose, reading.en_prose)
    if found.words >= _WORDS_THAT_TELL and found.evidence < _OF_ANOTHER_TEXT and not _share_names(reading):
        yield Finding()


def _share_names(reading: Reading) -> bool:
    """Whether a Latin word of the Chinese, or a number of two digits or more, stands in the English too."""
    zh, en = reading.zh_prose, reading.en_prose
    return any(word.lower() in en.lower() for pattern in (_LATIN_WORD, _FIGURES) for word in set(pattern.findall(zh)))
