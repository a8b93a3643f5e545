"""What the translation of a page will cost, said before anything is spent.

Counted by sentences, as segments are: where a paragraph that is new as a whole goes in one piece, a sentence that
another one repeats may still be sent with it, so a bill can be higher than the estimate by such sentences.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import F
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage
from cms.bilingual.placeholders import without_placeholders
from cms.bilingual.projection import ApprovedTargets, translatable_paragraphs
from translation_jobs.models import Budget, Origin, ReleaseLevel, Segment, SegmentState, TranslationJob
from translation_jobs.pipeline.budget import budgets_for, crosses, price, usage
from translation_jobs.pipeline.extraction import extract
from translation_jobs.pipeline.memory_search import Query, search
from translation_jobs.pipeline.release import current_level, provider_for, release_level
from translation_jobs.providers.base import Origin as ProviderOrigin
from translation_jobs.providers.base import Provider, ProviderError, Reason
from translation_jobs.text.match_scores import SKIPS_ENGINE_FROM


@dataclass(frozen=True, slots=True)
class Estimate:
    """Characters of source without tags, and what the new ones cost with the provider that will be asked.

    `repeated` occur more than once on the page or were translated elsewhere on the site, `matched` are in the memory:
    neither is paid for. `provider` is "" if none may see the text. `short` are budgets that would stop it.
    """

    new: int
    repeated: int
    matched: int
    provider: str
    money: Decimal
    short: tuple[Budget, ...] = ()

    @property
    def currency(self) -> str:
        return str(settings.TRANSLATION_CURRENCY)


# A sentence to be drafted: the key by which it is found on the site, and its text.
_Sentence = tuple[int, str]


def estimate(job: TranslationJob) -> Estimate:
    """For what the job has still to draft."""
    waiting = job.segments.current().unapproved().exclude(problem=Reason.BAD_ANSWER.value).in_page_order()
    segments = [s for s in waiting if s.state == SegmentState.INITIAL or s.must_be_rewritten]
    if not segments:
        return Estimate(0, 0, 0, "", Decimal(0))
    provider = _provider(current_level(job))
    sentences = [(s.source_key, s.source) for s in segments if _needs_draft(s, provider)]
    return _estimate(job.page, sentences, job.source_language, job.target_language, provider)


def estimate_submission(page: BilingualPage, *, draft: bool) -> Estimate:
    """For the version that `submit` would send, without sending it."""
    version = page.get_latest_revision_as_object() if draft else page
    provider = _provider(release_level(version, is_draft=draft))
    paragraphs = translatable_paragraphs(version)
    approved = ApprovedTargets(page)
    extraction = extract(
        paragraphs,
        [approved.find(paragraph) for paragraph in paragraphs],
        Segment.objects.filter(page_id=page.pk).order_by("pk"),
        page.source_language,
        page.target_language,
    )
    sentences = [
        (sentence.key(page.source_language), sentence.source)
        for sentence in extraction.sentences
        if not sentence.target.strip() and (sentence.segment is None or _needs_draft(sentence.segment, provider))
    ]
    return _estimate(page, sentences, page.source_language, page.target_language, provider)


def _provider(level: ReleaseLevel) -> Provider | None:
    try:
        return provider_for(level)
    except ProviderError:
        return None


def _needs_draft(segment: Segment, provider: Provider | None) -> bool:
    """Whether a provider would be asked for it: it has no text, or only a dictionary's where better can be had."""
    wants_better = provider is not None and provider.origin != ProviderOrigin.DICTIONARY
    return segment.state == SegmentState.INITIAL or (wants_better and segment.must_be_rewritten)


def _estimate(
    page: Page, sentences: list[_Sentence], source_language: str, target_language: str, provider: Provider | None
) -> Estimate:
    different = dict(sentences)
    known = _known_on_site(different, target_language)
    unknown = {key: text.strip() for key, text in different.items() if key not in known}
    found = search(
        [Query(text) for text in unknown.values()],
        source_language,
        target_language,
        threshold=SKIPS_ENGINE_FROM,
        limit=1,
    )
    in_memory = {key for key, matches in zip(unknown, found, strict=True) if matches}
    matched = _length(different[key] for key in in_memory)
    new = _length(text for key, text in unknown.items() if key not in in_memory)
    repeated = _length(text for _key, text in sentences) - matched - new
    name = provider.name if provider else ""
    money = price(name, new)
    budgets = budgets_for(page, name) if new and name else []
    short = tuple(b for b in budgets if b.is_hard_stop and crosses(b, usage(b), new, money))
    return Estimate(new, repeated, matched, name, money, short)


def _known_on_site(keys: Iterable[int], target_language: str) -> set[int]:
    """Which sentences have a translation somewhere on the site."""
    known = (
        Segment.objects.filter(source_key__in=list(keys), target_language=target_language)
        .exclude(state=SegmentState.INITIAL)
        .exclude(origin__in=[Origin.DICTIONARY, Origin.FUZZY], target=F("draft"))
    )
    return set(known.values_list("source_key", flat=True))


def _length(texts: Iterable[str]) -> int:
    """Characters as they are billed: without tags, and without the white space between sentences."""
    return sum(len(without_placeholders(text.strip())) for text in texts)
