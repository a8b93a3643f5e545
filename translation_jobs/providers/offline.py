"""The provider that needs no network, no key and no model: drafts word for word from the glossary and CC-CEDICT.

A draft is a help to write from, never a translation: names, dates, money and numbers stand as the house style writes
them, the words between are dictionary words in the order of the source, and what is unknown stands in ⟦…⟧.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from translation_jobs.providers.base import Answer, Origin, ProviderError, Reason, TranslationRequest
from translation_jobs.providers.chinese_draft import ChineseDraft
from translation_jobs.providers.english_draft import EnglishDraft

PASSAGES_PER_BATCH = 100


class OfflineProvider:
    """Fulfils `Provider` between "zh-hant" and "en"; terms and the publication date come with each request.

    Answers every sentence, so no target is None. Any other pair of languages is refused. The dictionary is read with
    the first request of a direction and shared by all threads of the process.
    """

    name = "offline"
    origin = Origin.DICTIONARY

    def batches(self, request: TranslationRequest) -> Iterator[TranslationRequest]:
        """The request in pieces of at most 100 passages: not for size, but so that progress can be stored."""
        for start in range(0, len(request.passages), PASSAGES_PER_BATCH):
            yield replace(request, passages=request.passages[start : start + PASSAGES_PER_BATCH])

    def translate(self, request: TranslationRequest) -> Answer:
        draft = _drafting(request)
        return Answer(tuple(tuple(draft(sentence) for sentence in passage.sentences) for passage in request.passages))


def _drafting(request: TranslationRequest) -> Callable[[str], str]:
    """The function that drafts one sentence of this request."""
    match (request.source_language, request.target_language):
        case ("zh-hant", "en"):
            return EnglishDraft(request.terms, request.published).sentence
        case ("en", "zh-hant"):
            return ChineseDraft(request.terms).sentence
        case (source, target):
            raise ProviderError(Reason.REFUSED, f"The offline provider has no dictionary from {source} to {target}.")
