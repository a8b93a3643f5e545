from datetime import date

import pytest

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.checks import RULES
from translation_jobs.checks.base import Issue, apply_fixes
from translation_jobs.checks.reading import CheckContext, Reading
from translation_jobs.text.glossary import Glossary
from translation_jobs.units import GlossaryTerm, Person, TranslationUnit


def official(source: str, target: str, abbreviation: str = "", kind: str = "agency", **more: object) -> GlossaryTerm:
    return GlossaryTerm(source, target, abbreviation, kind, "official", **more)  # type: ignore[arg-type]


GLOSSARY = Glossary(
    (
        official("國家科學及技術委員會", "National Science and Technology Council", "NSTC"),
        official("國科會", "National Science and Technology Council (NSTC)", "NSTC", valid_from=date(2022, 7, 27)),
        official("國科會", "National Science Council (NSC)", "NSC", valid_to=date(2014, 3, 2)),
        official("科技部", "Ministry of Science and Technology", "MOST", valid_to=date(2022, 7, 26)),
        official("經濟部", "Ministry of Economic Affairs", "MOEA"),
        official("教育部", "Ministry of Education", "MOE"),
        official("金融監督管理委員會", "Financial Supervisory Commission", "FSC"),
        official("公司法", "Company Act", kind="law"),
        official("補助", "grant", kind="term", forbidden=("subsidy",)),
        official("主任委員", "Minister", kind="title"),
        official("主任委員", "Chairperson", kind="title", agency="金融監督管理委員會"),
        official("半導體", "semiconductor", kind="term"),
        GlossaryTerm("淨零轉型", "net-zero transition", status="common"),
        GlossaryTerm("前瞻", "forward-looking", status="common"),
    ),
    (Person("吳政忠", "Tsung-Tsong Wu", ("Wu Tsung-tsong",)),),
)


def look(
    check: str, chinese: str, english: str, published: date | None = None, to_chinese: bool = False
) -> list[Issue]:
    unit = TranslationUnit(chinese, english, TRADITIONAL_CHINESE, ENGLISH)
    if to_chinese:
        unit = TranslationUnit(english, chinese, ENGLISH, TRADITIONAL_CHINESE)
    return list(RULES[check](Reading(unit, CheckContext(published=published, glossary=GLOSSARY))))


def severities(*args: object, **kwargs: object) -> list[str]:
    return [issue.severity.value for issue in look(*args, **kwargs)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("經濟部公告。", "The Ministry of Economic Affairs announced it."),
        ("經濟部公告。", "The MOEA announced it."),
        ("經濟部公告。", "The Ministry announced it."),
        ("經濟部公告。", "The economic affairs ministry's Ministry of Economic Affairs announced it."),
        ("經濟部及教育部公告。", "The Ministries of Economic Affairs and Education, MOEA and MOE, announced it."),
        ("教育部部長出席。", "The Minister of Education attended."),
        ("經濟部能源署公告。", "The Energy Administration announced it."),
        ("公司法人持股。", "Shares held by a corporation."),
        ("推動淨零轉型。", "It promotes net zero transitions."),
        ("前瞻布局。", "It plans ahead."),
    ],
)
def test_an_accepted_form_or_a_name_that_may_be_left_out_is_quiet(chinese: str, english: str) -> None:
    assert severities("terms.required", chinese, english) == []


@pytest.mark.parametrize(
    ("chinese", "english", "expected"),
    [
        ("經濟部公告。", "The Ministry of Education announced it.", ["blocks"]),
        ("經濟部公告。", "The Ministry of Economy announced it.", ["warns"]),
        ("經濟部公告。", "It was announced.", ["hint"]),
        ("經濟部及內政部公告。", "The Ministry of Home Affairs announced it.", ["hint"]),
        ("依公司法設立。", "established under the Corporation Law", ["warns"]),
        ("國科會公告。", "The Ministry of Science and Technology announced it.", ["warns"]),
        ("半導體製程", "chip process", ["warns"]),
        ("推動淨零轉型。", "It promotes the transition.", ["hint"]),
        ("推動淨零轉型。", "It promotes change.", []),
    ],
)
def test_the_graver_the_more_certain_another_name_stands_there(chinese: str, english: str, expected: list[str]) -> None:
    assert severities("terms.required", chinese, english) == expected


