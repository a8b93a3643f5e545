"""Paragraphs → segments: splits the submitted source and finds for each sentence the segment that already knows it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cms.bilingual.walker import Paragraph, source_hash
from translation_jobs.models import Origin, Segment
from translation_jobs.text.memory_keys import key_of
from translation_jobs.text.segmentation import split_paragraph_pair, split_sentences
from translation_jobs.text.similarity import similarity

# Below these (0–100) two sentences are too different for one to be shown as the other's older wording.
SIMILAR_IN_PLACE = 30
SIMILAR_ELSEWHERE = 60
# Comparing every new sentence with every lost one is worth it only for edits, not for a rewritten page.
COMPARISONS = 20_000


@dataclass(slots=True)
class Sentence:
    """One sentence of the submitted source, and what is known of it.

    `segment` is the row that holds this very text; `previous` the row of the wording that it replaces; `target` a text
    that was approved for it outside the pipeline (an import).
    """

    paragraph: Paragraph
    paragraph_index: int
    index: int
    source: str
    target: str = ""
    segment: Segment | None = None
    previous: Segment | None = None

    @property
    def hash(self) -> str:
        return source_hash(self.source, self.paragraph.scale)

    def key(self, language: str) -> int:
        """Segment.source_key."""
        return key_of(language, self.source.strip(), self.paragraph.scale)


@dataclass(slots=True)
class Extraction:
    """The sentences of a page in order, and the current segments that none of them is any more."""

    sentences: list[Sentence] = field(default_factory=list)
    lost: list[Segment] = field(default_factory=list)


def extract(
    paragraphs: Sequence[Paragraph],
    approved: Sequence[str | None],
    known: Iterable[Segment],
    source_language: str,
    target_language: str,
) -> Extraction:
    """Splits the paragraphs and matches their sentences with the page's segments, current and retired.

    `approved` holds, for each paragraph, the target approved for it, if any. Where that happened outside the pipeline
    (an import), both are split side by side, or kept whole if they cannot be.
    """
    pool = _Pool(known)
    result = Extraction()
    for number, paragraph in enumerate(paragraphs):
        sources = split_sentences(paragraph.text, source_language)
        pairs = [(source, "") for source in sources]
        target = approved[number]
        if target is not None and not all(pool.is_settled(paragraph, source) for source in sources):
            pairs = split_paragraph_pair(paragraph.text, target, source_language, target_language)
        result.sentences += [
            Sentence(paragraph, number, index, source, target) for index, (source, target) in enumerate(pairs)
        ]
    for sentence in result.sentences:
        sentence.segment = pool.take_same_place(sentence)
    for sentence in result.sentences:
        if sentence.segment is None:
            sentence.segment = pool.take_elsewhere(sentence)
    result.lost = pool.current_left()
    _find_previous(result)
    return result


class _Pool:
    """The segments of a page that no sentence has claimed yet."""

    def __init__(self, known: Iterable[Segment]) -> None:
        self._free = {segment.pk: segment for segment in known}
        self._by_place: dict[tuple[str, str], list[Segment]] = defaultdict(list)
        self._by_kind: dict[tuple[str, str], list[Segment]] = defaultdict(list)
        for segment in self._free.values():
            self._by_place[segment.path, segment.source_hash].append(segment)
            self._by_kind[segment.kind, segment.source_hash].append(segment)

    def is_settled(self, paragraph: Paragraph, source: str) -> bool:
        """Whether a segment knows this sentence, and a person has approved it or is writing it."""
        key = source_hash(source, paragraph.scale)
        known = self._by_place[paragraph.path, key] or self._by_kind[paragraph.kind, key]
        return any(segment.is_approved or segment.origin == Origin.HUMAN for segment in known)

    def take_same_place(self, sentence: Sentence) -> Segment | None:
        return self._take(self._by_place[sentence.paragraph.path, sentence.hash], sentence)

    def take_elsewhere(self, sentence: Sentence) -> Segment | None:
        return self._take(self._by_kind[sentence.paragraph.kind, sentence.hash], sentence)

    def _take(self, candidates: list[Segment], sentence: Sentence) -> Segment | None:
        """The best free candidate: current before retired, approved before not, the nearest in order."""
        free = [segment for segment in candidates if segment.pk in self._free]
        if not free:
            return None

        def rank(segment: Segment) -> tuple[bool, bool, int, int]:
            distance = abs(segment.index - sentence.index)
            return (segment.retired_at is not None, not segment.is_approved, distance, -segment.pk)

        return self._free.pop(min(free, key=rank).pk)

    def current_left(self) -> list[Segment]:
        return [segment for segment in self._free.values() if segment.retired_at is None]


def _find_previous(extraction: Extraction) -> None:
    """Gives each new sentence the lost one that it most likely rewords: first in its own paragraph, then elsewhere."""
    new = [sentence for sentence in extraction.sentences if sentence.segment is None]
    for in_place, threshold in ((True, SIMILAR_IN_PLACE), (False, SIMILAR_ELSEWHERE)):
        taken = {sentence.previous.pk for sentence in new if sentence.previous}
        lost: dict[str, list[Segment]] = defaultdict(list)
        for segment in extraction.lost:
            if segment.pk not in taken:
                lost[segment.path if in_place else segment.kind].append(segment)
        candidates = [
            (sentence, lost[sentence.paragraph.path if in_place else sentence.paragraph.kind])
            for sentence in new
            if sentence.previous is None
        ]
        if sum(len(segments) for _sentence, segments in candidates) <= COMPARISONS:
            _pair_best_first(candidates, threshold)


def _pair_best_first(candidates: list[tuple[Sentence, list[Segment]]], threshold: float) -> None:
    scored = [
        (similarity(sentence.source, segment.source), sentence, segment)
        for sentence, segments in candidates
        for segment in segments
        if segment.kind == sentence.paragraph.kind
    ]
    taken: set[int] = set()
    for score, sentence, segment in sorted(scored, key=lambda triple: -triple[0]):
        if score >= threshold and sentence.previous is None and segment.pk not in taken:
            sentence.previous = segment
            taken.add(segment.pk)
