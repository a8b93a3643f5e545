"""Names of Chinese persons in English: the same name in another form, and almost the same name.

People write their names as they like: Tsung-Tsong Wu, Wu Tsung-tsong, Wu Tsung Tsong. Letters tell persons apart;
order, hyphens and capitals are forms of one name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from translation_jobs.units import Person

_PART = re.compile(r"[A-Z][A-Za-zÀ-ɏ'’]*(?:-[A-Za-zÀ-ɏ]+)*")
_MIN_GIVEN = 5  # letters; shorter given names lie too near one another
# The common surnames of Taiwan, some nine people in ten.
SURNAMES = frozenset(
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜"
    "傅侯曹薛丁卓馬阮董唐溫藍石蔣古紀姚連馮歐程湯黎白涂鄒尤巫龔嚴韓袁童倪夏柳龍"
)


class Likeness(StrEnum):
    REGISTERED = "registered"  # as the person writes it
    FORM = "form"  # the same letters in another order or with other hyphens or capitals
    MISSPELT = "misspelt"


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name at `text[start:end]`, in code points."""

    start: int
    end: int
    text: str
    likeness: Likeness


def names_like(person: Person, text: str) -> list[WrittenName]:
    """Where a text has the name of a person or almost it, the likest at each place."""
    accepted = (person.english, *person.variants)
    if any(name in text for name in accepted):
        spans = [match.span() for name in accepted for match in re.finditer(re.escape(name), text)]
        return [WrittenName(start, end, text[start:end], Likeness.REGISTERED) for start, end in spans]
    given, surname = given_and_surname(person.english)
    found = []
    for start, end in _stretches(text, len(_PART.findall(person.english))):
        letters = sorted(map(_letters, _PART.findall(text[start:end])))
        likeness = _likeness(letters, _letters(given), _letters(surname))
        if likeness:
            found.append(WrittenName(start, end, text[start:end], likeness))
    return found


def given_and_surname(name: str) -> tuple[str, str]:
    """ "Tsung-Tsong Wu" and "Wu Tsung-tsong" → given name and surname; without a hyphen the surname is the last."""
    parts = name.split()
    hyphenated = [part for part in parts if "-" in part]
    if len(parts) > 1 and len(hyphenated) == 1:
        return hyphenated[0], next(part for part in reversed(parts) if part != hyphenated[0])
    return " ".join(parts[:-1]), parts[-1] if parts else ""


def holds_surname(person: Person, text: str) -> bool:
    """Whether the surname stands in a text as a word: "Minister Wu", later "Wu"."""
    _given, surname = given_and_surname(person.english)
    return re.search(rf"\b{re.escape(surname)}\b", text) is not None


def romanised_names(text: str) -> Iterator[tuple[int, int, str]]:
    """Names with a hyphened given name of two syllables and a surname, in either order: place and text."""
    for start, end in _stretches(text, 2):
        parts = text[start:end].split()
        if len(parts) == 2 and sum(bool(_GIVEN.fullmatch(part)) for part in parts) == 1:
            surname = next(part for part in parts if not _GIVEN.fullmatch(part))
            if surname.isalpha() and len(surname) <= 6:
                yield start, end, text[start:end]


_GIVEN = re.compile(r"[A-Z][a-z]{1,5}-[A-Za-z][a-z]{0,5}")


def same_letters(one: str, other: str) -> bool:
    """Whether two names are one in other order, hyphens or capitals."""
    return sorted(map(_letters, one.split())) == sorted(map(_letters, other.split()))


def almost_same(one: str, other: str) -> bool:
    """Whether two names have one surname and given names a letter or two apart."""
    (given, surname), (other_given, other_surname) = given_and_surname(one), given_and_surname(other)
    given, other_given = _letters(given), _letters(other_given)
    return _letters(surname) == _letters(other_surname) and given != other_given and _near(given, other_given)


def _stretches(text: str, most: int) -> Iterator[tuple[int, int]]:
    """Rows of two to `most` + 1 capitalised words, apart by a space or a comma."""
    parts = list(_PART.finditer(text))
    for first in range(len(parts)):
        for last in range(first + 1, min(first + most + 1, len(parts))):
            if text[parts[last - 1].end() : parts[last].start()] not in (" ", ", "):
                break
            yield parts[first].start(), parts[last].end()


def _likeness(parts: list[str], given: str, surname: str) -> Likeness | None:
    if surname in parts:
        rest = parts.copy()
        rest.remove(surname)
        joined = {"".join(rest), "".join(reversed(rest))}
        if given in joined:
            return Likeness.FORM
        return Likeness.MISSPELT if any(_near(given, other) for other in joined) else None
    if given in parts and len(parts) == 2:
        other = parts[1] if parts[0] == given else parts[0]
        return Likeness.MISSPELT if OSA.distance(surname, other) == 1 else None
    return None


def _near(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _MIN_GIVEN and 0 < OSA.distance(one, other, score_cutoff=2) <= 2


def _letters(name: str) -> str:
    return re.sub(r"[^a-zà-ɏ]", "", name.lower())
