"""The table of faults: what each engine makes of each thing that goes wrong between it and its service.

Either a ProviderError with its reason and the time to wait, after which nothing is kept; or an answer in which only the
passage that came back spoiled is None. Every row is a test for each engine, over a local server that speaks the
engine's protocol. After each of them the next call goes well.
"""

import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from tests import deepl_server, openai_server
from tests.deepl_server import DeepLServer
from tests.local_http import make_certificate
from tests.openai_server import OpenAIServer
from translation_jobs.providers.base import Passage, Provider, ProviderError, Reason, TranslationRequest
from translation_jobs.providers.deepl import DeepLProvider
from translation_jobs.providers.http_calls import CutOffError, reason_of_failure
from translation_jobs.providers.openai_compatible import OpenAICompatibleProvider

SECRET = "機密的第一句話在2023年3月27日。"
ASKED = TranslationRequest((Passage((SECRET, "第二句在2024年12月。")), Passage(("好的一句。",))), "zh-hant", "en")
TAGGED = TranslationRequest((Passage(("見<g1>公告</g1><x2/>。",)), Passage(("好的一句。",))), "zh-hant", "en")


@dataclass(frozen=True)
class Engine:
    """An engine and its service; `fault` finds a fault of the server by its name."""

    server: Any
    faults: Any
    make: Callable[..., Provider]

    def provider(self, timeout: float = 5.0, url: str = "") -> Provider:
        return self.make(url or self.server.url, timeout)

    def misbehave(self, name: str, **more: Any) -> None:
        self.server.misbehave(self.faults[name], **more)


def deepl_engine(certificate: str = "") -> Engine:
    server = DeepLServer(certificate=certificate)
    return Engine(server, deepl_server.Fault, lambda url, timeout: DeepLProvider(server.key, url, timeout))


def openai_engine(certificate: str = "") -> Engine:
    server = OpenAIServer(certificate=certificate)

    def make(url: str, timeout: float) -> Provider:
        return OpenAICompatibleProvider("taide", url, server.model, server.key, timeout)

    return Engine(server, openai_server.Fault, make)


ENGINES = {"deepl": deepl_engine, "openai_compatible": openai_engine}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = ENGINES[request.param]()
    with engine.server:
        yield engine


def failure(provider: Provider, asked: TranslationRequest = ASKED) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        provider.translate(asked)
    told = "".join(traceback.format_exception(caught.value))
    assert SECRET not in told
    assert "test-key" not in told
    return caught.value


def kept(provider: Provider, asked: TranslationRequest = ASKED) -> list[bool]:
    """For each passage whether its targets are kept; a passage that is kept has one for each sentence."""
    answer = provider.translate(asked)
    assert len(answer.targets) == len(asked.passages)
    for passage, targets in zip(asked.passages, answer.targets, strict=True):
        assert targets is None or len(targets) == len(passage.sentences)
    return [targets is not None for targets in answer.targets]


# --- Nothing comes back: an error, and nothing is kept ---


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("TOO_LARGE", Reason.TOO_LARGE),  # 413
        ("TOO_MANY_REQUESTS", Reason.BUSY),  # 429
        ("QUOTA", Reason.QUOTA),  # 456
        ("INTERNAL", Reason.BUSY),  # 500
        ("UNAVAILABLE", Reason.BUSY),  # 503
        ("NOT_FOUND", Reason.REFUSED),  # 404
        ("BREAK_OFF", Reason.UNREACHABLE),  # a body that is cut
        ("NOT_JSON", Reason.BAD_ANSWER),
        ("OTHER_JSON", Reason.BAD_ANSWER),
    ],
)
def test_a_failed_call_has_its_reason_and_is_asked_once(engine: Engine, fault: str, reason: Reason) -> None:
    engine.misbehave(fault)
    provider = engine.provider()
    error = failure(provider)
    assert (error.reason, error.retry_after) == (reason, None)
    assert len(engine.server.calls) == 1
    assert kept(provider) == [True, True]


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("ELSEWHERE", Reason.REFUSED),  # 307: no text goes to another address
        ("FORBIDDEN", Reason.REFUSED),
        ("NO_CREDIT", Reason.QUOTA),  # 429 with a code that says no waiting helps
        ("PROSE", Reason.BAD_ANSWER),
        ("OBEYED", Reason.BAD_ANSWER),
        ("EXTRA", Reason.BAD_ANSWER),
        ("TWICE", Reason.BAD_ANSWER),
        ("INVENTED", Reason.BAD_ANSWER),
        ("CUT", Reason.TOO_LARGE),  # the answer ended with the tokens: less text will do
    ],
)
def test_a_models_own_failures_have_their_reasons(fault: str, reason: Reason) -> None:
    engine = openai_engine()
    with engine.server:
        engine.misbehave(fault)
        provider = engine.provider()
        assert failure(provider).reason is reason
        assert len(engine.server.calls) == 1
        assert kept(provider) == [True, True]


