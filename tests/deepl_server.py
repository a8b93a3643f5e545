"""A DeepL of one's own, on 127.0.0.1: speaks the protocol, enforces the limits, translates into nonsense.

In a test:      with DeepLServer() as server: DeepLProvider(server.key, server.url) …
As a program:   python -m tests.deepl_server --port 0 --key KEY      (the first line printed is its address)

What it bills are the code points of a text without its markup: DeepL documents that it bills the characters of the
source text, but not whether tags count. What it says in the language asked for is `tests.nonsense`.
"""

import argparse
import contextlib
import json
import re
import sys
import threading
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any, Self

from defusedxml.ElementTree import ParseError, fromstring

from tests.nonsense import nonsense

MAX_BODY = 128 * 1024  # bytes
MAX_TEXTS = 50
TARGETS = {"EN", "EN-US", "EN-GB", "ZH", "ZH-HANS", "ZH-HANT"}
SOURCES = {"EN", "ZH"}
_TAG = re.compile(r"<[^<>]+>")


class Fault(Enum):
    """How the server can misbehave: an error status, with a message that quotes the request, or a spoiled answer."""

    BAD_REQUEST = 400
    NOT_FOUND = 404
    TOO_LARGE = 413
    TOO_MANY_REQUESTS = 429
    QUOTA = 456
    INTERNAL = 500
    UNAVAILABLE = 503
    HANG = "no answer until the server is closed"
    BREAK_OFF = "the connection is closed in the middle of the answer"
    DRIP = "a byte every tenth of a second"
    DRIPPING_HEADERS = "a header every tenth of a second, without end"
    NOT_JSON = "a page of HTML with status 200"
    OTHER_JSON = "JSON of another form"
    ONE_LESS = "the last text is not answered"
    LOST_TAG = "the first text that has a pair of placeholders loses its first closing tag"
    LOST_PLACEHOLDER = "the first text that has a single placeholder loses it"
    SWAPPED_SENTENCES = "the first text of several sentences has the tags of the first two swapped"
    EMPTY = "the first text comes back empty"


@dataclass(frozen=True)
class Call:
    """A request as it came in, without its key. `billed` is in characters; `fault` is what spoiled the answer."""

    method: str
    path: str
    status: int
    body_bytes: int
    body: dict[str, Any]
    billed: int = 0
    fault: Fault | None = None

    @property
    def texts(self) -> list[str]:
        return list(self.body.get("text", []))

    @property
    def context(self) -> str:
        return str(self.body.get("context", ""))


class RefusedError(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass
class _State:
    """What the threads of the server share; `lock` guards all of it."""

    key: str
    character_limit: int
    max_glossaries: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)
    calls: list[Call] = field(default_factory=list)
    faults: list[tuple[str, Fault, str]] = field(default_factory=list)  # path, fault, Retry-After
    glossaries: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)  # sentences with a translation that means something
    character_count: int = 0
    pace: Callable[[], float] | None = None  # seconds that an answer takes; None: none at all
    in_flight: int = 0
    peak: int = 0


class DeepLServer:
    """A server that runs as long as its context, or until `stop`. Its attributes may be read by any thread."""

    def __init__(
        self, key: str = "test-key", port: int = 0, character_limit: int = 500_000, max_glossaries: int = 1000
    ) -> None:
        self.key = key
        self._state = _State(key, character_limit, max_glossaries)
        self._http = _Server(("127.0.0.1", port), type("Handler", (_Handler,), {"state": self._state}))
        self._http.daemon_threads = True
        self._http.block_on_close = False
        self.url = f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self._state.closing.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def calls(self) -> list[Call]:
        """All requests with the right key, in the order they were answered."""
        with self._state.lock:
            return list(self._state.calls)

    @property
    def translations(self) -> list[Call]:
        """The requests to translate, whether they succeeded or not."""
        return [call for call in self.calls if call.path == "/v2/translate"]

    @property
    def character_count(self) -> int:
        with self._state.lock:
            return self._state.character_count

    @property
    def in_flight(self) -> int:
        """How many requests to translate wait for their answer, if `take_time` was called."""
        with self._state.lock:
            return self._state.in_flight

    @property
    def peak(self) -> int:
        """The most that ever waited at the same time, if `take_time` was called."""
        with self._state.lock:
            return self._state.peak

    def take_time(self, pace: Callable[[], float]) -> None:
        """Has each answer to a request to translate take so many seconds from now on, after it was billed."""
        with self._state.lock:
            self._state.pace = pace

    def misbehave(self, fault: Fault, times: int = 1, path: str = "/v2/translate", retry_after: str = "") -> None:
        """Has the next requests to `path` go wrong; `retry_after` is the header's value."""
        with self._state.lock:
            self._state.faults += [(path, fault, retry_after)] * times

    def misbehave_no_more(self) -> None:
        """Takes back what was told but has not happened yet."""
        with self._state.lock:
            self._state.faults.clear()

    def learn(self, translations: dict[str, str]) -> None:
        """Has these sentences translated so that they mean something."""
        with self._state.lock:
            self._state.known.update(translations)

    def delete_glossaries(self) -> None:
        """As a person could on DeepL's web site."""
        with self._state.lock:
            self._state.glossaries.clear()


