"""The wording of the English: words written twice, negations lost, spelling, stray spaces and hyphens."""

import re
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.american_spelling import AMERICAN_OF, BRITISH_OF, MAYBE_BRITISH
from translation_jobs.text.contraries import contraries
from translation_jobs.text.negation import (
    ALLOWS_MORE,
    AMOUNTS,
    ANY_AMOUNT,
    ANY_NEGATION,
    DENIALS,
    EMPHATIC_DO,
    EXCEPTIONS,
    EXCEPTS,
    EXPLAINS,
    FORBIDS,
    FORBIDS_AMOUNT,
    LIMITS,
    STRONG,
)

# "had had" and "that that" can be right, "Bora Bora" and "New York, New York" are names.
_DOUBLED = re.compile(r"(?<![\w'’.-])(?P<word>[A-Za-z]+)(?P<gap>[ \t\n\u00a0]+)(?P=word)(?![\w'’-])", re.IGNORECASE)
_LEAST_ENGLISH = 12  # characters: in a heading of one or two words a negation is easily inside a word
_MAY_STAND_TWICE = frozenset({"had", "that", "her", "do", "so", "very", "no", "yes", "bye", "ha", "cha", "gua"})
_NEVER_NAMES = frozenset({"the", "a", "an", "of", "in", "and", "this", "these", "it", "is", "to", "for"})
# "Tech-\nnology", "Tech- nology" and, by endings that are no words, "Tech-nology"; not "short- and long-term".
_BROKEN = re.compile(
    r"(?<![\w-])(?P<head>[A-Za-z][a-z]{2,})-(?:\s+(?P<tail>(?!(?:and|or|nor|to|by)\b)[a-z]{3,})"
    r"|(?P<ending>(?:nolog(?:y|ies|ical)|tions?|tional|ments?|ernments?|velopments?|ductors?|versit(?:y|ies)|tific|tures?|ness))\b)"
)
# Two spaces after a full stop are an old habit of typists and nobody's fault.
_SPACES = re.compile(r"(?<=[^\s.!?:]) {2,}(?=\S)")
# " ..." and " .NET" are right.
_BEFORE_STOP = re.compile(r"(?<=[\w)”\"’]) +(?=[,;](?:\s|$)|\.(?:\s+[A-Z]|\s*$))")
_WORD = re.compile(r"(?<![\w'’-])[A-Za-z][a-z]+(?![\w'’])")


@rule(
    "wording.doubled",
    Severity.WARNS,
    _("A word stands twice: %(words)s"),
    Example("國科會公布計畫。", "The the council announced a program.", "The council announced a program."),
)
def doubled(reading: Reading) -> Iterator[Finding]:
    """The same English word twice in a row; a hint where that can be right (had had) or be a name (Bora Bora).

    Source: shared design "Quality checks", duplicate word: fires on 0.13 % of official translations, true faults.
    """
    # Across a line break they end one item and begin the next.
    found = [match for match in _DOUBLED.finditer(reading.en_prose) if "\n" not in match["gap"]]
    if found:
        yield reading.found(
            {"words": ", ".join(dict.fromkeys(" ".join(match.group().split()) for match in found))},
            en=tuple(Span(match.start(), match.end()) for match in found),
            en_fixes=tuple((Span(match.end("word"), match.end()), "") for match in found),
            severity=Severity.HINT if all(map(_may_stand_twice, found)) else None,
        )


def _may_stand_twice(match: re.Match[str]) -> bool:
    word, second = match["word"], match.group()[-len(match["word"]) :]
    if word.lower() in _MAY_STAND_TWICE or (len(word) == 1 and word.lower() != "a"):
        return True
    return word[0].isupper() and second[0].isupper() and word.lower() not in _NEVER_NAMES


@rule(
    "wording.negation",
    Severity.WARNS,
    _("The Chinese denies or forbids (%(words)s); does the English?"),
    Example("申請人不得更改題目。", "Applicants may change the topic.", "Applicants may not change the topic."),
)
def negation(reading: Reading) -> Iterator[Finding]:
    """The Chinese denies or forbids something and the English does not, told by what is missing or left over in it.

    Missing: any negation at all, or for what the Chinese forbids (不得) one that no other word of it (未, 除, 限制)
    explains; for 不得超過 any limit. Left over from a "not": "does hold", "may exceed".

    Source: house rule: a lost negation turns a sentence into its contrary. Fires on 0.4 % of 30,000 pairs of the law.
    """
    strong = list(STRONG.finditer(reading.zh))
    amounts = list(FORBIDS_AMOUNT.finditer(reading.zh))
    if not (strong or amounts) or len(reading.en) < _LEAST_ENGLISH:
        return
    english = reading.en_prose
    forbidding = [match for match in FORBIDS.finditer(reading.zh) if not _is_excepted(match, english)]
    if (
        (strong and not ANY_NEGATION.search(english))
        or (forbidding and _denial_is_missing(reading.zh, english))
        or (amounts and (ALLOWS_MORE.search(english) or not ANY_AMOUNT.search(english)))
        or (strong and EMPHATIC_DO.search(english))
    ):
        shown = forbidding or amounts or strong
        yield reading.found(
            {"words": "、".join(dict.fromkeys(reading.zh[match.start() : match.start() + 2] for match in shown))},
            zh=tuple(Span(match.start(), match.end()) for match in shown),
        )


