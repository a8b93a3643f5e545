"""The DeepL provider against a server that speaks DeepL's protocol and keeps its limits."""

import re
import subprocess
import sys
import time
import traceback
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import deepl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.bilingual.placeholders import mismatches
from tests.deepl_server import MAX_BODY, DeepLServer, Fault
from tests.nonsense import nonsense
from translation_jobs.providers.base import Answer, Origin, Passage, Provider, ProviderError, Reason, TranslationRequest
from translation_jobs.providers.deepl import DeepLProvider, Usage
from translation_jobs.providers.deepl_connection import provider_errors
from translation_jobs.units import GlossaryTerm

NSTC = GlossaryTerm("國科會", "National Science and Technology Council")
AI = GlossaryTerm("人工智慧", "artificial intelligence")


@pytest.fixture
def server() -> Iterator[DeepLServer]:
    with DeepLServer() as server:
        yield server


@pytest.fixture
def provider(server: DeepLServer) -> DeepLProvider:
    return DeepLProvider(server.key, server.url, timeout=5)


def request(*passages: Passage | str, terms: tuple[GlossaryTerm, ...] = (), to: str = "en") -> TranslationRequest:
    """A request for the passages; a text stands for a passage of one sentence."""
    whole = tuple(Passage((each,)) if isinstance(each, str) else each for each in passages)
    return TranslationRequest(whole, "en" if to == "zh-hant" else "zh-hant", to, terms)


def failure(provider: DeepLProvider, asked: TranslationRequest) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        provider.translate(asked)
    return caught.value


def only(answer: Answer) -> tuple[str, ...]:
    (targets,) = answer.targets
    assert targets is not None
    return targets


# --- What is asked ---


def test_it_is_a_provider(provider: DeepLProvider) -> None:
    fulfils: Provider = provider
    assert (fulfils.name, fulfils.origin) == ("deepl", Origin.MACHINE)


def test_a_sentence_alone_goes_as_it_is(server: DeepLServer, provider: DeepLProvider) -> None:
    target = only(provider.translate(request("國科會今日公布預算。")))
    assert re.fullmatch("[A-Z][a-z ]+\\.", target[0])
    (call,) = server.calls
    assert call.texts == ["國科會今日公布預算。"]
    assert {key: value for key, value in call.body.items() if key != "text"} == {
        "source_lang": "ZH",
        "target_lang": "EN-US",
        "tag_handling": "xml",
        "tag_handling_version": "v2",
        "outline_detection": False,
        "non_splitting_tags": [],
        "split_sentences": "0",
        "show_billed_characters": True,
    }


def test_sentences_of_a_passage_go_as_one_text(server: DeepLServer, provider: DeepLProvider) -> None:
    targets = only(provider.translate(request(Passage(("第一句。", "見<g1>公告</g1><x2/>。")))))
    (call,) = server.calls
    assert call.texts == ["<s1>第一句。</s1><s2>見<g1>公告</g1><x2/>。</s2>"]
    assert call.body["non_splitting_tags"] == ["g1", "s1", "s2", "x2"]
    assert len(targets) == 2
    assert mismatches("見<g1>公告</g1><x2/>。", targets[1]) == []


def test_targets_have_no_white_space_at_their_ends(provider: DeepLProvider) -> None:
    targets = only(provider.translate(request(Passage(("第一行\n", "第二行\n\n")))))
    assert [target.strip() for target in targets] == list(targets)


def test_english_becomes_traditional_chinese(server: DeepLServer, provider: DeepLProvider) -> None:
    target = only(provider.translate(request("The council met. ", to="zh-hant")))
    assert re.fullmatch("[\u4e00-\u9fff]+。", target[0])
    assert (server.calls[0].body["source_lang"], server.calls[0].body["target_lang"]) == ("EN", "ZH-HANT")