def test_the_other_name_is_replaced() -> None:
    english = "It was approved by the Ministry of Economy in May."
    (issue,) = look("terms.required", "經濟部於5月核定。", english)
    assert apply_fixes(english, issue.fixes) == "It was approved by the Ministry of Economic Affairs in May."


def test_in_chinese_a_missing_official_name_is_a_hint() -> None:
    assert severities("terms.required", "教育部公告。", "The MOEA said so.", to_chinese=True) == ["hint"]
    assert severities("terms.required", "國科會公告。", "The NSTC said so.", to_chinese=True) == []


def test_a_forbidden_word_is_replaced_in_its_case() -> None:
    (issue,) = look("terms.forbidden", "補助金額", "Subsidy amount")
    assert apply_fixes("Subsidy amount", issue.fixes) == "Grant amount"


def test_a_forbidden_word_is_none_for_another_term() -> None:
    assert look("terms.forbidden", "津貼", "a subsidy") == []


@pytest.mark.parametrize(
    ("chinese", "english", "published", "expected"),
    [
        ("國科會於民國98年核定。", "The NSTC approved it in 2009.", None, ["warns"]),
        ("國科會於民國98年核定。", "The NSC approved it in 2009.", None, []),
        ("國科會於115年核定。", "The NSC approved it in 2026.", None, ["warns"]),
        ("國科會核定。", "The NSC approved it.", date(2026, 3, 1), ["warns"]),
        ("國科會核定。", "The NSTC approved it.", date(2026, 3, 1), []),
        ("國科會自98年至115年核定。", "The NSTC approved it from 2009 to 2026.", None, []),
        ("前科技部於112年移交。", "The former MOST handed it over in 2023.", None, []),
        ("國科會核定。", "The NSC approved it.", None, []),
    ],
)
def test_a_name_belongs_to_its_time(chinese: str, english: str, published: date | None, expected: list[str]) -> None:
    assert severities("terms.dated", chinese, english, published) == expected
    assert all(not issue.fixes for issue in look("terms.dated", chinese, english, published))


@pytest.mark.parametrize(
    ("chinese", "english", "expected"),
    [
        ("國科會主任委員致詞。", "The NSTC Chairperson spoke.", "The NSTC Minister spoke."),
        ("立法院院長致詞。", "The Premier spoke.", "The President spoke."),
        ("金融監督管理委員會主任委員致詞。", "The FSC Minister spoke.", "The FSC Chairperson spoke."),
    ],
)
def test_a_title_goes_by_the_agency(chinese: str, english: str, expected: str) -> None:
    (issue,) = look("terms.title_of_agency", chinese, english)
    assert apply_fixes(english, issue.fixes) == expected


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("主任委員由教授擔任。", "A professor serves as chairman."),
        ("文化協會主任委員致詞。", "The Chairman of the Culture Association spoke."),
        ("行政院院長及立法院院長出席。", "The Premier and the President of the Legislative Yuan attended."),
        ("國科會主任委員致詞。", "Wu spoke."),
    ],
)
def test_a_title_of_an_unknown_body_is_left_alone(chinese: str, english: str) -> None:
    assert look("terms.title_of_agency", chinese, english) == []


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Minister Tsung-Tsong Wu attended.", []),
        ("Minister Wu attended.", []),
        ("Minister Wu Zhengzhong attended.", []),
        ("Minister Wu Zheng-zhong attended.", ["warns"]),
        ("Tsung-Tsung Wu attended.", ["warns"]),
        ("Wu Tsung-Tsong attended.", ["hint"]),
        ("He attended.", ["hint"]),
    ],
)
def test_a_person_is_written_as_registered(english: str, expected: list[str]) -> None:
    assert severities("persons.spelling", "吳政忠出席。", english) == expected


@pytest.mark.parametrize(
    ("chinese", "expected"),
    [
        ("會議由王大明局長主持。", ["王大明"]),
        ("國科會主任委員林小華表示，", ["林小華"]),
        ("主任委員吳政忠表示，", []),
        ("該局長表示，", []),
        ("高級研究員出席。", []),
        ("由計畫主持人提出。", []),
        ("於國科會處長、教授及研究員中選任。", []),
    ],
)
def test_an_unknown_person_is_asked_for(chinese: str, expected: list[str]) -> None:
    assert [issue.params["chinese"] for issue in look("persons.unknown", chinese, "x")] == expected
