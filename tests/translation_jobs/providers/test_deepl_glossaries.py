"""The glossary on the DeepL account: kept in step with ours, and no other ever touched."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import deepl
import pytest
from deepl.api_data import MultilingualGlossaryDictionaryEntries

from tests.deepl_glossary_account import MAX_GLOSSARY
from tests.deepl_server import DeepLServer, Fault
from translation_jobs.providers.base import Passage, ProviderError, Reason, TranslationRequest
from translation_jobs.providers.deepl import DeepLProvider
from translation_jobs.providers.deepl_connection import DeepLConnection
from translation_jobs.providers.deepl_glossaries import BELIEVED_FOR, Glossaries, former_name, glossary_entries
from translation_jobs.units import GlossaryTerm

NSTC = GlossaryTerm("國科會", "National Science and Technology Council")
AI = GlossaryTerm("人工智慧", "artificial intelligence")
NAME = "bilingual-cms www.example.gov.tw"


@pytest.fixture
def server() -> Iterator[DeepLServer]:
    with DeepLServer() as server:
        yield server


def provider(server: DeepLServer, name: str = NAME) -> DeepLProvider:
    """A provider as another process would have it: it remembers nothing."""
    return DeepLProvider(server.key, server.url, timeout=5, glossary_name=name)


def translate(provider: DeepLProvider, *terms: GlossaryTerm, text: str = "國科會補助人工智慧。", to: str = "en") -> str:
    source = "en" if to == "zh-hant" else "zh-hant"
    (targets,) = provider.translate(TranslationRequest((Passage((text,)),), source, to, terms)).targets
    assert targets is not None
    return targets[0]


def asked(server: DeepLServer) -> list[str]:
    """What was asked, without the ids: "GET glossaries", "PATCH glossary", "POST translate"."""
    names = []
    for call in server.calls:
        path = call.path.partition("?")[0].split("/")[2:]
        part = path[-1] if len(path) != 2 else "glossary"
        names.append(f"{call.method} {part}")
    return names


def terms_of(*terms: GlossaryTerm) -> dict[str, str]:
    return {term.source: term.target for term in terms}


# --- In step ---


def test_the_glossary_is_made_once_and_used(server: DeepLServer) -> None:
    ours = provider(server)
    first = translate(ours, NSTC, AI)
    assert NSTC.target in first
    assert translate(ours, NSTC, AI) == first
    assert asked(server) == ["GET glossaries", "POST glossaries", "GET glossaries", "POST translate", "POST translate"]
    assert server.glossaries.contents() == [(NAME, {"zh-en": terms_of(NSTC, AI)})]


def test_another_process_finds_it_and_changes_nothing(server: DeepLServer) -> None:
    translate(provider(server), NSTC, AI)
    before = len(server.calls)
    translate(provider(server), AI, NSTC)
    assert asked(server)[before:] == ["GET glossaries", "GET entries", "POST translate"]
    assert len({call.body["glossary_id"] for call in server.translations}) == 1


def test_a_changed_term_is_sent_alone(server: DeepLServer) -> None:
    ours = provider(server)
    translate(ours, NSTC, AI)
    changed = GlossaryTerm(AI.source, "AI")
    assert "AI" in translate(ours, NSTC, changed)
    patched = next(call for call in server.calls if call.method == "PATCH")
    assert patched.body["dictionaries"][0]["entries"] == "人工智慧\tAI"
    assert server.glossaries.contents() == [(NAME, {"zh-en": terms_of(NSTC, changed)})]


def test_a_term_taken_out_is_taken_out_there(server: DeepLServer) -> None:
    ours = provider(server)
    translate(ours, NSTC, AI)
    translate(ours, NSTC)
    assert "PUT dictionaries" in asked(server)
    assert server.glossaries.contents() == [(NAME, {"zh-en": terms_of(NSTC)})]


def test_both_directions_are_in_one_glossary(server: DeepLServer) -> None:
    ours, back = provider(server), GlossaryTerm(NSTC.target, NSTC.source)
    translate(ours, NSTC)
    assert NSTC.source in translate(ours, back, text=f"The {NSTC.target} met today.", to="zh-hant")
    assert server.glossaries.contents() == [(NAME, {"zh-en": terms_of(NSTC), "en-zh": terms_of(back)})]


def test_what_is_changed_on_the_account_is_put_right_within_ten_minutes(server: DeepLServer) -> None:
    now = 0.0
    connection, glossaries = DeepLConnection(server.key, server.url, 5), Glossaries(NAME, clock=lambda: now)
    glossaries.in_step(connection, ("zh", "en"), (NSTC,))
    server.glossaries.clear()
    now = BELIEVED_FOR
    assert glossaries.in_step(connection, ("zh", "en"), (NSTC,))
    assert server.glossaries.contents() == []
    now += 1
    assert glossaries.in_step(connection, ("zh", "en"), (NSTC,))
    assert server.glossaries.contents() == [(NAME, {"zh-en": terms_of(NSTC)})]


def test_a_glossary_that_was_deleted_is_made_anew(server: DeepLServer) -> None:
    ours = provider(server)
    translate(ours, NSTC)
    server.glossaries.clear()
    with pytest.raises(ProviderError) as caught:
        translate(ours, NSTC)
    assert (caught.value.reason, caught.value.retry_after) == (Reason.BUSY, 0)
    assert NSTC.target in translate(ours, NSTC)


# --- Whose it is ---


def test_no_other_glossary_of_the_account_is_touched(server: DeepLServer) -> None:
    theirs = [
        ("Marketing", {"國科會": "the Council"}),
        ("bilingual-cms", {"國科會": "NSTC"}),
        ("bilingual-cms www.other.gov.tw", {"國科會": "NSTC"}),
        ("bilingual-cms zh-en 0123456789ab", {"國科會": "an older list, or another site's"}),
        (former_name(("zh", "en"), terms_of(NSTC)), {"國科會": "the name alone proves nothing"}),
    ]
    for name, entries in theirs:
        server.glossaries.add(name, entries)
    ours = provider(server)
    for terms in [(NSTC, AI), (AI,), (NSTC,)]:
        translate(ours, *terms)
    assert [(name, terms["zh-en"]) for name, terms in server.glossaries.contents()[:-1]] == theirs
    assert server.glossaries.contents()[-1] == (NAME, {"zh-en": terms_of(NSTC)})


def test_two_sites_on_one_account_have_their_own(server: DeepLServer) -> None:
    one, other = provider(server), provider(server, "bilingual-cms www.other.gov.tw")
    english = GlossaryTerm(AI.source, "machine intelligence")
    for _ in range(2):
        assert AI.target in translate(one, AI)
        assert english.target in translate(other, english)
    assert asked(server).count("POST glossaries") == 2
    assert not any(call.method in ("PATCH", "PUT", "DELETE") for call in server.calls)


def test_the_glossary_of_the_former_scheme_becomes_the_new_one(server: DeepLServer) -> None:
    """Even on an account that allows only one."""
    with DeepLServer(max_glossaries=1) as free:
        former = free.glossaries.add(former_name(("zh", "en"), terms_of(NSTC)), terms_of(NSTC))
        assert NSTC.target in translate(provider(free), NSTC)
        assert free.translations[0].body["glossary_id"] == former
        assert free.glossaries.contents() == [(NAME, {"zh-en": terms_of(NSTC)})]


def test_what_is_left_of_the_former_scheme_is_removed(server: DeepLServer) -> None:
    back = GlossaryTerm(NSTC.target, NSTC.source)
    server.glossaries.add(former_name(("zh", "en"), terms_of(NSTC)), terms_of(NSTC))
    server.glossaries.add(former_name(("en", "zh"), terms_of(back)), terms_of(back), "en", "zh")
    ours = provider(server)
    translate(ours, NSTC)
    translate(ours, back, text=f"The {NSTC.target} met today.", to="zh-hant")
    assert server.glossaries.contents() == [(NAME, {"zh-en": terms_of(NSTC), "en-zh": terms_of(back)})]


def test_of_two_made_at_once_one_remains(server: DeepLServer) -> None:
    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(lambda _: NSTC.target in translate(provider(server), NSTC), range(6)))
    assert server.glossaries.contents() == [(NAME, {"zh-en": terms_of(NSTC)})]


def test_several_workers_with_the_same_change_are_harmless(server: DeepLServer) -> None:
    workers = [provider(server) for _ in range(4)]
    translate(workers[0], NSTC)
    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(lambda worker: AI.target in translate(worker, AI), workers))
    assert server.glossaries.contents() == [(NAME, {"zh-en": terms_of(AI)})]


# --- Without ---


def test_without_usable_terms_there_is_no_glossary(server: DeepLServer) -> None:
    translate(provider(server), GlossaryTerm("國科會", " "), GlossaryTerm("", "NSTC"))
    assert asked(server) == ["POST translate"]
    assert "glossary_id" not in server.calls[0].body


def test_terms_that_deepl_would_refuse_are_left_out() -> None:
    terms = [
        GlossaryTerm(" 國科會 ", "NSTC "),
        GlossaryTerm("國科會", "the second is left out"),
        GlossaryTerm("分\t欄", "tab"),
        GlossaryTerm("換行", "line\nfeed"),
        GlossaryTerm("分隔", "line\u2028separator"),
        GlossaryTerm("長", "e" * 1025),
        GlossaryTerm("剛好", "e" * 1024),
        GlossaryTerm("字" * 342, "1026 bytes"),
        GlossaryTerm("半\ud800", "half"),
    ]
    assert glossary_entries(terms) == {"國科會": "NSTC", "剛好": "e" * 1024}


def test_more_terms_than_a_glossary_holds_are_cut_in_order(server: DeepLServer) -> None:
    terms = [GlossaryTerm(f"詞{number:06}", "e" * 1000) for number in range(6000)]
    entries = glossary_entries(terms)
    assert list(entries) == [term.source for term in terms[: len(entries)]]
    size = sum(len(f"{source}\t{target}\n".encode()) for source, target in entries.items())
    assert MAX_GLOSSARY / 2 - 2000 < size <= MAX_GLOSSARY / 2


def test_an_account_that_takes_no_glossary_is_asked_once(server: DeepLServer) -> None:
    with DeepLServer(max_glossaries=0) as full:
        ours = provider(full)
        for _ in range(3):
            assert translate(ours, NSTC)
        assert asked(full) == ["GET glossaries", "POST glossaries", *["POST translate"] * 3]
        assert all("glossary_id" not in call.body for call in full.translations)


@pytest.mark.parametrize("fault", [Fault.NOT_FOUND, Fault.OTHER_JSON])
def test_nothing_is_made_on_an_account_whose_glossaries_are_not_known(server: DeepLServer, fault: Fault) -> None:
    server.misbehave(fault, path="/v3/glossaries")
    ours = provider(server)
    for _ in range(2):
        assert translate(ours, NSTC)
    assert asked(server) == ["GET glossaries", "POST translate", "POST translate"]


def test_a_busy_account_is_asked_again(server: DeepLServer) -> None:
    ours = provider(server)
    server.misbehave(Fault.TOO_MANY_REQUESTS, path="/v3/glossaries", retry_after="3")
    with pytest.raises(ProviderError) as caught:
        translate(ours, NSTC)
    assert (caught.value.reason, caught.value.retry_after) == (Reason.BUSY, 3)
    translate(ours, NSTC)
    assert "glossary_id" in server.translations[-1].body


# --- The server ---


@pytest.mark.parametrize(
    ("name", "pair", "entries", "status"),
    [
        ("n", ("fr", "en"), {"甲": "A"}, 400),
        ("n" * 1025, ("zh", "en"), {"甲": "A"}, 400),
        ("n", ("zh", "en"), {"甲": "A" * 1025}, 400),
        ("n", ("zh", "en"), {f"{number:08}": "A" * 1000 for number in range(10_400)}, 413),
    ],
)
def test_the_server_keeps_the_limits_of_glossaries(
    server: DeepLServer, name: str, pair: tuple[str, str], entries: dict[str, str], status: int
) -> None:
    client = DeepLConnection(server.key, server.url, 20)
    dictionary = MultilingualGlossaryDictionaryEntries(*pair, entries)
    with pytest.raises(deepl.DeepLException) as caught:
        client.create_multilingual_glossary(name, [dictionary])
    assert caught.value.http_status_code == status
    assert server.glossaries.contents() == []