@pytest.mark.parametrize(("source", "target"), [("fr", "en"), ("en", "fr"), ("en", "en"), ("zh-hans", "en")])
def test_languages_that_are_not_ours_are_refused(
    server: DeepLServer, provider: DeepLProvider, source: str, target: str
) -> None:
    asked = TranslationRequest((Passage(("Bonjour.",)),), source, target)
    assert failure(provider, asked).reason is Reason.REFUSED
    assert server.calls == []


def test_nothing_is_asked_for_nothing(server: DeepLServer, provider: DeepLProvider) -> None:
    assert provider.translate(request()) == Answer(())
    assert list(provider.batches(request())) == []
    assert server.calls == []


def test_what_is_no_placeholder_survives(provider: DeepLProvider) -> None:
    text = "A & B < C > <b>D</b> &amp;\x0b\x00 <g1>E"
    assert only(provider.translate(request(text))) == ("A & B < C > <b>D</b> &amp; <g1>E",)


def test_the_sum_of_billed_characters_comes_back(server: DeepLServer, provider: DeepLProvider) -> None:
    answer = provider.translate(request("見<g1>公告</g1>。", Passage(("一。", "二 & 三。"))))
    assert answer.billed_characters == len("見公告。") + len("一。二 & 三。") == server.character_count


def test_context_goes_along_without_its_markup_and_unbilled(server: DeepLServer, provider: DeepLProvider) -> None:
    answer = provider.translate(request(Passage(("新的一句。",), context="<g1>A & B</g1> < C。\x0b新的一句。")))
    (call,) = server.calls
    assert (call.texts, call.context) == (["新的一句。"], "A ＆ B ＜ C。 新的一句。")
    assert answer.billed_characters == len("新的一句。")


# --- How it is cut into calls ---


def translated(provider: DeepLProvider, asked: TranslationRequest) -> list[Answer]:
    return [provider.translate(batch) for batch in provider.batches(asked)]


def test_sixty_two_paragraphs_are_two_calls(server: DeepLServer, provider: DeepLProvider) -> None:
    asked = request(*(Passage((f"第{number}段。", "第二句。")) for number in range(62)))
    answers = translated(provider, asked)
    assert [len(call.texts) for call in server.translations] == [50, 12]
    assert [targets and len(targets) for answer in answers for targets in answer.targets] == [2] * 62


@pytest.mark.parametrize(("count", "calls"), [(49, [49]), (50, [50]), (51, [50, 1])])
def test_a_call_has_at_most_fifty_texts(
    server: DeepLServer, provider: DeepLProvider, count: int, calls: list[int]
) -> None:
    translated(provider, request(*["短句。"] * count))
    assert [len(call.texts) for call in server.translations] == calls


@pytest.mark.parametrize(
    "sentence", ["字" * 500, "a" * 3000, "𠀀" * 250, '"\\' * 700, "<&>" * 500, "<g1>字</g1>" * 100]
)
def test_calls_are_filled_up_to_128_kib_and_not_beyond(
    server: DeepLServer, provider: DeepLProvider, sentence: str
) -> None:
    translated(provider, request(*[Passage((sentence, sentence))] * 49))
    assert {call.status for call in server.translations} == {200}
    assert len(server.translations) >= 2
    one = server.translations[-1].body_bytes  # at least as much as one text takes
    for call in server.translations[:-1]:
        assert MAX_BODY - 2048 - max(one, 20_000) < call.body_bytes <= MAX_BODY


def test_the_largest_text_fits_with_its_context_and_one_more_character_does_not(
    server: DeepLServer, provider: DeepLProvider
) -> None:
    def batch(count: int) -> TranslationRequest:
        (whole,) = provider.batches(request(Passage(("字" * count,), context="文"), terms=(NSTC,)))
        return whole

    fits, not_any_more = 0, 30_000  # characters
    while not_any_more - fits > 1:
        middle = (fits + not_any_more) // 2
        fits, not_any_more = (middle, not_any_more) if batch(middle).passages[0].context else (fits, middle)
    provider.translate(batch(fits))
    (call,) = server.translations
    assert call.status == 200
    assert MAX_BODY - 1024 < call.body_bytes <= MAX_BODY  # little room is kept free


