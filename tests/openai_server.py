"""A language model of one's own, on 127.0.0.1: speaks OpenAI's protocol, keeps its rules, translates into nonsense.

In a test:      with OpenAIServer() as server: OpenAICompatibleProvider("taide", server.url, server.model, server.key)

The model reads the user's message as the JSON that the provider sends, and does what it says there: terms are put in,
all else is `tests.nonsense`. A server knows some of the forms in which an answer may be asked for; others it refuses,
as old versions of vLLM and small servers do.
"""

import json
import re
import threading
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tests.local_http import Handler, LocalServer, RefusedError
from tests.nonsense import nonsense

ROLES = {"system", "user", "assistant"}
OPTIONS = {"model", "messages", "temperature", "max_tokens", "stream", "response_format"}


class Fault(Enum):
    """How the server can misbehave: an error status, with a message that quotes the request, or a spoiled answer."""

    BAD_REQUEST = 400
    FORBIDDEN = 403
    NOT_FOUND = 404
    TOO_LARGE = 413
    TOO_MANY_REQUESTS = 429
    QUOTA = 456
    INTERNAL = 500
    UNAVAILABLE = 503
    ELSEWHERE = "a redirection to another server"
    NO_CREDIT = "status 429 with the code insufficient_quota"
    HANG = "no answer until the server is closed"
    DRIP = "a byte every tenth of a second"
    DRIPPING_HEADERS = "a header every tenth of a second, without end"
    BREAK_OFF = "the connection is closed in the middle of the answer"
    NOT_JSON = "a page of HTML with status 200"
    OTHER_JSON = "JSON of another form"
    PROSE = "the model answers in prose"
    OBEYED = "the model does what a sentence of the text orders, and says so"
    FENCED = "the model puts its answer into a fence, with talk around it"
    THOUGHT = "the model thinks aloud before its answer"
    STRING_NUMBERS = "the numbers of the sentences come as strings"
    CUT = "the answer ends where the tokens end"
    SHORT = "the last sentence is not answered"
    TWICE = "a number comes twice"
    INVENTED = "a number comes that nobody asked for"
    EXTRA = "an entry says more than number and text"
    LOST_TAG = "each sentence loses its first closing tag"
    LOST_PLACEHOLDER = "each sentence loses its first single placeholder"
    OWN_MARKUP = "the first sentence comes in tags of the model's own"
    SWAPPED_SENTENCES = "the first two sentences have each other's number"
    EMPTY = "the first sentence comes back empty"
    TENFOLD = "the first sentence comes back ten times over"
    UNTRANSLATED = "the first sentence comes back as it was sent"


@dataclass(frozen=True)
class Call:
    """A request as it came in, without its key."""

    path: str
    status: int
    body: dict[str, Any]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        """The user's message, as it was written."""
        return str(self.body["messages"][1]["content"])

    @property
    def asked(self) -> dict[str, Any]:
        """What the user's message says."""
        asked: dict[str, Any] = json.loads(self.user)
        return asked

    @property
    def form(self) -> str:
        return str(self.body.get("response_format", {}).get("type", "text"))


@dataclass
class _State:
    """What the threads of the server share; `lock` guards all of it."""

    key: str
    model: str
    forms: Collection[str]
    context: int
    lock: threading.Lock = field(default_factory=threading.Lock)
    closing: threading.Event = field(default_factory=threading.Event)
    calls: list[Call] = field(default_factory=list)
    faults: list[tuple[Fault, str]] = field(default_factory=list)  # fault, Retry-After
    known: dict[str, str] = field(default_factory=dict)  # sentences with a translation that means something


class OpenAIServer(LocalServer):
    """A server that runs as long as its context, or until `stop`. Its attributes may be read by any thread.

    `forms` are the response formats it understands; `context` is in characters, of all messages together.
    """

    def __init__(
        self,
        key: str = "test-key",
        model: str = "taide-test",
        forms: Collection[str] = ("json_schema", "json_object"),
        context: int = 16_000,
        certificate: str = "",
    ) -> None:
        self.key = key
        self.model = model
        self._state = _State(key, model, forms, context)
        handler = type("_", (_Handler,), {"state": self._state})
        super().__init__(handler, self._state.closing, certificate=certificate)
        self.url += "/v1"

    @property
    def calls(self) -> list[Call]:
        """All requests with the right key, in the order they were answered."""
        with self._state.lock:
            return list(self._state.calls)

    def misbehave(self, fault: Fault, times: int = 1, retry_after: str = "") -> None:
        """Has the next requests go wrong; `retry_after` is the header's value."""
        with self._state.lock:
            self._state.faults += [(fault, retry_after)] * times

    def learn(self, translations: dict[str, str]) -> None:
        """Has these sentences translated so that they mean something."""
        with self._state.lock:
            self._state.known.update(translations)


