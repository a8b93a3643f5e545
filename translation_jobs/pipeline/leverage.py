"""What need not be paid for: drafts from the translation memory, and from repetitions that are drafted already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from translation_jobs.models import LeverageKind, Origin, Segment, SegmentEvent, SegmentState, TranslationJob
from translation_jobs.pipeline.memory_search import Match, Query, search
from translation_jobs.pipeline.memory_writing import place_of
from translation_jobs.text.match_scores import FILLED_IN_FROM, SAME_NEIGHBOURS, SKIPS_ENGINE_FROM


@dataclass(frozen=True, slots=True)
class Draft:
    """A target for one segment, and where it came from. `score` and `entry_id` are those of a match of the memory."""

    segment: Segment
    text: str
    origin: str
    kind: LeverageKind
    provider: str = ""
    entry_id: int | None = None
    score: int | None = None


def queries_of(segments: Sequence[Segment]) -> list[Query]:
    """What to ask the memory for segments of one page, with their neighbours on it, in the same order.

    A figure whose size depends on its heading is asked for by nobody: see `Segment.scale`.
    """
    if not segments:
        return []
    page = segments[0].page
    sources = list(Segment.objects.current().filter(page_id=page.pk).in_page_order().values_list("pk", "source"))
    texts = ["", *(source for _pk, source in sources), ""]
    around = {pk: (texts[number], texts[number + 2]) for number, (pk, _source) in enumerate(sources)}

    def query(segment: Segment) -> Query:
        before, after = around.get(segment.pk, (None, None))
        return Query(segment.source.strip(), before, after, place_of(page, segment.kind))

    return [query(segment) for segment in segments]


def best_matches(segments: Sequence[Segment], source_language: str, target_language: str) -> dict[int, Match]:
    """The best match of each segment of one page from FILLED_IN_FROM on, by segment id."""
    asked = [segment for segment in segments if not segment.scale]
    found = search(queries_of(asked), source_language, target_language, threshold=FILLED_IN_FROM, limit=1)
    return {segment.pk: matches[0] for segment, matches in zip(asked, found, strict=True) if matches}


def from_memory(
    segments: Iterable[Segment], matches: dict[int, Match], *, at_least: int = SKIPS_ENGINE_FROM
) -> list[Draft]:
    """Drafts for those of the segments whose best match is good enough."""
    return [
        _from_match(segment, matches[segment.pk])
        for segment in segments
        if segment.pk in matches and matches[segment.pk].score >= at_least
    ]


def from_repetitions(job: TranslationJob, segments: Sequence[Segment]) -> list[Draft]:
    """Drafts from the same sentences anywhere on the site, the approved ones first.

    Not from dictionary drafts, nor from what the memory made of a similar sentence, unless a person has changed them;
    nor from a wording that somebody has superseded in the memory or sent back. A provider's draft that was sent back
    is repeated all the same: asked again it would say the same, and be paid for twice.
    """
    is_draft = Q(target=F("draft"))
    sent_back = SegmentEvent.objects.filter(
        segment=OuterRef("pk"), action=SegmentEvent.Action.SENT_BACK, target=OuterRef("target")
    )
    known = (
        Segment.objects.filter(
            source_key__in={segment.source_key for segment in segments}, target_language=job.target_language
        )
        .exclude(state=SegmentState.INITIAL)
        .exclude(is_draft & Q(origin__in=[Origin.DICTIONARY, Origin.FUZZY]))
        .exclude(memory_use__entry__superseded_at__isnull=False)
        # Drafts of the entry that nobody has looked at yet.
        .exclude(is_draft & Q(memory_entry__superseded_at__isnull=False))
        .exclude(~Q(returned_reason="") & ~(is_draft & Q(origin=Origin.MACHINE)) & Exists(sent_back))
        .order_by(F("approved_at").asc(nulls_first=True), F("edited_at").asc(nulls_first=True), "pk")
    )
    best = {segment.source_key: segment for segment in known}
    return [_repeated(s, best[s.source_key]) for s in segments if s.source_key in best]


def _from_match(segment: Segment, match: Match) -> Draft:
    if match.score >= SAME_NEIGHBOURS:
        origin, kind = Origin.IN_CONTEXT, LeverageKind.IN_CONTEXT
    elif match.score < SKIPS_ENGINE_FROM:  # of a doubtful entry, also with numbers replaced
        origin, kind = Origin.FUZZY, LeverageKind.FUZZY
    elif match.numbers_replaced:
        origin, kind = Origin.SUBSTITUTED, LeverageKind.SUBSTITUTED
    else:
        origin, kind = Origin.EXACT, LeverageKind.EXACT
    return Draft(segment, match.target, origin, kind, entry_id=match.entry_id, score=match.score)


def _repeated(segment: Segment, known: Segment) -> Draft:
    """What a provider wrote stays a provider's draft wherever it is repeated, replaced numbers stay replaced ones; the
    rest was translated before.
    """
    if known.is_approved:
        return Draft(segment, known.target, Origin.EXACT, LeverageKind.EXACT)
    if known.untouched_origin == Origin.MACHINE:
        return Draft(segment, known.target, Origin.MACHINE, LeverageKind.REPETITION, provider=known.provider)
    if known.untouched_origin == Origin.SUBSTITUTED:
        entry_id, score = known.memory_entry_id, known.match_score
        return Draft(segment, known.target, Origin.SUBSTITUTED, LeverageKind.REPETITION, entry_id=entry_id, score=score)
    return Draft(segment, known.target, Origin.EXACT, LeverageKind.REPETITION)
