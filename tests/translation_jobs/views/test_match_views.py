"""The matches of a sentence, as a translator sees them beside it."""

import pytest
from django.test import Client
from django.urls import reverse

from cms.models import NewsPage
from tests.factories import make_news, make_user
from tests.translation_jobs.pipeline.memories import remember
from translation_jobs.models import MemoryEntry, Segment, TranslationJob

pytestmark = pytest.mark.django_db

KNOWN = (
    "國科會編列新臺幣三百萬元補助十五個研究團隊。",
    "The NSTC has set aside NT$3 million to fund 15 research teams.",
)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user("mei-ling", groups=("Translators",)))
    return client


def first(page: NewsPage) -> Segment:
    return Segment.objects.current().filter(page=page).exclude(path="title").get()


def matches(client: Client, segment: Segment, **headers: str) -> str:
    response = client.get(reverse("translation_jobs:matches", args=[segment.pk]), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def fetched(client: Client, segment: Segment) -> str:
    return matches(client, segment, **{"X-Requested-With": "fetch", "Accept-Language": "en"})


def test_a_similar_sentence_is_shown_with_score_difference_and_translation(client: Client) -> None:
    remember(KNOWN)
    html = fetched(client, first(make_news("國科會編列新臺幣三百萬元補助十五個研發團隊。")))
    assert "<del>究</del><ins>發</ins>" in html
    assert KNOWN[1] in html
    assert "9" in html.split(" %")[0]
    assert "Approved" in html
    assert "<html" not in html


def test_other_numbers_are_replaced_and_marked(client: Client) -> None:
    remember(KNOWN)
    html = fetched(client, first(make_news("國科會編列新臺幣四百萬元補助十二個研究團隊。")))
    assert "NT$4 million to fund 12 research teams" in html
    assert "numbers replaced" in html
    assert "97 %" in html


def test_who_wrote_it_and_from_where_is_said(client: Client) -> None:
    remember(KNOWN)
    MemoryEntry.objects.update(origin="laws.tmx", creator="翻譯社", created_by=None)
    html = fetched(client, first(make_news(KNOWN[0])))
    assert "laws.tmx" in html
    assert "翻譯社" in html
    MemoryEntry.objects.update(created_by=make_user("wang"))
    assert "wang" in fetched(client, first(make_news(KNOWN[0])))


def test_hostile_text_of_the_memory_is_shown_as_text(client: Client) -> None:
    remember(("國科會宣布一項計畫的開始。", "<script>alert(1)</script>"))
    html = fetched(client, first(make_news("國科會宣布一項計畫的結束。")))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_without_matches_it_says_so(client: Client) -> None:
    html = fetched(client, first(make_news("沒有人翻譯過這一句。")))
    assert "Nothing like this sentence" in html


def test_without_a_script_it_is_a_page_that_leads_back(client: Client) -> None:
    remember(KNOWN)
    page = make_news(KNOWN[0])
    html = matches(client, first(page))
    job = TranslationJob.objects.get(page=page)
    assert f"{reverse('translation_jobs:review', args=[job.pk])}#segment-{first(page).pk}" in html
    assert KNOWN[1] in html


def test_a_figure_under_a_scale_has_no_matches(client: Client) -> None:
    remember(KNOWN)
    segment = first(make_news(KNOWN[0]))
    Segment.objects.update(scale="億")
    assert KNOWN[1] not in fetched(client, segment)


def test_only_people_who_see_jobs_see_the_memory() -> None:
    segment = first(make_news(KNOWN[0]))
    client = Client()
    url = reverse("translation_jobs:matches", args=[segment.pk])
    assert client.get(url).status_code == 302
    client.force_login(make_user("editor", groups=("Editors",)))
    assert client.get(url).status_code in (302, 403)


def test_matches_take_a_bounded_number_of_queries(client: Client, django_assert_max_num_queries) -> None:
    remember(*((f"國科會編列新臺幣{n}百萬元補助{n}個研究團隊。", f"Team {n}.") for n in "二三四五六七八九"))
    segment = first(make_news(KNOWN[0]))
    fetched(client, segment)
    with django_assert_max_num_queries(25):
        fetched(client, segment)
