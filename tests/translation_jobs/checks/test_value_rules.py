"""The rules about numbers, dates, money, shares and units."""

from datetime import date

import pytest

from tests.translation_jobs.checks.seen import mended, seen, severities
from translation_jobs.checks import amounts, dates, house_style, multiples, numbers
from translation_jobs.checks.base import Rule
from translation_jobs.checks.reading import CheckContext, Reading
from translation_jobs.units import HouseStyle, TranslationUnit

RULES = [rule for module in (numbers, dates, amounts) for rule in vars(module).values() if isinstance(rule, Rule)]


@pytest.mark.parametrize(
    ("rule", "chinese", "english", "severity"),
    [
        (numbers.magnitude, "預算12億元", "a budget of NT$12 billion", "blocks"),
        (numbers.magnitude, "約33萬5,490人", "about 3,354,900 people", "blocks"),
        (numbers.value, "補助23所大學", "32 universities", "warns"),
        (numbers.value, "任期三年", "a term of four years", "warns"),
        (numbers.restated, "三十日內", "within thirty (20) days", "warns"),
        (numbers.missing, "依第十二條處新臺幣三萬元罰鍰", "a fine under Article 12", "warns"),
        (numbers.missing, "依第二項辦理", "as provided", "hint"),
        (dates.roc_year, "自115年3月18日施行", "effective March 18, 115", "blocks"),
        (dates.roc_year, "自115年3月18日施行", "effective March 18, 2015", "warns"),
        (dates.roc_year, "116年發射", "launched in 116", "blocks"),
        (dates.roc_year, "103學年度", "school year 103", "warns"),
        (dates.year, "2026年3月18日", "March 18, 2023", "warns"),
        (dates.day_month, "10月17日至18日", "October 17–19", "warns"),
        (dates.missing, "3月18日公布", "announced", "warns"),
        (dates.impossible, "11月30日", "November 31", "warns"),
        (dates.weekday, "115年3月18日（星期四）", "March 18, 2026 (Wednesday)", "warns"),
        (dates.relative, "今（18）日公布", "announced today", "hint"),
        (amounts.currency, "新臺幣5萬元", "US$50,000", "blocks"),
        (amounts.currency, "美金5萬元", "50,000 in New Taiwan dollars", "warns"),
        (amounts.currency, "罰鍰5萬元", "a fine of US$50,000", "warns"),
        (amounts.currency, "新臺幣3,000萬元（約美金100萬元）", "US$30 million (about NT$1 million)", "warns"),
        (amounts.currency, "5萬日圓", "50,000 yuan", "blocks"),
        (amounts.percent_value, "百分之七十", "7 percent", "warns"),
        (amounts.percent_value, "千分之二", "2%", "warns"),
        (amounts.points, "2個百分點", "2 percent", "warns"),
        (amounts.unit, "12公頃", "12 square meters", "warns"),
        (amounts.unit, "面積3公頃", "3 acres", "warns"),
        (amounts.unit, "距離5公里", "5 miles", "warns"),
        (amounts.split, "10萬元", "NT$100, 000", "warns"),
        (house_style.money, "6元", "NTD6", "hint"),
        (house_style.money, "6元及7元", "NT$ 6", "hint"),
    ],
)
def test_a_fault_is_seen(rule: Rule, chinese: str, english: str, severity: str) -> None:
    assert severities(rule, chinese, english) == [severity]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        (
            "國科會115年3月18日宣布投入新臺幣6億元。",
            "On March 18, 2026, the NSTC announced an investment of NT$600 million.",
        ),
        ("依第十一條第一項第二款辦理。", "As provided in Subparagraph 2, Paragraph 1 of Article 11."),
        ("民國115年（本會第15年）", "Year 115 of the Republic of China, the Council's 15th year"),
        ("新臺幣三千萬元（約美金100萬元）", "NT$30 million (about US$1 million)"),
        ("費用打八折。", "Fees are reduced by 20 percent."),
        ("達七成五。", "It reached 75 percent."),
        ("場址面積12公頃", "The site covers 12 hectares."),
        ("電子束能量達30億電子伏特。", "The beam energy is 3 GeV."),
        ("8,650", "865.0"),
        ("統一由單一窗口辦理，一般案件三讀。", "All are handled at a single window."),
        ("學校應於每學期初公告。", "Schools shall announce it at the start of each semester."),
    ],
)
def test_good_text_is_left_alone_in_both_directions(chinese: str, english: str) -> None:
    for to_english in (True, False):
        assert [issue.check_id for rule in RULES for issue in seen(rule, chinese, english, to_english)] == []


