"""Chinese sentences drafted in English word for word: terms, dates and amounts by rule, the rest from CC-CEDICT.

Chinese marks become English ones with English spacing. Words that only count (個, 名, 件) or mark grammar (的, 了) are
left out; any other word that the dictionary lacks stands in ⟦…⟧, so that no Han is left outside these brackets.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date

from cms.bilingual.placeholders import Token
from translation_jobs.providers import usual_words
from translation_jobs.providers.cedict import LONGEST_HEADWORD, english_words
from translation_jobs.providers.english_amounts import amounts, clock_times, list_marker
from translation_jobs.providers.word_for_word import (
    Piece,
    Role,
    Span,
    bracketed,
    join,
    leftmost_longest,
    parts,
    unknown,
)
from translation_jobs.text.dates import DateReading, english_date, read_chinese_dates
from translation_jobs.text.terms import TermIndex, fold, forms, without_abbreviation
from translation_jobs.units import GlossaryTerm

# Shorter terms are words like any other: 司長 must not be found in 公司長期, nor 委員 in 委員會.
_NAME_LENGTH = 3

# What a way to cut Han text into words costs: the fewest words win, of equals those with terms and words of grammar.
# So 在臺北 is 在 + 臺北 in spite of the headword 在臺, and 委員會 is one word in spite of the term 委員.
_TERM, _GRAMMAR, _WORD, _CHARACTER, _UNKNOWN = 7, 8, 10, 13, 25

# Full-width letters, digits and signs, except the marks that decide about spacing below.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "！（），：；？［］～"}
_NARROW[0x3000] = 0x20
_MARKS = {
    **{mark: (text, Role.CLOSING) for mark, text in zip("，、。；：！？）］】〕」』…", ",,.;:!?)]]]\"'…", strict=True)},
    **{mark: (text, Role.OPENING) for mark, text in zip("（［【〔「『", "([[[\"'", strict=True)},
    **{mark: (text, Role.JOINING) for mark, text in zip("—～〜・‧", "—––--", strict=True)},
    "——": ("—", Role.JOINING),
    "……": ("…", Role.CLOSING),
    # The title of a law or book stands plain in English.
    **dict.fromkeys("《》〈〉", ("", Role.JOINING)),
}
_CJK = "\u2e80-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff"
_HAN = "〇々㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_ONE_MARK = "".join(mark for mark in _MARKS if len(mark) == 1)
_PIECE = re.compile(
    rf"(?P<mark>——|……|[{_ONE_MARK}])|(?P<han>[{_HAN}]+)|(?P<copied>[^{_CJK}{_ONE_MARK}]+)|(?P<symbol>.)", re.DOTALL
)
_NO_SPACE_BEFORE = frozenset(",.;:!?)]}%-/~’”")
_NO_SPACE_AFTER = frozenset("([{-/~$#@‘“")


class EnglishDraft:
    """Drafts Chinese sentences in English with these terms (Chinese → English); `published` resolves 今（12）日."""

    def __init__(self, terms: Iterable[GlossaryTerm], published: date | None) -> None:
        usable = [term for term in terms if forms(term.target, "en") and not _HAN_CHARACTER.search(_written(term))]
        self._published = published
        self._names = TermIndex([term for term in usable if len(term.source) >= _NAME_LENGTH], "zh-hant")
        short = [term for term in usable if len(term.source) < _NAME_LENGTH]
        self._short_terms = {fold(name): term for term in reversed(short) for name in forms(term.source, "zh-hant")}
        self._dictionary = english_words()

    def sentence(self, source: str) -> str:
        """The draft of one sentence: never empty for a sentence that is not, and without Han outside ⟦…⟧."""
        introduced: set[str] = set()
        pieces: list[Piece | Token] = []
        for part in parts(source):
            if isinstance(part, Token):
                pieces.append(part)
            else:
                at_start = not any(isinstance(piece, Piece) for piece in pieces)
                pieces.extend(self._pieces(part.translate(_NARROW), at_start, introduced))
        if not any(isinstance(piece, Piece) and piece.text.strip() for piece in pieces):
            return bracketed(source)
        return join(_capitalised(pieces), _needs_space)

    def _pieces(self, text: str, at_start: bool, introduced: set[str]) -> Iterator[Piece]:
        """What a text between two placeholders becomes; `introduced` are the abbreviations the sentence has so far."""
        names = {(match.start, match.end): match.term for match in self._names.find(text)}
        dates = read_chinese_dates(text, self._published)
        spans = [
            *(list_marker(text) if at_start else ()),
            *(Span(start, end, "") for start, end in names),
            *(_date_span(text, reading) for reading in dates),
            *clock_times(text),
            *amounts(text),
        ]
        position = 0
        for span in leftmost_longest(spans):
            yield from self._word_for_word(text[position : span.start], text[span.start :], introduced)
            term = names.get((span.start, span.end))
            yield Piece(self._named(term, text[span.end :], introduced) if term else span.text, span.role)
            position = span.end
        yield from self._word_for_word(text[position:], "", introduced)

    def _named(self, term: GlossaryTerm, following: str, introduced: set[str]) -> str:
        """The term with its abbreviation at first mention, and the abbreviation after that.

        Where the source brings the abbreviation itself, as in 國家太空中心（TASA）, it is not said twice.
        """
        name = without_abbreviation(forms(term.target, "en")[0], term.abbreviation)
        if not term.abbreviation or term.abbreviation in introduced:
            return term.abbreviation or name
        introduced.add(term.abbreviation)
        bracket = re.match("[（(](?P<inside>[^（）()]*)[）)]", following)
        inside = bracket["inside"] if bracket else ""
        inside_terms = [match.term for match in self._names.find(inside)]
        inside_terms += [self._short_terms[fold(inside)]] if fold(inside) in self._short_terms else []
        repeated = term.abbreviation in inside or term.abbreviation in {other.abbreviation for other in inside_terms}
        return name if repeated else f"{name} ({term.abbreviation})"

    def _word_for_word(self, text: str, following: str, introduced: set[str]) -> Iterator[Piece]:
        """The pieces of a text that no rule covers; `following` is what stands after it in the source."""
        for found in _PIECE.finditer(text):
            if found["mark"]:
                yield Piece(*_MARKS[found[0]])
            elif found["han"]:
                yield from self._han_words(found[0], text[found.end() :] + following, introduced)
            elif found["copied"]:
                yield Piece(found[0], Role.COPIED)
            else:
                plain = unicodedata.normalize("NFKC", found[0])
                yield Piece(plain, Role.COPIED) if plain.isascii() else unknown(found[0])

    def _han_words(self, han: str, following: str, introduced: set[str]) -> Iterator[Piece]:
        """The words of Han text; characters that are in no dictionary are marked as unknown, a run of them at once."""
        position = unknown_from = 0
        for length, known in self._segmented(fold(han), han):
            end = position + length
            if known:
                if position > unknown_from:
                    yield unknown(han[unknown_from:position])
                term = self._short_terms.get(fold(han[position:end]))
                if term:
                    yield Piece(self._named(term, han[end:] + following, introduced))
                else:
                    yield Piece(self._translation(han[position:end]) or "")
                unknown_from = end
            position = end
        if position > unknown_from:
            yield unknown(han[unknown_from:position])

    def _segmented(self, folded: str, han: str) -> list[tuple[int, bool]]:
        """The lengths of the words, and whether each is known, at the least cost; of equals the longer word first."""
        costs = [0] * (len(han) + 1)
        steps = [(1, False)] * len(han)
        for start in reversed(range(len(han))):
            costs[start] = _UNKNOWN + costs[start + 1]
            for length in range(1, min(LONGEST_HEADWORD, len(han) - start) + 1):
                cost = self._cost(folded[start : start + length], han[start : start + length])
                if cost is not None and cost + costs[start + length] <= costs[start]:
                    costs[start], steps[start] = cost + costs[start + length], (length, True)
        words, position = [], 0
        while position < len(han):
            words.append(steps[position])
            position += steps[position][0]
        return words

    def _cost(self, folded: str, word: str) -> int | None:
        if folded in self._short_terms:
            return _TERM
        if self._translation(word) is None:
            return None
        return _WORD if len(word) > 1 else _GRAMMAR if word in usual_words.ENGLISH else _CHARACTER

    def _translation(self, word: str) -> str | None:
        """The word in English, "" if English does without it, None if no dictionary has it; 臺 may stand for 台."""
        for spelling in (word, fold(word)):
            for words in (usual_words.ENGLISH, self._dictionary):
                if spelling in words:
                    return words[spelling]
        return None


def _written(term: GlossaryTerm) -> str:
    return term.target + term.abbreviation


def _date_span(text: str, reading: DateReading) -> Span:
    """The date in English, with the preposition that its Chinese one becomes: on a day, in a month or year."""
    date_in_english = english_date(reading)
    if reading.start and text[reading.start - 1] in "於在" and not reading.relative:
        return Span(reading.start - 1, reading.end, f"{'on' if reading.day else 'in'} {date_in_english}")
    return Span(reading.start, reading.end, date_in_english)


def _capitalised(pieces: Iterable[Piece | Token]) -> Iterator[Piece | Token]:
    """The pieces with a capital letter on the first word of each sentence; what is copied keeps its letters."""
    at_start, last = True, ""
    for piece in pieces:
        if isinstance(piece, Token) or not piece.text:
            yield piece
            continue
        if at_start and piece.role is Role.WORD:
            piece = Piece(piece.text[0].upper() + piece.text[1:])
        if piece.role is Role.CLOSING:
            at_start = at_start or piece.text in ".!?"
            if piece.text == "." and last.endswith("."):
                continue  # "5:00 p.m." ends the sentence too
        elif piece.role in (Role.WORD, Role.UNKNOWN) or any(map(str.isalnum, piece.text)):
            at_start = piece.role is Role.MARKER
        last = piece.text
        yield piece


def _needs_space(previous: Piece, piece: Piece) -> bool:
    if previous.role in (Role.OPENING, Role.JOINING) or piece.role in (Role.CLOSING, Role.JOINING):
        return False
    left, right = previous.text[-1:], piece.text[:1]
    if not left or not right or left.isspace() or right.isspace():
        return False
    return not (piece.role is Role.COPIED and right in _NO_SPACE_BEFORE) and not (
        previous.role is Role.COPIED and left in _NO_SPACE_AFTER
    )
