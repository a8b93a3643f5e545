"""Language models behind a server that speaks OpenAI's protocol: TAIDE and others, on the agency's own machines.

The protocol: https://platform.openai.com/docs/api-reference/chat. Servers differ in what they can be told of the form
of an answer (vLLM and llama.cpp take a schema, others only "JSON", some nothing), so the most is tried first.
"""

import json
import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import requests

from translation_jobs.providers.answers import accepted
from translation_jobs.providers.base import Answer, Origin, Passage, ProviderError, Reason, TranslationRequest
from translation_jobs.providers.http_calls import (
    HttpCaller,
    Reply,
    is_address,
    reason_of,
    reason_of_failure,
    retry_after_seconds,
)
from translation_jobs.providers.translation_prompt import SCHEMA, messages, read_translations

MAX_SENTENCES = 40  # a call; a model that is asked for more loses count
_LANGUAGES = {"zh-hant", "en"}
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")  # it is kept with each draft, and names variables of the environment

_FORMATS: tuple[dict[str, Any] | None, ...] = (
    {"type": "json_schema", "json_schema": {"name": "translations", "strict": True, "schema": SCHEMA}},
    {"type": "json_object"},
    None,
)
_NOT_UNDERSTOOD = {400, 415, 422, 501}
# What servers say of a request beyond their model's context: OpenAI and vLLM, llama.cpp.
_TOO_LONG = ("context_length_exceeded", "context length", "exceed_context_size", "context size")


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a call brought: the translations by number, and the tokens that the server counted."""

    translations: dict[int, str]
    tokens: int | None


class _NotUnderstoodError(ProviderError):
    """The server refuses the request as it is written; perhaps it takes another form."""


class OpenAICompatibleProvider:
    """Drafts with one model; fulfils `Provider`. One instance may be used by several threads.

    `name` is what the site calls it. `base_url` is the address up to "/v1". An empty `api_key` sends none. `timeout` is
    in seconds, for a whole call: a large model needs a minute for a page. `max_characters` is how much source text
    and context goes into one call; give the model's context at least four tokens for each. `instructions` are sentences
    added to the prompt. `ca_file` is a file of certificates to trust; `uses_proxies` is for servers outside the house.

    The terms that occur in the texts are told to the model, so give the whole agreed list with every request.

    Raises ValueError if an option is not usable.
    """

    origin = Origin.MACHINE

    def __init__(
        self,
        name: str,
        base_url: str,
        model: str,
        api_key: str = "",
        timeout: float = 75.0,
        max_characters: int = 2000,
        instructions: Sequence[str] = (),
        ca_file: str = "",
        *,
        uses_proxies: bool = False,
    ) -> None:
        key = api_key.strip()  # a key read from a file ends in a line feed
        if not _NAME.fullmatch(name):
            raise ValueError("the name of a provider is up to 30 small letters, figures, _ and -")
        if not is_address(base_url):
            raise ValueError(f"the address of {name} is not one")
        if not model:
            raise ValueError(f"{name} needs the name of a model")
        if key and not (key.isascii() and key.isprintable()):
            raise ValueError(f"the key of {name} is not usable")
        if timeout <= 0 or max_characters <= 0:
            raise ValueError(f"the time and the characters of a call of {name} must be more than nothing")
        self.name = name
        self._url = base_url.rstrip("/") + "/chat/completions"
        self._model = model
        self._headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
        self._caller_options = (timeout, ca_file, uses_proxies)
        self._max_characters = max_characters
        self._instructions = tuple(instructions)
        self._first_format = 0  # of _FORMATS; the server did not understand those before
        self._thread = threading.local()

    def batches(self, request: TranslationRequest) -> Iterator[TranslationRequest]:
        """The request in pieces of at most 40 sentences and `max_characters`, its sentences in the same order.

        A passage that is too large for a call goes without its context, and if that is not enough, its sentences go as
        passages of their own. A sentence that is still too large is alone in its piece; `translate` refuses it.
        """
        batch: list[Passage] = []
        for passage in (part for whole in request.passages for part in self._fitting(whole)):
            if batch and not self._fits([*batch, passage]):
                yield replace(request, passages=tuple(batch))
                batch = []
            batch.append(passage)
        if batch:
            yield replace(request, passages=tuple(batch))

    def translate(self, request: TranslationRequest) -> Answer:
        """Drafts one piece from `batches`; see `Provider`. What the answer leaves out is None, the rest is kept."""
        if not request.passages:
            return Answer(())
        if {request.source_language, request.target_language} != _LANGUAGES:
            raise ProviderError(Reason.REFUSED, f"{self.name} is asked from zh-hant to en and back only")
        if not self._fits(request.passages):
            raise ProviderError(
                Reason.TOO_LARGE, f"over {MAX_SENTENCES} sentences or {self._max_characters} characters"
            )
        reading = self._ask(request)
        targets: list[tuple[str, ...] | None] = []
        number = 1
        for passage in request.passages:
            numbers = range(number, number + len(passage.sentences))
            number = numbers.stop
            found = [reading.translations[each] for each in numbers if each in reading.translations]
            targets.append(accepted(passage, found, request.source_language, request.target_language))
        return Answer(tuple(targets), tokens=reading.tokens)

    def _fits(self, passages: Sequence[Passage]) -> bool:
        return (
            sum(len(passage.sentences) for passage in passages) <= MAX_SENTENCES
            and sum(map(_characters, passages)) <= self._max_characters
        )

    def _fitting(self, passage: Passage) -> Iterator[Passage]:
        """The passage in parts that fit a call, as far as sentences can be parted."""
        if self._fits([passage]):
            yield passage
        elif passage.context:
            yield from self._fitting(replace(passage, context=""))
        else:
            yield from (Passage((sentence,)) for sentence in passage.sentences)

    def _ask(self, request: TranslationRequest) -> _Reading:
        """Asks in the strictest form that the server understands, and remembers which that is."""
        body = {
            "model": self._model,
            "messages": messages(request, self._instructions),
            "temperature": 0,
            # English takes some two tokens for a Chinese character; a model that repeats itself is to end some time.
            "max_tokens": 256
            + sum(3 * _characters(passage) + 40 * len(passage.sentences) for passage in request.passages),
            "stream": False,
        }
        count = sum(len(passage.sentences) for passage in request.passages)
        for number in range(self._first_format, len(_FORMATS)):
            form = _FORMATS[number]
            try:
                reading = self._call({**body, "response_format": form} if form else body, count)
            except _NotUnderstoodError:
                if form is None:
                    raise
            else:
                self._first_format = number
                return reading
        raise AssertionError("the last form is either understood or raised")

    def _call(self, body: dict[str, Any], count: int) -> _Reading:
        """One call. Raises ProviderError, which names no text."""
        data = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        request = requests.Request("POST", self._url, data=data, headers=self._headers)
        try:
            reply = self._caller().send(request.prepare())
        except OSError as error:  # the base of all that `requests` raises
            reason = reason_of_failure(error)
            said = "did not answer in time" if reason is Reason.TIMEOUT else "cannot be reached"
            raise ProviderError(reason, f"{self.name} {said}") from None
        if reply.status >= 300:
            raise self._refusal(reply)
        try:
            return _reading(reply, count)
        except (KeyError, IndexError, TypeError, ValueError, RecursionError, AttributeError):
            raise ProviderError(Reason.BAD_ANSWER, f"{self.name} did not answer in the form that was asked") from None

    def _caller(self) -> HttpCaller:
        """The calling thread's own."""
        if not hasattr(self._thread, "caller"):
            timeout, ca_file, uses_proxies = self._caller_options
            self._thread.caller = HttpCaller(timeout, ca_file, uses_proxies=uses_proxies)
        caller: HttpCaller = self._thread.caller
        return caller

    def _refusal(self, reply: Reply) -> ProviderError:
        """What an error status means. The server's message is read, and not passed on: it may quote the request."""
        said = reply.content[:4000].decode("utf-8", "replace").lower()
        message = f"{self.name} answered with status {reply.status}"
        if reply.status in _NOT_UNDERSTOOD:
            if any(sign in said for sign in _TOO_LONG):
                return ProviderError(Reason.TOO_LARGE, f"{message}: more than the model's context")
            return _NotUnderstoodError(Reason.REFUSED, message)
        if reply.status == 429 and "insufficient_quota" in said:
            return ProviderError(Reason.QUOTA, message)
        retry_after = retry_after_seconds(reply.headers.get("Retry-After", ""))
        return ProviderError(reason_of(reply.status), message, retry_after)


def _characters(passage: Passage) -> int:
    return sum(map(len, passage.sentences)) + len(passage.context)


def _reading(reply: Reply, count: int) -> _Reading:
    """What the answer says. Raises ProviderError(TOO_LARGE) if it was cut off, and much else if it has another form."""
    answer = json.loads(reply.content)
    choice = answer["choices"][0]
    if choice.get("finish_reason") == "length":
        raise ProviderError(Reason.TOO_LARGE, "the model's answer was cut off")
    tokens = (answer.get("usage") or {}).get("total_tokens")
    return _Reading(read_translations(choice["message"]["content"], count), tokens if type(tokens) is int else None)
