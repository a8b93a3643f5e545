"""Numbers in English text: digits, words, ordinals and fractions, read to exact values with their places.

"1.2 billion", "one hundred and twenty-three", "21st", "two-thirds" and "2/3" are numbers. A lone "one" or "first" is
one too: whether it counts anything is for the reader of the value to say. Words like "a", "both" or "monthly" are read
by `values_anywhere` alone: they can stand for a number, and mostly do not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Form(StrEnum):
    DIGITS = "digits"
    WORDS = "words"
    ORDINAL = "ordinal"
    FRACTION = "fraction"


@dataclass(frozen=True, slots=True)
class EnglishNumber:
    """A number in an English text: its place in code points, its exact value, and how it is written."""

    start: int
    end: int
    value: Fraction
    text: str
    form: Form


_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
CARDINALS = {word: value for value, word in enumerate(_SMALL)} | {
    word: value * 10 for value, word in enumerate(_TENS, 2)
}
CARDINALS["fourty"] = 40  # a common misspelling
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth"}
_IRREGULAR |= {"twelve": "twelfth"}
ORDINALS = {
    _IRREGULAR.get(word, word[:-1] + "ieth" if word.endswith("y") else word + "th"): value
    for word, value in CARDINALS.items()
    if value
}
_SCALES = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALE_ORDINALS = {f"{word}th": value for word, value in _SCALES.items()}
# What a fraction is counted in. "second" is a unit of time here, never a half.
_PARTS = {word: value for word, value in ORDINALS.items() if value > 2} | _SCALE_ORDINALS
_PARTS |= {"half": 2, "halve": 2, "quarter": 4}

# Wide digits and marks, and the many spaces and hyphens, one for one, so that positions stay.
_PLAIN = str.maketrans("０１２３４５６７８９，．％＄（）／\u00a0\u202f\u2009\u3000‐‑–−", "0123456789,.%$()/    ----")

_WORD = "|".join(sorted((*CARDINALS, *_SCALES), key=len, reverse=True))
_ORDINAL = "|".join(sorted((*ORDINALS, *_SCALE_ORDINALS), key=len, reverse=True))
_PART = "|".join(sorted((f"{word}s?" for word in _PARTS), key=len, reverse=True))
# Longer runs of digits are identifiers. "100, 000" is a slip for 100,000, told by its three zeros.
DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]{1,3}(?:, 000)+(?![0-9])|[0-9]{1,15}(?![0-9])"
# Digits of names (PM2.5, COVID-19) are no numbers, but those after a currency (NTD500) or an abbreviation (No.5) are.
_FRESH = r"(?:(?<![a-z0-9])(?<![0-9]\.)(?<![a-z]-)|(?<=ntd)|(?<=twd)|(?<=usd)|(?<=eur)|(?<=nt)|(?<=rmb))"
# Of a text in lower case: that is twice as fast as a pattern that ignores case, and it is searched for in every text.
_NUMBER = re.compile(
    rf"{_FRESH}(?:(?P<above>[0-9]{{1,4}})/(?P<below>[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,6}})(?![0-9/])"
    rf"|(?P<digits>{DIGITS})(?P<decimals>\.[0-9]{{1,12}}(?![0-9]|\.[0-9]))?(?:(?P<ending>st|nd|rd|th)\b)?)"
    rf"|\b(?:(?P<word>{_WORD})|(?P<ordinal>{_ORDINAL}))\b"
)
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_NEXT = re.compile(rf"(?:-| |, )(?:and[ -])?(?P<word>{_WORD})(?:(?<=[dn])s)?\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|one) $", re.IGNORECASE)
_NEXT_ORDINAL = re.compile(rf"[- ](?:and[ -])?(?P<word>{_ORDINAL})\b", re.IGNORECASE)
_NEXT_PART = re.compile(
    rf"[- ](?:(?P<times>{'|'.join(CARDINALS)})[- ](?=hundred|thousand))?(?P<word>{_PART})\b"
    "(?!-|[- ](?:part|person|countr|year|month|time|level))",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:(?P<w1>an?|once|single|sole|only|each|every|per|any|same|annual\w*|yearly|monthly|weekly|daily|hourly"
    r"|year|month|week|day|hour|another|other|individual|unit)"
    r"|(?P<w2>both|either|twice|doubl\w+|duplicate\w*|bi(?:-?[a-z]+)|pair|couple|two\w+|dual|mutual|half|halves"
    r"|majority|latter|former)"
    r"|(?P<w3>thrice|tripl\w+|tri\w+|quarterly|quarter|season\w*)|(?P<w4>quadrupl\w+|quarters?|quarterly)"
    r"|(?P<w6>semi-?annual\w*|half)|(?P<w12>dozens?|noon|midnight|annual\w*|year\w*)|(?P<w10>decade\w*|tenfold)"
    r"|(?P<w0>no|none|nil|midnight|freezing)|(?P<w100>centur\w+|full|entire|all|whole|centennial\w*))\b",
    re.IGNORECASE,
)


_WORD_VALUES: dict[str, tuple[Fraction, ...]] = {
    "half": (Fraction(1, 2), Fraction(6), Fraction(30)),
    "majority": (Fraction(1, 2),),
    "quarter": (Fraction(1, 4), Fraction(3), Fraction(15)),
    "quarterly": (Fraction(3), Fraction(4)),
    "annual": (Fraction(12),),
    "year": (Fraction(12),),
}
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}
_DIGIT_RUN = re.compile("[0-9]{1,9}")
_LETTER = re.compile(r"\b(?P<roman>[IVX]{1,5}|(?<=\()[ivx]{1,5}(?=\)))\b|(?:\(|[Ii]tems? )(?P<letter>[A-Za-z])\b")


def plain(text: str) -> str:
    """`text` with full-width digits and marks, odd spaces and dashes as ASCII, each in its place."""
    return text if text.isascii() else text.translate(_PLAIN)


def read_english_numbers(text: str) -> list[EnglishNumber]:
    """All numbers of an English text, from left to right, without overlap."""
    return list(_numbers(plain(text)))


def values_anywhere(text: str) -> set[Fraction]:
    """Every value that a word, letter or digit of the text could mean, beside its numbers.

    "both" is 2, "half" 1/2, "monthly" 1, "Item (c)" 3, "Subparagraph IV" 4, "Article 12.1.1" 12 and 1.
    """
    text = plain(text)
    found = {Fraction(digits) for digits in _DIGIT_RUN.findall(text)}
    for match in _SOFT.finditer(text):
        found.add(Fraction((match.lastgroup or "w1")[1:]))
        found.update(_WORD_VALUES.get(match.group().lower().rstrip("s"), ()))
    for match in _LETTER.finditer(text):
        if match["roman"]:
            found.add(Fraction(roman_value(match["roman"].upper())))
        if match["letter"]:
            found.add(Fraction(ord(match["letter"].lower()) - ord("a") + 1))
    return found


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral below 90."""
    total = 0
    for sign, following in zip(numeral, [*numeral[1:], ""], strict=True):
        value = _ROMAN_DIGITS[sign]
        total += -value if following and _ROMAN_DIGITS[following] > value else value
    return total


