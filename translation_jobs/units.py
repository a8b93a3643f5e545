"""The values that cross layers: what a text is, whatever row, file or message it came from. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A source text and its target, as in TMX. Texts may hold numbered placeholders (`見<g1>公告</g1><x2/>`)."""

    source: str
    target: str
    source_language: str
    target_language: str


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """An agreed translation, in the direction of the text at hand.

    `variants` are other targets that are accepted, `forbidden` ones that are wrong although somebody uses them.
    `abbreviation` is of the English side. `valid_from` and `valid_to` are the days between which the name was in use.
    `agency` is, for a title that each body translates its own way (主任委員), the source name of the body.
    """

    source: str
    target: str
    abbreviation: str = ""
    kind: str = ""
    status: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    variants: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose name is written as they write it themselves: `chinese` 吳政忠, `english` "Tsung-Tsong Wu".

    `variants` are other accepted spellings or orders. `valid_from` and `valid_to` bound `title`, not the name.
    """

    chinese: str
    english: str
    variants: tuple[str, ...] = ()
    title: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """What the site chose where usage differs; "" leaves either form alone.

    money: "NT$", "NTD" or "TWD". percent: "percent" or "%" in running text. taiwan: "臺" or "台" in Chinese.
    spelling: "us" or "uk".
    """

    money: str = "NT$"
    percent: str = ""
    taiwan: str = ""
    spelling: str = "us"
