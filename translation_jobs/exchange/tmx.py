"""TMX 1.4b, read and written unit by unit: a file of a million units takes no more memory than one of ten.

A file comes from anybody. No entity is expanded and nothing outside of it is fetched (a DOCTYPE that names TMX's own
DTD, as OmegaT writes it, is passed over); one unit may not be larger than LARGEST_UNIT, nor nested deeper than DEEPEST.

Beside the standard's attributes, `<prop>`s say what only translation programs know: x-status, x-domain, x-origin, and
for each place where the pair stood x-prev and x-next (the neighbours' keys; in other programs' files their texts) and
x-context (page type and field).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Protocol, TextIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.exchange.memory_units import MemoryFileError, MemoryUnit, Occurrence
from translation_jobs.exchange.tables import gettext_noop
from translation_jobs.exchange.tmx_inline import escaped, from_segment, quoted, to_segment
from translation_jobs.text.match_scores import Status
from translation_jobs.text.memory_keys import keys_of

_ = gettext_noop
LARGEST_UNIT = 4_000_000  # bytes
DEEPEST = 50  # elements

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# As other programs write them: BCP 47, and Microsoft's and Java's older forms. Simplified Chinese is another language.
_TRADITIONAL = re.compile(r"zh(?:[-_](?:tw|hant|hk|mo|cht)(?:[-_][a-z]+)?)?", re.IGNORECASE)
_ENGLISH = re.compile(r"en(?:[-_][a-z0-9-]+)?", re.IGNORECASE)
_WRITTEN = {TRADITIONAL_CHINESE: "zh-TW", ENGLISH: "en"}
_DATE = "%Y%m%dT%H%M%SZ"
_KEY = re.compile("[0-9a-f]{16}")
_COUNT = re.compile("[0-9]{1,9}")


class _Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Bounded:
    """A stream that ends the reading when too much of it was read since the last unit."""

    def __init__(self, stream: _Readable) -> None:
        self._stream = stream
        self.since_unit = 0

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.since_unit += len(data)
        if self.since_unit > LARGEST_UNIT:
            raise MemoryFileError(0, _("a unit of more than %(limit)s bytes"), limit=f"{LARGEST_UNIT:,}")
        return data


def read_tmx(stream: _Readable) -> Iterator[MemoryUnit]:
    """The units of a file with both languages in them; of other units, the text in the one that they have.

    Raises MemoryFileError where the file is not well-formed, or not harmless.
    """
    bounded = _Bounded(stream)
    source_language = TRADITIONAL_CHINESE
    path: list[Element] = []
    try:
        for event, element in iterparse(bounded, ("start", "end"), forbid_entities=True, forbid_external=True):
            if event == "start":
                path.append(element)
                if len(path) > DEEPEST:
                    raise MemoryFileError(0, _("elements nested deeper than %(limit)s"), limit=str(DEEPEST))
                if len(path) == 1 and element.tag != "tmx":
                    raise MemoryFileError(1, _("no TMX: %(element)s"), element=element.tag)
                continue
            path.pop()
            if element.tag == "header":
                source_language = _language(element.get("srclang", "")) or source_language
            elif element.tag == "tu":
                yield _unit(element, source_language)
                bounded.since_unit = 0
                path[-1].clear()  # its units are done with
    except ParseError as error:
        raise MemoryFileError(error.position[0], _("not well-formed: %(error)s"), error=str(error)) from error
    except DefusedXmlException as error:
        raise MemoryFileError(0, _("not harmless: %(error)s"), error=str(error)) from error


def write_tmx(stream: TextIO, units: Iterable[MemoryUnit], source_language: str = TRADITIONAL_CHINESE) -> int:
    """Writes units one by one, and says how many there were. `stream` must be UTF-8."""
    # Beside the units there are the header and the end.
    return sum(1 for part in tmx_parts(units, source_language) if stream.write(part)) - 2


def tmx_parts(units: Iterable[MemoryUnit], source_language: str = TRADITIONAL_CHINESE) -> Iterator[str]:
    """A file of units, to be written as UTF-8: the header, each unit, the end."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="bilingual-cms"'
        ' creationtoolversion="1" segtype="sentence" o-tmf="bilingual-cms" adminlang="en"'
        f' srclang="{_WRITTEN[source_language]}" datatype="xml"/>\n<body>\n'
    )
    yield from map(_written, units)
    yield "</body>\n</tmx>\n"


