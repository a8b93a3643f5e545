"""Fills segments with drafts before a person sees them: what was translated before, else a provider.

Every answer is stored as soon as it is there, whoever holds the job by then: it is paid for. Each segment is written
only if it still is as it was when it was sent, so a person's text is never overwritten.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.db.models import F, Q

from translation_jobs.models import LeverageKind, Origin, ReleaseLevel, Segment, SegmentState, Term, TranslationJob
from translation_jobs.pipeline import claims
from translation_jobs.pipeline.conditions import house_style, published_on
from translation_jobs.pipeline.drafts import store
from translation_jobs.pipeline.leverage import Draft, best_matches, from_memory, from_repetitions
from translation_jobs.pipeline.provider_calls import Answered, ask_in_parts
from translation_jobs.pipeline.provider_gates import GateClosed
from translation_jobs.pipeline.release import open_provider_for
from translation_jobs.providers.base import Answer, Passage, Provider, ProviderError, Reason, TranslationRequest
from translation_jobs.providers.base import Origin as ProviderOrigin
from translation_jobs.queue.leases import Lease
from translation_jobs.text.match_scores import FILLED_IN_FROM, SKIPS_ENGINE_FROM

# Segment.problem of a sentence whose passage came back mangled.
ALONE = "alone"


class DraftedElsewhere(Exception):
    """Sentences of the job are being drafted for another one; all others have their drafts."""

    def __init__(self, holder: claims.Holder | None) -> None:
        super().__init__(f"job {holder.job_id}" if holder else "done by now")
        self.holder = holder


@dataclass(frozen=True, slots=True)
class _Ask:
    """A passage to send, and the segment of each of its sentences."""

    passage: Passage
    segments: tuple[Segment, ...]

    @property
    def keys(self) -> set[int]:
        return {segment.source_key for segment in self.segments}


def pretranslate(job: TranslationJob, lease: Lease) -> None:
    """Drafts every segment of the job that has no text yet, or only a dictionary draft where better can be had.

    What comes back mangled is asked again sentence by sentence; what is mangled then, a person writes.
    Raises ProviderError, DraftedElsewhere and what `provider_calls.ask` raises; what was drafted before is kept.
    """
    waiting = _Waiting(job)
    provider, refusal = _provider(job)
    is_paid = provider is not None and provider.origin != ProviderOrigin.DICTIONARY
    # What is only similar is a draft where nobody can write a better one.
    at_least = SKIPS_ENGINE_FROM if is_paid or isinstance(refusal, GateClosed) else FILLED_IN_FROM
    matches = best_matches(waiting.segments, job.source_language, job.target_language)
    waiting.store(from_memory(waiting.segments, matches, at_least=at_least))
    if provider is None:
        waiting.store(from_repetitions(job, waiting.segments))
        if refusal and any(segment.state == SegmentState.INITIAL for segment in waiting.segments):
            raise refusal
        return
    waiting.leave_mangled()
    TranslationJob.objects.filter(pk=job.pk).update(provider=provider.name)
    if not is_paid:
        waiting.store(from_repetitions(job, waiting.segments))
        waiting.leave_dictionary_drafts()
        _draft_all(waiting, lease, provider, waiting.keys)
        return
    claimed = claims.claim(lease, waiting.keys, job.target_language)
    try:
        _draft_all(waiting, lease, provider, claimed)
    finally:
        claims.release(lease)
    left = waiting.keys - claimed
    if left:
        raise DraftedElsewhere(claims.holder_of(left, job.target_language))


class _Waiting:
    """The job's sentences that need a draft, as they were when they were read, in page order."""

    def __init__(self, job: TranslationJob) -> None:
        self.job = job
        unapproved = job.segments.current().unapproved().in_page_order()
        self.segments = [s for s in unapproved if s.state == SegmentState.INITIAL or s.must_be_rewritten]
        for segment in self.segments:
            segment.page = job.page

    @property
    def keys(self) -> set[int]:
        return {segment.source_key for segment in self.segments}

    def store(self, drafts: Sequence[Draft], answered: Answered | None = None) -> None:
        """Writes drafts, and what their answer cost. Their sentences wait no more, even where a person was faster."""
        store(self.job, drafts, together_with=answered.charge if answered else None)
        done = {draft.segment.pk for draft in drafts}
        self.segments = [segment for segment in self.segments if segment.pk not in done]

    def mangled(self, asks: Iterable[_Ask]) -> None:
        """Has several sentences asked one by one from now on; leaves a single one, and its repetitions, to a person."""
        problems: dict[str, set[int]] = defaultdict(set)
        for ask in asks:
            problems[ALONE if len(ask.segments) > 1 else Reason.BAD_ANSWER.value] |= ask.keys
        for problem, keys in problems.items():
            touched = [segment for segment in self.segments if segment.source_key in keys]
            for segment in touched:
                segment.problem = problem
            Segment.objects.filter(
                Q(state=SegmentState.INITIAL) | Q(origin=Origin.DICTIONARY, target=F("draft")),
                pk__in=[segment.pk for segment in touched],
            ).update(problem=problem)
        self.leave_mangled()

    def leave_mangled(self) -> None:
        """What came back mangled even alone, no provider is asked for again."""
        self.segments = [segment for segment in self.segments if segment.problem != Reason.BAD_ANSWER.value]

    def leave_dictionary_drafts(self) -> None:
        """Another draft of the same kind is no better."""
        self.segments = [segment for segment in self.segments if segment.state == SegmentState.INITIAL]