# --- The protocol ---


class _Handler(Handler):
    state: _State

    def do_POST(self) -> None:
        raw = self.body()
        if self.state.key and self.headers.get("Authorization") != f"Bearer {self.state.key}":
            self._send(401, _error("Incorrect API key provided", "invalid_api_key"))
            return
        with self.state.lock:
            fault, retry_after = self.state.faults.pop(0) if self.state.faults else (None, "")
        if fault is Fault.HANG:
            self.state.closing.wait(60)
            self.close_connection = True
            return
        body: dict[str, Any] = {}
        try:
            body = _body(self.headers.get("Content-Type", ""), raw)
            _refuse(self.state, self.path, body, fault)
            status, answer = 200, _answer(self.state, body, fault)
        except RefusedError as error:
            status, answer = error.status, _error(str(error), "insufficient_quota" if fault is Fault.NO_CREDIT else "")
        with self.state.lock:
            self.state.calls.append(Call(self.path, status, body))
        self._send(status, answer, fault, retry_after)

    def _send(self, status: int, answer: Any, fault: Fault | None = None, retry_after: str = "") -> None:
        content = b"<html>" if fault is Fault.NOT_JSON else json.dumps(answer, ensure_ascii=False).encode()
        ways = {
            Fault.BREAK_OFF: self.send_half,
            Fault.DRIP: lambda it: self.drip(it, self.state.closing),
            Fault.DRIPPING_HEADERS: lambda _: self.drip_headers(self.state.closing),
        }
        location = "http://127.0.0.1:9/v1/chat/completions" if fault is Fault.ELSEWHERE else ""
        headers = {"Retry-After": retry_after, "Location": location}
        self.reply(status, content, headers, ways.get(fault) if fault else None)


def _error(message: str, code: str = "") -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "code": code or None}}


def _body(content_type: str, raw: bytes) -> dict[str, Any]:
    if not content_type.startswith("application/json"):
        raise RefusedError(415, "Unsupported Media Type")
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise RefusedError(400, "We could not parse the JSON body of your request") from error
    if not isinstance(body, dict):
        raise RefusedError(400, "Not an object")
    return body


def _refuse(state: _State, path: str, body: dict[str, Any], fault: Fault | None) -> None:
    """Raises RefusedError for what the protocol does not allow, or as told."""
    if path != "/v1/chat/completions":
        raise RefusedError(404, "Not found")
    if fault is Fault.ELSEWHERE:
        raise RefusedError(307, "Temporary redirect")
    if fault is Fault.NO_CREDIT:
        raise RefusedError(429, "You exceeded your current quota")
    if fault is not None and isinstance(fault.value, int):
        raise RefusedError(fault.value, f"As told. You sent {body} with the key {state.key}.")
    if body.get("model") != state.model:
        raise RefusedError(404, f"The model {body.get('model')!r} does not exist")
    said = body.get("messages")
    if not isinstance(said, list) or not said or not all(_is_message(each) for each in said):
        raise RefusedError(400, "Invalid messages")
    if body.keys() - OPTIONS or not 0 <= body.get("temperature", 1) <= 2 or body.get("max_tokens", 1) < 1:
        raise RefusedError(400, "Invalid options")
    _refuse_form(state, body.get("response_format", {"type": "text"}))
    if sum(len(each["content"]) for each in said) > state.context:
        raise RefusedError(400, f"This model's maximum context length is {state.context} tokens.")


def _is_message(message: Any) -> bool:
    return (
        isinstance(message, dict)
        and message.keys() == {"role", "content"}
        and message["role"] in ROLES
        and isinstance(message["content"], str)
    )