@pytest.mark.parametrize("fault", ["TOO_MANY_REQUESTS", "UNAVAILABLE"])
@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("7", 7, 7),
        ("0", 0, 0),
        ("the date in two hours", 7190, 7200),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("9" * 999, 86400, 86400),
        ("soon", None, None),
    ],
)
def test_the_time_to_wait_is_what_the_service_says(
    engine: Engine, fault: str, header: str, least: float | None, most: float | None
) -> None:
    in_two_hours = formatdate(time.time() + 7200, usegmt=True)
    engine.misbehave(fault, retry_after=header.replace("the date in two hours", in_two_hours))
    waits = failure(engine.provider()).retry_after
    assert waits is None if least is None or most is None else waits is not None and least <= waits <= most


@pytest.mark.parametrize("fault", ["HANG", "DRIP", "DRIPPING_HEADERS"])
def test_a_call_is_over_in_time_however_slowly_the_service_speaks(engine: Engine, fault: str) -> None:
    engine.misbehave(fault)
    provider = engine.provider(timeout=0.6)
    started = time.monotonic()
    assert failure(provider).reason is Reason.TIMEOUT
    assert 0.5 < time.monotonic() - started < 4
    assert kept(provider) == [True, True]


def test_a_service_that_is_not_there_cannot_be_reached(engine: Engine) -> None:
    engine.server.stop()
    assert failure(engine.provider()).reason is Reason.UNREACHABLE


def test_a_service_without_tls_where_it_should_be_cannot_be_reached(engine: Engine) -> None:
    assert failure(engine.provider(url=engine.server.url.replace("http:", "https:"))).reason is Reason.UNREACHABLE
    assert engine.server.calls == []


def test_a_certificate_that_nobody_trusts_is_not_trusted(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    if not certificate:
        pytest.skip("needs openssl to make a certificate")
    for engine in (deepl_engine(certificate), openai_engine(certificate)):
        with engine.server:
            assert failure(engine.provider()).reason is Reason.UNREACHABLE
            assert engine.server.calls == []


def test_a_certificate_of_ones_own_may_be_trusted_and_a_call_over_tls_ends_too(tmp_path: Path) -> None:
    certificate = make_certificate(tmp_path)
    if not certificate:
        pytest.skip("needs openssl to make a certificate")
    with OpenAIServer(certificate=certificate) as server:
        options = {"timeout": 0.8, "ca_file": certificate}
        provider = OpenAICompatibleProvider("taide", server.url, server.model, server.key, **options)  # type: ignore[arg-type]
        assert kept(provider) == [True, True]
        server.misbehave(openai_server.Fault.DRIP)
        assert failure(provider).reason is Reason.TIMEOUT
        assert kept(provider) == [True, True]


def test_an_answer_without_end_is_no_answer() -> None:
    assert reason_of_failure(CutOffError()) is Reason.UNREACHABLE


# --- Something comes back that is not what was asked: the spoiled passage alone is None ---


@pytest.mark.parametrize(
    ("fault", "asked"),
    [
        ("LOST_TAG", TAGGED),
        ("LOST_PLACEHOLDER", TAGGED),
        ("SWAPPED_SENTENCES", ASKED),
        ("EMPTY", ASKED),
        ("TENFOLD", ASKED),
        ("UNTRANSLATED", ASKED),
    ],
)
def test_a_spoiled_passage_is_none_and_the_others_are_kept(
    engine: Engine, fault: str, asked: TranslationRequest
) -> None:
    provider = engine.provider()
    whole = provider.translate(asked)
    engine.misbehave(fault)
    answer = provider.translate(asked)
    assert answer.targets == (None, whole.targets[1])
    assert answer.billed_characters == whole.billed_characters  # it is paid for all the same
    assert kept(provider, asked) == [True, True]


def test_a_short_answer_of_deepl_cannot_be_matched_and_nothing_is_kept() -> None:
    engine = deepl_engine()
    with engine.server:
        engine.misbehave("ONE_LESS")
        assert failure(engine.provider()).reason is Reason.BAD_ANSWER


def test_of_a_short_answer_of_a_model_the_numbered_rest_is_kept() -> None:
    engine = openai_engine()
    with engine.server:
        engine.misbehave("SHORT")
        assert kept(engine.provider()) == [True, False]


def test_markup_of_the_models_own_is_refused() -> None:
    engine = openai_engine()
    with engine.server:
        engine.misbehave("OWN_MARKUP")
        assert kept(engine.provider()) == [False, True]
