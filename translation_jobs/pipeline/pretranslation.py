"""Fills segments with drafts before a person sees them: what was translated before, else a provider.

Every answer is stored as soon as it is there, whoever holds the job by then: it is paid for. Each segment is written
only if it still is as it was when it was sent, so a person's text is never overwritten.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.db.models import F

from cms.bilingual.projection import lock_page
from translation_jobs.models import Origin, Segment, SegmentEvent, SegmentState, Term, TranslationJob
from translation_jobs.models.segments import DRAFT_FIELDS
from translation_jobs.pipeline.conditions import published_on
from translation_jobs.pipeline.quality import check_drafts
from translation_jobs.pipeline.release import current_level, provider_for
from translation_jobs.providers.base import Answer, Passage, Provider, ProviderError, Reason, TranslationRequest
from translation_jobs.providers.base import Origin as ProviderOrigin
from translation_jobs.queue.leases import Lease

# Segment.problem of a sentence whose passage came back mangled.
ALONE = "alone"


class ReleaseChanged(Exception):
    """The page was closed or opened while it was being drafted: what is left must go to another provider."""


@dataclass(frozen=True, slots=True)
class _Ask:
    """A passage to send, and for each of its sentences the segments that get its target: one, or its repetitions."""

    passage: Passage
    receivers: tuple[tuple[Segment, ...], ...]

    def sentence_by_sentence(self) -> Iterator["_Ask"]:
        """The same sentences each on its own, with the whole passage as context."""
        context = self.passage.context or "".join(self.passage.sentences)
        for sentence, receivers in zip(self.passage.sentences, self.receivers, strict=True):
            yield _Ask(Passage((sentence,), context), (receivers,))


def pretranslate(job: TranslationJob, lease: Lease) -> None:
    """Drafts every segment of the job that has no text yet, or only a dictionary draft where better can be had.

    What comes back mangled is asked again sentence by sentence; what is mangled then, a person writes.
    Raises ProviderError (what was drafted before it is kept) and LeaseLost.
    """
    _leverage(job)
    provider = provider_for(current_level(job))
    TranslationJob.objects.filter(pk=job.pk).update(provider=provider.name)
    mangled = _draft(job, lease, provider, _asks(job, _to_draft(job, provider)))
    _draft(job, lease, provider, [single for ask in mangled for single in ask.sentence_by_sentence()])


def _to_draft(job: TranslationJob, provider: Provider) -> list[Segment]:
    """The job's segments that the provider can help with, in page order; not those that it mangled twice."""
    segments = job.segments.current().unapproved().exclude(problem=Reason.BAD_ANSWER.value).in_page_order()
    wants_better = provider.origin != ProviderOrigin.DICTIONARY
    return [s for s in segments if s.state == SegmentState.INITIAL or (wants_better and s.must_be_rewritten)]


def _leverage(job: TranslationJob) -> None:
    """Takes over texts of the same sentence from anywhere on the site, approved ones first: nothing is paid twice."""
    waiting = list(job.segments.current().filter(state=SegmentState.INITIAL))
    known = (
        Segment.objects.filter(
            source_hash__in={segment.source_hash for segment in waiting}, target_language=job.target_language
        )
        .exclude(state=SegmentState.INITIAL)
        .exclude(origin=Origin.DICTIONARY, target=F("draft"))
        .order_by("approved_at", "edited_at", "pk")
        .values_list("source_hash", "target", "approved_at")
    )
    approved: dict[str, str] = {}
    others: dict[str, str] = {}
    for source_hash, target, approved_at in known:
        (approved if approved_at else others)[source_hash] = target
    _store({s.pk: (s, text) for s in waiting if (text := (others | approved).get(s.source_hash))}, Origin.EXACT, "")