def test_a_passage_too_large_is_cut_into_its_sentences(server: DeepLServer, provider: DeepLProvider) -> None:
    sentences = ("字" * 10_000, "詞" * 10_000, "句" * 10_000)
    asked = request("前。", Passage(sentences), "後。")
    batches = list(provider.batches(asked))
    assert [sentence for batch in batches for each in batch.passages for sentence in each.sentences] == [
        "前。",
        *sentences,
        "後。",
    ]
    for batch in batches:
        provider.translate(batch)
    assert {call.status for call in server.translations} == {200}


def test_a_sentence_too_large_stands_alone_and_is_not_sent(server: DeepLServer, provider: DeepLProvider) -> None:
    huge = "字" * 30_000
    batches = list(provider.batches(request("前。", Passage((huge, "短。")), "後。")))
    assert [batch.passages for batch in batches] == [
        (Passage(("前。",)),),
        (Passage((huge,)),),
        (Passage(("短。",)), Passage(("後。",))),
    ]
    assert failure(provider, batches[1]).reason is Reason.TOO_LARGE
    assert server.calls == []


def test_passages_share_a_call_only_with_the_same_context(server: DeepLServer, provider: DeepLProvider) -> None:
    passages = [
        Passage(("甲。",), "一"),
        Passage(("乙。",), "一"),
        Passage(("丙。",)),
        Passage(("丁。",), "二"),
        Passage(("戊。",), "三"),
    ]
    answers = translated(provider, request(*passages))
    assert [(call.texts, call.context) for call in server.translations] == [
        (["甲。", "乙。"], "一"),
        (["丙。"], ""),
        (["丁。"], "二"),
        (["戊。"], "三"),
    ]
    assert [len(answer.targets) for answer in answers] == [2, 1, 1, 1]


def test_a_call_of_several_contexts_or_too_many_texts_is_refused(provider: DeepLProvider) -> None:
    assert failure(provider, request(Passage(("甲。",), "一"), "乙。")).reason is Reason.TOO_LARGE
    assert failure(provider, request(*["甲。"] * 51)).reason is Reason.TOO_LARGE


PASSAGES = st.builds(
    Passage,
    st.lists(st.builds(lambda text, times: text * times, st.text(max_size=4), st.integers(0, 9000)), max_size=4).map(
        tuple
    ),
    st.sampled_from(["", "", "一", "文" * 22_000]),
)


@given(st.lists(PASSAGES, max_size=12))
@settings(max_examples=25, deadline=None)
def test_batches_keep_every_sentence_in_order(passages: list[Passage]) -> None:
    asked = request(*passages, terms=(NSTC,))
    batches = list(DeepLProvider("key").batches(asked))
    assert [sentence for batch in batches for each in batch.passages for sentence in each.sentences] == [
        sentence for each in passages for sentence in each.sentences
    ]
    assert all(batch.passages and batch.terms == (NSTC,) for batch in batches)


# --- Answers that are wrong for one passage ---


@pytest.mark.parametrize(
    ("fault", "passage"),
    [
        (Fault.LOST_TAG, Passage(("見<g1>公告</g1>。",))),
        (Fault.LOST_TAG, Passage(("一。", "見<g1>公告</g1>。"))),
        (Fault.LOST_PLACEHOLDER, Passage(("見<x1/>公告。",))),
        (Fault.LOST_PLACEHOLDER, Passage(("一。", "見<x1/>公告。"))),
        (Fault.SWAPPED_SENTENCES, Passage(("一。", "二。"))),
        (Fault.EMPTY, Passage(("一。",))),
        (Fault.EMPTY, Passage(("一。", "二。"))),
    ],
)
def test_a_spoiled_passage_is_none_and_the_others_are_good(
    server: DeepLServer, provider: DeepLProvider, fault: Fault, passage: Passage
) -> None:
    server.misbehave(fault)
    answer = provider.translate(request(passage, "好的。"))
    assert answer.targets[0] is None
    assert answer.targets[1] == only(provider.translate(request("好的。")))
    assert answer.billed_characters
    assert provider.translate(request(passage)).targets[0] is not None