def _language(code: str) -> str:
    """zh-TW → zh-hant; "" for a language that is not the site's."""
    if _TRADITIONAL.fullmatch(code):
        return TRADITIONAL_CHINESE
    return ENGLISH if _ENGLISH.fullmatch(code) else ""


def _unit(element: Element, source_language: str) -> MemoryUnit:
    source_language = _language(element.get("srclang", "")) or source_language
    target_language = ENGLISH if source_language == TRADITIONAL_CHINESE else TRADITIONAL_CHINESE
    sides: dict[str, Element] = {}
    for variant in element.iter("tuv"):
        sides.setdefault(_language(variant.get(_LANG, "") or variant.get("lang", "")), variant)
    target = sides.get(target_language)
    holders = [element] if target is None else [element, target]

    def attribute(name: str) -> str:
        return next((holder.get(name, "") for holder in holders if holder.get(name)), "")

    props = [prop for holder in holders for prop in holder.findall("prop")]
    status = _first(props, "x-status")
    count = attribute("usagecount")
    return MemoryUnit(
        source=_text(sides.get(source_language)),
        target=_text(target),
        source_language=source_language,
        target_language=target_language,
        unit_id=element.get("tuid", ""),
        status=status if status in {known.value for known in Status} else "",
        creator=attribute("changeid") or attribute("creationid"),
        created_at=_time(attribute("creationdate")),
        changed_at=_time(attribute("changedate")),
        use_count=int(count) if _COUNT.fullmatch(count) else 0,
        domain=_first(props, "x-domain"),
        origin=_first(props, "x-origin"),
        uses=_uses(props, source_language),
    )


def _text(variant: Element | None) -> str:
    segment = variant.find("seg") if variant is not None else None
    return from_segment(segment) if segment is not None else ""


def _values(props: Iterable[Element], kind: str) -> list[str]:
    return [prop.text or "" for prop in props if prop.get("type") == kind]


def _first(props: Iterable[Element], kind: str) -> str:
    return next(iter(_values(props, kind)), "")


def _uses(props: list[Element], language: str) -> tuple[Occurrence, ...]:
    columns = [_values(props, kind) for kind in ("x-prev", "x-next", "x-context")]
    return tuple(
        Occurrence(_key(before, language), _key(after, language), place)
        for before, after, place in zip_longest(*columns, fillvalue="")
    )


def _key(written: str, language: str) -> int:
    """A neighbour's key, written out or made of its text; 0 without one."""
    if _KEY.fullmatch(written):
        return int.from_bytes(bytes.fromhex(written), "big", signed=True)
    return keys_of(written, language).norm_key if written.strip() else 0


def _time(written: str) -> datetime | None:
    try:
        return datetime.strptime(written, _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None


def _written(unit: MemoryUnit) -> str:
    attributes = {
        "tuid": unit.unit_id,
        "creationid": unit.creator,
        "creationdate": unit.created_at.astimezone(UTC).strftime(_DATE) if unit.created_at else "",
        "changedate": unit.changed_at.astimezone(UTC).strftime(_DATE) if unit.changed_at else "",
        "usagecount": str(unit.use_count) if unit.use_count else "",
        "srclang": _WRITTEN[unit.source_language],
    }
    props = [("x-status", unit.status), ("x-domain", unit.domain), ("x-origin", unit.origin)]
    lines = [f"<prop type={quoted(kind)}>{escaped(value)}</prop>\n" for kind, value in props if value]
    for use in unit.uses:
        for kind, value in (("x-prev", _hex(use.before)), ("x-next", _hex(use.after)), ("x-context", use.place)):
            lines.append(f"<prop type={quoted(kind)}>{escaped(value)}</prop>\n")
    for language, text in ((unit.source_language, unit.source), (unit.target_language, unit.target)):
        lines.append(f'<tuv xml:lang="{_WRITTEN[language]}"><seg>{to_segment(text)}</seg></tuv>\n')
    start = "".join(f" {name}={quoted(value)}" for name, value in attributes.items() if value)
    return f"<tu{start}>\n{''.join(lines)}</tu>\n"


def _hex(key: int) -> str:
    return key.to_bytes(8, "big", signed=True).hex()