# --- The protocol ---


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was killed is no fault of the server's."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body in one packet, or each answer waits for an acknowledgement
    state: _State

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", 0))))

    def _answer(self, raw: bytes) -> None:
        if self.headers.get("Authorization") != f"DeepL-Auth-Key {self.state.key}":
            self._send(403, {"message": "Forbidden"})
            return
        fault, retry_after = _next_fault(self.state, self.path)
        if fault is Fault.HANG:
            self.state.closing.wait(60)
            self.close_connection = True
            return
        body: dict[str, Any] = {}
        billed = 0
        try:
            body = _body(self.command, self.headers.get("Content-Type", ""), raw)
            if fault is not None and isinstance(fault.value, int):
                raise RefusedError(fault.value, f"As told. You sent {body} with the key {self.state.key}.")
            status, answer, billed = _respond(self.state, self.command, self.path, body)
        except RefusedError as error:
            status, answer = error.status, {"message": str(error)}
        with self.state.lock:
            self.state.calls.append(Call(self.command, self.path, status, len(raw), body, billed, fault))
            self.state.character_count += billed
        self._take_time()
        self._send(status, _spoiled(answer, fault), retry_after, fault)

    def _take_time(self) -> None:
        pace = self.state.pace
        if pace is None or self.path != "/v2/translate":
            return
        with self.state.lock:
            self.state.in_flight += 1
            self.state.peak = max(self.state.peak, self.state.in_flight)
        self.state.closing.wait(pace())
        with self.state.lock:
            self.state.in_flight -= 1

    def _send(self, status: int, answer: Any, retry_after: str = "", fault: Fault | None = None) -> None:
        content = b"<html>" if fault is Fault.NOT_JSON else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if retry_after:
            self.send_header("Retry-After", retry_after)
        if fault is Fault.DRIPPING_HEADERS:
            self._drip(f"X-{number}: drop\r\n".encode() for number in count())
            return
        self.end_headers()
        if fault is Fault.DRIP:
            self._drip(bytes([byte]) for byte in content)
            return
        if fault is Fault.BREAK_OFF:
            content = content[: len(content) // 2]
            self.close_connection = True
        self.wfile.write(content)

    def _drip(self, drops: Iterable[bytes]) -> None:
        self.close_connection = True
        self.flush_headers()
        with contextlib.suppress(OSError):  # the client has gone
            for drop in drops:
                self.wfile.write(drop)
                self.wfile.flush()
                if self.state.closing.wait(0.1):
                    return

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: standard error is the test's."""


def _next_fault(state: _State, path: str) -> tuple[Fault | None, str]:
    with state.lock:
        for index, (wanted, fault, retry_after) in enumerate(state.faults):
            if wanted == path:
                del state.faults[index]
                return fault, retry_after
    return None, ""


def _body(method: str, content_type: str, raw: bytes) -> dict[str, Any]:
    if len(raw) > MAX_BODY:
        raise RefusedError(413, "Request Entity Too Large")
    if method == "GET":
        return {}
    if not content_type.startswith("application/json"):
        raise RefusedError(415, "Unsupported Media Type")
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise RefusedError(400, "Invalid request body") from error
    if not isinstance(body, dict):
        raise RefusedError(400, "Invalid request body")
    return body


def _respond(state: _State, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any, int]:
    """Status, answer and characters billed."""
    if (method, path) == ("POST", "/v2/translate"):
        translations = _translations(state, body)
        return 200, {"translations": translations}, sum(each["billed_characters"] for each in translations)
    if (method, path) == ("GET", "/v2/usage"):
        with state.lock:
            return 200, {"character_count": state.character_count, "character_limit": state.character_limit}, 0
    if (method, path) == ("POST", "/v3/glossaries"):
        return 201, _without_entries(_create_glossary(state, body)), 0
    with state.lock:
        if (method, path) == ("GET", "/v3/glossaries"):
            return 200, {"glossaries": [_without_entries(each) for each in state.glossaries.values()]}, 0
        found = state.glossaries.get(path.removeprefix("/v3/glossaries/"))
        if method == "GET" and found:
            return 200, _without_entries(found), 0
    raise RefusedError(404, "Not found")


def _translations(state: _State, body: dict[str, Any]) -> list[dict[str, Any]]:
    texts, target, source = body.get("text"), body.get("target_lang"), body.get("source_lang")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise RefusedError(400, "Parameter 'text' not specified")
    if not 0 < len(texts) <= MAX_TEXTS:
        raise RefusedError(400, "Too few or too many texts")
    if target not in TARGETS:
        raise RefusedError(400, "Value for 'target_lang' not supported.")
    if source is not None and source not in SOURCES:
        raise RefusedError(400, "Value for 'source_lang' not supported.")
    is_xml = body.get("tag_handling") == "xml"
    for text in [*texts, body.get("context", "")] if is_xml else []:
        try:
            fromstring(f"<text>{text}</text>")
        except (ParseError, ValueError) as error:
            raise RefusedError(400, "Tag handling parsing failed, please check input.") from error
    terms = _terms(state, body)
    billed = [len(unescape(_TAG.sub("", text)) if is_xml else text) for text in texts]
    with state.lock:
        if state.character_count + sum(billed) > state.character_limit:
            raise RefusedError(456, "Quota exceeded")
    return [
        {"detected_source_language": source or "ZH", "text": nonsense(text, target, terms, is_xml, state.known)}
        | {"billed_characters": characters}
        for text, characters in zip(texts, billed, strict=True)
    ]


def _terms(state: _State, body: dict[str, Any]) -> dict[str, str]:
    if "glossary_id" not in body:
        return {}
    if not body.get("source_lang"):
        raise RefusedError(400, "A glossary needs 'source_lang'")
    with state.lock:
        glossary = state.glossaries.get(body["glossary_id"])
    if glossary is None:
        raise RefusedError(404, "Glossary not found")
    pair = (body["source_lang"].lower(), body["target_lang"].lower()[:2])
    for dictionary in glossary["dictionaries"]:
        if (dictionary["source_lang"], dictionary["target_lang"]) == pair:
            return dict(dictionary["terms"])
    raise RefusedError(400, "The glossary has no dictionary for these languages")


def _create_glossary(state: _State, body: dict[str, Any]) -> dict[str, Any]:
    dictionaries = []
    for dictionary in body.get("dictionaries", []):
        lines = [line.split("\t") for line in str(dictionary.get("entries", "")).split("\n")]
        terms = {line[0]: line[-1] for line in lines if len(line) == 2}
        longest = max((len(side.encode()) for line in lines for side in line), default=0)
        if dictionary.get("entries_format") != "tsv" or len(terms) != len(lines) or "" in terms or longest > 1024:
            raise RefusedError(400, "Invalid glossary entries")
        languages = {key: str(dictionary.get(key)).lower() for key in ("source_lang", "target_lang")}
        dictionaries.append({**languages, "entry_count": len(terms), "terms": terms})
    if not body.get("name") or not dictionaries:
        raise RefusedError(400, "Invalid glossary")
    created = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    glossary = {"glossary_id": str(uuid.uuid4()), "name": body["name"], "creation_time": created}
    with state.lock:
        if len(state.glossaries) >= state.max_glossaries:
            raise RefusedError(456, "Quota exceeded. Maximum number of glossaries reached")
        state.glossaries[glossary["glossary_id"]] = {**glossary, "dictionaries": dictionaries}
        return state.glossaries[glossary["glossary_id"]]


def _without_entries(glossary: dict[str, Any]) -> dict[str, Any]:
    shown = [{key: each[key] for key in each if key != "terms"} for each in glossary["dictionaries"]]
    return {**glossary, "dictionaries": shown}


def _spoiled(answer: Any, fault: Fault | None) -> Any:
    if fault is Fault.OTHER_JSON:
        return {"translations": [7], "character_count": "many", "glossaries": [{}]}
    translations = answer.get("translations", [])
    if fault is Fault.ONE_LESS:
        translations[-1:] = []
    changes: dict[Fault, tuple[str, str]] = {
        Fault.LOST_TAG: (r"</g\d+>", ""),
        Fault.LOST_PLACEHOLDER: (r"<x\d+/>", ""),
        Fault.SWAPPED_SENTENCES: (r"<s1>(.*?)</s1>(\s*)<s2>(.*?)</s2>", r"<s2>\1</s2>\2<s1>\3</s1>"),
        Fault.EMPTY: (r"(?s).*", ""),
    }
    if fault in changes:
        pattern, replacement = changes[fault]
        for chosen in [each for each in translations if re.search(pattern, each["text"])][:1]:
            chosen["text"] = re.sub(pattern, replacement, chosen["text"], count=1)
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(description="A local server that speaks DeepL's protocol and translates nonsense.")
    parser.add_argument("--port", type=int, default=0, help="0 chooses a free one")
    parser.add_argument("--key", default="test-key")
    parser.add_argument("--character-limit", type=int, default=500_000)
    options = parser.parse_args()
    server = DeepLServer(options.key, options.port, options.character_limit)
    sys.stdout.write(server.url + "\n")
    sys.stdout.flush()
    with server, contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()


if __name__ == "__main__":
    main()