def _is_excepted(forbids: re.Match[str], english: str) -> bool:
    """Whether English may have said it as an exception: 不在此限, "unless"."""
    return EXCEPTS.match(forbids.group()) is not None and EXCEPTIONS.search(english) is not None


def _denial_is_missing(chinese: str, english: str) -> bool:
    """Whether no word of the English answers 不得: no denial, and not more limits than other Chinese words explain."""
    rest = AMOUNTS.sub(" ", english)
    return not DENIALS.search(rest) and len(EXPLAINS.findall(chinese)) >= len(LIMITS.findall(rest))


@rule(
    "wording.contrary",
    Severity.WARNS,
    _("“%(target)s” says the contrary of “%(source)s”."),
    Example("每案至少三人。", "Each project has at most three people.", "Each project has at least three people."),
)
def contrary(reading: Reading) -> Iterator[Finding]:
    """At least for at most, a rise for a fall, a.m. for p.m., consent for its refusal.

    Looks only where neither text has another word that could explain it.

    Source: house rule: no wrong number, date or name passes unseen, and the word beside a number is part of it.
    """
    for chinese, english in contraries(reading.zh_prose, reading.en_prose):
        source, target = (chinese, english) if reading.is_to_english else (english, chinese)
        yield reading.found(
            {"source": source.group(), "target": target.group()},
            zh=(Span(*chinese.span()),),
            en=(Span(*english.span()),),
        )


@rule(
    "wording.spelling",
    Severity.HINT,
    _("The house style spells it otherwise: %(words)s"),
    Example("國科會公布計畫。", "NSTC announced a new programme.", "NSTC announced a new program."),
)
def spelling(reading: Reading) -> Iterator[Finding]:
    """British spelling where the house style is American, or the other way round; names keep theirs.

    A word with a capital letter that does not begin the text is taken for part of a name.

    Source: conventions "Text form", spelling.
    """
    style = reading.context.style.spelling
    table = AMERICAN_OF if style == "us" else BRITISH_OF if style == "uk" else {}
    if not table or (style == "us" and not MAYBE_BRITISH.search(reading.en)):
        return
    found = [
        (match, table[match.group().lower()])
        for match in _WORD.finditer(reading.en_prose)
        if match.group().lower() in table and (match.group()[0].islower() or not match.start())
    ]
    if found:
        fixes = [
            (Span(match.start(), match.end()), better.capitalize() if match.group()[0].isupper() else better)
            for match, better in found
        ]
        yield reading.found(
            {"words": ", ".join(dict.fromkeys(f"{match.group()} → {better}" for match, better in found))},
            en=tuple(span for span, _better in fixes),
            en_fixes=tuple(fixes),
        )


@rule(
    "wording.spaces",
    Severity.HINT,
    _("There are stray spaces: %(places)s"),
    Example("國科會公布計畫。", "NSTC  announced a program .", "NSTC announced a program."),
)
def spaces(reading: Reading) -> Iterator[Finding]:
    """Two spaces between words, or a space before a comma or full stop, in the English.

    Source: shared design "Quality checks", double_space: fires on 1.67 % of official translations, true faults.
    """
    en = reading.en
    found = [
        *((match, " ") for match in (_SPACES.finditer(en) if "  " in en else ())),
        *((match, "") for match in (_BEFORE_STOP.finditer(en) if " ," in en or " ." in en or " ;" in en else ())),
    ]
    if found:
        spans = [Span(match.start(), match.end()) for match, _text in found]
        places = (en[max(0, span.start - 8) : span.end + 8].strip() for span in spans)
        yield reading.found(
            {"places": ", ".join(f"“{place}”" for place in dict.fromkeys(places))},
            en=tuple(spans),
            en_fixes=tuple((span, text) for span, (_match, text) in zip(spans, found, strict=True)),
        )


@rule(
    "wording.line_hyphen",
    Severity.HINT,
    _("A hyphen is left from the end of a line: %(words)s"),
    Example("科技創新。", "Tech-\nnology innovation.", "Technology innovation."),
)
def line_hyphen(reading: Reading) -> Iterator[Finding]:
    """A word that was divided at the end of a line, with its hyphen and the line break or space still in it.

    Source: conventions "Text form", left-overs of PDF files.
    """
    found = list(_BROKEN.finditer(reading.en)) if "-" in reading.en else []
    if found:
        yield reading.found(
            {"words": ", ".join(f"{match['head']}-{match['tail'] or match['ending']}" for match in found)},
            en=tuple(Span(match.start(), match.end()) for match in found),
            en_fixes=tuple((Span(match.end("head"), match.start(str(match.lastgroup))), "") for match in found),
        )
