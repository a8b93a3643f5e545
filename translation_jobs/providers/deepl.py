"""DeepL, through its official client.

Facts about the service are from its documentation (https://developers.deepl.com/docs) and its OpenAPI description
(https://github.com/DeepLcom/openapi, 3.5.0), unless marked.
"""

import json
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import deepl

from cms.bilingual.placeholders import without_placeholders
from translation_jobs.providers.answers import accepted
from translation_jobs.providers.base import Answer, Origin, Passage, ProviderError, Reason, TranslationRequest
from translation_jobs.providers.deepl_connection import DeepLConnection, DeepLError, provider_errors
from translation_jobs.providers.deepl_glossaries import MAX_TERM, Glossaries
from translation_jobs.providers.http_calls import is_address
from translation_jobs.text.placeholders import (
    from_xml,
    sentences_from_xml,
    sentences_to_xml,
    to_xml,
    without_illegal_characters,
)

MAX_TEXTS = 50  # a call; from the older reference, the present one names only the size
MAX_BODY = 128 * 1024  # bytes a call, of the JSON as it is sent
_ENVELOPE = 1024  # bytes kept free for all that is not counted: names of options and their values, the glossary's id

# https://developers.deepl.com/docs/best-practices/custom-instructions; they need a model of quality.
MAX_INSTRUCTIONS = 10
MAX_INSTRUCTION = 300  # characters
MODEL_TYPES = ("", "quality_optimized", "prefer_quality_optimized", "latency_optimized")

_SOURCES = {"zh-hant": "ZH", "en": "EN"}  # a source language has no variants
_TARGETS = {"zh-hant": "ZH-HANT", "en": "EN-US"}
_TAG = re.compile(r"<([a-z]\d+)")
# Whether the context is read as XML, like the texts, is not documented. Full-width forms are safe in either case, and
# it is but a hint.
_XML_SAFE = str.maketrans("&<>", "＆＜＞")


@dataclass(frozen=True, slots=True)
class Usage:
    """What the account has used in the current period, and may use, in characters of source text."""

    character_count: int
    character_limit: int


class DeepLProvider:
    """Drafts with DeepL; fulfils `Provider`. One instance may be used by several threads.

    A passage is one text, its sentences in tags of their own, so that DeepL sees all of them; a passage with context
    goes only with others of the same context, since a call has but one. What is billed is the characters of the texts,
    not of the context. The client's own retries are off: whether and when to ask again is the caller's business.

    Terms are kept in the glossary called `glossary_name` on the account. So give the whole agreed list with every
    request, not only the terms that occur in it. A call with a new list makes up to six calls more.

    `timeout` is in seconds, for a whole call. An empty `server_url` leaves the choice between the free and the paid
    service to the client, which tells them apart by the key. `instructions` are up to ten sentences that say what is
    wanted ("Write NT$ before amounts."), in English or the target language. An empty `model_type` is DeepL's choice.

    Raises ValueError if `instructions`, `model_type` or `glossary_name` are not what DeepL takes.
    """

    name = "deepl"
    origin = Origin.MACHINE

    def __init__(
        self,
        auth_key: str,
        server_url: str = "",
        timeout: float = 30.0,
        instructions: Sequence[str] = (),
        model_type: str = "",
        glossary_name: str = "bilingual-cms",
    ) -> None:
        _refuse_options(instructions, model_type)
        if not 0 < len(glossary_name.strip().encode()) <= MAX_TERM:
            raise ValueError(f"the name of the glossary at DeepL must have 1 to {MAX_TERM} bytes")
        self._auth_key = auth_key.strip()  # a key read from a file ends in a line feed
        self._server_url = server_url
        self._timeout = timeout
        self._instructions = list(instructions)
        self._model_type = model_type
        self._room = MAX_BODY - _ENVELOPE - len(json.dumps(self._instructions))
        self._thread = threading.local()
        self._glossaries = Glossaries(glossary_name)

    def batches(self, request: TranslationRequest) -> Iterator[TranslationRequest]:
        """The request in pieces of at most 50 texts and 128 KiB, its sentences in the same order.

        A passage that is too large for a call goes without its context, and if that is not enough, its sentences go as
        passages of their own. A sentence that is still too large is alone in its piece; `translate` refuses it.
        """
        batch: list[Passage] = []
        size = 0
        for passage in (part for whole in request.passages for part in self._fitting(whole)):
            added = _text_size(passage)
            if batch and (len(batch) == MAX_TEXTS or passage.context != batch[0].context or size + added > self._room):
                yield replace(request, passages=tuple(batch))
                batch = []
            size = size + added if batch else _context_size(passage) + added
            batch.append(passage)
        if batch:
            yield replace(request, passages=tuple(batch))

    def translate(self, request: TranslationRequest) -> Answer:
        """Drafts one piece from `batches`; see `Provider`."""
        passages = request.passages
        if not passages:
            return Answer(())
        if {request.source_language, request.target_language} != _SOURCES.keys():
            raise ProviderError(Reason.REFUSED, "DeepL is asked from zh-hant to en and back only")
        if not self._fits_one_call(passages):
            # Said here, because a service that breaks off a long upload looks like one that cannot be reached.
            raise ProviderError(Reason.TOO_LARGE, f"over {MAX_TEXTS} texts or {MAX_BODY} bytes, or several contexts")
        results = self._ask(request)
        if len(results) != len(passages) or not all(isinstance(result.text, str) for result in results):
            raise ProviderError(Reason.BAD_ANSWER, "DeepL did not answer each text")
        languages = request.source_language, request.target_language
        targets = (
            accepted(passage, _sentences(passage, result.text), *languages)
            for passage, result in zip(passages, results, strict=True)
        )
        return Answer(tuple(targets), sum(result.billed_characters for result in results))

    def usage(self) -> Usage:
        """What the account has used. Raises ProviderError."""
        connection = self._connection()
        with provider_errors():
            used = connection.get_usage().character
        if used.count is None or used.limit is None:
            raise ProviderError(Reason.BAD_ANSWER, "DeepL did not say what is used")
        return Usage(used.count, used.limit)

    def _fits_one_call(self, passages: Sequence[Passage]) -> bool:
        return (
            len(passages) <= MAX_TEXTS
            and all(passage.context == passages[0].context for passage in passages)
            and _context_size(passages[0]) + sum(map(_text_size, passages)) <= self._room
        )

    def _fitting(self, passage: Passage) -> Iterator[Passage]:
        """The passage in parts that fit a call, as far as sentences can be parted."""
        if self._fits_one_call([passage]):
            yield passage
        elif passage.context:
            yield from self._fitting(replace(passage, context=""))
        else:
            yield from (Passage((sentence,)) for sentence in passage.sentences)

    def _connection(self) -> DeepLConnection:
        """The calling thread's own."""
        if not self._auth_key or not self._auth_key.isascii() or not self._auth_key.isprintable():
            raise ProviderError(Reason.REFUSED, "there is no usable DeepL authentication key")
        if self._server_url and not is_address(self._server_url):
            raise ProviderError(Reason.REFUSED, "the address of the DeepL server is not one")
        if not hasattr(self._thread, "connection"):
            self._thread.connection = DeepLConnection(self._auth_key, self._server_url, self._timeout)
        connection: DeepLConnection = self._thread.connection
        return connection

    def _ask(self, request: TranslationRequest) -> list[deepl.TextResult]:
        connection = self._connection()
        source, target = _SOURCES[request.source_language], _TARGETS[request.target_language]
        glossary = self._glossaries.in_step(connection, (source.lower(), target[:2].lower()), request.terms)
        texts = [_xml(passage) for passage in request.passages]
        try:
            with provider_errors():
                results = connection.translate_text(
                    texts,
                    source_lang=source,
                    target_lang=target,
                    context=_context(request.passages[0]) or None,
                    glossary=glossary,
                    custom_instructions=self._instructions or None,
                    model_type=self._model_type or None,
                    # Our tags mark words and sentences of running text: DeepL is not to look for a structure in them
                    # nor to cut at them or at full stops, so that one sentence can help with the next.
                    tag_handling="xml",
                    tag_handling_version="v2",
                    outline_detection=False,
                    non_splitting_tags=sorted(_tags(texts)),
                    split_sentences=deepl.SplitSentences.OFF,
                )
        except DeepLError as error:
            if error.status != 404 or glossary is None:
                raise
            self._glossaries.forget()
            raise ProviderError(Reason.BUSY, "the glossary is gone; the next call makes it anew", 0) from None
        return results if isinstance(results, list) else [results]


