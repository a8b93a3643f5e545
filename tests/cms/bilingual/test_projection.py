"""When a target version is public, and of which source."""

import json

import pytest
from django.test import Client

from cms.bilingual.approvals import (
    Approval,
    UnfitApproval,
    approve_paragraphs,
    restore_target,
    withdraw_target,
)
from cms.bilingual.models import ApprovedParagraph, TargetState, TargetVersion
from cms.bilingual.projection import translatable_paragraphs
from cms.models import NewsPage
from tests.factories import approve_all, body_of, english_of, make_news, make_user

pytestmark = pytest.mark.django_db


def fresh(page: NewsPage) -> NewsPage:
    return NewsPage.objects.get(pk=page.pk)


def test_nothing_is_served_until_every_required_paragraph_is_approved() -> None:
    page = make_news("一。", "二。", summary="摘要。")
    paragraphs = translatable_paragraphs(page)
    for paragraph in paragraphs[:-1]:
        approve_paragraphs(page, [Approval(paragraph.path, paragraph.kind, paragraph.text, "X")])
        assert fresh(page).target_state == TargetState.NONE
        assert fresh(page).title_twin == ""
    last = paragraphs[-1]
    approve_paragraphs(page, [Approval(last.path, last.kind, last.text, "X")])
    assert fresh(page).target_state == TargetState.CURRENT


def test_an_optional_field_that_is_not_approved_stays_empty_and_holds_nothing_up() -> None:
    page = make_news("一。", search_description="給搜尋引擎的說明")
    approvals = [
        Approval(p.path, p.kind, p.text, english_of(p.text))
        for p in translatable_paragraphs(page)
        if p.path != "search_description"
    ]
    approve_paragraphs(page, approvals)
    assert fresh(page).target_state == TargetState.CURRENT
    assert fresh(page).search_description_twin == ""


def test_text_that_reads_the_same_in_both_languages_is_carried_over() -> None:
    page = make_news("2024", "COVID-19", title="標題", summary="（2024）")
    assert [p.path for p in translatable_paragraphs(page)] == ["title", "summary"]
    approve_all(page)
    assert [str(block.value) for block in fresh(page).body_twin] == [
        '<p data-block-key="k1">2024</p>',
        '<p data-block-key="k2">COVID-19</p>',
    ]


def test_an_english_first_page_is_public_in_english_and_projects_chinese() -> None:
    page = make_news("One.", title="Title", source_language="en")
    assert page.available_languages == ["en"]
    assert page.version("zh-hant").is_fallback
    approve_all(page, title="標題")
    assert fresh(page).available_languages == ["en", "zh-hant"]
    assert fresh(page).version("zh-hant").title == "標題"
    assert fresh(page).version("en").title == "Title"


def test_withdrawn_english_is_gone_until_a_person_restores_it() -> None:
    page = make_news("一。")
    user = make_user()
    approve_all(page)
    withdraw_target(page, user, "錯誤")
    assert (fresh(page).target_state, fresh(page).title_twin) == (TargetState.WITHDRAWN, "")
    approve_paragraphs(page, [Approval("title", "title", "標題", "Better title")])
    fresh(page).get_latest_revision().publish()
    assert fresh(page).target_state == TargetState.WITHDRAWN
    restore_target(page, user)
    assert (fresh(page).target_state, fresh(page).title_twin) == (TargetState.CURRENT, "Better title")


def test_withdrawn_english_of_a_page_is_gone_from_its_aliases_too() -> None:
    page = make_news("一。")
    approve_all(page)
    alias = page.create_alias(update_slug="alias")
    assert fresh(alias).target_state == TargetState.CURRENT
    withdraw_target(page, make_user(), "錯誤")
    assert fresh(alias).target_state == TargetState.WITHDRAWN


def test_approvals_are_superseded_and_never_lost() -> None:
    page = make_news("一。")
    for target in ("First", "Second", "Second", "Third"):
        approve_paragraphs(page, [Approval("title", "title", "標題", target)], make_user())
    rows = ApprovedParagraph.objects.filter(path="title").order_by("pk")
    assert [(row.target, row.superseded_at is None) for row in rows] == [
        ("First", False),
        ("Second", False),
        ("Third", True),
    ]


