"""English sentences drafted in Traditional Chinese word for word: terms, dates and amounts by rule, the rest from
CC-CEDICT read backwards.

Dates are in years of the Republic (115年3月18日), money in 新臺幣6億元, marks full-width, and no spaces stand between
Chinese words. Abbreviations in capitals stay as they are, as Chinese texts write them too; any other word that the
dictionary lacks stands in ⟦…⟧.
"""

import re
from collections.abc import Iterable, Iterator

from cms.bilingual.placeholders import Token
from translation_jobs.providers import usual_words
from translation_jobs.providers.cedict import LONGEST_PHRASE, chinese_words
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
from translation_jobs.text.dates import chinese_date
from translation_jobs.text.english_dates import read_english_dates
from translation_jobs.text.numerals import Number, chinese_amount, read_english
from translation_jobs.text.terms import TermIndex, TermMatch, forms
from translation_jobs.units import GlossaryTerm

_CURRENCIES = {
    **dict.fromkeys(("NT$", "NTD", "TWD"), ("新臺幣", "元")),
    **dict.fromkeys(("US$", "USD"), ("", "美元")),
    **dict.fromkeys(("€", "EUR"), ("", "歐元")),
    "£": ("", "英鎊"),
    "¥": ("", "日圓"),
}
_CURRENCY_BEFORE = re.compile(r"(?P<sign>NT\$|US\$|€|£|¥|\b(?:NTD|TWD|USD|EUR)) ?$")
_PERCENT = re.compile(r" ?%| percent(?:age (?P<points>points?))?\b", re.IGNORECASE)

_CLOCK = re.compile(r"\b(?P<hour>1[0-2]|[1-9]):(?P<minute>[0-5][0-9]) (?P<half>a\.m\.|p\.m\.|noon\b)")
_LIST_MARKER = re.compile(r"[1-9][0-9]?\. ")  # its dot ends no sentence