# --- No answer at all ---

SECRET = "機密的句子"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.BAD_REQUEST, Reason.REFUSED),
        (Fault.NOT_FOUND, Reason.REFUSED),
        (Fault.TOO_LARGE, Reason.TOO_LARGE),
        (Fault.TOO_MANY_REQUESTS, Reason.BUSY),
        (Fault.QUOTA, Reason.QUOTA),
        (Fault.INTERNAL, Reason.BUSY),
        (Fault.UNAVAILABLE, Reason.BUSY),
        (Fault.BREAK_OFF, Reason.UNREACHABLE),
        (Fault.NOT_JSON, Reason.BAD_ANSWER),
        (Fault.OTHER_JSON, Reason.BAD_ANSWER),
        (Fault.ONE_LESS, Reason.BAD_ANSWER),
    ],
)
def test_each_failure_has_its_reason_is_asked_once_and_tells_no_secret(
    server: DeepLServer, provider: DeepLProvider, fault: Fault, reason: Reason
) -> None:
    server.misbehave(fault)
    error = failure(provider, request(SECRET))
    assert (error.reason, error.retry_after) == (reason, None)
    assert len(server.calls) == 1
    told = "".join(traceback.format_exception(error))
    assert SECRET not in told
    assert server.key not in told
    assert only(provider.translate(request(SECRET)))  # and the next call goes well


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (deepl.AuthorizationException(SECRET, http_status_code=403), Reason.REFUSED),
        (deepl.QuotaExceededException(SECRET, http_status_code=456), Reason.QUOTA),
        (deepl.TooManyRequestsException(SECRET, http_status_code=429), Reason.BUSY),
        (deepl.DeepLException(SECRET, http_status_code=529), Reason.BUSY),
        (deepl.DeepLException(SECRET, http_status_code=418), Reason.REFUSED),
        (deepl.DeepLException(SECRET), Reason.REFUSED),
        (deepl.ConnectionException(SECRET), Reason.UNREACHABLE),
        (KeyError(SECRET), Reason.BAD_ANSWER),
        (RecursionError(SECRET), Reason.BAD_ANSWER),
    ],
)
def test_whatever_the_client_raises_has_its_reason_and_tells_no_secret(error: Exception, reason: Reason) -> None:
    with pytest.raises(ProviderError) as caught, provider_errors():
        raise error
    assert caught.value.reason is reason
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("7", 7, 7),
        ("0", 0, 0),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
        ("Fri, 31 Dec 2100 00:00:00 GMT", 86400, 86400),
        ("9" * 999, 86400, 86400),
    ],
)
def test_the_time_to_wait_is_what_the_service_says(
    server: DeepLServer, provider: DeepLProvider, header: str, least: float, most: float
) -> None:
    server.misbehave(Fault.TOO_MANY_REQUESTS, retry_after=header)
    error = failure(provider, request("句。"))
    assert error.retry_after is not None
    assert least <= error.retry_after <= most


def test_a_time_to_wait_that_cannot_be_read_is_left_to_the_caller(server: DeepLServer, provider: DeepLProvider) -> None:
    server.misbehave(Fault.UNAVAILABLE, retry_after="soon")
    assert failure(provider, request("句。")).retry_after is None


@pytest.mark.parametrize("fault", [Fault.DRIP, Fault.DRIPPING_HEADERS])
def test_a_service_that_drips_is_left_after_the_timeout_and_does_not_spoil_the_next_call(
    server: DeepLServer, fault: Fault
) -> None:
    """Each byte comes in time, so no timeout of the socket ends it: the whole answer would take minutes."""
    server.misbehave(fault)
    provider = DeepLProvider(server.key, server.url, timeout=0.5)
    started = time.monotonic()
    error = failure(provider, request(SECRET * 20))
    assert error.reason is Reason.TIMEOUT
    assert time.monotonic() - started < 3
    assert only(provider.translate(request("句。")))