def _numbers(text: str) -> Iterator[EnglishNumber]:
    position = 0
    lower = text.lower() if text.isascii() else text.translate(_LOWER)  # one character for one
    while found := _NUMBER.search(lower, position):
        number = _number(text, found)
        position = max(found.end(), number.end if number else 0)
        if number:
            yield number


def _number(text: str, found: re.Match[str]) -> EnglishNumber | None:
    start, end = found.span()
    if found["above"]:
        below = int(found["below"].replace(",", ""))
        if not below:
            return None
        return EnglishNumber(start, end, Fraction(int(found["above"]), below), text[start:end], Form.FRACTION)
    if found["ordinal"]:
        word = found["ordinal"].lower()
        value = ORDINALS.get(word) or _SCALE_ORDINALS[word]
        return EnglishNumber(start, end, Fraction(value), text[start:end], Form.ORDINAL)
    if found["digits"]:
        value_of_digits = Fraction(found["digits"].replace(",", "").replace(" ", "") + (found["decimals"] or ""))
        if found["ending"]:
            return EnglishNumber(start, end, value_of_digits, text[start:end], Form.ORDINAL)
        value_of_digits, end = _scaled(text, value_of_digits, end)
        return EnglishNumber(start, end, value_of_digits, text[start:end], Form.DIGITS)
    return _in_words(text, found)