_MARKS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", "…": "……", "&": "與"}
_MARKS |= {"“": "「", "”": "」", "‘": "『", "’": "』"}
_LETTER = "[A-Za-zÀ-ɏ]"
_PIECE = re.compile(
    r"(?P<address>https?://[!-~]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    rf"|(?P<word>[0-9]*{_LETTER}(?:[0-9]|{_LETTER}|['’&-](?=[0-9]|{_LETTER}))*)"
    r"|(?P<number>[0-9]+(?:[.,:-][0-9]+)*)"
    r"|(?P<stop>\.(?=[\s\"”’')\]]|$))|(?P<dash>\s*[—–]\s*)|(?P<space>\s+)|(?P<quote>\")|(?P<other>.)",
    re.DOTALL,
)
_ABBREVIATION = re.compile("(?=.{2})[A-Z0-9&-]+s?")


class ChineseDraft:
    """Drafts English sentences in Chinese with these terms (English → Chinese)."""

    def __init__(self, terms: Iterable[GlossaryTerm]) -> None:
        self._terms = TermIndex([term for term in terms if forms(term.target, "zh-hant")], "en")
        self._dictionary = chinese_words()

    def sentence(self, source: str) -> str:
        """The draft of one sentence: never empty for a sentence that is not."""
        pieces: list[Piece | Token] = []
        for part in parts(source):
            if isinstance(part, Token):
                pieces.append(part)
            else:
                pieces.extend(self._pieces(part, at_start=not any(isinstance(piece, Piece) for piece in pieces)))
        if not any(isinstance(piece, Piece) and piece.text.strip() for piece in pieces):
            return bracketed(source)
        return join(_spaced(_paired_quotes(pieces)), lambda _previous, _piece: False)

    def _pieces(self, text: str, at_start: bool) -> Iterator[Piece]:
        """What a text between two placeholders becomes, with the source's spaces."""
        marker = _LIST_MARKER.match(text) if at_start else None
        spans = [
            *([Span(0, marker.end(), marker[0], Role.COPIED)] if marker else ()),
            *(_term_span(text, match) for match in self._terms.find(text)),
            *(
                Span(reading.start, reading.end, chinese_date(reading))
                for reading in read_english_dates(text)
                if not reading.continued
            ),
            *_clock_times(text),
            *_amounts(text),
        ]
        position = 0
        for span in leftmost_longest(spans):
            yield from self._word_for_word(text[position : span.start])
            yield Piece(span.text, span.role)
            position = span.end
        yield from self._word_for_word(text[position:])

    def _word_for_word(self, text: str) -> Iterator[Piece]:
        """The pieces of a text that no rule covers; unknown words that follow each other share their brackets."""
        position, missing = 0, ""
        while found := _PIECE.match(text, position):
            if found["word"]:
                position, translation = self._phrase(text, found)
                if translation is None:
                    missing += text[found.start() : position]
                    continue
            else:
                position, translation = found.end(), _other_piece(found)
                if missing and found["space"] and _PIECE.match(text, position):
                    missing += " "
                    continue
            if missing:
                yield from _missing(missing)
                missing = ""
            yield translation
        if missing:
            yield from _missing(missing)

    def _phrase(self, text: str, found: re.Match[str]) -> tuple[int, Piece | None]:
        """Where the longest phrase of the dictionary that starts with this word ends, and what it becomes."""
        ends = [found.end()]
        while len(ends) < LONGEST_PHRASE and (following := _PIECE.match(text, ends[-1] + 1)):
            if not following["word"] or text[ends[-1]] != " ":
                break
            ends.append(following.end())
        for end in reversed(ends[1:]):
            phrase = text[found.start() : end].lower()
            if phrase in self._dictionary and _is_phrase(phrase.split()):
                return end, Piece(self._dictionary[phrase])
        if _ABBREVIATION.fullmatch(found[0]):
            return found.end(), Piece(found[0], Role.COPIED)
        chinese = self._word(found[0])
        return found.end(), None if chinese is None else Piece(chinese)

    def _word(self, word: str) -> str | None:
        """One word in Chinese, by its base form; a compound with hyphens by its parts; None if a part is unknown."""
        written = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
        if written in usual_words.CHINESE:
            return usual_words.CHINESE[written]
        for words in (usual_words.CHINESE, self._dictionary):
            for base in _base_forms(written):
                if base in words:
                    return words[base]
        if "-" not in word:
            return None
        translations = [self._word(part) for part in word.split("-")]
        return None if None in translations else "".join(filter(None, translations))


def _is_phrase(words: list[str]) -> bool:
    """Whether a gloss is a phrase of its own; glosses like "by the" or "the next" explain grammar instead."""
    first, last = (usual_words.CHINESE.get(word, word) for word in (words[0], words[-1]))
    return first != "" and len(last) > 1


def _base_forms(word: str) -> Iterator[str]:
    """What a word may be a form of, and the word itself: studies → study, planned → plan, using → use.

    The singular goes first, since glosses in the plural are of rare words; an -ed or -ing form may be a word of its own
    (advanced, building) and is looked up as it is before its base.
    """
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        if word.endswith("ies"):
            yield word[:-3] + "y"
        yield word[:-1]
        if word.endswith("es"):
            yield word[:-2]
    yield word
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            if stem.endswith("i"):
                yield stem[:-1] + "y"
            yield from (stem, stem + "e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]


def _missing(words: str) -> Iterator[Piece]:
    yield unknown(words.rstrip())


def _other_piece(found: re.Match[str]) -> Piece:
    """What is not a word: marks in their Chinese form, the rest as it is."""
    if found["stop"]:
        return Piece("。")
    if found["dash"]:
        # Between numbers a dash is a range, elsewhere a break; a date or amount may have been cut off before it.
        before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
        return Piece("至" if (before.isdigit() or not before) and after.isdigit() else "——")
    return Piece(_MARKS[found[0]]) if found[0] in _MARKS else Piece(found[0], Role.COPIED)


def _term_span(text: str, match: TermMatch) -> Span:
    """The term in Chinese; an abbreviation in brackets, "(TSRI)", follows its name and stays."""
    written = text[match.start : match.end]
    if written == match.term.abbreviation and text[match.start - 1 : match.end + 1] == f"({written})":
        return Span(match.start, match.end, written, Role.COPIED)
    return Span(match.start, match.end, forms(match.term.target, "zh-hant")[0])


def _clock_times(text: str) -> Iterator[Span]:
    """9:30 a.m. becomes 上午9時30分, 5:00 p.m. 下午5時, 12:00 noon 中午12時."""
    for found in _CLOCK.finditer(text):
        half = {"a": "上午", "p": "下午", "n": "中午"}[found["half"][0]]
        minute = "" if found["minute"] == "00" else f"{int(found['minute'])}分"
        yield Span(found.start(), found.end(), f"{half}{found['hour']}時{minute}")


def _amounts(text: str) -> Iterator[Span]:
    """Money, shares, and numbers that Chinese groups by four digits."""
    for number in read_english(text):
        span = _money(text, number) or _share(text, number) or _large(number)
        if span:
            yield span


def _money(text: str, number: Number) -> Span | None:
    before = _CURRENCY_BEFORE.search(text[max(number.start - 4, 0) : number.start])
    if not before:
        return None
    name, unit = _CURRENCIES[before["sign"]]
    return Span(number.start - len(before[0]), number.end, f"{name}{chinese_amount(number.value)}{unit}")


def _share(text: str, number: Number) -> Span | None:
    percent = _PERCENT.match(text, number.end)
    if not percent:
        return None
    return Span(number.start, percent.end(), number.text + ("個百分點" if percent["points"] else "%"))


def _large(number: Number) -> Span | None:
    if "," not in number.text and number.text.replace(".", "").isdigit():
        return None  # 2026 is a year as often as an amount
    return Span(number.start, number.end, chinese_amount(number.value))


def _paired_quotes(pieces: Iterable[Piece | Token]) -> Iterator[Piece | Token]:
    """Straight quotation marks as 「 and 」 in turn."""
    opened = False
    for piece in pieces:
        if isinstance(piece, Piece) and piece.text == '"':
            piece = Piece("」" if opened else "「")
            opened = not opened
        yield piece


def _spaced(pieces: Iterable[Piece | Token]) -> Iterator[Piece | Token]:
    """The pieces without the source's spaces, except between two copied words: IC Design, but 16 GPU 小時 not."""
    waiting: list[Piece | Token] = []
    previous: Piece | None = None
    for piece in pieces:
        if isinstance(piece, Token) or not piece.text.strip():
            waiting.append(piece)
            continue
        keep = previous is not None and previous.role is piece.role is Role.COPIED
        yield from (other for other in waiting if keep or isinstance(other, Token))
        yield piece
        previous, waiting = piece, []
    yield from (other for other in waiting if isinstance(other, Token))
