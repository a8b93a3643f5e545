"""Does the translation hold all of its source: is it long enough, does it end, has it as many sentences?"""

import re
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Scope, Severity, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import ParagraphReading, Reading, without_tags
from translation_jobs.text.extent import han_count, letters_per_han, written_lines
from translation_jobs.text.lexicon import unanswered
from translation_jobs.text.segmentation import split_sentences
from translation_jobs.text.sentence_ends import has_end_mark, has_finite_verb, leads_on, needs_more

# Letters for a Chinese character, by how many characters there are: limits that 0.1 % of 28,128 pairs are outside.
_SHORTEST = ((16, 2.6), (8, 2.5))
_LONGEST = ((32, 10.3), (16, 11.0), (8, 20.0))
_CHINESE_END = re.compile(r"[。！？][」』）〉》”’)\s]*$")
_CHINESE_GOES_ON = re.compile(r"(?:[，、；：]|[的及與和或並而以於從向對由在被把])\s*$")
# Where lines are missing: below the median by a sixth; where sentences are: below 95 % of all pairs.
_SHORT_OF_LINES, _SHORT_OF_SENTENCES = 4.4, 3.4
# Natural logarithm: of the lines of official translations 1 in 100 has words that go so far unanswered.
_UNANSWERED = -5.5
# An English sentence or list is announced and not there: "…in the following situations".
_ANNOUNCES = re.compile(r"[：:]\s*$")


@rule(
    "completeness.length",
    Severity.WARNS,
    _("%(ratio)s letters for a Chinese character; %(low)s to %(high)s are usual. Is something missing or added?"),
    Example(
        "國科會為鼓勵學術研究機構與產業界合作培育人才，訂定本項補助計畫，並於網站公告申請資格及審查程序。",
        "NSTC set up this program.",
        "To encourage academic and research institutions to train talent together with industry, NSTC set up this "
        "grant program and announced the eligibility and review procedures on its website.",
    ),
)
def length(reading: Reading) -> Iterator[Finding]:
    """More or fewer letters for a Chinese character than in 99.8 % of official translations of that length.

    Source: shared design "Quality checks", length.ratio; limits measured anew on 28,128 pairs, numerals counted as one.
    """
    zh, en = reading.zh_prose, reading.en_prose
    if not (len(zh) >= 8 and (len(en) < 4 * len(zh) or len(en) > 7 * len(zh))):
        return
    count = han_count(zh)
    ratio = letters_per_han(zh, en)
    low = next((limit for least, limit in _SHORTEST if count >= least), 0.0)
    high = next((limit for least, limit in _LONGEST if count >= least), ratio)
    if not low <= ratio <= high:
        yield Finding({"ratio": f"{ratio:.1f}", "low": str(low), "high": str(high)})


@rule(
    "completeness.truncated",
    Severity.WARNS,
    _("The translation seems to break off: “%(end)s”"),
    Example(
        "申請人應於期限內提出計畫書。", "Applicants shall submit a proposal within the", "Applicants shall submit one."
    ),
)
def truncated(reading: Reading) -> Iterator[Finding]:
    """The source ends its sentence and the translation does not: it ends in a word that needs another one, or without
    an end mark and short. Without an end mark, but of the usual length, it is a hint.

    Source: shared design "Quality checks", punct.end (class-aware); of 30,000 pairs of the law 2.6 % have no end mark,
    most of them names of things in a list, which are left alone.
    """
    found = _cut_english(reading) if reading.is_to_english else _cut_chinese(reading)
    if found is not None:
        text = reading.unit.target.rstrip()
        words = text.split()[-4:] if reading.is_to_english else [text[-8:]]
        yield Finding({"end": " ".join(words)}, severity=found)


def _cut_english(reading: Reading) -> Severity | None:
    zh, en = without_tags(reading.zh).rstrip(), without_tags(reading.en).rstrip()
    if has_end_mark(en) or leads_on(en):
        return None
    announces = _ANNOUNCES.search(zh) is not None
    if not announces and not _CHINESE_END.search(zh):
        return None
    if needs_more(en):
        return Severity.WARNS
    count, ratio = han_count(zh), letters_per_han(zh, en)
    if count < 8 or en.endswith(","):
        return None
    if ratio < (3.5 if count >= 16 else 2.8) or (has_finite_verb(en) and ratio < 4.0):
        return Severity.WARNS
    return Severity.HINT if has_finite_verb(en) and count >= 16 else None


def _cut_chinese(reading: Reading) -> Severity | None:
    zh, en = without_tags(reading.zh).rstrip(), without_tags(reading.en).rstrip()
    return Severity.WARNS if re.search(r"[.!?]$", en) and _CHINESE_GOES_ON.search(zh) else None


@rule(
    "completeness.sentences",
    Severity.WARNS,
    _("The translation has %(found)s sentences or lines where the source has %(wanted)s: is something left out?"),
    Example(
        "申請人應於期限內提出計畫書。\n計畫書應載明研究團隊及經費預算。\n審查結果由國科會公告於網站。",
        "Applicants shall submit a proposal within the time limit.\n\n"
        "The results of the review will be announced on the website of NSTC.",
        "Applicants shall submit a proposal within the time limit.\n"
        "The proposal shall state the research team and its budget.\n"
        "The results of the review will be announced on the website of NSTC.",
    ),
    scope=Scope.PARAGRAPH,
)
def sentences(paragraph: ParagraphReading) -> Iterator[Finding]:
    """Fewer lines or sentences than the source has, and besides a translation that is short, or words of one line that
    nothing answers. Fewer lines alone are a hint. Fewer sentences alone are nothing, nor are all lines in one:
    translators join them.

    Source: shared design "Segmentation": in 46 % of multi-sentence paragraphs the official English has another number
    of sentences, so that a count alone says nothing.
    """
    readings = paragraph.readings
    lines = [line for reading in readings for line in written_lines(reading.zh)]
    in_english = [line for reading in readings for line in written_lines(reading.en)]
    zh, en = paragraph.zh, paragraph.en
    ratio = letters_per_han(zh, en)
    if 1 < len(in_english) < len(lines):
        short = ratio < _SHORT_OF_LINES or _is_unanswered(lines, en)
        severity = Severity.WARNS if short else Severity.HINT
        if not short and _sentence_counts(paragraph)[0] >= _sentence_counts(paragraph)[1]:
            return
        yield Finding({"found": str(len(in_english)), "wanted": str(len(lines))}, severity=severity)
        return
    short = ratio < _SHORT_OF_SENTENCES or (len(in_english) < len(lines) and _is_unanswered(lines, en))
    if not short or zh.count("。") < 2:
        return
    found, wanted = _sentence_counts(paragraph)
    if found < wanted:
        yield Finding({"found": str(found), "wanted": str(wanted)})


def _sentence_counts(paragraph: ParagraphReading) -> tuple[int, int]:
    """How many sentences the English and the Chinese have."""
    return (
        sum(len(split_sentences(reading.en, "en")) for reading in paragraph.readings),
        sum(len(split_sentences(reading.zh, "zh-hant")) for reading in paragraph.readings),
    )


def _is_unanswered(lines: list[str], english: str) -> bool:
    """Whether one of the lines has so many words without an answer that it seems to be left out."""
    return any(unanswered(line, english) < _UNANSWERED for line in lines)
