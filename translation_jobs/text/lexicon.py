"""Whether an English text is about what a Chinese one is about, told by words that a dictionary joins. Pure.

No rule about a single word can tell that a translation belongs to another sentence, but many words together can. The
table says for each Chinese word how often an official translation has one of its English words, and how often any
English sentence has one by chance; the logarithm of the ratio is what the word tells, for or against. The sum is the
log-likelihood ratio of two hypotheses, "translation of this" and "of something else", as in naive Bayes.
"""

import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

_WORD = re.compile("[a-z]{3,}")
_STEM = 4  # letters: "prov" is provide, provision, provincial
# No single word that has no answer decides: translators replace words, and other texts use them otherwise.
_MOST_AGAINST = -2.0


@dataclass(frozen=True, slots=True)
class Kinship:
    """What the words of two texts tell: `evidence` is above 0 if they speak for a translation (natural logarithm of
    the likelihood ratio), `words` how many Chinese words had something to tell.
    """

    evidence: float
    words: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """The English stems of a word, and what it tells if one of them is there, and if none is."""

    stems: frozenset[str]
    if_there: float
    if_not: float


def kinship(chinese: str, english: str) -> Kinship:
    """How well the words of `english` answer those of `chinese`; each word counts once."""
    lexicon = _lexicon()
    stems = {word[:_STEM] for word in _WORD.findall(english.lower())}
    evidence = 0.0
    words = _words(chinese)
    for word in words:
        entry = lexicon[word]
        evidence += entry.if_not if entry.stems.isdisjoint(stems) else entry.if_there
    return Kinship(evidence, len(words))


def unanswered(chinese: str, english: str) -> float:
    """What the words of `chinese` without an answer in `english` tell, in the measure of `kinship`: 0 if all have one.

    For a part of a text beside the whole translation, in which much stands by chance.
    """
    lexicon = _lexicon()
    stems = {word[:_STEM] for word in _WORD.findall(english.lower())}
    entries = (lexicon[word] for word in _words(chinese))
    return sum(entry.if_not for entry in entries if entry.stems.isdisjoint(stems))


def _words(chinese: str) -> set[str]:
    """The words of the table in `chinese`, from left to right the longest at each place."""
    return set(_automaton().find_matches_as_strings(chinese))


@cache
def _automaton() -> AhoCorasick:
    return AhoCorasick(list(_lexicon()), matchkind=MatchKind.LeftmostLongest)


@cache
def _lexicon() -> dict[str, _Entry]:
    """The table beside this module; read once per process, in some 20 milliseconds."""
    lexicon: dict[str, _Entry] = {}
    for line in (files(__package__) / "lexicon.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, stems, right, chance = line.split("\t")
            hit, by_chance = float(right) / 100, float(chance) / 100
            lexicon[word] = _Entry(
                frozenset(stems.split()),
                math.log(hit / by_chance),
                max(_MOST_AGAINST, math.log((1 - hit) / (1 - by_chance))),
            )
    return lexicon
