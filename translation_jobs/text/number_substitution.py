"""A known translation, with the numbers of a new source in place of the old ones.

Nothing is guessed: the values of both sources must pair off, each old value that changes must stand in the target as
often as in the source, its style there must be known, and read again the target must say the new values. Otherwise
there is no substitution, and a person writes the numbers.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cms.bilingual.languages import ENGLISH
from cms.bilingual.placeholders import TOKEN
from translation_jobs.text.number_styles import rewritten, rewritten_date, rewritten_marker
from translation_jobs.text.number_values import Kind, NumberValue, read_values

_WEEKDAY = re.compile(
    r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b|(?:星期|禮拜|週|周)[一二三四五六日]"
)
_ARTICLE = re.compile(r"\b(?:a|an) (?:\S{0,4}\$)?$", re.IGNORECASE)
_VOWEL_SOUND = re.compile(r"8|1[18](?!\d)(?:,\d{3})*(?!\d)|e", re.IGNORECASE)
# What may be a list marker although it is not read as one: "B.", "(iv)".
_OTHER_MARKER = re.compile(r"\s*[（(]?[A-Za-z]{1,4}[)）.]\s")
# Before a number that names a thing, nobody writes commas.
_NAME = re.compile(r"\b(?:No|Nos|Number|Article|Section|Room|Rm|Ext|Tel|Line)\.? $|#$", re.IGNORECASE)
_RANK = re.compile(r"(?:st|nd|rd|th)$|^(?:first|second|third)$", re.IGNORECASE)

# What is compared across languages: a year alone is a date in one and a plain number in the other.
_Figure = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Change:
    old: NumberValue
    new: NumberValue


def substituted(target: str, old: Sequence[NumberValue], new: Sequence[NumberValue], language: str) -> str | None:
    """`target`, a translation into `language` of the source with the values `old`, for a source with the values `new`.

    None unless every number that changes can be replaced for certain. Both sources must have the same normal form.
    """
    if len(old) != len(new) or any(one.kind != other.kind for one, other in zip(old, new, strict=True)):
        return None
    changes = [_Change(*pair) for pair in zip(old, new, strict=True) if pair[0].value != pair[1].value]
    values = read_values(_blanked(target), language)
    places = _places(changes, old, values)
    if places is None or not _safe(target, changes, old, values):
        return None
    result, position = "", 0
    for value in values:
        change = places.get(value.start)
        if change is None:
            continue
        written = _written(value, change, language)
        if written is None or not _fits(target, value, written, change, language):
            return None
        result += target[position : value.start] + written
        position = value.end
    result += target[position:]
    return result if _says(result, values, places, language) else None


def _blanked(text: str) -> str:
    return TOKEN.sub(lambda token: " " * len(token[0]), text)


def _figure(value: NumberValue) -> _Figure:
    """What a value is compared by: amounts of all kinds, and years, by the figure alone."""
    if value.kind == Kind.MARKER:
        return ("marker", value.value)
    if value.date is not None and not _is_year(value):
        return ("date", value.value)
    return ("figure", value.value.lstrip("0") if value.date else value.value)


def _is_year(value: NumberValue) -> bool:
    date = value.date
    return date is not None and date.month is None and date.day is None and not date.part and not date.relative


def _places(
    changes: Iterable[_Change], old: Sequence[NumberValue], values: Sequence[NumberValue]
) -> dict[int, _Change] | None:
    """Where in the target each change belongs, by the start of the value there; None if that is not certain."""
    places: dict[int, _Change] = {}
    by_figure: dict[_Figure, list[_Change]] = defaultdict(list)
    for change in changes:
        by_figure[_figure(change.old)].append(change)
    for figure, group in by_figure.items():
        in_source = [value for value in old if _figure(value) == figure]
        in_target = [value for value in values if _figure(value) == figure]
        if figure[0] == "marker":
            # A target without marker is right for any.
            places |= {value.start: group[0] for value in in_target}
        elif len(in_source) != len(in_target):
            return None
        elif len(group) == len(in_source) and len({change.new.value for change in group}) == 1:
            places |= {value.start: group[0] for value in in_target}
        elif not _by_kind(group, in_source, in_target, places):
            return None
    return places


def _by_kind(
    group: Sequence[_Change],
    in_source: Sequence[NumberValue],
    in_target: Sequence[NumberValue],
    places: dict[int, _Change],
) -> bool:
    """The same figure with several fates: certain if each kind (percent, money) has one fate and as many places."""
    for kind in {change.old.kind for change in group}:
        of_kind = [change for change in group if change.old.kind == kind]
        there = [value for value in in_target if value.kind == kind]
        count = sum(value.kind == kind for value in in_source)
        if len(of_kind) != count or len(there) != count or len({change.new.value for change in of_kind}) != 1:
            return False
        places |= {value.start: of_kind[0] for value in there}
    return True


def _safe(target: str, changes: Sequence[_Change], old: Sequence[NumberValue], values: Sequence[NumberValue]) -> bool:
    """Whether nothing else in the target depends on what changes: a weekday, a figure worked out from the others."""
    if any(change.old.kind == Kind.DATE for change in changes) and _WEEKDAY.search(target):
        return False
    if any(change.old.kind == Kind.MARKER for change in changes):
        has_marker = bool(values) and values[0].kind == Kind.MARKER
        if has_marker and _figure(values[0]) not in {_figure(value) for value in old}:
            return False
        if not has_marker and _OTHER_MARKER.match(target):
            return False
    known = Counter(_figure(value) for value in old)
    return all(_figure(value) in known for value in values if any(c.isdigit() for c in value.written))


def _written(value: NumberValue, change: _Change, language: str) -> str | None:
    if value.kind == Kind.MARKER:
        return rewritten_marker(value.written, change.old.amount, change.new.amount)
    if value.date is not None and change.new.date is not None:
        return rewritten_date(value.written, value.date, change.new.date, language)
    if value.date is not None:
        return None  # the source's plain number is a year only in the target: 2026 to 100 is no year
    if change.old.date is not None:
        # A year that the target writes as a plain number.
        return str(change.new.date.year) if change.new.date and _is_year(change.new) else None
    return rewritten(value.written, change.old.amount, change.new.amount, language)


def _fits(target: str, value: NumberValue, written: str, change: _Change, language: str) -> bool:
    """Whether the words around it still are right: singular or plural, a or an; only English asks."""
    if language != ENGLISH or value.kind in (Kind.DATE, Kind.MARKER):
        return True
    if "," in written and "," not in value.written and _NAME.search(target[: value.start]):
        return False
    is_rank = bool(_RANK.search(value.written))
    one = Decimal(1)
    if not is_rank and value.kind != Kind.PERCENT and one in (_amount(change.old), _amount(change.new)):
        return False
    if _ARTICLE.search(target[: value.start]):
        return bool(_VOWEL_SOUND.match(value.written)) == bool(_VOWEL_SOUND.match(written))
    return True


def _amount(value: NumberValue) -> Decimal | None:
    return None if value.date is not None else value.amount


def _says(result: str, values: Sequence[NumberValue], places: dict[int, _Change], language: str) -> bool:
    """Whether the new target, read again, holds the new values where the old ones were, and nothing else changed."""
    wanted = [_figure(places[value.start].new) if value.start in places else _figure(value) for value in values]
    return [_figure(value) for value in read_values(_blanked(result), language)] == wanted