def _scaled(text: str, value: Fraction, end: int) -> tuple[Fraction, int]:
    """Digits and the scale words behind them: 10 thousand, 3 hundred million."""
    while (following := _NEXT.match(text, end)) and following["word"].lower() in _SCALES and text[end] != ",":
        value, end = value * _SCALES[following["word"].lower()], following.end()
    return value, end


@dataclass(slots=True)
class _Words:
    """Number words taken so far: `total` in finished scales, `current` below the next, up to `end`."""

    total: Fraction
    current: Fraction
    last_scale: int
    end: int
    # "sixty thousand and three hundred thousand" are two numbers; that shows only at the second "thousand".
    before_current: tuple[Fraction, Fraction, int]

    def take_scale(self, scale: int, joined: bool) -> bool:
        """Takes "hundred", "thousand" …; False if the number ends before it."""
        if joined or (scale == 100 and (not self.current or self.current >= 100)):
            return False
        if scale == 100:
            self.current *= 100
        elif self.current and scale >= self.last_scale:
            self.total, self.current, self.end = self.before_current
            return False
        elif scale < self.last_scale:
            self.total, self.current = self.total + self.current * scale, Fraction(0)
            self.last_scale = scale
        else:  # one hundred thousand million
            self.total, self.last_scale = self.total * scale, scale
        return True

    def take_cardinal(self, value: int, joined: bool, with_and: bool) -> bool:
        """Takes "one" to "ninety"; False if it begins another number."""
        if not self.current:
            if not self.total:
                return False
            self.before_current = (self.total, self.current, self.end)
        else:
            room = 10 if self.current % 100 >= 20 else 100
            if joined or self.current % room or value >= room or (with_and and self.current < 100):
                return False
        self.current += value
        return True


def _in_words(text: str, found: re.Match[str]) -> EnglishNumber | None:
    """A number that begins with a word: as many of the words after it as make one number."""
    start, end = found.span()
    word = found["word"].lower()
    scale = _SCALES.get(word, 0)
    # "a hundred" and "the hundred" are 100, "several hundred" is no number.
    if scale and not _ARTICLE.search(text[max(0, start - 6) : start]):
        return None
    first = Fraction(scale or CARDINALS[word])
    total, current = (first, Fraction(0)) if scale > 100 else (Fraction(0), first)
    words = _Words(total, current, scale or 10**15, end, (total, current, end))
    while following := _NEXT.match(text, words.end):
        word = following["word"].lower()
        joined, with_and = text[words.end] == ",", "and" in following.group().lower()[:5]
        if word in _SCALES:
            taken = words.take_scale(_SCALES[word], joined)
        else:
            taken = words.take_cardinal(CARDINALS[word], joined, with_and)
        if not taken:
            break
        words.end = following.end()
    value = words.total + words.current
    return (
        _ordinal_of(text, start, words.end, value)
        or _part_of(text, start, words.end, value)
        or EnglishNumber(start, words.end, value, text[start : words.end], Form.WORDS)
    )


def _ordinal_of(text: str, start: int, end: int, value: Fraction) -> EnglishNumber | None:
    """Twenty-first, one hundred and first."""
    found = _NEXT_ORDINAL.match(text, end) if value >= 20 and not value % 10 else None
    unit = ORDINALS.get(found["word"].lower(), 0) if found else 0
    if not found or not unit or unit >= (10 if value % 100 else 100):
        return None
    return EnglishNumber(start, found.end(), value + unit, text[start : found.end()], Form.ORDINAL)


def _part_of(text: str, start: int, end: int, value: Fraction) -> EnglishNumber | None:
    """Two-thirds, one quarter, one four-thousandth."""
    found = _NEXT_PART.match(text, end) if 1 <= value <= 99 else None
    if not found:
        return None
    word = found["word"].lower()
    below = _PARTS.get(word) or _PARTS[word[:-1]]
    below *= CARDINALS[found["times"].lower()] if found["times"] else 1
    if value >= below and value != 1:
        return None
    return EnglishNumber(start, found.end(), value / below, text[start : found.end()], Form.FRACTION)