def test_a_service_that_hangs_is_left_after_the_timeout(server: DeepLServer) -> None:
    server.misbehave(Fault.HANG)
    started = time.monotonic()
    error = failure(DeepLProvider(server.key, server.url, timeout=0.5), request(SECRET))
    assert error.reason is Reason.TIMEOUT
    assert 0.4 < time.monotonic() - started < 5
    assert SECRET not in "".join(traceback.format_exception(error))


def test_a_service_that_is_not_there_cannot_be_reached(server: DeepLServer) -> None:
    server.stop()
    assert failure(DeepLProvider(server.key, server.url, timeout=2), request("句。")).reason is Reason.UNREACHABLE


@pytest.mark.parametrize("key", ["", "  ", "wrong", "wrong\nkey", "錯", "ke\ty"])
def test_a_wrong_key_is_refused(server: DeepLServer, key: str) -> None:
    error = failure(DeepLProvider(key, server.url), request(SECRET))
    assert error.reason is Reason.REFUSED
    assert not key.strip() or key not in "".join(traceback.format_exception(error))


def test_white_space_around_the_key_does_not_count(server: DeepLServer) -> None:
    assert only(DeepLProvider(f" {server.key}\n", server.url).translate(request("句。")))


@pytest.mark.parametrize("address", ["no address", "ftp://127.0.0.1/", "http://[::1"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    assert failure(DeepLProvider("key", address), request("句。")).reason is Reason.REFUSED


def test_an_address_keeps_its_path(server: DeepLServer) -> None:
    failure(DeepLProvider(server.key, f"{server.url}/deepl"), request("句。"))
    assert [call.path for call in server.calls] == ["/deepl/v2/translate"]


def test_the_settings_of_other_users_of_the_client_are_left_alone(server: DeepLServer, provider: DeepLProvider) -> None:
    before = (deepl.http_client.max_network_retries, deepl.http_client.min_connection_timeout)
    provider.translate(request("句。"))
    assert (deepl.http_client.max_network_retries, deepl.http_client.min_connection_timeout) == before == (5, 10.0)


# --- Instructions and model ---


def test_instructions_and_model_go_along(server: DeepLServer) -> None:
    instructions = ["Write NT$ before amounts.", "Use American spelling."]
    provider = DeepLProvider(server.key, server.url, instructions=instructions, model_type="quality_optimized")
    assert only(provider.translate(request("句。")))
    (call,) = server.calls
    assert (call.body["custom_instructions"], call.body["model_type"]) == (instructions, "quality_optimized")


@pytest.mark.parametrize(
    ("instructions", "model_type"),
    [
        (["Be formal."] * 11, ""),
        (["a" * 301], ""),
        ([" "], ""),
        ([], "fast"),
        (["Be formal."], "latency_optimized"),
    ],
)
def test_what_deepl_would_refuse_is_refused_at_once(instructions: list[str], model_type: str) -> None:
    with pytest.raises(ValueError, match="DeepL"):
        DeepLProvider("key", instructions=instructions, model_type=model_type)


@pytest.mark.parametrize("name", ["", " ", "字" * 342])
def test_the_glossary_needs_a_name_that_deepl_takes(name: str) -> None:
    with pytest.raises(ValueError, match="glossary"):
        DeepLProvider("key", glossary_name=name)


@pytest.mark.parametrize("instruction", ["字" * 300, "𠀀" * 300, "a" * 300])
def test_the_largest_instructions_leave_room_for_calls_that_fit(server: DeepLServer, instruction: str) -> None:
    provider = DeepLProvider(server.key, server.url, instructions=[instruction] * 10)
    translated(provider, request(*["字" * 500] * 49))
    assert {call.status for call in server.translations} == {200}
    assert len(server.translations) >= 2


# --- Usage ---


def test_usage_is_what_the_account_has_used(server: DeepLServer, provider: DeepLProvider) -> None:
    provider.translate(request("四個字。"))
    assert provider.usage() == Usage(character_count=4, character_limit=500_000)


@pytest.mark.parametrize("fault", [Fault.NOT_JSON, Fault.OTHER_JSON])
def test_usage_that_cannot_be_read_is_a_bad_answer(server: DeepLServer, provider: DeepLProvider, fault: Fault) -> None:
    server.misbehave(fault, path="/v2/usage")
    with pytest.raises(ProviderError) as caught:
        provider.usage()
    assert caught.value.reason is Reason.BAD_ANSWER


def test_an_account_used_up_is_a_matter_of_quota() -> None:
    with DeepLServer(character_limit=3) as server:
        assert failure(DeepLProvider(server.key, server.url), request("四個字。")).reason is Reason.QUOTA


# --- Threads, and the server as a program ---


def test_threads_may_share_a_provider(server: DeepLServer, provider: DeepLProvider) -> None:
    texts = [f"國科會第{number}號公告。" for number in range(24)]
    alone = [only(provider.translate(request(text, terms=(NSTC,)))) for text in texts]
    shared = DeepLProvider(server.key, server.url, timeout=5)
    before = len(server.calls)
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: only(shared.translate(request(text, terms=(NSTC, AI)))), texts))
    assert together == alone
    asked = [call.method for call in server.calls[before:]]
    assert sorted(asked) == ["GET", "GET", "PATCH", *["POST"] * 24]  # which glossaries, its entries, the new term


