"""Sentences: a paragraph of Chinese or English cut into its segments, and put together again. Pure.

A sentence ends at an end mark and the closing quotes and brackets after it; nothing ends inside an open quotation,
bracket or title; where one closes after an end mark, the words that follow say whether the sentence goes on. Statutes
would be content with a cut at each 。, news releases are not: they quote, enumerate and mix in English.

How it works: placeholders are taken out, and each line is read once. First the brackets are paired, so that a
character knows the outermost pair around it; then each run of end marks is judged by its kind (full stop, question or
exclamation, ellipsis) and by what stands on either side; then the places found are carried back to the text with its
placeholders. What belongs to a language stands in `segmentation_rules`. Text of one language quotes the other, so its
table is chosen by the script that follows, and by the language of the text only where the script does not tell.

Whatever is uncertain does not break: two sentences in one segment read well, half a sentence does not.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cms.bilingual.placeholders import mismatches, tokens, without_placeholders
from translation_jobs.text import segmentation_rules as known
from translation_jobs.text.manual_boundaries import ManualBoundaries, apply_boundaries
from translation_jobs.text.placeholders import matched_pairs
from translation_jobs.text.segmentation_rules import CHINESE, ENGLISH, Language

_RUN_OF_MARKS = re.compile(f"[{re.escape(known.MARKS)}]+")
_LINE = re.compile("[^\n\r\u2028\u2029]+")
_NEWLINE = re.compile("[\n\r\u2028\u2029]\\s*$")
_VISIBLE = re.compile(r"\S")
_SEEN = 80  # characters looked at on either side of a mark: more than any pattern needs
_DEPTH = 10  # how many brackets that are never closed may stand between the two of a pair


def split_sentences(text: str, language: str, boundaries: ManualBoundaries | None = None) -> list[str]:
    """The sentences of `text`, which joined are the text again; [] for an empty text.

    White space belongs to the sentence before it (at the very start, to the first), as do placeholders that close or
    stand alone. A line break ends a sentence; no sentence ends inside a pair of placeholders, not even there. No piece
    is without anything to read, unless the whole text is. `language` is a Django code; ValueError if it has no rules.

    `boundaries` are what people decided on this paragraph: their cuts are made and their joins left uncut, except that
    no cut is made inside a pair of placeholders; those that this text does not hold are ignored.
    """
    rules = _rules(language)
    plain, offsets = _plain(text)
    starts = [token.start for token in tokens(text)]
    elements = _outermost_elements(text)
    cuts = [0]
    ends: Iterable[int] = _ends(plain, rules)
    if boundaries is not None:
        ends = apply_boundaries(plain, ends, boundaries)
    for end in ends:
        after = _VISIBLE.search(plain, end)
        if after is None:
            break
        low, high = offsets[end - 1] + 1, offsets[after.start()]
        between = starts[bisect_left(starts, low) : bisect_left(starts, high)]
        for place in (high, *reversed(between), low):
            holder = bisect_left(elements, (place, 0)) - 1  # the last element that begins before
            if holder < 0 or elements[holder][1] <= place:
                cuts.append(place)
                break
    return [text[start:stop] for start, stop in zip(cuts, [*cuts[1:], len(text)], strict=True) if start < stop]


def join_sentences(targets: Sequence[str], sources: Sequence[str], target_language: str) -> str:
    """One paragraph of the targets of its sentences, each without the white space around it.

    Between two stands a line feed where the source sentence ended its line, otherwise a space in English and nothing
    in Chinese. ValueError if the numbers of targets and sources differ.
    """
    separator = _rules(target_language).separator
    parts: list[str] = []
    for target, source in zip(targets, sources, strict=True):
        parts += [target.strip(), "\n" if _NEWLINE.search(without_placeholders(source)) else separator]
    return "".join(parts[:-1])


def split_paragraph_pair(source: str, target: str, source_language: str, target_language: str) -> list[tuple[str, str]]:
    """A paragraph and its translation as pairs of sentences, or as one pair if they cannot be matched for certain.

    They are matched if both have as many sentences, each pair has the same placeholders, and `join_sentences` makes
    the target again (but for white space at its ends). Sources come as `split_sentences` cuts them, targets stripped.
    """
    sources = split_sentences(source, source_language)
    targets = [piece.strip() for piece in split_sentences(target, target_language)]
    matched = (
        len(sources) == len(targets) > 1
        and not any(mismatches(*pair) for pair in zip(sources, targets, strict=True))
        and join_sentences(targets, sources, target_language) == target.strip()
    )
    return list(zip(sources, targets, strict=True)) if matched else [(source, target)]


def _rules(language: str) -> Language:
    try:
        return known.LANGUAGES[language]
    except KeyError:
        raise ValueError(f"no rules for the sentences of {language!r}") from None


def _plain(text: str) -> tuple[str, list[int]]:
    """`text` without placeholders, and for each of its characters where it stands in `text`."""
    offsets: list[int] = []
    end = 0
    for token in tokens(text):
        offsets.extend(range(end, token.start))
        end = token.end
    offsets.extend(range(end, len(text)))
    return without_placeholders(text), offsets


def _outermost_elements(text: str) -> list[tuple[int, int]]:
    """Where the pairs of placeholders that stand in no other one start and end, from left to right."""
    elements: list[tuple[int, int]] = []
    for opening, closing in sorted(matched_pairs(text), key=lambda pair: pair[0].start):
        if not elements or opening.start >= elements[-1][1]:
            elements.append((opening.start, closing.end))
    return elements


def _ends(plain: str, rules: Language) -> Iterator[int]:
    """Where the sentences of `plain` end, before the white space that follows; lines are read one by one."""
    for line in _LINE.finditer(plain):
        content = line.group().rstrip()
        if content:
            yield from (line.start() + end for end in _Line(content).ends(rules))
            yield line.start() + len(content)


class _Line:
    """A line without placeholders, its addresses masked, in which `outermost` tells what stands inside what."""

    def __init__(self, content: str) -> None:
        self.text = known.ADDRESS.sub(lambda found: "a" * len(found.group()), content)
        self.outermost = _outermost(self.text)

    def ends(self, rules: Language) -> Iterator[int]:
        """The places inside the line where a sentence ends."""
        text = self.text
        start = len(text) - len(text.lstrip())
        for run in _RUN_OF_MARKS.finditer(text):
            end = run.end()
            opener = self.outermost[run.start()]
            while end < len(text) and text[end] in known.CLOSERS and self.outermost[end] == opener:
                end += 1
            if pictures := known.PICTURES.match(text, end):
                end = pictures.end()
            after = _VISIBLE.search(text, end)
            if after is None or self.outermost[end] == opener >= 0:
                continue
            stop = _Stop(text, start, run.start(), run.end(), end, after.start(), opener)
            if stop.ends_sentence(rules):
                remark = known.REMARK.match(text, end) if opener < 0 else None
                if remark and remark.end() == len(text):
                    return
                yield remark.end() if remark else end
                start = remark.end() if remark else after.start()


@dataclass(frozen=True, slots=True)
class _Stop:
    """A run of end marks that may end the sentence begun at `start`; all numbers are places in `text`.

    The marks stand from `mark` to `mark_end`; `end` is after the closing quotes and brackets too; `after` is the next
    character to be seen; `opener` is where the outermost pair around the marks opens, which `end` has left, or -1.
    """

    text: str
    start: int
    mark: int
    mark_end: int
    end: int
    after: int
    opener: int

    @property
    def marks(self) -> str:
        return self.text[self.mark : self.mark_end]

    @property
    def following(self) -> str:
        return self.text[self.after : self.after + _SEEN]

    @property
    def gap(self) -> bool:
        return self.after > self.end

    def ends_sentence(self, rules: Language) -> bool:
        first = self.text[self.after]
        if first in known.GOES_ON or first in known.MARKS:
            return False
        if known.HAN.match(first):
            rules = CHINESE
        elif first.isalpha():
            rules = ENGLISH
        if self.marks in {".", "．"}:
            ended = self._full_stop_ends()
        elif known.DOTS.issuperset(self.marks):
            ended = bool(rules.resumes.match(self.following)) and (self.gap or rules is not ENGLISH)
        else:
            ended = self._full_mark_ends()
        return ended and (self.opener < 0 or self._closing_ends(rules))

    def _full_mark_ends(self) -> bool:
        """Of a run with at least one of 。！？ or their half-width forms."""
        if not self.marks.isascii():
            return True
        if known.NAMES_WITH_MARK.search(self.text, 0, self.mark_end):
            return False
        first = self.text[self.after]
        return not ENGLISH.continues.match(self.following) and (self.gap or not (first.isascii() and first.isalnum()))

    def _full_stop_ends(self) -> bool:
        """Of a single half-width dot, which numbers, names, abbreviations and item numbers hold too."""
        before = self.text[max(self.start, self.opener + 1) : self.mark][-_SEEN:]
        first = self.text[self.after]
        if not before.strip() or known.ITEM.search(before):
            return False
        wide = bool(known.HAN.match(first)) or first in known.WIDE_OPENERS
        if self.marks == "．" and wide and not self.gap and not known.CLAUSE.search(before):
            return False  # 馬克．吐溫, 第一章．總則
        spaced = self.gap and (wide or bool(known.SENTENCE_CASE.match(self.following.lstrip('([{“‘"'))))
        if before[-1].isdigit():
            return spaced and not first.isdigit() and not wide
        if known.HAN.match(before[-1]):
            joins = any(before[-1] in row and first in row for row in (known.NAME_SYLLABLES, known.CHINESE_DIGITS))
            return (wide and (self.gap or not joins)) or spaced
        word = known.LATIN_WORD.search(before)
        if word is None:
            return wide or spaced
        return self._word_ends(word.group(), wide or spaced)

    def _word_ends(self, word: str, new_sentence: bool) -> bool:
        """Whether the dot after `word` is a full stop; `new_sentence` says that what follows could begin one."""
        name = word.lower()
        if name in known.BEFORE_A_NAME:
            return False
        if name in known.BEFORE_A_NUMBER:
            return new_sentence and not known.A_NUMBER.match(self.following)
        if name in known.AFTER_A_NAME or known.INITIALS.fullmatch(word):
            return self.gap and bool(known.FIRST_WORDS.match(self.following))
        return new_sentence

    def _closing_ends(self, rules: Language) -> bool:
        """Whether a pair that closes after an end mark closes its sentence too."""
        opening = self.text[self.opener]
        if opening in known.TITLE_OPENERS:
            return False
        continues, begins = rules.continues.match(self.following), rules.begins.match(self.following)
        if continues and not (begins and begins.end() > continues.end()):
            return False
        at_start = self.opener == self.start
        if opening in known.BRACKET_OPENERS:
            return at_start  # a remark inside a sentence is part of it; one between two is a sentence of its own
        stops = not known.FULL_STOPS.isdisjoint(self.marks)
        if at_start and (rules is CHINESE or not stops) and rules.says_who.match(self.following):
            return False
        if stops or not known.DOTS.isdisjoint(self.marks):
            return True
        if at_start:
            return not rules.names.match(self.following)
        # An exclamation or a question that nothing introduces is a name or a slogan within the sentence.
        return self.text[: self.opener].rstrip()[-1:] in known.INTRODUCES


def _outermost(text: str) -> list[int]:
    """For each character where the outermost pair of brackets or quotes that holds it opens, or -1.

    Only pairs count: a quotation that is never closed, or a closing bracket after an item number, holds nothing.
    """
    outermost = [-1] * len(text)
    open_places: list[int] = []
    pairs: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if character in known.CLOSERS:
            recent = range(len(open_places) - 1, max(len(open_places) - _DEPTH, 0) - 1, -1)
            depth = next((i for i in recent if known.CLOSER_OF.get(text[open_places[i]], '"') == character), None)
            if depth is not None:
                pairs.append((open_places[depth], place))
                del open_places[depth:]
            elif character == '"' and not text[place - 1 : place].isdigit():  # after a digit it means inches
                open_places.append(place)
        elif character in known.CLOSER_OF:
            open_places.append(place)
    end = -1
    for opener, closer in sorted(pairs):
        if opener > end:
            outermost[opener : closer + 1] = [opener] * (closer + 1 - opener)
            end = closer
    return outermost
