"""The agreed terms as a glossary on the DeepL account.

A glossary is named after a hash of its terms, so that it is found again by any process and never needs changing. None
is ever changed or deleted: an account is shared, and a translation under way may be using it. The limits are those of
DeepL's OpenAPI description (https://github.com/DeepLcom/openapi, 3.5.0): 1,024 bytes a term, 1,000 glossaries an
account. The free plan has been reported to allow one (https://github.com/WeblateOrg/weblate/pull/14888).
"""

import hashlib
import logging
import threading
from collections.abc import Iterable

import deepl
from deepl.api_data import MultilingualGlossaryDictionaryEntries

from translation_jobs.providers.base import Reason
from translation_jobs.providers.deepl_connection import DeepLConnection, DeepLError, provider_errors
from translation_jobs.units import GlossaryTerm

logger = logging.getLogger(__name__)

MAX_TERM = 1024  # bytes of UTF-8, either side of an entry
_PASSING = {Reason.BUSY, Reason.TIMEOUT, Reason.UNREACHABLE}  # asking again may help


def glossary_entries(terms: Iterable[GlossaryTerm]) -> dict[str, str]:
    """Sources and targets as DeepL takes them, without white space at their ends.

    Left out is a term with an empty side, a side over 1,024 bytes, or a control character; and of several targets for
    one source all but the first.
    """
    entries: dict[str, str] = {}
    for term in terms:
        source, target = term.source.strip(), term.target.strip()
        if source not in entries and _is_valid(source) and _is_valid(target):
            entries[source] = target
    return entries


def glossary_name(source: str, target: str, entries: dict[str, str]) -> str:
    """Such as `bilingual-cms zh-en 0123456789ab`: the languages, and the first 12 digits of a SHA-256 of the pairs."""
    pairs = "\n".join(f"{term}\t{translation}" for term, translation in sorted(entries.items()))
    return f"bilingual-cms {source}-{target} {hashlib.sha256(pairs.encode()).hexdigest()[:12]}"


class Glossaries:
    """The glossaries of an account, as far as they were seen. May be used by several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: dict[str, str | None] | None = None  # by name; None before the account was asked for its list
        self._closed = False  # the account takes no more

    def find_or_create(
        self, connection: DeepLConnection, source: str, target: str, terms: Iterable[GlossaryTerm]
    ) -> str | None:
        """The id of the glossary of these terms; languages as in "zh", "en".

        None if no term is usable, or the account refuses: a draft without agreed terms is better than none. A refusal
        is remembered. Raises ProviderError if asking again may help.
        """
        entries = glossary_entries(terms)
        if not entries:
            return None
        name = glossary_name(source, target, entries)
        with self._lock:  # over the calls too, so that two threads do not create the same one
            if self._ids is None:
                self._ids = self._listed(connection)
            if name not in self._ids:
                dictionary = MultilingualGlossaryDictionaryEntries(source, target, entries)
                self._ids[name] = self._created(connection, name, dictionary)
            return self._ids[name]

    def forget(self) -> None:
        """Has the account asked again for its list: one that was on it is gone."""
        with self._lock:
            self._ids = None

    def _listed(self, connection: DeepLConnection) -> dict[str, str | None]:
        try:
            with provider_errors():
                return {glossary.name: glossary.glossary_id for glossary in connection.list_multilingual_glossaries()}
        except DeepLError as error:
            if error.reason in _PASSING:
                raise
            # Creating without knowing what is there would fill the account.
            self._closed = True
            logger.warning("DeepL does not list its glossaries, drafts go without: %s", error)
            return {}

    def _created(
        self, connection: DeepLConnection, name: str, dictionary: MultilingualGlossaryDictionaryEntries
    ) -> str | None:
        if self._closed:
            return None
        try:
            with provider_errors():
                return connection.create_multilingual_glossary(name, [dictionary]).glossary_id
        except DeepLError as error:
            if error.reason in _PASSING:
                raise
            self._closed = error.reason is Reason.QUOTA
            logger.warning("DeepL does not take the glossary %r, drafts go without: %s", name, error)
            return None


def _is_valid(term: str) -> bool:
    try:
        deepl.validate_glossary_term(term)
        return len(term.encode()) <= MAX_TERM
    except ValueError:  # empty, a control character, half a surrogate pair
        return False
