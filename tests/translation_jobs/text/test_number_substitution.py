"""Targets with a new source's numbers: forty that are certain, and those that a person must write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translation_jobs.text.memory_keys import keys_of
from translation_jobs.text.number_substitution import substituted
from translation_jobs.text.number_values import read_values

ZH, EN = "zh-hant", "en"


def substitute(old: str, target: str, new: str, language: str = EN) -> str | None:
    source_language = ZH if language == EN else EN
    before, after = keys_of(old, source_language), keys_of(new, source_language)
    assert before.norm == after.norm
    return substituted(target, before.values, after.values, language)


MONEY = [
    ("補助新臺幣一百萬元。", "The grant is NT$1 million.", "補助新臺幣一千萬元。", "The grant is NT$10 million."),
    ("補助新臺幣100萬元。", "The grant is NT$1,000,000.", "補助新臺幣250萬元。", "The grant is NT$2,500,000."),
    ("經費12億元。", "A budget of NT$1.2 billion.", "經費3億5,000萬元。", "A budget of NT$350 million."),
    ("經費2兆元。", "NT$2 trillion in funding.", "經費2兆8,250億元。", "NT$2.825 trillion in funding."),
    ("每人8,000元。", "NT$8,000 per person.", "每人12,000元。", "NT$12,000 per person."),
    ("每人800元。", "NT$800 per person.", "每人1,200元。", "NT$1,200 per person."),
    (
        "由100萬元增至200萬元",
        "from NT$1 million to NT$2 million",
        "由200萬元增至300萬元",
        "from NT$2 million to NT$3 million",
    ),
    ("資本額壹億元", "a capital of NT$100 million", "資本額參億元", "a capital of NT$300 million"),
    ("投資500萬美元", "an investment of US$5 million", "投資650萬美元", "an investment of US$6.5 million"),
    (
        "罰鍰五萬元以上二十萬元以下",
        "a fine of NT$50,000 to NT$200,000",
        "罰鍰六萬元以上三十萬元以下",
        "a fine of NT$60,000 to NT$300,000",
    ),
]
DATES = [
    ("115年3月18日截止。", "The deadline is March 18, 2026.", "116年4月1日截止。", "The deadline is April 1, 2027."),
    ("3月18日舉行。", "It takes place on March 18.", "12月5日舉行。", "It takes place on December 5."),
    ("115年3月起實施。", "Effective from March 2026.", "117年9月起實施。", "Effective from September 2028."),
    ("115年3月18日截止。", "The deadline is 18 March 2026.", "116年4月1日截止。", "The deadline is 1 April 2027."),
    ("115年度計畫", "The 2026 program", "116年度計畫", "The 2027 program"),
    ("115年度預算", "The budget of FY 2026", "116年度預算", "The budget of FY 2027"),
    ("115年上半年成果", "Results of the first half of 2026", "116年上半年成果", "Results of the first half of 2027"),
    (
        "自115年3月18日至115年4月2日",
        "from March 18, 2026 to April 2, 2026",
        "自116年3月1日至116年5月2日",
        "from March 1, 2027 to May 2, 2027",
    ),
    ("2024年5月3日公布", "Published on May 3, 2024", "2025年6月30日公布", "Published on June 30, 2025"),
    ("民國45年設立", "Founded in 1956", "民國48年設立", "Founded in 1959"),
]
SHARES = [
    ("成長5%。", "Growth was 5%.", "成長7%。", "Growth was 7%."),
    ("成長5%。", "Growth was 5 percent.", "成長7.5%。", "Growth was 7.5 percent."),
    ("達百分之五十。", "It reached 50 percent.", "達百分之六十五。", "It reached 65 percent."),
    ("由20%升至30%", "rose from 20% to 30%", "由25%升至45%", "rose from 25% to 45%"),
    ("增加1.5個百分點", "up by 1.5 percentage points", "增加2個百分點", "up by 2 percentage points"),
    ("5項計畫增加5%", "5 projects grew by 5%", "5項計畫增加8%", "5 projects grew by 8%"),
]
COUNTS = [
    ("共有12國參加。", "A total of 12 countries took part.", "共有15國參加。", "A total of 15 countries took part."),
    ("共有三項計畫。", "There are three projects.", "共有五項計畫。", "There are five projects."),
    ("共有十項計畫。", "There are ten projects.", "共有二十項計畫。", "There are 20 projects."),
    ("第三屆論壇", "The Third Forum", "第四屆論壇", "The Fourth Forum"),
    ("第3屆論壇", "The 3rd Forum", "第11屆論壇", "The 11th Forum"),
    ("約335,490人", "about 335,490 people", "約1,250,000人", "about 1.25 million people"),
    ("第5條及第6條", "Articles 5 and 6", "第7條及第9條", "Articles 7 and 9"),
    (
        "核定12件，共12人。",
        "12 cases with 12 people were approved.",
        "核定15件，共15人。",
        "15 cases with 15 people were approved.",
    ),
    ("選出2至3名", "2 to 3 people are selected", "選出4至6名", "4 to 6 people are selected"),
]
MARKERS = [
    ("一、申請資格", "1. Eligibility", "二、申請資格", "2. Eligibility"),
    ("（一）申請資格", "(1) Eligibility", "（三）申請資格", "(3) Eligibility"),
    ("1.申請資格", "1. Eligibility", "12.申請資格", "12. Eligibility"),
    ("二、申請資格", "Eligibility", "三、申請資格", "Eligibility"),
    ("一、每案3人。", "1. Each project has 3 members.", "二、每案4人。", "2. Each project has 4 members."),
]


@pytest.mark.parametrize(("old", "target", "new", "expected"), [*MONEY, *DATES, *SHARES, *COUNTS, *MARKERS])
def test_the_target_says_the_new_values_in_its_own_style(old: str, target: str, new: str, expected: str) -> None:
    assert substitute(old, target, new) == expected


@pytest.mark.parametrize(
    ("old", "target", "new", "expected"),
    [
        ("The budget is NT$1.2 billion.", "預算為12億元。", "The budget is NT$350 million.", "預算為3億5,000萬元。"),
        ("Open until March 18, 2026.", "至115年3月18日止。", "Open until April 2, 2027.", "至116年4月2日止。"),
        ("Open until March 18, 2026.", "至2026年3月18日止。", "Open until April 2, 2027.", "至2027年4月2日止。"),
        ("The fee is NT$1 million.", "費用為一百萬元。", "The fee is NT$12 million.", "費用為一千二百萬元。"),
        ("It grew by 5 percent.", "成長5%。", "It grew by 12.5 percent.", "成長12.5%。"),
        ("2. Eligibility", "二、申請資格", "3. Eligibility", "三、申請資格"),
        ("(2) Eligibility", "（二）申請資格", "(11) Eligibility", "（十一）申請資格"),
    ],
)
def test_chinese_targets_keep_their_style_too(old: str, target: str, new: str, expected: str) -> None:
    assert substitute(old, target, new, ZH) == expected


@pytest.mark.parametrize(
    ("old", "target", "new"),
    [
        # The value is not there, or oftener than in the source.
        ("共有12國參加。", "A dozen countries took part.", "共有15國參加。"),
        ("共有12國參加。", "In all 12 countries took part, 12 of them new.", "共有15國參加。"),
        # Two that were equal and no longer are: which is which?
        ("核定12件，共12人。", "12 cases with 12 people were approved.", "核定15件，共16人。"),
        # The weekday would be wrong.
        ("3月18日舉行。", "It takes place on Wednesday, March 18.", "3月19日舉行。"),
        # Singular and plural, a and an.
        ("共有2項計畫。", "There are 2 projects.", "共有1項計畫。"),
        ("成長5%。", "a 5 percent rise", "成長8%。"),
        # A figure that was worked out from the others.
        ("由100萬元增至200萬元", "from NT$1 million to NT$2 million, up 100%", "由100萬元增至300萬元"),
        # A marker that may be a letter.
        ("二、申請資格", "B. Eligibility", "三、申請資格"),
        # No such style is known.
        ("經費12億元。", "A budget of NT$1,200 million.", "經費13億元。"),
        # More of a date than was there.
        ("115年舉行。", "It took place in 2026.", "115年3月舉行。"),
        # A number that names a thing has no commas.
        ("第105號", "No. 105", "第1050號"),
    ],
)
def test_what_is_not_certain_a_person_writes(old: str, target: str, new: str) -> None:
    assert substitute(old, target, new) is None


def test_the_table_holds_forty_cases() -> None:
    assert len([*MONEY, *DATES, *SHARES, *COUNTS, *MARKERS]) >= 40


def test_the_same_values_change_nothing() -> None:
    assert substitute("補助一百萬元。", "NT$1 million.", "補助100萬元。") == "NT$1 million."


def test_placeholders_stay_in_their_places() -> None:
    assert (
        substitute("補助100萬元。", "See <g1>NT$1 million</g1><x2/>.", "補助200萬元。")
        == "See <g1>NT$2 million</g1><x2/>."
    )


amounts = st.integers(min_value=2, max_value=10**13)


@given(amounts, amounts)
def test_whatever_is_written_says_exactly_the_new_amount(old: int, new: int) -> None:
    result = substitute(f"經費{old}元。", f"A budget of NT${old:,}.", f"經費{new}元。")
    if result is not None:
        assert [value.value for value in read_values(result, EN)] == [str(new)]
