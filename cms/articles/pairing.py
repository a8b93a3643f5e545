"""A translation that already exists → approvals: each text of the page with the text that stands at the same place.

Both sides have the same structure and the same ids (see `markdown_blocks`), so they are paired by path. Placeholders
are numbered from left to right in each language, and languages order their phrases differently; so a target's
placeholders are renumbered to those of the source that stand for the same element.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from bs4 import BeautifulSoup, Tag
from django.utils.translation import gettext as _

from cms.bilingual import placeholders
from cms.bilingual.approvals import Approval
from cms.bilingual.fields import Pair
from cms.bilingual.languages import needs_translation
from cms.bilingual.pages import BilingualPage
from cms.bilingual.walker import Paragraph, collect, rebuild, source_values

# Marks that the probe of an element leaves in a text; characters that no text uses.
_PROBE = re.compile("\ue000(?P<place>\\d+)\\.(?P<number>\\d+)\ue001")

# An element's name and attributes; `tuple` so that it can be compared and sorted.
Element = tuple[str, tuple[tuple[str, str], ...]]


class PairingError(ValueError):
    """Source and target differ in structure at `path`; the message names the page, the path and both texts."""

    def __init__(self, page: BilingualPage, path: str, problem: str) -> None:
        super().__init__(f"{page.title} ({page.slug}), {path}: {problem}")
        self.path = path


def paired_paragraphs(page: BilingualPage, target_values: Mapping[str, Any]) -> list[Approval]:
    """An approval for each text of the source that `page` holds in memory, with the target that has the same path.

    `target_values` are raw values by *source* field name ("title", "body"), with the ids of the source. A text that is
    the same in both and needs no translation is left out, being carried over anyhow; one that needs none but differs,
    such as 8,650 (億元) and 865.0 (NT$ billion), is approved like any other. Optional fields may be missing.

    Raises PairingError, naming the path, where one side has a text, an element or a link that the other has not.
    """
    pairs = [pair for pair in page.bilingual_pairs if pair.required or pair.source in target_values]
    source = _texts(page, pairs, source_values(page, page.bilingual_pairs))
    target = _texts(page, pairs, target_values)
    for path, (paragraph, _elements) in target.items():
        if path not in source:
            raise PairingError(page, path, _("only the translation has a text here: %s") % paragraph.text[:80])
    approvals = []
    for path, (paragraph, elements) in source.items():
        if path not in target:
            raise PairingError(page, path, _("the translation has no text here for: %s") % paragraph.text[:80])
        translated, target_elements = target[path]
        text = _renumbered(page, paragraph, elements, translated, target_elements)
        readable = placeholders.without_placeholders(paragraph.text)
        if text != paragraph.text or needs_translation(readable, page.source_language):
            approvals.append(Approval.of(paragraph, text))
    return approvals


def _texts(
    page: BilingualPage, pairs: list[Pair], values: Mapping[str, Any]
) -> dict[str, tuple[Paragraph, dict[int, Element]]]:
    """Each paragraph by its path, with the elements that its placeholders stand for."""
    paragraphs = collect(type(page), pairs, values)
    elements = _elements(page, pairs, values)
    return {paragraph.path: (paragraph, elements.get(place, {})) for place, paragraph in enumerate(paragraphs)}


def _elements(page: BilingualPage, pairs: list[Pair], values: Mapping[str, Any]) -> dict[int, dict[int, Element]]:
    """The elements behind the placeholders, by the paragraph's place in the page and the placeholder's number.

    Only a rebuilt text shows them: each paragraph is rebuilt as its placeholders alone, with their numbers inside or,
    for single elements, before them.
    """
    place = -1

    def probe(paragraph: Paragraph) -> str:
        nonlocal place
        place += 1
        if not paragraph.is_rich:
            return paragraph.text
        found = [token for token in placeholders.tokens(paragraph.text) if token.role != "close"]
        return "".join(_probe_of(place, token) for token in found) or paragraph.text

    rebuilt = rebuild(type(page), pairs, values, probe)
    elements: dict[int, dict[int, Element]] = {}
    for html in _strings(rebuilt):
        for text in BeautifulSoup(html, "html.parser").find_all(string=_PROBE):
            match = _PROBE.fullmatch(str(text))
            node = text.next_sibling or text.parent
            if match and isinstance(node, Tag):
                elements.setdefault(int(match["place"]), {})[int(match["number"])] = _element(node)
    return elements


def _probe_of(place: int, token: placeholders.Token) -> str:
    mark = f"\ue000{place}.{token.number}\ue001"
    return f"<g{token.number}>{mark}</g{token.number}>" if token.role == "open" else f"{mark}{token}"


def _element(tag: Tag) -> Element:
    return tag.name, tuple(sorted((name, str(value)) for name, value in tag.attrs.items()))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _renumbered(
    page: BilingualPage,
    paragraph: Paragraph,
    elements: Mapping[int, Element],
    translated: Paragraph,
    target_elements: Mapping[int, Element],
) -> str:
    """The target with the source's numbers; raises PairingError if not every element has its counterpart."""
    wanted, found = Counter(elements.values()), Counter(target_elements.values())
    if wanted != found:
        raise PairingError(
            page,
            paragraph.path,
            _("source and translation have other markup: %(missing)s is missing from, %(surplus)s is only in: %(text)s")
            % {"missing": _said(wanted - found), "surplus": _said(found - wanted), "text": translated.text[:80]},
        )
    free = {element: [n for n in sorted(elements) if elements[n] == element] for element in wanted}
    numbers = {number: free[target_elements[number]].pop(0) for number in sorted(target_elements)}
    text, end = "", 0
    for token in placeholders.tokens(translated.text):
        if token.number in numbers:
            renamed = placeholders.Token(token.role, numbers[token.number], token.start, token.end)
            text += translated.text[end : token.start] + str(renamed)
            end = token.end
    text += translated.text[end:]
    wrong = placeholders.mismatches(paragraph.text, text)
    if wrong:
        raise PairingError(page, paragraph.path, _("the markup does not fit: %s") % " ".join(wrong))
    return text


def _said(elements: Mapping[Element, int]) -> str:
    """Elements for people: <a href=/x>, <b>."""
    return ", ".join(f"<{' '.join([name, *(f'{k}={v}' for k, v in attrs)])}>" for name, attrs in elements) or "–"