@pytest.mark.parametrize(
    ("texts", "options", "status"),
    [
        (["句。"] * 51, {}, 400),
        (["a" * MAX_BODY], {}, 413),
        (["句。"], {"target_lang": "XX"}, 400),
        (["句。"], {"source_lang": "XX"}, 400),
        (["<g1>句。"], {}, 400),
        (["句 & 句"], {}, 400),
        (["句。"], {"context": "A & B"}, 400),
        (["句。"], {"source_lang": "ZH", "glossary": "unknown"}, 404),
        (["句。"], {"model_type": "fast"}, 400),
        (["句。"], {"custom_instructions": ["Be formal."] * 11}, 400),
        (["句。"], {"custom_instructions": ["a" * 301]}, 400),
        (["句。"], {"custom_instructions": ["Be formal."], "model_type": "latency_optimized"}, 400),
    ],
)
def test_the_server_keeps_the_limits_of_deepl(
    server: DeepLServer, texts: list[str], options: dict[str, str], status: int
) -> None:
    client = deepl.DeepLClient(server.key, server_url=server.url)
    asked: dict[str, Any] = {"target_lang": "EN-US", "tag_handling": "xml", **options}
    with pytest.raises(deepl.DeepLException) as caught:
        client.translate_text(texts, **asked)
    assert caught.value.http_status_code == status


@pytest.mark.parametrize(
    "text", ["國科會今（12）日公布1.5億元預算，", "「量子」計畫：<g1>３項</g1><x2/>成果！", "5 &lt; 6 國"]
)
def test_the_nonsense_looks_like_english_and_keeps_tags_and_digits(text: str) -> None:
    english = nonsense(text, "EN-US", {}, is_xml=True)
    assert english == nonsense(text, "EN-US", {}, is_xml=True) != nonsense(text + "二", "EN-US", {}, is_xml=True)
    assert not re.search("[\u3000-\u9fff\uff00-\uffef]", english)
    digits = unicodedata.normalize("NFKC", "".join(re.findall(r"<.*?>|\d", text)))
    assert "".join(re.findall(r"<.*?>|\d", english)) == digits


def test_the_server_runs_as_a_program() -> None:
    program = [sys.executable, "-m", "tests.deepl_server", "--port", "0", "--key", "k", "--character-limit", "9"]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip()
            assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
            assert DeepLProvider("k", address).usage() == Usage(0, 9)
        finally:
            process.terminate()
