"""Which glossary terms of a Chinese text its English does not hold, and what stands there instead.

Official translations often leave a body out (it, the competent authority) or call it for short, so a missing term is
mostly no fault. It is one where another name of the same sort stands in the English that nothing in the Chinese calls
for: "Ministry of Home Affairs" where 內政部 is the only ministry.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from translation_jobs.text.accepted_forms import AcceptedForms
from translation_jobs.text.english_words import EnglishWords, Word, stem
from translation_jobs.text.glossary import Glossary
from translation_jobs.text.proper_names import BODIES, HEADS, LAWS, capitalised_names, head_of
from translation_jobs.text.terms import TermMatch
from translation_jobs.units import GlossaryTerm

# Titles go by the body, figures and labels have rules of their own.
_NOT_REQUIRED = frozenset(("title", "unit-date", "ui"))
# The last character of a term begins another word: 公司法人, 財政部分.
_OTHER_WORD = re.compile(
    "(?<=法)[人令規律院官庭]|(?<=部)[分門隊件位落]|(?<=院)所(?![設屬定在])|(?<=權)[力威法]|(?<=局)[部面]"
)
# A title: 教育部部長 is the Minister of Education.
_TITLE = re.compile(
    "[部院署局處會]?(?:首長|長(?![期久])|主任委員|主委|[政常]務次長|次長|秘書長|副[部院署局處]?長|發言人)"
)
# A body below: the one above is mostly left out (交通部航港局, 行政院農業委員會).
_BODY_BELOW = re.compile(
    r"[^\W\d_應得依經為之於及或由並將同]{2,12}?(?:署|局|委員會|中心|(?:處|所|院|司|學校|大學)"
    r"(?=$|[^\u4e00-\u9fff]|[之及或與和應得依為署局處所院司主首副等的將就辦]))"
)
# What ends like a body or law and is none.
_NO_BODY = re.compile(
    "部[分門隊位件會落]|[全內外幹局本該各]部|[機社協集開大聚融誤委]會(?!計師公會)|會[議計同員商場報談面]|[法醫學本該各]院|院[長所]"
    "|[何各到好出此該用住長益短]處|處[理分罰以置所方境]|[銀執進實施履舉流發平現言先自旅]行|行[為使政動業]|[郵本該]局"
)
_NO_LAW = re.compile("[本依辦方違合非司立民刑憲修適無各同該想看作書做手用]法|法[人令規律院官庭定務制]")
# By which endings of Chinese names an English head may be called for; any other head by all of them.
_ENDINGS = {
    stem(head): re.compile(endings)
    for head, endings in {
        "ministry": "部",
        "yuan": "院",
        "court": "院",
        "bureau": "局",
        "bank": "行",
        "council": "會",
        "commission": "會",
        "committee": "會",
        "board": "會",
    }.items()
}
_ANY_ENDING = re.compile("[部會院署局處司行所室]|中心|機關")
_LAW_ENDING = re.compile("法|條例|規則|細則|準則|標準|要點|規程|通則|規定")


@dataclass(frozen=True, slots=True)
class MissingTerm:
    """A term at `match` that the English does not hold. `instead` is the other name that stands there, if any, and
    `other` the glossary term whose name that is; `alone` says that nothing else in the Chinese may call for it.
    `may_be_left_out`: before a title or a body below it. `some_words`: a part of its words stands there.
    """

    match: TermMatch
    forms: AcceptedForms
    instead: tuple[Word, ...] = ()
    other: GlossaryTerm | None = None
    alone: bool = False
    may_be_left_out: bool = False
    some_words: bool = False


def missing_terms(
    chinese: str, matches: Sequence[TermMatch], words: EnglishWords, glossary: Glossary
) -> Iterator[MissingTerm]:
    """The terms of `matches`, each once, that do not stand in the English."""
    missing: dict[GlossaryTerm, TermMatch] = {}
    present: dict[GlossaryTerm, AcceptedForms] = {}
    for match in matches:
        if match.term in missing or match.term in present or not _is_required(chinese, match, matches, glossary):
            continue
        alternatives = [glossary.forms_of(term) for term in glossary.of_source(match.term.source) or (match.term,)]
        if any(forms.stand_in(words) or not forms.phrases for forms in alternatives):
            present[match.term] = glossary.forms_of(match.term)
        else:
            missing[match.term] = match
    if not missing:
        return
    rest = _NO_LAW.sub("", _NO_BODY.sub("", _without(chinese, matches)))
    names = [
        row
        for row in capitalised_names(words)
        if len(row) > 1 and not any(_holds(row, phrase) for forms in present.values() for phrase in forms.phrases)
    ]
    for term, match in missing.items():
        forms = glossary.forms_of(term)
        may_be_left_out = any(pattern.match(chinese, match.end) for pattern in (_TITLE, _BODY_BELOW))
        instead, alone = _other_name(forms, names, rest, same_head=may_be_left_out) if forms.head else (None, False)
        other = _known(instead, chinese, glossary) if instead else None
        yield MissingTerm(match, forms, instead or (), other, alone, may_be_left_out, _some_words(forms, words))


def _is_required(chinese: str, match: TermMatch, matches: Sequence[TermMatch], glossary: Glossary) -> bool:
    term = match.term
    # An amount of money has rules of its own: 新臺幣, NT$.
    if term.kind in _NOT_REQUIRED or "$" in term.target or _OTHER_WORD.match(chinese, match.end):
        return False
    # Every body has a 秘書處; the term is of one.
    return not term.agency or glossary.is_same_body(body_before(match, matches), term.agency)


def body_before(match: TermMatch, matches: Sequence[TermMatch]) -> str:
    """The Chinese of the term that ends where another begins: 國科會 before 秘書處; "" if there is none."""
    return next((other.term.source for other in matches if other.end == match.start), "")


def _without(chinese: str, matches: Sequence[TermMatch]) -> str:
    """The Chinese without its terms."""
    for match in matches:
        chinese = chinese[: match.start] + "，" * (match.end - match.start) + chinese[match.end :]
    return chinese


def _other_name(
    forms: AcceptedForms, names: list[tuple[Word, ...]], rest: str, same_head: bool
) -> tuple[tuple[Word, ...] | None, bool]:
    """A name of the same sort that is not the term's, where there are more such names than the rest of the Chinese may
    call for, and whether it calls for none at all.
    """
    is_law = forms.head in LAWS
    wanted = set(forms.phrases[0].split()) - HEADS
    found: dict[str, tuple[Word, ...]] = {}
    called_for = 0
    for row in names:
        stems = [word.stem for word in row if word.is_capitalised]
        head = head_of(stems)
        if len(stems) < 2 or head not in (LAWS if is_law else BODIES):
            continue
        if head == forms.head or (not same_head and (is_law or wanted & set(stems))):
            found[" ".join(stems)] = row
            ending = _LAW_ENDING if is_law else _ENDINGS.get(head, _ANY_ENDING)
            called_for = max(called_for, len(set(re.findall(f"..(?:{ending.pattern})", rest))))
    if len(found) <= called_for:
        return None, False
    nearest = max(found, key=lambda line: len(wanted & set(line.split())))
    return found[nearest], called_for == 0


def _known(row: tuple[Word, ...], chinese: str, glossary: Glossary) -> GlossaryTerm | None:
    """The glossary term whose name the row is, if the Chinese does not hold it."""
    line = " ".join(word.text for word in row)
    for match in glossary.in_english(line):
        if match.end - match.start == len(line):
            terms = [term for term in glossary.of_source(match.term.target) if term.source not in chinese]
            return terms[0] if terms else None
    return None


def _holds(row: tuple[Word, ...], phrase: str) -> bool:
    return f" {phrase} " in f" {' '.join(word.stem for word in row if word.is_capitalised)} "


def _some_words(forms: AcceptedForms, words: EnglishWords) -> bool:
    wanted = {word for phrase in forms.phrases for word in phrase.split() if len(phrase.split()) > 1}
    return any(f" {word} " in words.line for word in wanted)
