"""What two sentences must share to be the same to a translation memory, and by what it finds alike ones.

The normal form of a sentence leaves out what a translator would not call another sentence: width and case, 臺 or 台,
the kind of comma, tags, the list marker, and the values of numbers. Grams are the pairs of neighbouring Han (with one
at either end of the text) and the words of other scripts.
"""

import hashlib
import re
import unicodedata
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import add

from cms.bilingual.placeholders import tokens, without_placeholders
from translation_jobs.text.number_values import Kind, NumberValue, bullet_end, read_values

# Of the rules in this module and in `number_values`; entries that were written under another one are keyed anew.
KEYS_VERSION = 1

# Stands for a number. Private use, so no text holds it but by mistake (and then it is left out).
MASK = "\ue000"

_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("、;", ","),
        **dict.fromkeys("。｡", "."),
        **dict.fromkeys("「」『』“”‘’〝〞＂`´", '"'),
        "'": '"',
        **dict.fromkeys("〔【《〈[{", "("),
        **dict.fromkeys("〕】》〉]}", ")"),
        **dict.fromkeys("‐‑‒–—―─~～〜−", "-"),
        **dict.fromkeys("‧・•", "·"),
        "臺": "台",
        MASK: None,
    }
)
# Also Kana, Bopomofo and Hangul: scripts that stand without spaces between words.
_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u312f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
_SPACE = re.compile(r"\s+")
# White space counts between two words of Latin script alone.
_SPACE_BESIDE_HAN = re.compile(rf" (?:(?<=[{_HAN},.()\"] )|(?=[{_HAN},.()\"]))")
_UNIT = re.compile(rf"[{_HAN}]|[^\W_{_HAN}]+")
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_IS_HAN = re.compile(f"[{_HAN}]")
_NUMERALS = "0-9〇零一二兩三四五六七八九十百千萬億兆廿卅壹貳參肆伍陸柒捌玖拾佰仟"
_NUMERAL = re.compile(f"[{_NUMERALS}]")
_ENGLISH_NUMERALS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion "
    "trillion first second third fourth fifth sixth seventh eighth ninth tenth half quarter beginning end of and "
    "the day fy fiscal academic year today yesterday tomorrow january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# Words that are part of a date, and so masked with it, where a number is beside them in the text.
_IN_A_DATE = re.compile(
    rf"(?:^年度?|同[年月](?=[{_NUMERALS}])|[今昨明][日天]?(?=\([{_NUMERALS}])|(?:中華)?民國(?=[{_NUMERALS}元]|$)"
    rf"|[{_NUMERALS}]+\)?(?:學?年度?|月|[日天])?(?:[上下]半年|第[一二三四1-4]季|初|底)?)"
)


@dataclass(frozen=True)
class TextKeys:
    """A sentence as the memory knows it. `text` may hold placeholders, `values` are its numbers, the marker's too.

    `norm` has MASK for every number. Keys are 64-bit signed integers, as databases keep them.
    """

    text: str
    language: str
    norm: str
    values: tuple[NumberValue, ...]

    @cached_property
    def exact_key(self) -> int:
        """Of the very characters."""
        return key_of(self.language, self.text)

    @cached_property
    def norm_key(self) -> int:
        """Of the normal form: texts that differ in numbers share it."""
        return key_of(self.language, self.norm)

    @cached_property
    def values_key(self) -> int:
        """Of the normal form and the values of its numbers, however they are written."""
        return key_of(self.language, self.norm, *(f"{value.kind}:{value.value}" for value in self.values))

    @cached_property
    def grams(self) -> tuple[int, ...]:
        return grams(self.norm, self.language)

    @cached_property
    def tags(self) -> tuple[str, ...]:
        return tags_of(self.text)

    @property
    def number_values(self) -> tuple[tuple[str, str], ...]:
        """Kinds and values alone, as they are stored and compared."""
        return tuple((value.kind.value, value.value) for value in self.values)


