"""The interface's message catalogues: extracted with Babel, kept, checked and compiled with polib.

No GNU gettext is needed. Source strings are English; `locale/en` repeats them, so that it is complete as well and a
wording can be changed without touching code.
"""

import ast
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

LANGUAGES = ("zh_Hant", "en")
SOURCE_LANGUAGE = "en"
PACKAGES = ("cms", "translation_jobs")
DOMAIN = "django"

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
# Named and positional places of %-formatting; {…} is not used in messages.
_PLACE = re.compile(r"%(?:\((\w+)\))?[sdfr]")
_PLURALS = {
    "zh_Hant": "nplurals=1; plural=0;",
    "en": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True, slots=True)
class Message:
    """A string of the interface: singular, plural ("" if none), context, and where it stands."""

    singular: str
    plural: str
    context: str | None
    places: tuple[tuple[str, str], ...]


def extract_messages(root: Path) -> list[Message]:
    """Every message of the packages under `root`, in the order of their first places."""
    found: dict[tuple[str, str | None], Message] = {}
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*")):
            if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts:
                for message in _messages_of(path, path.relative_to(root)):
                    key = (message.singular, message.context)
                    known = found.get(key)
                    found[key] = Message(
                        message.singular,
                        message.plural or (known.plural if known else ""),
                        message.context,
                        (known.places if known else ()) + message.places,
                    )
    return list(found.values())


def update(root: Path) -> None:
    """Brings the .po files up to date: adds what is new, drops what is gone, keeps what people wrote."""
    messages = extract_messages(root)
    for language in LANGUAGES:
        path = _path(root, language)
        old = polib.pofile(str(path)) if path.exists() else polib.POFile()
        known: dict[tuple[str, str | None], polib.POEntry] = {
            (entry.msgid, entry.msgctxt): entry for entry in old if not entry.obsolete
        }
        new = polib.POFile(wrapwidth=110)
        new.metadata = {
            "Language": language,
            "MIME-Version": "1.0",
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Plural-Forms": _PLURALS[language],
        }
        for message in sorted(messages, key=lambda message: (message.singular, message.context or "")):
            new.append(_entry(message, known.get((message.singular, message.context)), language))
        path.parent.mkdir(parents=True, exist_ok=True)
        new.save(str(path))


def compile_all(root: Path) -> None:
    """Writes the .mo files that Django reads."""
    for language in LANGUAGES:
        path = _path(root, language)
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))


def faults(root: Path) -> list[str]:
    """What is wrong with the catalogues, a line each: missing, untranslated, or with other places than the source."""
    wanted = {(message.singular, message.context) for message in extract_messages(root)}
    lines: list[str] = []
    for language in LANGUAGES:
        entries = {(entry.msgid, entry.msgctxt): entry for entry in polib.pofile(str(_path(root, language)))}
        lines += [
            f"{language}: not in the catalogue: {msgid!r}"
            for msgid, _context in sorted(wanted - entries.keys(), key=str)
        ]
        lines += [
            f"{language}: no longer used: {msgid!r}" for msgid, _context in sorted(entries.keys() - wanted, key=str)
        ]
        for entry in entries.values():
            lines += [f"{language}: {fault}: {entry.msgid!r}" for fault in _faults_of(entry)]
    return lines


def _messages_of(path: Path, name: Path) -> Iterator[Message]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        text = f"{text}\n{_calls_in_f_strings(text)}"
    else:
        # Django turns everything but the messages into X; without indentation what is left reads as Python.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for line, strings, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=_KEYWORDS):
        singular, plural = (strings[0], strings[1]) if isinstance(strings, tuple) else (strings, "")
        if singular:
            yield Message(singular, plural, context, ((name.as_posix(), str(line)),))


def _calls_in_f_strings(text: str) -> str:
    """What stands in the braces of f-strings, a line each: before Python 3.12 Babel does not look there."""
    parts = [part for node in ast.walk(ast.parse(text)) if isinstance(node, ast.JoinedStr) for part in node.values]
    return "\n".join(ast.unparse(part.value) for part in parts if isinstance(part, ast.FormattedValue))


def _entry(message: Message, known: polib.POEntry | None, language: str) -> polib.POEntry:
    # Line numbers would change the catalogues with every edit of the code.
    occurrences = [(path, "") for path in sorted({path for path, _line in message.places})]
    entry = polib.POEntry(msgid=message.singular, msgctxt=message.context, occurrences=occurrences)
    if known:
        entry.msgstr, entry.tcomment = known.msgstr, known.tcomment
        entry.flags += ["fuzzy"] if known.fuzzy else []
    if message.plural:
        entry.msgid_plural = message.plural
        count = 1 if language == "zh_Hant" else 2
        entry.msgstr_plural = {
            number: (known.msgstr_plural.get(number, "") if known else "") for number in range(count)
        }
    if language == SOURCE_LANGUAGE:
        if message.plural:
            defaults = {0: message.singular, 1: message.plural}
            entry.msgstr_plural = {n: text or defaults[n] for n, text in entry.msgstr_plural.items()}
        else:
            entry.msgstr = entry.msgstr or message.singular
    if any("%(" in text for text in (message.singular, message.plural)):
        entry.flags.append("python-format")
    return entry


def _faults_of(entry: polib.POEntry) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if entry.fuzzy or not all(texts):
        yield "not translated"
    wanted = set(_PLACE.findall(entry.msgid)) | set(_PLACE.findall(entry.msgid_plural or ""))
    for text in texts:
        # A singular may leave the number out ("one page").
        if text and not (
            set(_PLACE.findall(text)) <= wanted and (wanted <= set(_PLACE.findall(text)) or entry.msgid_plural)
        ):
            yield "other places than the source"


def _path(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"
