"""The glossaries of an account on the local DeepL server: version 3 of the protocol, with its limits.

PATCH adds entries to a dictionary and replaces targets, PUT sets a whole dictionary. Languages have no variant.
"""

import threading
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.local_http import RefusedError

MAX_GLOSSARY = 10 * 1024 * 1024  # bytes of all entries of a glossary
MAX_TERM = 1024  # bytes, also of a name
LANGUAGES = {"en", "zh"}

_Pair = tuple[str, str]


class GlossaryAccount:
    """May be used by several threads. Refuses with the status of DeepL, and leaves everything as it was then."""

    def __init__(self, max_glossaries: int = 1000) -> None:
        self._max_glossaries = max_glossaries
        self._lock = threading.RLock()
        self._glossaries: dict[str, dict[str, Any]] = {}

    def respond(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Status and answer to a request under /v3/glossaries."""
        with self._lock:
            match method, path:
                case "POST", "/v3/glossaries":
                    return 201, _described(self.create(body))
                case "GET", "/v3/glossaries":
                    return 200, {"glossaries": [_described(each) for each in self._glossaries.values()]}
            address = urlsplit(path)
            glossary_id, _, part = address.path.removeprefix("/v3/glossaries/").partition("/")
            if glossary_id not in self._glossaries:
                raise RefusedError(404, "Not found")
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            return self._of_one(self._glossaries[glossary_id], method, part, body, query)

    def _of_one(
        self, glossary: dict[str, Any], method: str, part: str, body: dict[str, Any], query: dict[str, str]
    ) -> tuple[int, Any]:
        match method, part:
            case "GET", "":
                return 200, _described(glossary)
            case "GET", "entries":
                pair = _pair(query)
                if pair not in glossary["dictionaries"]:
                    raise RefusedError(404, "Dictionary not found")
                entries = {"entries": _tsv(glossary["dictionaries"][pair]), "entries_format": "tsv"}
                return 200, {"dictionaries": [{"source_lang": pair[0], "target_lang": pair[1], **entries}]}
            case "PATCH", "":
                present = glossary["dictionaries"]
                changed = dict(map(_dictionary, body.get("dictionaries", [])))
                _set(glossary, {pair: {**present.get(pair, {}), **terms} for pair, terms in changed.items()})
                glossary["name"] = body.get("name") or glossary["name"]
                return 200, _described(glossary)
            case "PUT", "dictionaries":
                pair, terms = _dictionary(body)
                _set(glossary, {pair: terms})
                return 200, {"source_lang": pair[0], "target_lang": pair[1], "entry_count": len(terms)}
            case "DELETE", "":
                del self._glossaries[glossary["glossary_id"]]
                return 204, {}
        raise RefusedError(404, "Not found")

    def create(self, body: dict[str, Any]) -> dict[str, Any]:
        name = str(body.get("name") or "")
        if not 0 < len(name.encode()) <= MAX_TERM or not body.get("dictionaries"):
            raise RefusedError(400, "Invalid glossary")
        dictionaries = dict(map(_dictionary, body["dictionaries"]))
        with self._lock:
            if len(self._glossaries) >= self._max_glossaries:
                raise RefusedError(456, "Quota exceeded. Maximum number of glossaries reached")
            created = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
            glossary = {"glossary_id": str(uuid.uuid4()), "name": name, "creation_time": created, "dictionaries": {}}
            _set(glossary, dictionaries)
            self._glossaries[str(glossary["glossary_id"])] = glossary
            return glossary

    def add(self, name: str, terms: dict[str, str], source: str = "zh", target: str = "en") -> str:
        """The id of a glossary that somebody else made."""
        dictionary = {"source_lang": source, "target_lang": target, "entries": _tsv(terms), "entries_format": "tsv"}
        return str(self.create({"name": name, "dictionaries": [dictionary]})["glossary_id"])

    def terms(self, glossary_id: str, pair: _Pair) -> dict[str, str]:
        """The terms that a translation with this glossary uses."""
        with self._lock:
            if glossary_id not in self._glossaries:
                raise RefusedError(404, "Glossary not found")
            if pair not in self._glossaries[glossary_id]["dictionaries"]:
                raise RefusedError(400, "The glossary has no dictionary for these languages")
            return dict(self._glossaries[glossary_id]["dictionaries"][pair])

    def contents(self) -> list[tuple[str, dict[str, dict[str, str]]]]:
        """Name and dictionaries of each glossary, oldest first; a direction is written as in "zh-en"."""
        with self._lock:
            return [
                (each["name"], {"-".join(pair): dict(terms) for pair, terms in each["dictionaries"].items()})
                for each in self._glossaries.values()
            ]

    def clear(self) -> None:
        with self._lock:
            self._glossaries.clear()


def _pair(given: dict[str, Any]) -> _Pair:
    source, target = (str(given.get(name)).lower() for name in ("source_lang", "target_lang"))
    if {source, target} - LANGUAGES:
        raise RefusedError(400, "Unsupported glossary language")
    return source, target


def _dictionary(given: dict[str, Any]) -> tuple[_Pair, dict[str, str]]:
    """A dictionary of a request, read."""
    lines = [line.split("\t") for line in str(given.get("entries", "")).split("\n")]
    terms = {line[0]: line[-1] for line in lines if len(line) == 2}
    longest = max((len(side.encode()) for line in lines for side in line), default=0)
    if given.get("entries_format") != "tsv" or len(terms) != len(lines) or "" in terms or longest > MAX_TERM:
        raise RefusedError(400, "Invalid glossary entries")
    return _pair(given), terms


def _set(glossary: dict[str, Any], dictionaries: dict[_Pair, dict[str, str]]) -> None:
    """Sets these dictionaries; the others stay."""
    result = {**glossary["dictionaries"], **dictionaries}
    if sum(len(_tsv(terms).encode()) for terms in result.values()) > MAX_GLOSSARY:
        raise RefusedError(413, "The glossary is too large")
    glossary["dictionaries"] = result


def _tsv(terms: dict[str, str]) -> str:
    return "\n".join("\t".join(entry) for entry in terms.items())


def _described(glossary: dict[str, Any]) -> dict[str, Any]:
    shown = [
        {"source_lang": source, "target_lang": target, "entry_count": len(terms)}
        for (source, target), terms in glossary["dictionaries"].items()
    ]
    return {**glossary, "dictionaries": shown}
