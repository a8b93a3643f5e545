"""English as a row of words that can be compared: number, spelling, case and small words do not tell two names apart.

"the Ministries' offices" and "Ministry office", "organisation" and "organization", "Labour" and "labor", "R&D" and "R
and D", "High-performance" and "high performance" are each the same here. Articles and the little words within names
(of, and, for) are left out. What is left of a word (its stem) is for comparison only and never shown.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)?|[0-9]+(?:[.,][0-9]+)*")
_LITTLE = frozenset("a an the of and for on in to at by with".split())
# What a British spelling holds, that spelling, and the American one.
_BRITISH = (
    ("isation", re.compile(r"isation(s?)$"), r"ization\1"),
    ("is", re.compile(r"(?<=[a-z]{3})is(e[sd]?|ing)$"), r"iz\1"),
    ("our", re.compile(r"(?<=[a-z]{2})our(s?|ed|ing|able|al)$"), r"or\1"),
    ("re", re.compile(r"^(cent|met|theat|fib)re(s?)$"), r"\1er\2"),
    ("programme", re.compile(r"^programme"), "program"),
    ("ence", re.compile(r"^(defen|offen|licen)ce"), r"\1se"),
)
# Words that have -ise or -our in both spellings; folded alike on both sides it would do no harm, but read oddly.
_ALWAYS = frozenset("four hour hours tour tours our your exercise enterprise enterprises precise".split())


class Word(NamedTuple):
    """A word at `text[start:end]`, in code points, as written and as compared."""

    start: int
    end: int
    text: str
    stem: str

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()


class EnglishWords:
    """The words of one text."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def all(self) -> tuple[Word, ...]:
        """Every word, little ones too."""
        return tuple(Word(match.start(), match.end(), match[0], stem(match[0])) for match in _WORD.finditer(self.text))

    @cached_property
    def compared(self) -> tuple[Word, ...]:
        """Every word but the little ones."""
        return tuple(word for word in self.all if word.text.lower() not in _LITTLE)

    @cached_property
    def line(self) -> str:
        """The stems with a space around each, so that a phrase of stems is found as a substring."""
        return f" {' '.join(word.stem for word in self.compared)} "

    def holds(self, phrase: str) -> bool:
        """Whether the words of `phrase` (as `phrase_of` makes it) stand together."""
        return f" {phrase} " in self.line

    def places(self, phrase: str) -> Iterator[Sequence[Word]]:
        """The words wherever `phrase` stands."""
        wanted = phrase.split()
        for index in range(len(self.compared) - len(wanted) + 1):
            words = self.compared[index : index + len(wanted)]
            if all(word.stem == stem for word, stem in zip(words, wanted, strict=True)):
                yield words

    def holds_near(self, phrase: str) -> bool:
        """Whether all words of `phrase` stand near one another in any order: "Minister of Science and Technology" in
        "Science and Technology Minister". The stretch may be longer than the phrase by three words.
        """
        wanted = set(phrase.split())
        stems = [word.stem for word in self.compared]
        if not wanted <= set(stems):
            return False
        width = len(wanted) + 3
        return any(stems[i] in wanted and wanted <= set(stems[i : i + width]) for i in range(len(stems)))


def phrase_of(text: str) -> str:
    """The stems of a name, to be looked for in EnglishWords; "" if it has no word."""
    return _phrase(text)


@lru_cache(maxsize=20_000)
def _phrase(text: str) -> str:
    return EnglishWords(text).line.strip()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """A word without case, possessive, plural, tense and British spelling."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if word not in _ALWAYS:
        for part, british, american in _BRITISH:
            if part in word:
                word = british.sub(american, word)
    return _without_ending(_singular(word))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and re.search(r"(?:[sxz]|ch|sh)es$", word):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "sui" else word


def _without_ending(word: str) -> str:
    """funded, funding → fund; approve, approved, approving → approv; planning, plan → plan."""
    if len(word) > 5 and word.endswith(("ing", "ed")):
        word = word[:-3] if word.endswith("ing") else word[:-2]
        if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
            return word[:-1]
        return word
    return word[:-1] if len(word) > 3 and word.endswith("e") else word