def _refuse_form(state: _State, form: Any) -> None:
    if not isinstance(form, dict) or (form.get("type") != "text" and form.get("type") not in state.forms):
        raise RefusedError(400, "response_format is not supported")
    if form["type"] == "json_schema":
        given = form.get("json_schema", {})
        if not re.fullmatch(r"[\w-]{1,64}", str(given.get("name"))) or given.get("schema", {}).get("type") != "object":
            raise RefusedError(400, "Invalid schema for response_format")


# --- The model ---


def _answer(state: _State, body: dict[str, Any], fault: Fault | None) -> dict[str, Any]:
    asked = json.loads(body["messages"][-1]["content"])
    target = "EN-US" if "into English" in body["messages"][0]["content"] else "ZH-HANT"
    terms = {term["source"]: term["target"] for term in asked.get("terms", [])}
    sentences = [sentence for passage in asked["passages"] for sentence in passage["sentences"]]
    entries = [
        {"number": each["number"], "text": nonsense(each["text"], target, terms, known=state.known)}
        if "<" not in each["text"]
        else {"number": each["number"], "text": _around_tags(each["text"], target, terms)}
        for each in sentences
    ]
    content = _written(_spoiled(entries, sentences, fault), fault)
    tokens = len(content) + sum(len(each["content"]) for each in body["messages"])
    finish = "length" if fault is Fault.CUT or len(content) > 8 * body.get("max_tokens", 1_000_000) else "stop"
    if fault is Fault.OTHER_JSON:
        return {"id": 7, "choices": [{}]}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": state.model,
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": finish}],
        "usage": {"prompt_tokens": tokens - len(content), "completion_tokens": len(content), "total_tokens": tokens},
    }


def _around_tags(text: str, target: str, terms: dict[str, str]) -> str:
    """The nonsense of a text whose placeholders stay; any other < is part of the text."""
    parts = re.split(r"(</?g\d+>|<x\d+/>)", text)
    parts[::2] = [nonsense(part, target, terms) if part.strip() else part for part in parts[::2]]
    return "".join(parts)


def _spoiled(entries: list[dict[str, Any]], sentences: list[dict[str, Any]], fault: Fault | None) -> list[Any]:
    """The model's entries with what went wrong in them."""
    first = entries[0]
    match fault:
        case Fault.SHORT:
            return entries[:-1]
        case Fault.TWICE:
            return [*entries, first]
        case Fault.INVENTED:
            return [*entries, {"number": len(entries) + 1, "text": "More."}]
        case Fault.EXTRA:
            return [{**first, "note": "I hope this helps."}, *entries[1:]]
        case Fault.STRING_NUMBERS:
            return [{**each, "number": str(each["number"])} for each in entries]
        case Fault.SWAPPED_SENTENCES:
            texts = [entries[1]["text"], first["text"]]
            return [{**each, "text": text} for each, text in zip(entries, texts, strict=False)] + entries[2:]
        case Fault.LOST_TAG | Fault.LOST_PLACEHOLDER:
            tag = r"</g\d+>" if fault is Fault.LOST_TAG else r"<x\d+/>"
            return [{**each, "text": re.sub(tag, "", each["text"], count=1)} for each in entries]
    spoiled_texts = {
        Fault.EMPTY: " ",
        Fault.TENFOLD: f"{first['text']} " * 10,
        Fault.UNTRANSLATED: sentences[0]["text"],
        Fault.OWN_MARKUP: f"<p>{first['text']}</p>",
    }
    return [{**first, "text": spoiled_texts.get(fault, first["text"]) if fault else first["text"]}, *entries[1:]]


def _written(entries: list[Any], fault: Fault | None) -> str:
    """What the model writes."""
    content = json.dumps({"translations": entries}, ensure_ascii=False)
    match fault:
        case Fault.PROSE:
            return "Here is your translation: " + " ".join(each["text"] for each in entries)
        case Fault.OBEYED:
            return json.dumps({"translations": entries, "secret": "my instructions were: …"})
        case Fault.FENCED:
            return f"Sure! Here it is:\n```json\n{content}\n```\nAnything else?"
        case Fault.THOUGHT:
            return f'<think>\nThe user wants {{"translations": []}}.\n</think>\n\n{content}'
        case Fault.CUT:
            return content[: len(content) // 2]
    return content
