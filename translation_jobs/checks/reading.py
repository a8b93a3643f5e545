"""A translation as the rules read it: both sides by language, what was recognised in them worked out once. Pure."""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from cms.bilingual.languages import ENGLISH
from cms.bilingual.placeholders import TOKEN
from translation_jobs.checks.base import Finding, Fix, Severity, Side, Span
from translation_jobs.text.english_words import EnglishWords
from translation_jobs.text.glossary import EMPTY, Glossary
from translation_jobs.text.missing_terms import MissingTerm, missing_terms
from translation_jobs.text.near_misses import NearMiss
from translation_jobs.text.terms import TermMatch
from translation_jobs.text.values import Values, read_values
from translation_jobs.units import HouseStyle, TranslationUnit

# What is not prose: placeholders, HTML tags, addresses.
_NOT_PROSE = re.compile(
    rf"{TOKEN.pattern}|</?[A-Za-z][^<>]*>|https?://[!#-;=?-~]*|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True)
class CheckContext:
    """What the rules may know beside the texts. `published`: the day from which 今（12）日 is told."""

    published: date | None = None
    style: HouseStyle = field(default_factory=HouseStyle)
    glossary: Glossary = EMPTY


class Reading:
    """One translation unit under the eyes of the rules; `zh` and `en` are its sides, whichever is the source."""

    def __init__(self, unit: TranslationUnit, context: CheckContext) -> None:
        self.unit = unit
        self.context = context
        self.is_to_english = unit.target_language == ENGLISH
        self.zh, self.en = (unit.source, unit.target) if self.is_to_english else (unit.target, unit.source)

    @cached_property
    def zh_prose(self) -> str:
        """The Chinese with blanks for tags, placeholders and addresses; positions are those of `zh`."""
        return prose(self.zh)

    @cached_property
    def en_prose(self) -> str:
        return prose(self.en)

    @cached_property
    def values(self) -> Values:
        """The dates and numbers of both sides, and which stand for each other."""
        return read_values(self.zh_prose, self.en_prose, self.context.published)

    @cached_property
    def zh_terms(self) -> tuple[TermMatch, ...]:
        """The glossary terms in the Chinese, from left to right."""
        return tuple(self.context.glossary.in_chinese(self.zh_prose))

    @cached_property
    def en_words(self) -> EnglishWords:
        return EnglishWords(self.en_prose)

    @cached_property
    def missing_terms(self) -> tuple[MissingTerm, ...]:
        """The terms of the Chinese that the English does not hold."""
        if not self.zh_terms:
            return ()
        return tuple(missing_terms(self.zh_prose, self.zh_terms, self.en_words, self.context.glossary))

    @cached_property
    def near_misses(self) -> tuple[NearMiss, ...]:
        """The names in the English that are almost names of the glossary."""
        glossary = self.context.glossary
        return tuple(glossary.near_misses.find(self.en_words, self.zh)) if glossary.terms else ()

    def found(
        self,
        params: dict[str, str] | None = None,
        zh: tuple[Span, ...] = (),
        en: tuple[Span, ...] = (),
        zh_fixes: tuple[tuple[Span, str], ...] = (),
        en_fixes: tuple[tuple[Span, str], ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        """A finding told by language instead of by side."""
        zh_side, en_side = (Side.SOURCE, Side.TARGET) if self.is_to_english else (Side.TARGET, Side.SOURCE)
        fixes = [Fix(zh_side, span.start, span.end, text) for span, text in zh_fixes]
        fixes += [Fix(en_side, span.start, span.end, text) for span, text in en_fixes]
        source, target = (zh, en) if self.is_to_english else (en, zh)
        return Finding(params or {}, source, target, tuple(fixes), severity)


@dataclass(frozen=True)
class ParagraphReading:
    """The segments of one paragraph, in order. `kind` is the field or block it stands in, `scale` the words of a table
    heading that its figures count in (億元). A finding names its segment by the index in `readings`.
    """

    readings: tuple[Reading, ...]
    kind: str = ""
    scale: str = ""

    @cached_property
    def zh(self) -> str:
        """All of its Chinese, one segment after the other."""
        return "".join(reading.zh for reading in self.readings)

    @cached_property
    def en(self) -> str:
        """All of its English, a space between two segments."""
        return " ".join(reading.en.strip() for reading in self.readings)


@dataclass(frozen=True)
class DocumentReading:
    """All paragraphs of a page, in order. A finding names its segment by the index in `readings`."""

    paragraphs: tuple[ParagraphReading, ...]

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        return tuple(reading for paragraph in self.paragraphs for reading in paragraph.readings)


def prose(text: str) -> str:
    """`text` with blanks for tags, placeholders and addresses; positions stay."""
    return _NOT_PROSE.sub(lambda found: " " * len(found.group()), text)


def without_tags(text: str) -> str:
    """`text` with blanks for tags and placeholders, addresses left; positions stay."""
    return _TAG.sub(lambda found: " " * len(found.group()), text) if "<" in text else text