def keys_of(text: str, language: str) -> TextKeys:
    """The keys of a sentence; white space around it does not count."""
    text = text.strip()
    plain = without_placeholders(text)
    values = tuple(read_values(plain, language))
    return TextKeys(text, language, _normal_form(plain, values), values)


def tags_of(text: str) -> tuple[str, ...]:
    """The placeholders of a text, in the order of their names."""
    return tuple(sorted(str(token) for token in tokens(text)))


def with_values(norm: str, values: Iterable[Sequence[str]]) -> str:
    """A normal form with the values of its numbers in their places; `values` are kinds and values, in order."""
    figures = iter([value for kind, value in values if kind != Kind.MARKER])
    first, *rest = norm.split(MASK)
    return first + "".join(next(figures, "") + part for part in rest)


def normal_form(text: str, language: str) -> str:
    """`text` folded, with MASK for numbers and without list marker and tags."""
    return keys_of(text, language).norm


def fold(text: str) -> str:
    """NFKC, lower case, one sign for each class of punctuation, no white space but between words."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = unicodedata.normalize("NFKC", folded).translate(_PUNCTUATION)
    return _SPACE_BESIDE_HAN.sub("", _SPACE.sub(" ", folded)).strip()


def key_of(*parts: str) -> int:
    """A signed 64-bit integer of the parts: half of a SHA-256's first 16 bytes."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def grams(norm: str, language: str) -> tuple[int, ...]:
    """The grams of a normal form as signed 32-bit integers, each once, in ascending order.

    Numbers and punctuation are passed over: their neighbours count as neighbours of each other. The two languages share
    no gram.
    """
    runs = _RUN.findall(norm)
    if not runs:
        return ()
    found: set[str] = set()
    before = "^"
    beside_han = True
    for run in runs:
        is_han = _IS_HAN.match(run) is not None
        if is_han or beside_han:
            found.add(before + (run[0] if is_han else run))
        if is_han:
            found.update(map(add, run, run[1:]))
        else:
            found.add(run)
        before, beside_han = run[-1] if is_han else run, is_han
    found.add(f"{before}$")
    return _hashed(found, language)


def phrase_grams(phrase: str, language: str) -> tuple[int, ...]:
    """Grams that every text with this phrase has; () if it has none, as a lone Han character.

    Words of Latin script are meant whole. What holds a numeral, or may belong to a date, is left out: whether it counts
    as a number, and so is in no gram, the words around the phrase decide. 月 or 日 in front is taken for a word (日本).
    """
    units = _UNIT.findall(_IN_A_DATE.sub("0", fold(without_placeholders(phrase))))
    found = {
        unit
        for unit in units
        if not _IS_HAN.match(unit) and not _NUMERAL.search(unit) and unit not in _ENGLISH_NUMERALS
    }
    found.update(
        one + other
        for one, other in pairwise(units)
        if (_IS_HAN.match(one) or _IS_HAN.match(other)) and not _NUMERAL.search(one + other)
    )
    return _hashed(found, language)


def _normal_form(plain: str, values: Sequence[NumberValue]) -> str:
    position = bullet_end(plain)
    parts: list[str] = []
    for value in values:
        if value.start >= position:
            parts.append(plain[position : value.start])
        if value.kind != Kind.MARKER:
            parts.append(MASK)
        position = max(position, value.end)
    parts.append(plain[position:])
    return _joined(parts)


def _joined(parts: Iterable[str]) -> str:
    # Folded in one go, with a sign that folding leaves alone, so that white space beside a number is seen.
    return fold("".join("\ue001" if part == MASK else part.replace("\ue001", "") for part in parts)).replace(
        "\ue001", MASK
    )


def _hashed(found: Iterable[str], language: str) -> tuple[int, ...]:
    salt = zlib.crc32(language.encode())
    return tuple(sorted({zlib.crc32(gram.encode("utf-8", "surrogatepass"), salt) - 2**31 for gram in found}))
