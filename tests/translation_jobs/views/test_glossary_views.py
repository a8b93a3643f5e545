"""The glossary, the register of persons and the house style in the admin: lists, forms, export, import, permissions."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook
from wagtail.users.models import UserProfile

from tests.factories import make_superuser, make_user
from translation_jobs.exchange.tables import LARGEST_FILE, read_table
from translation_jobs.models import GlossaryImport, HouseStyle, ImportState, ImportSubject, Person, Term, TermStatus
from translation_jobs.pipeline.glossary_import import confirm, preview

pytestmark = pytest.mark.django_db
LISTS = ["glossary", "persons"]
STYLE_URL = ("wagtailsettings:edit", "translation_jobs", "housestyle")


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def translator() -> Client:
    return logged_in(make_user("translator", groups=("Translators",)))


def table(text: str, name: str = "terms.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def upload(client: Client, file: SimpleUploadedFile, name: str = "glossary") -> Any:
    return client.post(reverse(f"{name}:import"), {"file": file})


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_what_to_do(name: str, translator: Client) -> None:
    empty = text_of(translator.get(reverse(f"{name}:index_results")))
    searched = text_of(translator.get(reverse(f"{name}:index_results"), {"q": "nothing"}))
    for view in ("import", "add"):
        # Beside the buttons of the header, which are always there.
        assert empty.count(reverse(f"{name}:{view}")) == searched.count(reverse(f"{name}:{view}")) + 1


def test_terms_are_found_by_text_status_and_kind(translator: Client) -> None:
    Term.objects.create(chinese="甲詞", english="Alpha", kind="law", status="official", variants="First")
    Term.objects.create(chinese="乙詞", english="Beta", kind="unit", status="unconfirmed")
    for query in ({"q": "First"}, {"kind": "law"}, {"status": "official"}):
        html = text_of(translator.get(reverse("glossary:index_results"), query))
        assert "甲詞" in html
        assert "乙詞" not in html


def test_a_status_is_named_in_the_language_of_the_interface() -> None:
    Term.objects.create(chinese="甲", english="A", status="unconfirmed")
    for language in ("en", "zh-hant"):
        user = make_superuser(f"admin-{language}")
        UserProfile.objects.create(user=user, preferred_language=language)
        with translation.override(language):
            label = str(TermStatus.UNCONFIRMED.label)
        assert label in text_of(logged_in(user).get(reverse("glossary:index_results")))


def test_a_term_is_added_with_its_variants(translator: Client) -> None:
    data = {"chinese": "新創", "english": "startup", "status": "common", "variants": "start-up\r\nstart-up\r\n"}
    translator.post(reverse("glossary:add"), data)
    assert Term.objects.get().variants == "start-up"


def test_a_term_that_contradicts_itself_is_explained_at_its_field(translator: Client) -> None:
    data = {"chinese": "新創", "english": "startup", "status": "common", "forbidden": "startup"}
    answer = translator.post(reverse("glossary:add"), data)
    assert list(answer.context["form"].errors) == ["forbidden"]
    assert not Term.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_list_is_exported_whole_and_without_formulas(kind: str, translator: Client) -> None:
    Term.objects.create(chinese="=1+1", english="@A", note="-x", valid_from="2022-07-27", variants="B\nC")
    answer = translator.get(reverse("glossary:index"), {"export": kind})
    assert answer["Content-Disposition"].startswith('attachment; filename="terms-')
    if kind == "xlsx":
        cells = [cell for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows() for cell in row]
        assert not any(cell.data_type == "f" for cell in cells)
    else:
        assert b"\r\n1,'=1+1,'@A," in answer.content.replace(str(Term.objects.get().pk).encode() + b",", b"1,", 1)
    (row,) = read_table(answer.content).rows
    assert row.cells[1:3] == ("=1+1", "@A")
    assert {"2022-07-27", "B; C", "-x"} <= set(row.cells)


def test_what_is_exported_is_what_the_list_shows(translator: Client) -> None:
    Term.objects.create(chinese="甲", english="A", kind="law")
    Term.objects.create(chinese="乙", english="B", kind="unit")
    answer = translator.get(reverse("glossary:index"), {"export": "csv", "kind": "law"})
    assert [row.cells[1] for row in read_table(answer.content).rows] == ["甲"]


@pytest.mark.parametrize(("name", "model"), [("glossary", Term), ("persons", Person)])
def test_a_file_is_chosen_previewed_and_confirmed(name: str, model: Any, translator: Client) -> None:
    answer = upload(translator, table("zh,en,note\n甲,A,<script>alert(1)</script>\n乙,,\n"), name)
    batch = GlossaryImport.objects.get()
    assert answer.url == reverse(f"{name}:preview_import", args=[batch.pk])
    html = text_of(translator.get(answer.url))
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in html
    assert not model.objects.exists()
    assert translator.post(answer.url).url == reverse(f"{name}:index")
    assert model.objects.get().note == "<script>alert(1)</script>"
    # A second click says so instead of doing it again.
    assert translator.post(answer.url).url == reverse(f"{name}:import")
    assert model.objects.count() == 1


def test_changes_are_shown_field_by_field(translator: Client) -> None:
    Term.objects.create(chinese="甲", english="A", note="old", status="common")
    answer = upload(translator, table("zh,en,note,status\n甲,A,new,official\n"))
    (row,) = translator.get(answer.url).context["rows"]
    assert [(field.before, field.after) for field in row.fields if field.after == "new"] == [("old", "new")]
    assert len(row.fields) == 2


def test_many_changes_are_shown_page_by_page(translator: Client) -> None:
    lines = "".join(f"詞{number},word {number}\n" for number in range(120))
    answer = upload(translator, table(f"zh,en\n{lines}"))
    assert [row.line for row in translator.get(answer.url, {"p": 3}).context["rows"]] == list(range(102, 122))


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("empty.csv", b""),
        SimpleUploadedFile("wrong.csv", b"a,b\n1,2\n"),
        SimpleUploadedFile("broken.xlsx", b"PK\x03\x04nothing"),
        SimpleUploadedFile("picture.png", b"\x89PNG\r\n\x1a\n\x00\x00"),
        SimpleUploadedFile("large.csv", b"a" * (LARGEST_FILE + 1)),
    ],
    ids=lambda file: file.name,
)
def test_a_bad_file_is_explained_and_nothing_is_kept(file: SimpleUploadedFile, translator: Client) -> None:
    answer = upload(translator, file)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    assert not GlossaryImport.objects.exists()


def test_no_file_at_all_is_explained(translator: Client) -> None:
    answer = translator.post(reverse("glossary:import"))
    assert list(answer.context["form"].errors) == ["file"]


def test_a_file_in_big5_is_read_and_that_is_said(translator: Client) -> None:
    answer = upload(translator, SimpleUploadedFile("big5.csv", "zh,en\n國科會,NSTC\n".encode("cp950")))
    html = text_of(translator.get(answer.url))
    assert "國科會" in html
    assert "Big5" in html


def test_a_preview_belongs_to_whoever_chose_the_file(translator: Client) -> None:
    url = upload(translator, table("zh,en\n甲,A\n")).url
    other = logged_in(make_user(groups=("Translators",)))
    assert other.get(url).url == reverse("glossary:import")
    assert other.post(url).url == reverse("glossary:import")
    assert not Term.objects.exists()


def test_a_preview_of_terms_is_none_of_persons(translator: Client) -> None:
    upload(translator, table("zh,en\n甲,A\n"))
    translator.post(reverse("persons:preview_import", args=[GlossaryImport.objects.get().pk]))
    assert GlossaryImport.objects.get().state == ImportState.PREVIEWED
    assert not Person.objects.exists()


def test_the_last_import_is_listed_and_can_be_undone(translator: Client) -> None:
    translator.post(upload(translator, table("zh,en\n甲,A\n", "of-march.csv")).url)
    batch = GlossaryImport.objects.get()
    url = reverse("glossary:undo_import", args=[batch.pk])
    html = text_of(translator.get(reverse("glossary:import")))
    assert "of-march.csv" in html
    assert url in html
    assert "of-march.csv" in text_of(translator.get(url))
    assert Term.objects.exists()
    translator.post(url)
    assert not Term.objects.exists()
    assert url not in text_of(translator.get(reverse("glossary:import")))


def test_what_was_left_is_said_after_importing(translator: Client) -> None:
    Term.objects.create(chinese="甲", english="A")
    url = upload(translator, table("zh,en,note\n甲,A,x\n")).url
    Term.objects.update(note="by hand")
    html = text_of(translator.post(url, follow=True))
    assert "甲 = A" in html
    assert Term.objects.get().note == "by hand"


@pytest.mark.parametrize(
    "permissions",
    [
        (),
        ("translation_jobs.add_term",),
        ("translation_jobs.change_term", "translation_jobs.view_term"),
        ("translation_jobs.add_person", "translation_jobs.change_person"),
    ],
)
def test_importing_needs_permission_to_add_and_to_change(permissions: tuple[str, ...]) -> None:
    owner = make_user(groups=("Translators",))
    batch = preview(ImportSubject.TERMS, "zh,en\n甲,A\n".encode(), "x.csv", owner)
    confirm(batch)
    user = make_user(permissions=("wagtailadmin.access_admin", *permissions))
    client = logged_in(user)
    mine = GlossaryImport.objects.create(subject=ImportSubject.TERMS, created_by=user)
    for url in (
        reverse("glossary:import"),
        reverse("glossary:preview_import", args=[mine.pk]),
        reverse("glossary:undo_import", args=[batch.pk]),
    ):
        assert client.get(url, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
        assert client.post(url, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert Term.objects.count() == 1


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_for_those_who_keep_them(name: str) -> None:
    stranger = logged_in(make_user(permissions=("wagtailadmin.access_admin",)))
    assert stranger.get(reverse(f"{name}:index"), headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert reverse(f"{name}:index") not in text_of(stranger.get(reverse("wagtailadmin_home")))
    for group in ("Translators", "Reviewers"):
        keeper = logged_in(make_user(groups=(group,)))
        assert reverse(f"{name}:index") in text_of(keeper.get(reverse("wagtailadmin_home")))
        assert keeper.get(reverse(f"{name}:add")).status_code == 200


def test_a_reader_of_the_list_is_not_offered_an_import() -> None:
    reader = logged_in(make_user(permissions=("wagtailadmin.access_admin", "translation_jobs.view_term")))
    html = text_of(reader.get(reverse("glossary:index")))
    assert reverse("glossary:import") not in html
    assert reverse("glossary:add") not in html


def test_the_reviewers_choose_the_house_style(translator: Client) -> None:
    pk = HouseStyle.load().pk
    url = reverse(STYLE_URL[0], args=[*STYLE_URL[1:], pk])
    data = {"money": "NTD", "percent": "%", "taiwan": "臺", "spelling": "uk"}
    translator.post(url, data)
    assert HouseStyle.objects.get().money == "NT$"
    reviewer = logged_in(make_user(groups=("Reviewers",)))
    assert reviewer.get(url).status_code == 200
    reviewer.post(url, data)
    style = HouseStyle.objects.get().as_style()
    assert (style.money, style.percent, style.taiwan, style.spelling) == ("NTD", "%", "臺", "uk")
