"""Tags, links and variables are the same on both sides, in whatever order."""

import pytest

from tests.translation_jobs.checks.seen import mended, seen, severities
from translation_jobs.checks.links import addresses, link_language, links
from translation_jobs.checks.markup import nesting, tags
from translation_jobs.checks.variables import variables

BOLD = "請見<strong>徵求公告</strong>及<em>附件</em>。"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (BOLD, "See the call and the <em>annex</em>."),
        (BOLD, "See the <strong>call and the <em>annex</em>."),
        (BOLD, "See the <strong>call</strong></strong> and the <em>annex</em>."),
        ("第一行<br>第二行", "First line second line"),
        ("請見公告。", "See the <b>notice</b>."),
    ],
)
def test_a_lost_or_doubled_tag_blocks(chinese: str, english: str) -> None:
    assert severities(tags, chinese, english) == ["blocks"]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (BOLD, "See the <em>annex</em> and the <strong>call</strong>."),
        ("第一行<br>第二行", "First line<br />second line"),
        ("量測值<5且>3。", "The value is <5 and >3."),
        ("<臺灣>雜誌", "<Taiwan> magazine"),
        ("見<g1>公告</g1><x2/>。", "See the notice."),
    ],
)
def test_tags_in_another_order_and_things_like_tags_are_right(chinese: str, english: str) -> None:
    assert seen(tags, chinese, english) == []


def test_one_of_two_equal_tags_side_by_side_is_taken_out() -> None:
    english = "See the <strong><strong>call</strong> and the <em>annex</em>."
    assert mended(tags, BOLD, english)[1] == "See the <strong>call</strong> and the <em>annex</em>."


def test_crossed_elements_block_and_swapped_ones_do_not() -> None:
    chinese = '依<a href="/act"><b>本法</b></a>辦理。'
    assert severities(nesting, chinese, 'Under <a href="/act"><b>the Act</a></b>.') == ["blocks"]
    assert severities(nesting, chinese, 'Under </a><b>the Act</b><a href="/act">.') == ["blocks"]
    assert seen(nesting, chinese, 'Under <b><a href="/act">the Act</a></b>.') == []


@pytest.mark.parametrize(
    ("source", "target", "is_seen"),
    [
        ("https://www.nstc.gov.tw/news/12", "https://www.nstc.gov.tw/news/21", True),
        ("https://www.nstc.gov.tw/news/12", "https://www.example.org/news/12", True),
        ("https://www.nstc.gov.tw/news/12", "https://www.nstc.gov.tw/ news/12", True),
        ("https://www.nstc.gov.tw/zh/news/12", "https://www.nstc.gov.tw/en/news/12", False),
        ("https://www.nstc.gov.tw/view?l=ch&amp;id=3", "https://www.nstc.gov.tw/view?l=en&amp;id=3", False),
        ("http://www.nstc.gov.tw/", "https://www.nstc.gov.tw", False),
        ("https://www.nstc.gov.tw/view?l=ch&id=3", "https://www.nstc.gov.tw/view?l=en&id=4", True),
    ],
)
def test_a_link_leads_to_the_same_page_in_either_language(source: str, target: str, is_seen: bool) -> None:
    chinese, english = f'見<a href="{source}">公告</a>。', f'See the <a href="{target}">notice</a>.'
    assert bool(seen(links, chinese, english)) is is_seen
    if is_seen:
        assert mended(links, chinese, english)[1] == f'See the <a href="{source}">notice</a>.'


@pytest.mark.parametrize(
    ("chinese", "english", "is_seen"),
    [
        ("請寄至help@nstc.gov.tw。", "Write to help@nstc.gov.tw.", False),
        ("請寄至help@nstc.gov.tw。", "Write to help@nstc.gov.", True),
        ("見https://www.nstc.gov.tw/zh/a。", "See https://www.nstc.gov.tw/en/a.", False),
        ("見https://www.nstc.gov.tw/a。", "See the website.", True),
        ("見附件。", "See the annex.", False),
    ],
)
def test_an_address_in_the_text_is_the_same(chinese: str, english: str, is_seen: bool) -> None:
    assert severities(addresses, chinese, english) == (["warns"] if is_seen else [])


def test_a_link_to_the_chinese_version_is_a_hint() -> None:
    assert severities(link_language, "見官網。", "See https://www.nstc.gov.tw/?l=ch.") == ["hint"]
    assert seen(link_language, "見官網。", "See https://www.nstc.gov.tw/?l=en and https://tw.example.org/etch.") == []
    assert seen(link_language, "見https://www.nstc.gov.tw/zh/。", "See the site.", to_english=False) == []


@pytest.mark.parametrize(
    "variable", ["{count}", "{0}", "{}", "%d", "%(total)s", "${value}", "{{ count }}", "%1$s", "{n:.2f}"]
)
def test_a_variable_lost_doubled_or_damaged_blocks(variable: str) -> None:
    chinese = f"共{variable}件。"
    assert seen(variables, chinese, f"{variable} items in all.") == []
    for english in ("Items in all.", f"{variable} of {variable} items.", f"{variable[:-1]} items."):
        assert severities(variables, chinese, english) == ["blocks"], english


def test_a_renamed_variable_gets_its_name_back() -> None:
    assert mended(variables, "共{count}件。", "{number} items.")[1] == "{count} items."


def test_white_space_in_a_template_and_figures_in_braces_are_no_fault() -> None:
    assert seen(variables, "共{{ count }}件。", "{{count}} items.") == []
    assert seen(variables, "三年內。", "Within three{3} years.") == []
    assert seen(variables, "占50%以上。", "50% discount, more than 50%.") == []
