"""What the pipeline asks of a provider, and all it may count on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from translation_jobs.units import GlossaryTerm, HouseStyle


class Origin(StrEnum):
    """Where a target text came from, as shown to translators."""

    MACHINE = "mt"
    DICTIONARY = "dictionary"  # word for word: a help to write from, never a translation


class Reason(StrEnum):
    """Why a provider gave no answer; each asks for something else."""

    BUSY = "busy"  # too many requests, or the service is overloaded: wait
    TIMEOUT = "timeout"  # no answer in time: wait
    UNREACHABLE = "unreachable"  # no connection: wait
    QUOTA = "quota"  # the account's characters or its cost limit are used up: a person must act
    REFUSED = "refused"  # wrong key or request: a person must mend the settings
    TOO_LARGE = "too-large"  # the request was over the provider's size limit
    BAD_ANSWER = "bad-answer"  # something came back that does not answer what was asked


_ANSWER_IS_MISSING = frozenset({Reason.TIMEOUT, Reason.UNREACHABLE, Reason.BAD_ANSWER})


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences of one paragraph, drafted together.

    `context` is text around it that helps the provider, is not translated and not billed: the whole paragraph when
    only a changed sentence is sent. Sentences may hold numbered placeholders.
    """

    sentences: tuple[str, ...]
    context: str = ""


@dataclass(frozen=True, slots=True)
class TranslationRequest:
    """Passages to draft from one language into the other; languages are Django codes ("zh-hant", "en").

    `published` is the day the text speaks from ("今（12）日"), if it is known; `style` is for those that can be told.
    """

    passages: tuple[Passage, ...]
    source_language: str
    target_language: str
    terms: tuple[GlossaryTerm, ...] = ()
    published: date | None = None
    style: HouseStyle = field(default_factory=HouseStyle)


@dataclass(frozen=True, slots=True)
class Answer:
    """One entry for each passage asked, in order: its sentences' targets, one for each, or None.

    None says that what came back for this passage cannot be matched to its sentences or lost placeholders; the others
    are good. `billed_characters` is what the provider says it charged for the whole call, None if it does not say;
    `tokens` what a language model says it read and wrote.
    """

    targets: tuple[tuple[str, ...] | None, ...]
    billed_characters: int | None = None
    tokens: int | None = None


class ProviderError(Exception):
    """The provider gave no usable answer at all.

    `retry_after` is in seconds: when asking again makes sense; None leaves the time to the caller. Whether it makes
    sense at all is said by `reason`. The message names no text that was sent.

    `may_be_billed`: the text may have arrived and been translated, and only the answer is missing. If the provider
    does not say, that depends on the reason.
    """

    def __init__(
        self,
        reason: Reason,
        message: str = "",
        retry_after: float | None = None,
        *,
        may_be_billed: bool | None = None,
    ) -> None:
        super().__init__(message or reason.value)
        self.reason = reason
        self.retry_after = retry_after
        self.may_be_billed = reason in _ANSWER_IS_MISSING if may_be_billed is None else may_be_billed


class Provider(Protocol):
    """A provider drafts; it never touches the database, and it raises nothing but ProviderError."""

    name: str
    origin: Origin

    def batches(self, request: TranslationRequest) -> Iterator[TranslationRequest]:
        """The request cut into pieces that each fit one call, so that each answer can be stored before the next.

        A passage may be cut into several or lose its context; the sentences keep their order.
        """
        ...

    def translate(self, request: TranslationRequest) -> Answer:
        """Drafts one piece from `batches`. One call of an outside service, a few more when something is new to it."""
        ...