@pytest.mark.parametrize("target", ["", "   ", "See the notice.", "<g1>See</g1> <g1>it</g1>"])
def test_an_approval_that_does_not_fit_its_source_writes_nothing(target: str) -> None:
    page = make_news("一。")
    with pytest.raises(UnfitApproval):
        approve_paragraphs(
            page, [Approval("title", "title", "標題", "Title"), Approval("body", "b", "見<g1>公告</g1>", target)]
        )
    assert not ApprovedParagraph.objects.exists()


def test_same_text_elsewhere_is_found_only_if_its_translation_is_not_in_doubt() -> None:
    page = make_news("合計", "合計", "一。")
    kind = "body.paragraph"
    approve_all(page)
    approve_paragraphs(page, [Approval("body:b2#k2", kind, "合計", "Sum")])
    page.body = body_of("合計", "合計", "一。", "合計")
    page.save_revision().publish()
    assert fresh(page).target_state == TargetState.OUTDATED


def test_outdated_english_is_the_whole_older_version_with_its_corrections() -> None:
    page = make_news("一。", "二。", title="舊標題")
    approve_all(page)
    page = fresh(page)
    page.title, page.body = "新標題", body_of("一。", "改過的二。", "三。")
    page.save_revision().publish()
    approve_paragraphs(page, [Approval("body:b1#k1", "body.paragraph", "一。", "One, corrected.")])
    english = fresh(page).version("en")
    assert fresh(page).target_state == TargetState.OUTDATED
    assert english.title == english_of("舊標題")
    assert [str(block.value) for block in english.body] == [
        '<p data-block-key="k1">One, corrected.</p>',
        f'<p data-block-key="k2">{english_of("二。")}</p>',
    ]


def test_a_paragraph_whose_approval_no_longer_fits_never_stops_a_publish() -> None:
    page = make_news("見<b>公告</b>。")
    approve_all(page)
    ApprovedParagraph.objects.filter(path="body:b1#k1").update(target="Lost its placeholder")
    page.title = "標題二"
    page.save_revision().publish()
    assert fresh(page).title == "標題二"
    assert fresh(page).target_state == TargetState.NONE


def test_a_copy_of_an_outdated_page_has_its_outdated_english_too() -> None:
    page = make_news("一。")
    approve_all(page)
    page = fresh(page)
    page.title = "新標題"
    page.save_revision().publish()
    copy = fresh(page).copy(update_attrs={"slug": "copy"})
    assert fresh(copy).target_state == TargetState.OUTDATED
    assert fresh(copy).title_twin == english_of("標題")


def test_deleting_a_page_leaves_no_rows_behind() -> None:
    page = make_news("一。")
    approve_all(page)
    page.delete()
    assert not ApprovedParagraph.objects.exists()
    assert TargetVersion.objects.get(page__slug="news").state == TargetState.NONE
    assert TargetVersion.objects.count() == 2  # of the home page and the news index


@pytest.mark.both_databases
def test_search_finds_a_page_by_its_english_after_approval(django_capture_on_commit_callbacks) -> None:
    from django_tasks_db.models import DBTaskResult

    page = make_news("半導體。")
    DBTaskResult.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        approve_all(page, **{"body:b1#k1": "Semiconductors."})
    for row in DBTaskResult.objects.all():
        row.task.call(*row.args_kwargs["args"])
    assert [found.pk for found in NewsPage.objects.search("semiconductors")] == [page.pk]


def test_the_public_gets_the_language_of_the_address_or_the_other_one_marked() -> None:
    page = make_news("一。", slug="one")
    client = Client()
    assert "標題" in client.get("/zh-hant/news/one/").content.decode()
    fallback = client.get("/en/news/one/")
    assert fallback.status_code == 200
    assert fallback.headers["Content-Language"] == "zh-Hant"
    approve_all(page, title="Title")
    english = client.get("/en/news/one/")
    assert english.headers["Content-Language"] == "en"
    assert "Title" in english.content.decode()
    assert "標題" not in english.content.decode()


