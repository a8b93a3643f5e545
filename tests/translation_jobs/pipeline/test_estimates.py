"""What a translation will cost, said before it is spent."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import NewsPage
from tests.deepl_server import DeepLServer
from tests.factories import approve_all, make_news
from tests.translation_jobs.pipeline.memories import remember
from tests.translation_jobs.pipeline.steps import approve_everything, publish, run
from translation_jobs.models import Budget, LedgerEntry, Segment, TranslationJob
from translation_jobs.pipeline.estimates import Estimate, estimate, estimate_submission
from translation_jobs.pipeline.submission import submit

pytestmark = pytest.mark.django_db

TITLE = "標題"  # two characters, on every page


@pytest.fixture(autouse=True)
def _deepl(deepl: DeepLServer, settings) -> None:
    settings.TRANSLATION_PROVIDERS["deepl"]["price_per_million"] = Decimal(20)


def figures(found: Estimate) -> tuple[int, int, int]:
    return found.new, found.repeated, found.matched


def of_job(page: NewsPage) -> Estimate:
    return estimate(TranslationJob.objects.open().get(page=page))


def test_new_repeated_and_matched_characters_and_their_price(deepl: DeepLServer) -> None:
    run(make_news("別頁翻過的句子。", title="別的標題"))
    billed = deepl.character_count
    remember(("記憶裡的一句話。", "A sentence in the memory."))
    page = make_news("新的一句。", "新的一句。", "別頁翻過的句子。", "記憶裡的一句話。")
    found = of_job(page)
    assert figures(found) == (len(TITLE) + 5, 5 + 8, 8)
    assert (found.provider, found.money) == ("deepl", Decimal("0.00014"))
    TranslationJob.objects.filter(page=page).update(billed_characters=0)
    run(page)
    # The memory does not draft yet; what it knows would be saved on top.
    assert deepl.character_count - billed in (found.new, found.new + found.matched)


def test_a_page_that_is_drafted_costs_nothing_more(deepl: DeepLServer) -> None:
    page = make_news("一句。")
    assert of_job(page).new > 0
    run(page)
    assert figures(of_job(page)) == (0, 0, 0)


def test_tags_and_space_cost_nothing() -> None:
    page = make_news("見<b>公告</b>。 再見。")
    assert of_job(page).new == len(TITLE) + len("見公告。") + len("再見。")


def test_a_submission_is_estimated_without_being_made() -> None:
    page = make_news("第一句。第二句。", live=False)
    found = estimate_submission(page, draft=True)
    assert not Segment.objects.exists()
    assert (found.provider, found.money) == ("offline", 0)
    submit(page, draft=True)
    assert figures(of_job(page)) == figures(found)


def test_only_what_changed_is_estimated(deepl: DeepLServer) -> None:
    page = make_news("甲句不變。乙句將於六月開始。")
    run(page)
    approve_everything(page)
    draft = page.get_latest_revision_as_object()
    assert figures(estimate_submission(draft, draft=True)) == (0, 0, 0)
    page = publish(page, "甲句不變。乙句將於七月開始。")
    assert of_job(page).new in (0, len("乙句將於七月開始。"))
    assert sum(figures(of_job(page))) == len("乙句將於七月開始。")


def test_what_was_approved_outside_the_pipeline_costs_nothing() -> None:
    page = make_news("一句。", live=False)
    approve_all(page)
    assert figures(estimate_submission(page, draft=True)) == (0, 0, 0)


def test_a_budget_that_does_not_suffice_is_named_before() -> None:
    small = Budget.objects.create(name="small", characters=5)
    Budget.objects.create(name="soft", provider="deepl", characters=1, is_hard_stop=False)
    page = make_news("這一句比預算還要長。")
    assert of_job(page).short == (small,)
    assert not LedgerEntry.objects.exists()


def test_a_text_that_no_provider_may_see_costs_nothing(settings) -> None:
    settings.TRANSLATION_PROVIDERS_BY_LEVEL = {"released": [], "unreleased": [], "confidential": []}
    found = of_job(make_news("一句。"))
    assert (found.provider, found.money, found.short) == ("", 0, ())
    assert found.new > 0


def test_a_longer_page_takes_no_more_queries() -> None:
    counts = []
    for length in (3, 30):
        page = make_news(*(f"第{n}段與眾不同。" for n in range(length)), title=f"標題{length}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            of_job(page)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1
