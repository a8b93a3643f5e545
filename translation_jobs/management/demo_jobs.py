"""Jobs in every state for the demo site, each brought there by what would bring it there in use."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.test.utils import override_settings
from django.utils import timezone
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage
from translation_jobs.models import JobState, ProviderState, Segment, TranslationJob
from translation_jobs.pipeline import review, runner
from translation_jobs.pipeline.memory_changes import follow_changes
from translation_jobs.pipeline.submission import submit
from translation_jobs.queue.backoff import MAX_ATTEMPTS

REVIEWS = Path(__file__).resolve().parent.parent / "data" / "demo_reviews.json"
# Nobody listens at this address, so a provider there cannot be reached.
NOWHERE = {"deepl": {"auth_key": "demo", "server_url": "http://127.0.0.1:9", "timeout": 1.0}}

Say = Callable[[str], None]


def make_demo_jobs(say: Say = lambda line: None) -> None:
    """Brings the demo's pages into different states of translation; does nothing where it has done so before."""
    if TranslationJob.objects.exclude(state=JobState.QUEUED).exists():
        say("Jobs are there already")
        return
    follow_changes()
    say("The approved translations are in the memory")
    _partly_reviewed("taipei-forum-on-trustworthy-ai-2026")
    say("A page partly reviewed, with a sentence sent back and one with a wrong number")
    _one_sentence_changed("ncdr-earthquake-drill-impact-assessment", "10分鐘", "9分鐘")
    say("A page whose English is out of date by one sentence")
    _without_provider("dragon-gate-program-2027-guidelines", "申請說明", "申請須知")
    say("A job that waits for a person, since no provider is set up for it")
    _unreachable("support-measures-women-researchers-2026")
    say("A job that failed, since its provider could not be reached")
    _called_off("joint-call-central-europe-2027", "徵求公告", "徵求公告（更新）")
    say("A job that was called off")
    _done_again("nchc-sovereign-ai-computing-trial", "首波", "第一波")
    say("A job that is done")
    _superseded("net-zero-social-science-research-program", "介紹", "簡介")
    say("A job whose page was published again, and the one that took its place")
    draft = _page("system-maintenance-december-2026")
    submit(draft, draft.owner, draft=True)
    say("A draft that was sent ahead of its publication")


def _page(slug: str) -> Any:
    page = Page.objects.get(slug=slug).specific
    if not isinstance(page, BilingualPage):
        raise TypeError(f"{slug} is no bilingual page")
    return page


def _run(page: Page) -> TranslationJob:
    job = TranslationJob.objects.open().get(page_id=page.pk)
    runner.run(job.pk)
    job.refresh_from_db()
    return job


def _publish_new_title(slug: str, old: str, new: str) -> Any:
    draft = _page(slug).get_latest_revision_as_object()
    draft.title = draft.title.replace(old, new)
    draft.save_revision(user=draft.owner).publish(user=draft.owner)
    return _page(slug)


def _translator() -> Any:
    return get_user_model().objects.filter(username="translator").first()


def _partly_reviewed(slug: str) -> None:
    page = _page(slug)
    _run(page)
    translator = _translator()
    for entry in json.loads(REVIEWS.read_text(encoding="utf-8")):
        segment = Segment.objects.current().get(page_id=page.pk, source=entry["source"])
        saved = review.save_target(segment.pk, segment.version, entry["target"], translator)
        if entry["act"] == "approve":
            review.approve(saved.pk, saved.version, translator)
        elif entry["act"] == "send back":
            review.send_back(saved.pk, saved.version, entry["reason"], translator)


def _one_sentence_changed(slug: str, old: str, new: str) -> None:
    _run(_publish_new_title(slug, old, new))


@override_settings(TRANSLATION_PROVIDERS_BY_LEVEL={"released": ["deepl"], "unreleased": [], "confidential": []})
def _without_provider(slug: str, old: str, new: str) -> None:
    with override_settings(TRANSLATION_PROVIDERS={}):
        _run(_publish_new_title(slug, old, new))


@override_settings(TRANSLATION_PROVIDERS_BY_LEVEL={"released": ["deepl"], "unreleased": [], "confidential": []})
def _unreachable(slug: str) -> None:
    page = _page(slug)
    # Nobody rests between the attempts, or the demo would take an hour.
    patient = {"deepl": {"breaker_failures": MAX_ATTEMPTS + 1}}
    with override_settings(TRANSLATION_PROVIDERS=NOWHERE, TRANSLATION_PROVIDER_LIMITS=patient):
        for _attempt in range(MAX_ATTEMPTS):
            TranslationJob.objects.filter(page_id=page.pk).update(next_run_at=timezone.now())
            _run(page)
    ProviderState.objects.filter(pk="deepl").delete()


def _called_off(slug: str, old: str, new: str) -> None:
    _run(_publish_new_title(slug, old, new)).cancel()


def _superseded(slug: str, old: str, new: str) -> None:
    _run(_page(slug))
    _run(_publish_new_title(slug, old, new))


def _done_again(slug: str, old: str, new: str) -> None:
    before = _page(slug).title_twin
    page = _publish_new_title(slug, old, new)
    job = _run(page)
    translator = _translator()
    segment = job.segments.current().unapproved().get()
    saved = review.save_target(segment.pk, segment.version, before, translator)
    review.approve(saved.pk, saved.version, translator)
