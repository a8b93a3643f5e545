"""Names of persons: never romanised by rule, always as they write themselves."""

import re
from collections.abc import Iterator

from translation_jobs.checks.base import Example, Finding, Severity, Span, rule
from translation_jobs.checks.base import gettext_noop as _
from translation_jobs.checks.reading import Reading
from translation_jobs.text.person_names import (
    SURNAMES,
    Likeness,
    given_and_surname,
    holds_surname,
    names_like,
    romanised_names,
)
from translation_jobs.units import Person

_PERSON = Person("吳政忠", "Tsung-Tsong Wu", ("Wu Tsung-tsong",))

_BRACKETED = re.compile(r"(?<=[A-Za-z]) ?[(（](?P<name>[㐀-鿿]{2,4})[)）]")
_TITLES = (
    "主任委員 副主任委員 政務委員 主委 副主委 部長 次長 院長 副院長 局長 副局長 處長 司長 署長 校長 副校長 教授 副教授 "
    "助理教授 博士 研究員 執行長 董事長 理事長 總經理 秘書長 主任秘書 執行秘書 總統 副總統 "
    "先生 女士 計畫主持人 主持人 特聘教授"
).split()
_TITLE = "|".join(sorted(_TITLES, key=len, reverse=True))
_NAME = f"[{''.join(sorted(SURNAMES))}][㐀-鿿]{{2}}"
# A name of three characters, as nine in ten have it, before a title (王大明局長) or after it (局長王大明表示).
_NAMED = re.compile(
    rf"(?:^|(?<=[，。；：、（「\s由與及和會部院署局處校所司]))(?P<before>{_NAME})(?:{_TITLE})"
    rf"|(?:{_TITLE})(?P<after>{_NAME})(?=表示|指出|強調|說明?|認為|致詞|出席|主持|親自|率|[，、。（(])"
)
# In no given name: such three characters are words before a title.
_NO_NAME = frozenset(
    "的之任等各該副總與及或由為是在兼前現級位第任學校院部會署局處所司科室組員長人研究計畫國立際中央縣市政府屬"
)


@rule(
    "persons.spelling",
    Severity.WARNS,
    _("%(chinese)s is written “%(english)s”"),
    Example(
        "國科會主任委員吳政忠表示歡迎。",
        "NSTC Minister Tsung-Tsung Wu welcomed it.",
        "NSTC Minister Tsung-Tsong Wu welcomed it.",
        persons=(_PERSON,),
    ),
)
def spelling(reading: Reading) -> Iterator[Finding]:
    """The name of a registered person in other letters. A hint where only order, hyphens or capitals differ, or where
    neither the name nor the surname stands in the English.

    Source: conventions "Titles and persons", romanisation: never by rule, a person table decides; order and hyphen.
    """
    if not reading.is_to_english:
        return
    for match, person in reading.context.glossary.persons_in_chinese(reading.zh_prose):
        names = names_like(person, reading.en_prose)
        if any(name.likeness == Likeness.REGISTERED for name in names):
            continue
        wrong = [name for name in names if name.likeness == Likeness.MISSPELT] or names
        spans = tuple(Span(name.start, name.end) for name in wrong[:1]) or _other_given_name(reading, person)
        if not spans and holds_surname(person, reading.en_prose):
            continue
        misspelt = bool(spans) and (not wrong or wrong[0].likeness == Likeness.MISSPELT)
        yield reading.found(
            {"chinese": person.chinese, "english": person.english},
            zh=(Span(match.start, match.end),),
            en=spans,
            en_fixes=tuple((span, person.english) for span in spans),
            severity=Severity.WARNS if misspelt else Severity.HINT,
        )


def _other_given_name(reading: Reading, person: Person) -> tuple[Span, ...]:
    """Where the surname stands with another given name (Wu Zheng-zhong), if nobody else of that surname is meant."""
    if reading.zh_prose.count(person.chinese[0]) != reading.zh_prose.count(person.chinese):
        return ()
    _given, surname = given_and_surname(person.english)
    names = (name for name in romanised_names(reading.en_prose) if surname in name[2].split())
    return tuple(Span(start, end) for start, end, _text in names)[:1]


@rule(
    "persons.unknown",
    Severity.HINT,
    _("%(chinese)s is not in the register of persons: ask how the name is written"),
    Example(
        "會議由王大明局長主持。",
        "The meeting was chaired by Director-General Wang Ta-ming.",
        "The meeting was chaired by Director-General Da-Ming Wang.",
        good_chinese="會議由局長主持。",
    ),
)
def unknown(reading: Reading) -> Iterator[Finding]:
    """A Chinese name of three characters before a title, which no register knows.

    Source: conventions "Titles and persons": never romanise by rule; unknown name = ask.
    """
    if not reading.is_to_english or not any(title in reading.zh for title in _TITLES):
        return
    known = {person.chinese for person in reading.context.glossary.persons}
    terms = [(match.start, match.end) for match in reading.zh_terms if match.term.kind != "title"]
    for found in _NAMED.finditer(reading.zh_prose):
        name = found["before"] or found["after"]
        start, end = found.span("before" if found["before"] else "after")
        if name in known or _NO_NAME & set(name[1:]) or any(first < end and start < last for first, last in terms):
            continue
        yield reading.found({"chinese": name}, zh=(Span(start, end),))


@rule(
    "persons.bracketed",
    Severity.WARNS,
    _("The name in brackets, %(found)s, does not stand in the Chinese"),
    Example(
        "主任委員吳政忠出席。",
        "Minister Tsung-Tsong Wu (吳正忠) attended.",
        "Minister Tsung-Tsong Wu (吳政忠) attended.",
    ),
)
def bracketed(reading: Reading) -> Iterator[Finding]:
    """A Chinese name in brackets after the English one that is not exactly that of the Chinese text.

    Source: conventions "Titles and persons", Chinese after the name: brackets must hold exactly the source's name.
    """
    for found in _BRACKETED.finditer(reading.en):
        if found["name"] not in reading.zh:
            yield reading.found({"found": found["name"]}, en=(Span(*found.span("name")),))
