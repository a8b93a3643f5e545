"""What a provider's answer to one passage must be like before it is kept. Pure.

These rules refuse what is no draft at all, so that it is asked for again instead of being shown; what a person can
judge is left to the checks. So they are wide: of 500 published pairs they refuse none, in either direction, and of
30,000 nine, in all of which the English has what the Chinese has not (`docs/adr/0011-providers.md`).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from cms.bilingual.languages import ENGLISH
from cms.bilingual.placeholders import mismatches, without_placeholders
from translation_jobs.providers.base import Passage
from translation_jobs.text.english_marks import HAN
from translation_jobs.text.lexicon import kinship

# Characters of the target: for each of the source's, and besides, since a short text has room for a name spelt out.
# Chinese has 4.8 characters of English for one of its own (median of 30,000 pairs; 9.1 to 20 in one of a thousand,
# the shorter the more), so ten times the usual length is beyond the limit from the third character on.
_LONGEST = {ENGLISH: (12.0, 60)}
_LONGEST_CHINESE = (1.0, 20)  # the other way: 0.21 characters for one of English
# A person's name, or a word without an equivalent, may stay in Chinese; more of it at one place was not translated.
_LONGEST_NAME = 4
_MOST_HAN = 0.1  # of the letters, in characters
# English words in lower case that a Chinese text may hold: "Convention on the Elimination of All Forms of …".
_MOST_WORDS = 4
# Natural logarithm. Of 17,780 pairs of neighbouring official sentences none is so much better crossed; of the same
# pairs with their English exchanged 83 % are.
_SWAPPED = 8.0

_READABLE = re.compile(r"[^\W_]")
_HAN = re.compile(HAN)
_HAN_RUN = re.compile(f"(?:{HAN})+")
# After a Latin word and in brackets of its own: "Wu (吳政忠)".
_IN_BRACKETS = re.compile(rf"(?<=[A-Za-z.\"”’] [(])(?:{HAN})+(?:[·‧．](?:{HAN})+)?(?=[)])")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LETTER = re.compile(r"[^\W\d_]")
_ADDRESS = re.compile(r"https?://[!-~]+|[\w.+-]+@[\w.-]+|\b\w+(?:[./]\w+)+")
_LOWER_WORD = re.compile(r"(?<![A-Za-z'’-])[a-z][a-z'’-]+(?![A-Za-z])")
# What stands alike in both languages: figures of two digits and more, and abbreviations.
_ANCHOR = re.compile(r"\d[\d,]*\d(?:\.\d+)?|(?<![A-Za-z])[A-Z]{2,}(?![a-z])")


def accepted(
    passage: Passage, targets: Sequence[str] | None, source_language: str, target_language: str
) -> tuple[str, ...] | None:
    """The targets of the passage's sentences without white space at their ends, or None if one of them is no draft.

    One for each sentence, in their order; each with the placeholders of its sentence, something to read, in the
    language asked for, and not many times longer than translations are. None for `targets` stays None.
    """
    if targets is None or len(targets) != len(passage.sentences):
        return None
    targets = tuple(target.strip() for target in targets)
    for source, target in zip(passage.sentences, targets, strict=True):
        if mismatches(source, target):
            return None
        seen, shown = without_placeholders(source), without_placeholders(target)
        if (
            is_empty(seen, shown)
            or is_oversized(seen, shown, target_language)
            or has_new_markup(seen, shown)
            or is_left_in_source_language(seen, shown, source_language, target_language)
        ):
            return None
    return None if are_swapped(passage.sentences, targets, source_language) else targets


def is_empty(source: str, target: str) -> bool:
    """Whether the target has nothing to read where the source has."""
    if _READABLE.search(source):
        return not _READABLE.search(target)
    return bool(source.strip()) and not target.strip()


def is_oversized(source: str, target: str, target_language: str) -> bool:
    """Whether the target is several times longer than any translation of such a source: said over and over, or chat."""
    each, besides = _LONGEST.get(target_language, _LONGEST_CHINESE)
    return len(target) > each * len(source.strip()) + besides


def is_left_in_source_language(source: str, target: str, source_language: str, target_language: str) -> bool:
    """Whether the target, or a good part of it, is still in the source's language; names and codes may be.

    In English, Chinese in brackets after a name does not count if it stands in the source.
    """
    if source_language == target_language:
        return False
    if target_language == ENGLISH:
        return _has_chinese_left(source, target)
    return _has_english_left(source, target)


def _has_chinese_left(chinese: str, english: str) -> bool:
    rest = _IN_BRACKETS.sub(lambda found: "" if found.group() in chinese else found.group(), english)
    runs = _HAN_RUN.findall(rest)
    if not runs:
        return False
    left = sum(map(len, runs))
    return (
        max(map(len, runs)) > _LONGEST_NAME
        or left > max(_LONGEST_NAME, _MOST_HAN * len(_LETTER.findall(rest)))
        or 2 * left > len(_HAN.findall(chinese))
    )


def _has_english_left(english: str, chinese: str) -> bool:
    words = len(_LOWER_WORD.findall(_ADDRESS.sub(" ", chinese)))
    han = len(_HAN.findall(chinese))
    if not han:
        # A name or a code stays as it is ("TAIDE", "Taiwan Tech Arena"), a sentence does not.
        return words > 1 or len(_LOWER_WORD.findall(_ADDRESS.sub(" ", english))) > 1
    return words > _MOST_WORDS and words > han / 4


def has_new_markup(source: str, target: str) -> bool:
    """Whether the target has HTML tags that the source has not: a model may answer with markup of its own."""
    found = Counter(_TAG.findall(target))
    return bool(found and found - Counter(_TAG.findall(source)))


def are_swapped(sources: Sequence[str], targets: Sequence[str], source_language: str) -> bool:
    """Whether the targets of two neighbouring sentences seem to have changed places.

    Known where the figures and abbreviations of each stand in the other's target and none in its own, or where the
    words say so: each target answers the other sentence, and so much better that the likelihoods differ by e⁸.
    """
    pairs = list(zip(sources, targets, strict=True))
    return any(
        _anchors_are_crossed(one, other) or _words_are_crossed(one, other, source_language)
        for one, other in pairwise(pairs)
    )


def _anchors_are_crossed(one: tuple[str, str], other: tuple[str, str]) -> bool:
    of_one, of_other = _anchors(one[0]), _anchors(other[0])
    of_one, of_other = of_one - of_other, of_other - of_one
    in_one, in_other = _anchors(one[1]), _anchors(other[1])
    return bool(of_one & in_other and of_other & in_one) and not (of_one & in_one or of_other & in_other)


def _words_are_crossed(one: tuple[str, str], other: tuple[str, str], source_language: str) -> bool:
    evidence = _english_evidence if source_language == ENGLISH else _chinese_evidence
    crossed = evidence(one[0], other[1]), evidence(other[0], one[1])
    if min(crossed) <= 0:
        return False
    straight = evidence(*one), evidence(*other)
    is_better = crossed[0] > straight[0] and crossed[1] > straight[1]
    return is_better and sum(crossed) - sum(straight) > _SWAPPED


def _chinese_evidence(chinese: str, english: str) -> float:
    return kinship(chinese, english).evidence


def _english_evidence(english: str, chinese: str) -> float:
    return kinship(chinese, english).evidence


def _anchors(text: str) -> set[str]:
    written = unicodedata.normalize("NFKC", without_placeholders(text))
    return {anchor.replace(",", "") for anchor in _ANCHOR.findall(written)}