@pytest.mark.parametrize(
    ("rule", "chinese", "english", "better"),
    [
        (numbers.magnitude, "預算12億元", "a budget of NT$12 billion", "a budget of NT$1.2 billion"),
        (numbers.value, "補助23所大學", "32 universities", "23 universities"),
        (dates.roc_year, "115年3月18日", "March 18, 115", "March 18, 2026"),
        (dates.day_month, "115年3月18日", "on March 8, 2026", "on March 18, 2026"),
        (dates.weekday, "115年3月18日", "Thursday, March 18, 2026", "Wednesday, March 18, 2026"),
        (amounts.percent_value, "百分之七十", "7 percent", "70 percent"),
        (amounts.split, "10萬元", "NT$100, 000", "NT$100,000"),
        (house_style.money, "6元", "NTD 6", "NT$6"),
    ],
)
def test_a_certain_fault_has_a_fix(rule: Rule, chinese: str, english: str, better: str) -> None:
    assert mended(rule, chinese, english)[1] == better
    assert not seen(rule, chinese, better)


def test_the_chinese_of_an_english_original_is_mended_in_chinese() -> None:
    assert mended(numbers.magnitude, "預算120億元", "a budget of NT$1.2 billion", to_english=False)[0] == "預算12億元"
    assert mended(dates.year, "2023年3月18日", "March 18, 2026", to_english=False)[0] == "115年3月18日"


def test_the_house_decides_on_the_form_of_money() -> None:
    assert mended(house_style.money, "6元", "NT$6", style=HouseStyle(money="TWD"))[1] == "TWD 6"
    assert not seen(house_style.money, "6元", "NTD 6", style=HouseStyle(money=""))


@pytest.mark.parametrize(
    ("chinese", "english", "is_wrong"),
    [
        ("增加2倍", "doubled", True),
        ("增加2倍", "tripled", False),
        ("增為2倍", "tripled", False),
        ("增加為2倍", "tripled", True),
        ("增加至兩倍", "doubled", False),
        ("成長了一倍", "doubled", False),
        ("成長1.5倍", "doubled", True),
        ("成長1.5倍", "grew by 150 percent", False),
        ("增加三倍", "increased fourfold", False),
        ("增加2倍", "rose two times", False),
        ("人數是2倍", "tripled", False),
    ],
)
def test_an_increase_by_n_times_is_not_one_to_n_times(chinese: str, english: str, is_wrong: bool) -> None:
    assert bool(seen(multiples.multiple, chinese, english)) is is_wrong


@pytest.mark.parametrize(
    ("style", "english", "better"),
    [
        ("percent", "It rose by 7% (70% in all).", "It rose by 7 percent (70% in all)."),
        ("percent", "It rose by 7.5 %.", "It rose by 7.5 percent."),
        ("%", "It rose by 7 percent.", "It rose by 7%."),
        ("percent", "7%", "7%"),
        ("%", "It rose by 7 percentage points.", "It rose by 7 percentage points."),
        ("", "It rose by 7%.", "It rose by 7%."),
    ],
)
def test_the_house_decides_on_the_form_of_percent(style: str, english: str, better: str) -> None:
    assert mended(house_style.percent, "成長7%", english, style=HouseStyle(percent=style))[1] == better


def test_a_day_told_from_publication_is_compared_with_it() -> None:
    unit = TranslationUnit("今（12）日公布", "announced today (September 12)", "zh-hant", "en")
    reading = Reading(unit, CheckContext(published=date(2026, 8, 12)))
    assert [issue.check_id for issue in dates.day_month(reading)] == ["dates.day_month"]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("由百分之五提高到百分之七", "from 5 to 17 percent"),
        ("補助23所大學及45所高中", "universities 24 and high schools 46"),
    ],
)
def test_of_several_changed_numbers_none_is_mended_by_guess(chinese: str, english: str) -> None:
    for rule in (amounts.percent_value, numbers.value):
        assert mended(rule, chinese, english)[1] == english