def _provider(job: TranslationJob) -> tuple[Provider | None, ProviderError | None]:
    """The provider that may be asked now for text of the job's level; without one, what there is to say about it.

    Whether the page was closed since is asked before each call (`release.check_embargo`).
    """
    try:
        return open_provider_for(ReleaseLevel(job.level)), None
    except ProviderError as error:
        return None, error


def _draft_all(waiting: _Waiting, lease: Lease, provider: Provider, claimed: set[int]) -> None:
    """Drafts in rounds what is claimed, each sentence once: its repetitions take over its text.

    Looks for repetitions first, since somebody may have stored one before the claim.
    """
    sent: set[Passage] = set()
    while waiting.segments:
        waiting.store(from_repetitions(waiting.job, waiting.segments))
        asks = [ask for ask in _distinct(_asks(waiting), claimed) if ask.passage not in sent]
        if not asks:
            return
        # Whatever comes back, nothing is paid for twice.
        sent.update(ask.passage for ask in asks)
        _ask_provider(waiting, lease, provider, asks)


def _asks(waiting: _Waiting) -> Iterator[_Ask]:
    """A paragraph that is new as a whole is one passage; a single sentence of it goes alone, with it as context."""
    missing: dict[str, list[Segment]] = defaultdict(list)
    for segment in waiting.segments:
        missing[segment.path].append(segment)
    whole: dict[str, list[str]] = defaultdict(list)
    rows = Segment.objects.current().filter(page_id=waiting.job.page_id, path__in=missing).in_page_order()
    for path, source in rows.values_list("path", "source"):
        whole[path].append(source)
    for path, sentences in missing.items():
        if len(sentences) == len(whole[path]) and not any(s.problem == ALONE for s in sentences):
            yield _Ask(Passage(tuple(s.source.strip() for s in sentences)), tuple(sentences))
        else:
            context = "".join(whole[path])
            yield from (_Ask(Passage((s.source.strip(),), context), (s,)) for s in sentences)


def _distinct(asks: Iterable[_Ask], claimed: set[int]) -> Iterator[_Ask]:
    """Those that are claimed and share no sentence with one before them."""
    taken: set[int] = set()
    for ask in asks:
        if ask.keys <= claimed and not ask.keys & taken:
            taken |= ask.keys
            yield ask


def _ask_provider(waiting: _Waiting, lease: Lease, provider: Provider, asks: list[_Ask]) -> None:
    """Asks the provider, call by call, and stores each answer at once."""
    job = waiting.job
    request = TranslationRequest(
        passages=tuple(ask.passage for ask in asks),
        source_language=job.source_language,
        target_language=job.target_language,
        terms=Term.objects.confirmed().as_terms(job.source_language),
        published=published_on(job.page.specific),
        style=house_style(),
    )
    # A provider may cut passages, but never changes the order of their sentences.
    segments = iter([segment for ask in asks for segment in ask.segments])
    for piece in provider.batches(request):
        for answered in ask_in_parts(job, lease, provider, piece):
            answer = answered.answer
            sent = [
                _Ask(passage, tuple(islice(segments, len(passage.sentences)))) for passage in answered.batch.passages
            ]
            waiting.store(list(_drafts(sent, answer, provider)), answered)
            waiting.mangled(ask for ask, targets in zip(sent, answer.targets, strict=True) if targets is None)
            TranslationJob.objects.filter(pk=job.pk).update(
                billed_characters=F("billed_characters") + (answer.billed_characters or 0),
                attempts=0,  # it made headway
            )


def _drafts(sent: Iterable[_Ask], answer: Answer, provider: Provider) -> Iterator[Draft]:
    for ask, targets in zip(sent, answer.targets, strict=True):
        for segment, target in zip(ask.segments, targets or (), strict=targets is not None):
            yield Draft(segment, target, provider.origin.value, LeverageKind.PROVIDER, provider.name)
