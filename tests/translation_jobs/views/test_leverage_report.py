"""The report of what the memory saves: right sums under any filter, and money only where a price is set."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories import make_user
from translation_jobs.models import Leverage, LeverageKind

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
INDEX = "translation_jobs:leverage"
RESULTS = "translation_jobs:leverage_results"


def drafts(kind: str, characters: int, day: str = "2026-11-02", **fields: Any) -> None:
    # Noon in Taipei.
    at = datetime.fromisoformat(f"{day}T04:00:00").replace(tzinfo=UTC)
    fields = {"page_type": "newspage", "target_language": "en", "segments": 2} | fields
    Leverage.objects.create(kind=kind, characters=characters, at=at, **fields)


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(groups=("Translators",)))
    return client


@pytest.fixture
def _drafts() -> None:
    drafts(LeverageKind.PROVIDER, 600, provider="deepl")
    drafts(LeverageKind.PROVIDER, 100, provider="offline", page_type="basicpage")
    drafts(LeverageKind.EXACT, 200)
    drafts(LeverageKind.EXACT, 50)
    drafts(LeverageKind.IN_CONTEXT, 50, page_type="basicpage")
    drafts(LeverageKind.REPETITION, 1_000, day="2026-10-31", provider="deepl")


def rows(client: Client, **query: str) -> list[tuple[str, str, int]]:
    found = client.get(reverse(RESULTS), query).context["object_list"]
    return [(f"{row.month:%Y-%m}", row.kind, row.characters) for row in found]


@pytest.mark.usefixtures("_drafts")
def test_characters_are_summed_by_month_and_kind(client: Client) -> None:
    assert rows(client) == [
        ("2026-11", "in-context", 50),
        ("2026-11", "exact", 250),
        ("2026-11", "provider", 600),
        ("2026-11", "provider", 100),
        ("2026-10", "repetition", 1_000),
    ]
    totals = client.get(reverse(INDEX)).context["totals"]
    assert (totals.segments, totals.characters, totals.characters_saved, totals.share_saved) == (12, 2_000, 1_300, 0.65)


@pytest.mark.usefixtures("_drafts")
def test_filters_hold_for_rows_and_totals(client: Client) -> None:
    assert [row[2] for row in rows(client, month="2026-10")] == [1_000]
    assert [row[2] for row in rows(client, provider="deepl")] == [600, 1_000]
    assert [row[2] for row in rows(client, page_type="basicpage")] == [50, 100]
    assert client.get(reverse(RESULTS), {"page_type": "basicpage"}).context["totals"].characters_saved == 50
    for query in ({"month": "x"}, {"month": "2026-13"}, {"provider": "'"}):
        assert client.get(reverse(RESULTS), query).status_code == 200


def test_a_month_is_that_of_taipei(client: Client) -> None:
    at = datetime(2026, 10, 31, 17, tzinfo=UTC)
    Leverage.objects.create(kind="exact", characters=1, segments=1, target_language="en", at=at)
    assert rows(client) == [("2026-11", "exact", 1)]
    assert rows(client, month="2026-11") == [("2026-11", "exact", 1)]


@pytest.mark.usefixtures("_drafts")
def test_money_is_shown_where_a_price_is_set(client: Client, settings: Any) -> None:
    settings.TRANSLATION_PROVIDERS = {}
    answer = client.get(reverse(INDEX))
    assert answer.context["totals"].money_saved is None
    assert "EUR" not in answer.content.decode()
    settings.TRANSLATION_PROVIDERS = {"deepl": {"price_per_million": 20}}
    answer = client.get(reverse(INDEX))
    assert str(answer.context["totals"].money_saved) == "0.03"
    assert "EUR" in answer.content.decode()
    assert [str(row.money_saved) for row in answer.context["object_list"]] == ["0.00", "0.01", "None", "None", "0.02"]


@pytest.mark.usefixtures("_drafts")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_it_is_exported(kind: str, client: Client, settings: Any) -> None:
    settings.TRANSLATION_PROVIDERS = {"deepl": {"price_per_million": 20}}
    answer = client.get(reverse(INDEX), {"export": kind, "month": "2026-10"})
    data = b"".join(answer.streaming_content)
    if kind == "xlsx":
        heading, row = load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)
    else:
        heading, row = csv.reader(data.decode().splitlines())
    assert len(heading) == len(row) == 7
    assert str(row[4]) == "1000"
    assert float(row[6]) == 0.02


def test_without_drafts_it_says_so(client: Client) -> None:
    answer = client.get(reverse(INDEX))
    assert answer.context["totals"].share_saved is None
    assert not rows(client)


def test_it_is_for_those_who_translate_or_approve(client: Client) -> None:
    stranger = Client()
    stranger.force_login(make_user(permissions=("wagtailadmin.access_admin",)))
    url = reverse(INDEX)
    assert stranger.get(url, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 403
    assert url not in stranger.get(reverse("wagtailadmin_home")).content.decode()
    assert url in client.get(reverse("wagtailadmin_home")).content.decode()