def test_a_figure_under_a_scaled_heading_is_never_carried_over() -> None:
    """8,650 under 億元 is 865.0 under "NT$ billion": the same figure would be ten times too much."""
    table = {
        "columns": [{"type": "text", "heading": "園區"}, {"type": "text", "heading": "營業額（億元）"}],
        "rows": [{"values": ["竹科", "8,650"]}],
        "caption": "",
    }
    page = make_news(body=json.dumps([{"type": "table", "id": "t", "value": table}]))
    assert "body:t.r0c1" in {p.path for p in translatable_paragraphs(page)}
    approve_all(page, **{"body:t.r0c1": "865.0"})
    assert "865.0" in str(fresh(page).body_twin)
    assert "8,650" not in str(fresh(page).body_twin)


def test_line_ends_of_a_browser_do_not_cost_an_approval() -> None:
    page = make_news("一。", summary="甲行\n乙行")
    approve_all(page)
    page = fresh(page)
    page.summary = "甲行\r\n乙行"
    page.save_revision().publish()
    assert fresh(page).target_state == TargetState.CURRENT


def tables(*columns: tuple[str, str]) -> str:
    """A body with a table of one row for each (heading, figure)."""
    return json.dumps(
        [
            {
                "type": "table",
                "id": f"t{number}",
                "value": {
                    "columns": [{"type": "text", "heading": heading}],
                    "rows": [{"values": [figure]}],
                    "caption": "",
                },
            }
            for number, (heading, figure) in enumerate(columns)
        ]
    )


def test_a_figure_approved_under_a_scale_is_used_nowhere_else() -> None:
    page = make_news(body=tables(("經費（億元）", "8,650"), ("人數", "8,650"), ("經費（萬元）", "8,650")))
    figures = {"body:t0.r0c0": "865.0", "body:t2.r0c0": "86.5"}
    approve_all(page, **figures)
    assert [str(row["values"][0]) for block in fresh(page).body_twin for row in block.value.row_data] == [
        "865.0",
        "8,650",
        "86.5",
    ]


def test_a_figure_must_be_approved_again_when_the_scale_over_it_changes() -> None:
    page = make_news(body=tables(("經費（億元）", "8,650")))
    approve_all(page, **{"body:t0.r0c0": "865.0"})
    page = fresh(page)
    page.body = tables(("經費（萬元）", "8,650"))
    page.save_revision().publish()
    approve_paragraphs(page, [Approval("body:t0.h0", "body.table.heading", "經費（萬元）", "Funding (NT$ million)")])
    assert fresh(page).target_state == TargetState.OUTDATED
    assert "865.0" in str(fresh(page).body_twin)
    assert "million" not in str(fresh(page).body_twin)


@pytest.mark.both_databases
def test_an_english_title_of_any_length_never_stops_a_chinese_publish() -> None:
    page = make_news("一。", title="標題" * 100, live=False)
    approve_all(page, title="A very long title " * 40)
    page.get_latest_revision().publish()
    assert fresh(page).live
    assert fresh(page).title_twin == "A very long title " * 40


def test_what_was_withdrawn_stays_withdrawn_in_copies_and_converted_aliases() -> None:
    page = make_news("一。")
    approve_all(page)
    alias = page.create_alias(update_slug="alias")
    withdraw_target(page, make_user(), "錯誤")
    copy = fresh(page).copy(update_attrs={"slug": "copy"})
    assert fresh(copy).target_state == TargetState.WITHDRAWN
    alias = fresh(alias)
    alias.alias_of = None
    alias.save(update_fields=["alias_of"], clean=False)
    fresh(alias).save_revision().publish()
    assert fresh(alias).target_state == TargetState.WITHDRAWN


@pytest.mark.parametrize("text", ["12﹪", "10﹐000", "﹝1﹞", "２０２４"])
def test_small_and_full_width_forms_are_not_carried_over(text: str) -> None:
    assert "summary" in {p.path for p in translatable_paragraphs(make_news("一。", summary=text))}
