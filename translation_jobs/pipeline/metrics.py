"""Figures for the operator's graphs, in the text format of Prometheus 0.0.4.

Everything is counted in the database when it is asked for, because the processes that answer are not those that work.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Count
from django.db.models.functions import Now

from translation_jobs.models import JobState, ProviderState, SubmissionRequest, TranslationJob
from translation_jobs.models.provider_states import ALL_PROVIDERS

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_Sample = tuple[dict[str, str], float]


def metrics_text() -> str:
    """All figures, in four queries."""
    return "".join(line + "\n" for line in _lines())


def _lines() -> Iterator[str]:
    counts = dict(TranslationJob.objects.order_by().values_list("state").annotate(Count("pk")))
    yield from _metric(
        "translation_jobs", "gauge", "Jobs by state.", (({"state": s.value}, counts.get(s, 0)) for s in JobState)
    )
    waiting = TranslationJob.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING])
    oldest = waiting.order_by("created_at").annotate(now=Now()).values_list("created_at", "now").first()
    age = (oldest[1] - oldest[0]).total_seconds() if oldest else 0
    yield from _metric(
        "translation_oldest_job_age_seconds", "gauge", "Age of the oldest job that waits for its draft.", [({}, age)]
    )
    submissions = SubmissionRequest.objects.waiting().count()
    yield from _metric(
        "translation_submissions_waiting", "gauge", "Pages that wait to be submitted.", [({}, submissions)]
    )
    yield from _provider_lines(list(ProviderState.objects.with_now().order_by("pk")))


def _provider_lines(states: list[ProviderState]) -> Iterator[str]:
    paused = [(_name(s), float(bool(s.pause))) for s in states]
    yield from _metric("translation_provider_paused", "gauge", "1 if the provider is paused.", paused)
    providers = [s for s in states if s.pk != ALL_PROVIDERS]
    resting = [(_name(s), round(s.seconds_of_rest, 1)) for s in providers]
    yield from _metric("translation_provider_rest_seconds", "gauge", "Until the provider is asked again.", resting)
    for field, text in (
        ("answered", "Calls that were answered."),
        ("failed", "Calls that failed."),
        ("character", "Characters of source text in answered calls."),
    ):
        samples = [(_name(s), float(getattr(s, f"{field}_count"))) for s in providers]
        plural = {"answered": "answers", "failed": "failures", "character": "characters"}[field]
        yield from _metric(f"translation_provider_{plural}_total", "counter", text, samples)


def _name(state: ProviderState) -> dict[str, str]:
    return {"provider": "all" if state.pk == ALL_PROVIDERS else state.pk}


def _metric(name: str, kind: str, text: str, samples: Iterable[_Sample]) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        named = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{name}{{{named}}} {value:.15g}" if named else f"{name} {value:.15g}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
