"""Steps that tests of the pipeline share: run a page's job, publish it again, look at its segments."""

from datetime import timedelta

from django.utils import timezone

from cms.models import NewsPage
from tests.factories import body_of, make_user
from translation_jobs.models import ProviderState, Segment, TranslationJob
from translation_jobs.pipeline import review, runner


def run(page: NewsPage) -> TranslationJob:
    job = TranslationJob.objects.open().get(page=page)
    runner.run(job.pk)
    job.refresh_from_db()
    return job


def due_now(job: TranslationJob) -> None:
    """As if the time to wait were over, the job's and its provider's."""
    ProviderState.objects.update(resting_until=None)
    TranslationJob.objects.filter(pk=job.pk).update(next_run_at=timezone.now() - timedelta(seconds=1))


def open_gates() -> None:
    """As if a provider had never failed."""
    ProviderState.objects.all().delete()


def segments(page: NewsPage) -> list[Segment]:
    return list(Segment.objects.current().filter(page=page).in_page_order())


def approve_everything(page: NewsPage) -> None:
    user = make_user()
    for segment in Segment.objects.current().unapproved().filter(page=page):
        review.approve(segment.pk, segment.version, user)


def publish(page: NewsPage, *texts: str) -> NewsPage:
    draft = NewsPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.body = body_of(*texts)
    draft.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)
