"""The translation memory in the admin: who finds what, how it is shown, and what an edit says."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from tests.factories import make_news, make_superuser, make_user
from tests.translation_jobs.pipeline.memories import remember, sentences
from tests.translation_jobs.pipeline.test_memory_writing import approved
from translation_jobs.models import MemoryEntry, MemoryStatus, MemoryUpload
from translation_jobs.pipeline import memory_concordance, memory_upload
from translation_jobs.pipeline.memory_editing import edit_target, supersede

pytestmark = pytest.mark.django_db
SOURCE = "計畫開始受理申請。"
XHR = {"x-requested-with": "XMLHttpRequest"}


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def translator() -> Client:
    return logged_in(make_user("translator", groups=("Translators",)))


@pytest.fixture
def reviewer() -> Client:
    return logged_in(make_user("reviewer", groups=("Reviewers",)))


def entry_of(target: str) -> MemoryEntry:
    return MemoryEntry.objects.get(target=target)


def text_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode())


def targets(client: Client, **query: Any) -> list[str]:
    return [hit.entry.target for hit in client.get(reverse("memory:results"), query).context["hits"]]


def seen(entry: MemoryEntry) -> str:
    return entry.changed_at.isoformat()


# Looking for a phrase


def test_a_word_of_two_characters_is_found_and_marked_in_either_language(translator: Client) -> None:
    remember(("國科會補助研究。", "The NSTC funds research."), ("臺北市政府。", "Taipei City Government."))
    html = text_of(translator.get(reverse("memory:index"), {"q": "補助"}))
    assert "國科會<mark>補助</mark>研究。" in html
    assert "The NSTC funds research." in html
    assert "Taipei City" not in html
    html = text_of(translator.get(reverse("memory:index"), {"q": "Research"}))
    assert "funds <mark>research</mark>" in html


def test_the_script_says_the_language_and_a_switch_says_otherwise(translator: Client) -> None:
    remember(("發展AI晶片。", "Developing chips."), ("發展晶片。", "AI chips are developed."))
    assert len(targets(translator, q="AI")) == 2
    assert targets(translator, q="AI", language="en") == ["AI chips are developed."]
    assert targets(translator, q="AI", language="zh-hant") == ["Developing chips."]


def test_filters_hold_for_searches_too(translator: Client) -> None:
    remember((SOURCE, "Approved."))
    remember((SOURCE, "From a file."), status=MemoryStatus.IMPORTED)
    MemoryEntry.objects.filter(target="From a file.").update(origin="mopa-2025.tmx", creator="王小明")
    remember((SOURCE, "Old."))
    old = entry_of("Old.")
    supersede(old.pk, old.changed_at, make_user())
    for query in ({}, {"q": "受理"}):
        assert set(targets(translator, **query)) == {"Approved.", "From a file."}
        assert targets(translator, status="imported", **query) == ["From a file."]
        assert targets(translator, origin="2025", **query) == ["From a file."]
        assert targets(translator, who="王", **query) == ["From a file."]
        assert targets(translator, state="superseded", **query) == ["Old."]
        assert len(targets(translator, state="all", **query)) == 3
        assert targets(translator, direction="en-zh", **query) == []
        assert targets(translator, changed_at_to="2001-01-01", **query) == []


def test_an_unknown_filter_is_no_error(translator: Client) -> None:
    remember((SOURCE, "Approved."))
    for query in ({"state": "x"}, {"direction": "x"}, {"status": "x"}, {"changed_at_from": "x"}, {"p": "x"}):
        assert translator.get(reverse("memory:results"), query).status_code == 200
    old = entry_of("Approved.")
    supersede(old.pk, old.changed_at, make_user())
    assert targets(translator, state="x") == []
    answer = translator.get(reverse("memory:index"), {"q": "申" * 400})
    assert answer.status_code == 200
    assert answer.context["search_form"].errors


def test_hostile_text_is_shown_as_text(translator: Client, reviewer: Client) -> None:
    hostile = '<script>alert("1")</script>'
    remember((f"國科會{hostile}<g1>補</g1>助", f"{hostile} <g1>funds</g1> & more"))
    entry = MemoryEntry.objects.get()
    MemoryEntry.objects.update(origin=hostile, creator=hostile, domain=hostile[:60])
    pages = [
        translator.get(reverse("memory:index"), {"q": query}) for query in ("國科會", "script", "補助", hostile, "")
    ]
    pages += [reviewer.get(reverse(f"memory:{view}", args=[entry.pk])) for view in ("entry", "edit", "supersede")]
    edit_target(entry.pk, entry.changed_at, f"{hostile} <g1>pays</g1>", make_user())
    pages += [reviewer.get(reverse(f"memory:{view}", args=[entry.pk])) for view in ("entry", "restore", "history")]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in text_of(page)
    marked = text_of(translator.get(reverse("memory:index"), {"q": "script", "state": "all"}))
    assert '&lt;<mark>script</mark>&gt;alert(&quot;1&quot;)&lt;/<mark>script</mark>&gt;<span class="tm-tag">' in marked


def test_hits_lead_to_the_pages_where_they_stand(translator: Client) -> None:
    page = make_news(SOURCE, title="受理公告")
    segment = approved(page, "計畫", "Applications are open.")
    url = f"{reverse('translation_jobs:review', args=[segment.job_id])}#segment-{segment.pk}"
    entry = entry_of("Applications are open.")
    for address in (reverse("memory:index"), reverse("memory:entry", args=[entry.pk])):
        html = text_of(translator.get(address))
        assert url in html
        assert "受理公告" in html


def test_who_may_not_see_translations_sees_no_pages() -> None:
    approved(make_news(SOURCE, title="受理公告"), "計畫", "Applications are open.")
    reader = logged_in(make_user(permissions=("wagtailadmin.access_admin", "translation_jobs.view_memoryentry")))
    for address in (reverse("memory:index"), reverse("memory:entry", args=[MemoryEntry.objects.get().pk])):
        html = text_of(reader.get(address))
        assert SOURCE in html
        assert "受理公告" not in html
        assert "/jobs/" not in html


def test_queries_do_not_grow_with_the_hits(translator: Client) -> None:
    approved(make_news(SOURCE), "計畫", "Applications are open.")
    remember(*((text, f"Known {number}.") for number, text in enumerate(sentences(300))))

    def queries(**query: Any) -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            translator.get(reverse("memory:results"), query)
        return len([q for q in captured if "translation_jobs_" in q["sql"]])

    queries(q="受理")
    few, many = queries(q="受理申請"), queries(q="計畫")
    assert len(targets(translator, q="計畫")) == 25
    assert few <= many < 10
    assert queries() < 10
    assert queries(q="沒有任何句子像這一句話。") < 10


def test_of_very_many_hits_the_newest_are_shown_and_that_is_said(
    translator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(*((text, f"Known {number}.") for number, text in enumerate(sentences(60))))
    everything = set(targets(translator, q="計畫", p=1)) | set(targets(translator, q="計畫", p=2))
    assert translator.get(reverse("memory:results"), {"q": "計畫"}).context["is_complete"]
    monkeypatch.setattr(memory_concordance, "TEXTS", 5)
    answer = translator.get(reverse("memory:results"), {"q": "計畫"})
    assert not answer.context["is_complete"]
    assert {hit.entry.target for hit in answer.context["hits"]} < everything


def test_pages_of_hits_follow_each_other(translator: Client) -> None:
    remember(*((f"第{number}期太空計畫。", f"Space program {number}.") for number in range(1, 61)))
    found = [target for page in (1, 2, 3) for target in targets(translator, q="太空計畫", p=page)]
    assert found == [f"Space program {number}." for number in range(60, 0, -1)]


def test_an_empty_memory_says_where_it_learns(translator: Client, reviewer: Client) -> None:
    assert reverse("memory:import") not in text_of(translator.get(reverse("memory:results")))
    assert text_of(reviewer.get(reverse("memory:results"))).count(reverse("memory:import")) == 2


def test_nothing_found_says_what_to_try_and_shows_what_is_similar(translator: Client) -> None:
    remember(("國科會推動量子研究計畫。", "The NSTC promotes quantum research."))
    answer = translator.get(reverse("memory:results"), {"q": "國科會推動太空研究計畫。"})
    (match,) = answer.context["similar"]
    html = text_of(answer)
    assert reverse("memory:entry", args=[match.entry_id]) in html
    assert f"<td>{match.score}</td>" in html
    assert "state=all" in html


def test_it_works_without_a_script(translator: Client) -> None:
    html = text_of(translator.get(reverse("memory:index"), {"q": "a"}))
    assert f'action="{reverse("memory:index")}" method="get"' in html
    assert 'type="submit"' in html


def test_both_languages_of_the_interface() -> None:
    remember((SOURCE, "Open."))
    for language, expected in (("en", "Translation memory"), ("zh-hant", "翻譯記憶")):
        user = make_superuser(f"admin-{language}")
        UserProfile.objects.create(user=user, preferred_language=language)
        assert expected in text_of(logged_in(user).get(reverse("memory:index")))


# Export


@pytest.mark.parametrize("kind", ["tmx", "tsv"])
def test_what_is_listed_is_exported_and_can_be_read_again(kind: str, translator: Client) -> None:
    remember((SOURCE, "Open <now> & here."), ("太空計畫。", "Space."))
    answer = translator.get(reverse("memory:index"), {"q": "受理", "export": kind})
    assert answer.streaming
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    data = text_of(answer).encode()
    MemoryEntry.objects.all().delete()
    upload = memory_upload.receive(data, f"x.{kind}", make_user())
    memory_upload.confirm(upload.pk, upload.created_by)
    assert MemoryEntry.objects.get().target == "Open <now> & here."


# One entry


def test_an_edit_supersedes_and_offers_to_undo(reviewer: Client) -> None:
    remember((SOURCE, "Open."))
    entry = entry_of("Open.")
    url = reverse("memory:edit", args=[entry.pk])
    answer = reviewer.post(url, {"seen": seen(entry), "target": "Now open."}, follow=True)
    new = entry_of("Now open.")
    assert answer.redirect_chain[-1][0] == reverse("memory:entry", args=[new.pk])
    restore = reverse("memory:restore", args=[entry.pk])
    html = text_of(answer)
    assert restore in html
    assert reverse("memory:entry", args=[entry.pk]) in html  # its history
    entry.refresh_from_db()
    asked = reviewer.get(restore).context["form"].initial
    reviewer.post(restore, {"seen": asked["seen"], "instead": "on"})
    assert [e.target for e in MemoryEntry.objects.in_use()] == ["Open."]


def test_the_history_tells_who_changed_what(reviewer: Client, translator: Client) -> None:
    remember((SOURCE, "Open."))
    entry = entry_of("Open.")
    reviewer.post(reverse("memory:edit", args=[entry.pk]), {"seen": seen(entry), "target": "Now open."})
    html = text_of(translator.get(reverse("memory:history", args=[entry.pk])))
    for expected in ("Open.", "Now open.", "reviewer"):
        assert expected in html
    assert translator.get(reverse("memory:history_results", args=[entry.pk])).status_code == 200


def test_a_stale_edit_keeps_what_was_typed_and_can_be_saved_again(reviewer: Client) -> None:
    remember((SOURCE, "Open."))
    entry = entry_of("Open.")
    url = reverse("memory:edit", args=[entry.pk])
    old = seen(entry)
    reviewer.post(url, {"seen": old, "target": "Theirs."})
    answer = reviewer.post(url, {"seen": old, "target": "Mine."})
    assert answer.status_code == 409
    html = text_of(answer)
    assert "Mine.</textarea>" in html
    assert "Theirs." in html
    assert not MemoryEntry.objects.filter(target="Mine.").exists()
    again = answer.context["edit_url"]
    assert again == reverse("memory:edit", args=[entry_of("Theirs.").pk])
    reviewer.post(again, {"seen": answer.context["form"].initial["seen"], "target": "Mine."})
    assert [e.target for e in MemoryEntry.objects.in_use()] == ["Mine."]


def test_an_edit_of_what_was_superseded_meanwhile_keeps_what_was_typed(reviewer: Client) -> None:
    remember((SOURCE, "Open."))
    entry = entry_of("Open.")
    old = seen(entry)
    supersede(entry.pk, entry.changed_at, make_user())
    answer = reviewer.post(reverse("memory:edit", args=[entry.pk]), {"seen": old, "target": "Mine."})
    assert answer.status_code == 409
    assert "Mine.</textarea>" in text_of(answer)
    # Asked for anew, the form leads to the entry.
    assert reviewer.get(reverse("memory:edit", args=[entry.pk])).url == reverse("memory:entry", args=[entry.pk])


@pytest.mark.parametrize("target", ["", "   ", "No placeholder.", "x" * 10_001])
def test_a_target_that_cannot_be_is_explained_at_its_field(target: str, reviewer: Client) -> None:
    remember(("見<g1>公告</g1>", "See the <g1>notice</g1>"))
    entry = MemoryEntry.objects.get()
    answer = reviewer.post(reverse("memory:edit", args=[entry.pk]), {"seen": seen(entry), "target": target})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["target"]
    assert MemoryEntry.objects.count() == 1


@pytest.mark.parametrize("value", ["", "x", "2026-01-01T00:00:00", "9" * 40])
def test_a_form_that_cannot_be_read_writes_nothing(value: str, reviewer: Client) -> None:
    remember((SOURCE, "Open."))
    entry = entry_of("Open.")
    for view in ("edit", "supersede", "restore"):
        url = reverse(f"memory:{view}", args=[entry.pk])
        assert reviewer.post(url, {"seen": value, "target": "Mine."}).status_code == 422
    assert MemoryEntry.objects.in_use().get().target == "Open."


def test_superseding_asks_first_and_can_be_undone(reviewer: Client) -> None:
    remember((SOURCE, "Open."))
    entry = entry_of("Open.")
    url = reverse("memory:supersede", args=[entry.pk])
    initial = reviewer.get(url).context["form"].initial
    assert MemoryEntry.objects.in_use().exists()
    html = text_of(reviewer.post(url, {"seen": initial["seen"]}, follow=True))
    assert not MemoryEntry.objects.in_use().exists()
    assert reverse("memory:restore", args=[entry.pk]) in html
    assert reviewer.post(url, {"seen": initial["seen"]}).status_code == 409


def test_that_pages_keep_their_translation_is_said(reviewer: Client) -> None:
    approved(make_news(SOURCE), "計畫", "Applications are open.")
    entry = entry_of("Applications are open.")
    for view in ("entry", "edit", "supersede"):
        assert reviewer.get(reverse(f"memory:{view}", args=[entry.pk])).context["is_on_pages"]


def test_an_entry_that_is_not_there_is_not_found(reviewer: Client) -> None:
    for view in ("entry", "edit", "supersede", "restore", "history"):
        assert reviewer.get(reverse(f"memory:{view}", args=[999]), follow=True).status_code == 404


# Who may what


def test_translators_see_and_reviewers_change() -> None:
    remember((SOURCE, "Open."))
    entry = entry_of("Open.")
    reading = [reverse("memory:index"), reverse("memory:results"), reverse("memory:entry", args=[entry.pk])]
    reading.append(reverse("memory:history", args=[entry.pk]))
    changing = [reverse(f"memory:{view}", args=[entry.pk]) for view in ("edit", "supersede")]
    importing = reverse("memory:import")
    stranger = make_user(permissions=("wagtailadmin.access_admin",))
    allowed = {
        make_user(groups=("Translators",)): reading,
        make_user(groups=("Reviewers",)): [*reading, *changing, importing],
        stranger: [],
    }
    for user, urls in allowed.items():
        client = logged_in(user)
        for url in [*reading, *changing, importing]:
            assert client.get(url, headers=XHR).status_code == (200 if url in urls else 403), (user, url)
        for url in changing:
            if url not in urls:
                assert client.post(url, {"seen": seen(entry), "target": "Mine."}, headers=XHR).status_code == 403
        assert (reverse("memory:index") in text_of(client.get(reverse("wagtailadmin_home")))) == bool(urls)
    assert MemoryEntry.objects.get().changed_at == entry.changed_at


def test_nobody_may_delete() -> None:
    codenames = MemoryEntry._meta.default_permissions
    assert "delete" not in codenames
    assert not make_user(groups=("Reviewers",)).has_perm("translation_jobs.delete_memoryentry")


# Files


def upload(client: Client, data: bytes, name: str = "pairs.tsv") -> Any:
    return client.post(reverse("memory:import"), {"file": SimpleUploadedFile(name, data)})


def test_a_file_is_counted_before_it_is_imported(reviewer: Client) -> None:
    remember((SOURCE, "Open."))
    lines = f"zh\ten\n{SOURCE}\tOpen.\n太空。\tSpace.\n太空。\tSpace.\n空。\t\n<b>\t<script>alert(1)</script>\n"
    answer = upload(reviewer, lines.encode("utf-8-sig"))
    shown = reviewer.get(answer.url).context["upload"]
    assert (shown.read, shown.added, shown.known, shown.empty) == (5, 2, 2, 1)
    assert shown.languages == {"zh-hant:en": 4}
    assert MemoryEntry.objects.count() == 1
    assert reviewer.post(answer.url).url == reverse("memory:index")
    new = entry_of("Space.")
    assert (new.status, new.origin) == (MemoryStatus.IMPORTED, "pairs.tsv")
    assert targets(reviewer, q="太空") == ["Space."]
    kept = MemoryUpload.objects.get()
    assert (kept.read, kept.added, bytes(kept.data)) == (5, 2, b"")
    # A second click says so instead of doing it again.
    assert reviewer.post(answer.url).url == reverse("memory:import")
    assert "pairs.tsv" in text_of(reviewer.get(reverse("memory:import")))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.tsv", b""),
        ("wrong.tsv", b"a\tb\n1\t2\n"),
        ("columns.tsv", b"zh\ten\nonly one\n"),
        ("escape.tsv", b"zh\ten\na\\q\tb\n"),
        ("big5.tsv", "zh\ten\n國科會\tNSTC\n".encode("cp950")),
        ("broken.tmx", b"<tmx><body><tu>"),
        ("other.tmx", b"<html/>"),
        ("bomb.tmx", b'<!DOCTYPE tmx [<!ENTITY a "b">]><tmx><body>&a;</body></tmx>'),
        ("pairs.xlsx", b"PK"),
        ("large.tsv", b"a" * (memory_upload.LARGEST_UPLOAD + 1)),
        ("many.tsv", b"zh\ten\n" + b"a\tb\n" * (memory_upload.MOST_PAIRS + 1)),
    ],
)
def test_a_bad_file_is_explained_and_nothing_is_kept(name: str, data: bytes, reviewer: Client) -> None:
    answer = upload(reviewer, data, name)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    assert not MemoryUpload.objects.exists()
    assert not MemoryEntry.objects.exists()


def test_no_file_at_all_is_explained(reviewer: Client) -> None:
    assert list(reviewer.post(reverse("memory:import")).context["form"].errors) == ["file"]


def test_a_preview_belongs_to_whoever_chose_the_file(reviewer: Client, translator: Client) -> None:
    url = upload(reviewer, "zh\ten\n太空。\tSpace.\n".encode()).url
    other = logged_in(make_user(groups=("Reviewers",)))
    assert other.get(url).url == reverse("memory:import")
    assert other.post(url).url == reverse("memory:import")
    assert translator.post(url, headers=XHR).status_code == 403
    assert not MemoryEntry.objects.exists()


def test_an_import_that_fails_can_be_confirmed_again(reviewer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    url = upload(reviewer, "zh\ten\n太空。\tSpace.\n".encode()).url
    reviewer.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(memory_upload, "import_units", None)
        assert reviewer.post(url).status_code == 500
    assert reviewer.post(url).url == reverse("memory:index")
    assert MemoryEntry.objects.get().target == "Space."


@pytest.mark.both_databases
def test_characters_that_a_database_refuses_are_spaces(reviewer: Client) -> None:
    url = upload(reviewer, "id\tzh\ten\na\x00b\t太\x00空。\tSpa\x00ce.\n".encode()).url
    assert reviewer.post(url).url == reverse("memory:index")
    entry = MemoryEntry.objects.get()
    assert (entry.unit_id, entry.source, entry.target) == ("a b", "太 空。", "Spa ce.")
