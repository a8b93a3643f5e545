import gettext
from collections.abc import Callable
from pathlib import Path

import polib
import pytest
from django.conf import settings

from cms import catalogues

VIEWS = """
from django.utils.translation import gettext as _, ngettext, pgettext

title = _("Winter")
count = ngettext("%(count)d owl", "%(count)d owls", 2) % {"count": 2}
here = pgettext("on the map", "Winter")
line = f"{_('Snow in an f-string')}: {title!r:>{len(_('Nested'))}}"
"""
PAGE = """
{% load i18n %}
<div>
    <p title="{% translate 'Frost' %}">It's {% translate "Frost" context "poetry" %}</p>
    {% blocktranslate trimmed with name=person %}
        Hello,
        {{ name }}!
    {% endblocktranslate %}
    {% blocktranslate count n=seen %}{{ n }} fox{% plural %}{{ n }} foxes{% endblocktranslate %}
</div>
"""
CHINESE = {
    ("Winter", None): "冬天",
    ("Winter", "on the map"): "冬季村",
    ("%(count)d owl", None): "%(count)d 隻貓頭鷹",
    ("Snow in an f-string", None): "雪",
    ("Nested", None): "巢狀",
    ("Frost", None): "霜",
    ("Frost", "poetry"): "霜華",
    ("Hello, %(name)s!", None): "%(name)s，您好！",
    ("%(n)s fox", None): "%(n)s 隻狐狸",
    ("Only a label", None): "只是標籤",
}

ChangeEntry = Callable[[polib.POEntry], None]


def po(root: Path, language: str = "zh_Hant") -> polib.POFile:
    return polib.pofile(str(root / "locale" / language / "LC_MESSAGES" / "django.po"))


def change(root: Path, msgid: str, how: ChangeEntry, language: str = "zh_Hant") -> None:
    catalogue = po(root, language)
    (entry,) = [entry for entry in catalogue if entry.msgid == msgid and not entry.msgctxt]
    how(entry)
    catalogue.save()


def write(text: str) -> ChangeEntry:
    def set_text(entry: polib.POEntry) -> None:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: text}
        else:
            entry.msgstr = text

    return set_text


def remove(root: Path, msgid: str) -> None:
    catalogue = po(root)
    for entry in [entry for entry in catalogue if entry.msgid == msgid]:
        catalogue.remove(entry)
    catalogue.save()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with complete catalogues."""
    for name, text in {
        "cms/views.py": VIEWS,
        "cms/templates/page.html": PAGE,
        "cms/migrations/0001_initial.py": "_('Never shown')",
        "translation_jobs/models.py": "gettext_lazy('Only a label')",
        "tests/test_views.py": "_('Never shown')",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    catalogues.update(tmp_path)
    catalogue = po(tmp_path)
    for entry in catalogue:
        write(CHINESE[entry.msgid, entry.msgctxt])(entry)
    catalogue.save()
    return tmp_path


def test_the_catalogues_are_complete_in_both_languages() -> None:
    assert catalogues.faults(settings.BASE_DIR) == []


def test_every_message_of_code_and_templates_is_found_and_nothing_else(root: Path) -> None:
    found = {(message.singular, message.context): message for message in catalogues.extract_messages(root)}

    assert found.keys() == CHINESE.keys()
    assert found["%(count)d owl", None].plural == "%(count)d owls"
    assert found["%(n)s fox", None].plural == "%(n)s foxes"


def test_complete_catalogues_have_no_faults(root: Path) -> None:
    assert catalogues.faults(root) == []


def test_a_new_string_is_found_and_waits_for_its_translation(root: Path) -> None:
    (root / "cms" / "new.py").write_text('_("Thaw")', encoding="utf-8")

    assert catalogues.faults(root) == [
        "zh_Hant: not in the catalogue: 'Thaw'",
        "en: not in the catalogue: 'Thaw'",
    ]
    catalogues.update(root)
    assert catalogues.faults(root) == ["zh_Hant: not translated: 'Thaw'"]
    assert po(root, "en").find("Thaw").msgstr == "Thaw"


def test_update_keeps_what_people_wrote(root: Path) -> None:
    change(root, "Frost", lambda entry: setattr(entry, "tcomment", "not the surname"))
    change(root, "Frost", write("Hoar frost"), language="en")
    before = po(root)

    catalogues.update(root)

    assert {(entry.msgid, entry.msgctxt): entry.msgstr or entry.msgstr_plural[0] for entry in po(root)} == CHINESE
    assert str(po(root)) == str(before)
    assert po(root, "en").find("Frost", msgctxt=False).msgstr == "Hoar frost"


def test_update_keeps_doubts(root: Path) -> None:
    change(root, "Nested", lambda entry: entry.flags.append("fuzzy"))

    catalogues.update(root)

    assert catalogues.faults(root) == ["zh_Hant: not translated: 'Nested'"]


def test_update_drops_what_is_gone(root: Path) -> None:
    (root / "translation_jobs" / "models.py").write_text("", encoding="utf-8")

    assert catalogues.faults(root) == ["zh_Hant: no longer used: 'Only a label'", "en: no longer used: 'Only a label'"]
    catalogues.update(root)
    assert catalogues.faults(root) == []
    assert po(root).find("Only a label") is None


@pytest.mark.parametrize("msgid", ["Only a label", "%(count)d owl"])
def test_an_untranslated_string_is_a_fault(root: Path, msgid: str) -> None:
    change(root, msgid, write(""))

    assert catalogues.faults(root) == [f"zh_Hant: not translated: {msgid!r}"]


@pytest.mark.parametrize("text", ["您好！", "%(nom)s，您好！", "%(name)s %(count)d"])
def test_a_lost_renamed_or_added_placeholder_is_a_fault(root: Path, text: str) -> None:
    change(root, "Hello, %(name)s!", write(text))

    assert catalogues.faults(root) == ["zh_Hant: other places than the source: 'Hello, %(name)s!'"]


def test_a_plural_form_may_leave_its_number_out_but_not_rename_it(root: Path) -> None:
    change(root, "%(count)d owl", write("貓頭鷹"))
    assert catalogues.faults(root) == []

    change(root, "%(count)d owl", write("%(number)d 隻貓頭鷹"))
    assert catalogues.faults(root) == ["zh_Hant: other places than the source: '%(count)d owl'"]


def test_a_missing_entry_is_a_fault(root: Path) -> None:
    remove(root, "Only a label")

    assert catalogues.faults(root) == ["zh_Hant: not in the catalogue: 'Only a label'"]


def test_a_string_may_be_missing_in_two_contexts(root: Path) -> None:
    remove(root, "Winter")

    assert catalogues.faults(root) == ["zh_Hant: not in the catalogue: 'Winter'"] * 2


def test_what_is_compiled_is_what_gettext_reads(root: Path) -> None:
    catalogues.compile_all(root)

    chinese, english = (
        gettext.translation("django", root / "locale", languages=[language]) for language in ("zh_Hant", "en")
    )
    assert chinese.gettext("Frost") == "霜"
    assert chinese.pgettext("poetry", "Frost") == "霜華"
    assert chinese.ngettext("%(count)d owl", "%(count)d owls", 2) == "%(count)d 隻貓頭鷹"
    assert english.pgettext("poetry", "Frost") == "Frost"
    assert english.ngettext("%(count)d owl", "%(count)d owls", 1) == "%(count)d owl"
    assert english.ngettext("%(count)d owl", "%(count)d owls", 2) == "%(count)d owls"