def _xml(passage: Passage) -> str:
    """The text that is sent for `passage`; a sentence alone needs no tag of its own."""
    return to_xml(passage.sentences[0]) if len(passage.sentences) == 1 else sentences_to_xml(passage.sentences)


def _context(passage: Passage) -> str:
    return without_illegal_characters(without_placeholders(passage.context)).translate(_XML_SAFE)


def _tags(texts: Iterable[str]) -> set[str]:
    """The names of the elements in `texts`; every < that is no tag is escaped there."""
    return {tag for text in texts for tag in _TAG.findall(text)}


def _sentences(passage: Passage, answer: str) -> tuple[str, ...] | None:
    """The targets of the passage's sentences, or None if they cannot be told apart in `answer`."""
    if len(passage.sentences) > 1:
        return sentences_from_xml(answer, len(passage.sentences))
    try:
        return (from_xml(answer),)
    except ValueError:
        return None


def _refuse_options(instructions: Sequence[str], model_type: str) -> None:
    """Raises ValueError for what DeepL would refuse with every call."""
    if len(instructions) > MAX_INSTRUCTIONS:
        raise ValueError(f"DeepL takes at most {MAX_INSTRUCTIONS} instructions, not {len(instructions)}")
    for number, instruction in enumerate(instructions, 1):
        if not 0 < len(instruction.strip()) <= len(instruction) <= MAX_INSTRUCTION:
            raise ValueError(f"instruction {number} for DeepL has not 1 to {MAX_INSTRUCTION} characters")
    if model_type not in MODEL_TYPES:
        raise ValueError(f"DeepL's model types are {', '.join(MODEL_TYPES[1:])}, not {model_type!r}")
    if instructions and model_type == "latency_optimized":
        raise ValueError("DeepL follows no instructions with the model type latency_optimized")


def _text_size(passage: Passage) -> int:
    """The bytes that `passage` takes in the body of a call, without its context: its text and the names of its tags.

    `requests` sends JSON in ASCII: a Chinese character takes six bytes (`\\u570b`), one beyond the basic plane twelve.
    """
    text = _xml(passage)
    return len(json.dumps([text, *_tags([text])]))  # the brackets stand for the commas between this and the others


def _context_size(passage: Passage) -> int:
    return len(json.dumps(_context(passage)))