def _asks(job: TranslationJob, segments: Iterable[Segment]) -> list[_Ask]:
    """A paragraph that is new as a whole is one passage; a single sentence of it goes alone, with it as context.

    Passages that repeat are asked once, and every repetition gets the answer.
    """
    missing: dict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        missing[segment.path].append(segment)
    whole: dict[str, list[str]] = defaultdict(list)
    rows = Segment.objects.current().filter(page_id=job.page_id, path__in=missing).in_page_order()
    for path, source in rows.values_list("path", "source"):
        whole[path].append(source)
    asks: dict[Passage, list[list[Segment]]] = {}
    for path, sentences in missing.items():
        if len(sentences) == len(whole[path]) and not any(s.problem == ALONE for s in sentences):
            passages = [(Passage(tuple(s.source.strip() for s in sentences)), sentences)]
        else:
            context = "".join(whole[path])
            passages = [(Passage((s.source.strip(),), context), [s]) for s in sentences]
        for passage, receivers in passages:
            asks.setdefault(passage, []).append(receivers)
    return [
        _Ask(passage, tuple(tuple(repeated) for repeated in zip(*repetitions, strict=True)))
        for passage, repetitions in asks.items()
    ]


def _draft(job: TranslationJob, lease: Lease, provider: Provider, asks: list[_Ask]) -> list[_Ask]:
    """Asks the provider, call by call, and stores each answer at once.

    Passages of several sentences that came back mangled are returned; what was mangled is marked on the segments, so
    that a later attempt does not pay for the same again.
    """
    if not asks:
        return []
    request = TranslationRequest(
        passages=tuple(ask.passage for ask in asks),
        source_language=job.source_language,
        target_language=job.target_language,
        terms=Term.objects.confirmed().as_terms(job.source_language),
        published=published_on(job.page.specific),
    )
    # A provider may cut passages, but never changes the order of their sentences.
    receivers = iter([repeated for ask in asks for repeated in ask.receivers])
    mangled: list[_Ask] = []
    for batch in provider.batches(request):
        sent = [_Ask(passage, tuple(islice(receivers, len(passage.sentences)))) for passage in batch.passages]
        lease.renew()
        if provider_for(current_level(job)).name != provider.name:
            raise ReleaseChanged
        answer = _answer(provider, batch)
        drafts: dict[int, tuple[Segment, str]] = {}
        for ask, targets in zip(sent, answer.targets, strict=True):
            if targets is None:
                _mark_mangled(ask)
                mangled += [ask] if len(ask.receivers) > 1 else []
                continue
            for target, repeated in zip(targets, ask.receivers, strict=True):
                drafts |= {segment.pk: (segment, target) for segment in repeated}
        _store(drafts, provider.origin.value, provider.name)
        TranslationJob.objects.filter(pk=job.pk).update(
            billed_characters=F("billed_characters") + (answer.billed_characters or 0),
            attempts=0,  # it made headway
        )
    return mangled


def _mark_mangled(ask: _Ask) -> None:
    """Several sentences are asked one by one from now on; a single one is left to a person."""
    problem = ALONE if len(ask.receivers) > 1 else Reason.BAD_ANSWER.value
    segments = [segment.pk for repeated in ask.receivers for segment in repeated]
    Segment.objects.filter(pk__in=segments, state=SegmentState.INITIAL).update(problem=problem)


def _answer(provider: Provider, batch: TranslationRequest) -> Answer:
    """The provider's answer; a text that is too long for it holds up nothing but itself."""
    try:
        return provider.translate(batch)
    except ProviderError as error:
        if error.reason != Reason.TOO_LARGE:
            raise
        return Answer((None,) * len(batch.passages))


def _store(drafts: Mapping[int, tuple[Segment, str]], origin: str, provider: str) -> None:
    """Writes drafts onto the segments that nobody has touched since they were read."""
    if not drafts:
        return
    with transaction.atomic():
        lock_page(next(segment.page_id for segment, _text in drafts.values()))  # the job's page, always the first lock
        rows = Segment.objects.select_for_update().filter(pk__in=drafts).order_by("pk")
        untouched = [row for row in rows if row.version == drafts[row.pk][0].version and not row.is_approved]
        for row in untouched:
            row.set_draft(drafts[row.pk][1].strip(), origin, provider)
        Segment.objects.bulk_update(untouched, DRAFT_FIELDS)
        SegmentEvent.objects.bulk_create(
            SegmentEvent(segment=row, action=SegmentEvent.Action.DRAFTED, target=row.target, note=origin)
            for row in untouched
        )
        check_drafts(untouched)
