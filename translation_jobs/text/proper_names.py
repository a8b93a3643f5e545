"""Proper names in English text: rows of capitalised words, and the word that says what sort of body or law is named."""

from collections.abc import Iterator
from functools import lru_cache

from translation_jobs.text.english_words import EnglishWords, Word, stem

_BODIES = (
    "ministry department council commission committee yuan bureau agency administration authority office board "
    "institute institution academy center bank court directorate directorate-general foundation secretariat division "
    "laboratory hub"
)
_LAWS = "act law code regulation statute rule guideline direction measure standard constitution"
# Stems of the nouns by which a body or a law is called for short: "the Ministry", "this Act".
BODIES = frozenset(stem(word) for word in _BODIES.split())
LAWS = frozenset(stem(word) for word in _LAWS.split())
HEADS = BODIES | LAWS

# What joins two capitalised words of one name; after "in" and "on" mostly comes a place or a day.
_JOINTS = frozenset("of and for the".split())
# Capitalised because a sentence begins with them.
_OPENERS = frozenset(
    "a an the this that these those such any each every no all both in on at by under when where while if for from "
    "with as after before according pursuant upon unless except to and or he she it they its their our".split()
)


# Several rules ask for the names of the text at hand.
@lru_cache(maxsize=8)
def capitalised_names(words: EnglishWords) -> tuple[tuple[Word, ...], ...]:
    """The rows of capitalised words of a text, with the little words within them; each as long as it goes.

    "the Ministry of Finance and the Ministry of Labor" is two names, "Ministry of Health and Welfare" one.
    """
    return tuple(_rows(words))


def _rows(words: EnglishWords) -> Iterator[tuple[Word, ...]]:
    row: list[Word] = []
    for word in words.all:
        joined = bool(row) and _touch(words.text, row[-1], word)
        if joined and word.text in _JOINTS:
            row.append(word)
            continue
        if not joined or not word.is_capitalised or _begins_anew(row, word):
            yield from _trimmed(row)
            row = []
        if word.is_capitalised:
            row.append(word)
    yield from _trimmed(row)


def _touch(text: str, first: Word, second: Word) -> bool:
    """Whether only a space, a hyphen or & stands between two words."""
    return text[first.end : second.start].strip() in ("", "-", "&")


def _begins_anew(row: list[Word], word: Word) -> bool:
    """Whether "and" or "and the" before the word joins two names: of … and the Ministry, … and Department of."""
    joints = [other.text for other in row[-2:]]
    if joints[-1:] == ["the"]:
        return joints[0] in ("and", "for") or word.stem in HEADS  # Representatives of the Ministry of …
    return joints[-1:] == ["and"] and word.stem in HEADS


def _trimmed(row: list[Word]) -> Iterator[tuple[Word, ...]]:
    while row and row[0].text.lower() in _OPENERS | _JOINTS:
        row = row[1:]
    while row and row[-1].text in _JOINTS:
        row = row[:-1]
    if row:
        yield tuple(row)


def head_of(stems: list[str]) -> str:
    """The noun that says what is named: the first word of "Ministry of Finance", the last such of "Executive Yuan"."""
    if stems and stems[0] in HEADS:
        return stems[0]
    return next((word for word in reversed(stems) if word in HEADS), "")
