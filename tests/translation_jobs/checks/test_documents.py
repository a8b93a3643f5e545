import pytest

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.checks import RULES
from translation_jobs.checks.base import Issue
from translation_jobs.checks.reading import CheckContext, DocumentReading, ParagraphReading, Reading
from translation_jobs.text.glossary import Glossary
from translation_jobs.units import GlossaryTerm, Person, TranslationUnit

GLOSSARY = Glossary(
    (
        GlossaryTerm("國家太空中心", "Taiwan Space Agency", "TASA", "institute", "official"),
        GlossaryTerm("產學合作", "industry-academia collaboration", variants=("industry-academia cooperation",)),
    ),
    (Person("卓榮泰", "Cho Jung-tai", ("Jung-tai Cho",)),),
)


def look(check: str, *paragraphs: tuple[str, str, str, str]) -> list[Issue]:
    """What a rule sees in a page; a paragraph is its kind, scale, Chinese and English."""
    context = CheckContext(glossary=GLOSSARY)
    readings = (
        (Reading(TranslationUnit(chinese, english, TRADITIONAL_CHINESE, ENGLISH), context), kind, scale)
        for kind, scale, chinese, english in paragraphs
    )
    document = DocumentReading(tuple(ParagraphReading((reading,), kind, scale) for reading, kind, scale in readings))
    return list(RULES[check](document))


def test_headlines_need_no_full_name() -> None:
    first = ("body", "", "國家太空中心發射衛星", "TASA Launches Satellite")
    second = ("body", "", "國家太空中心發射。", "The Taiwan Space Agency (TASA) launched it.")
    assert look("document.first_mention", first, second) == []
    assert look("document.first_mention", ("title", "", "國家太空中心發射。", "TASA did it."), second) == []


def test_the_sentence_with_the_unexplained_abbreviation_is_named() -> None:
    other = ("body", "", "今日晴。", "It is sunny.")
    (issue,) = look("document.first_mention", other, ("body", "", "國家太空中心發射。", "TASA launched it."))
    assert issue.segment == 1
    assert issue.params["abbreviation"] == "TASA"


def test_summary_and_body_may_each_explain() -> None:
    texts = ("", "國家太空中心發射。", "The Taiwan Space Agency (TASA) launched it.")
    assert look("document.second_definition", ("summary", *texts), ("body.paragraph", *texts)) == []
    assert len(look("document.second_definition", ("body.paragraph", *texts), ("body.quote", *texts))) == 1


@pytest.mark.parametrize(
    ("first", "second", "severities"),
    [
        ("Cho Jung-tai spoke.", "Jung-tai Cho left.", ["warns"]),
        ("Da-Ming Wang spoke.", "Wang Da-ming left.", ["warns"]),
        ("Da-Ming Wang spoke.", "Da-Ning Wang left.", ["hint"]),
        ("Cho Jung-tai spoke.", "Cho Jung-tai left.", []),
        ("Da-Ming Wang spoke.", "Mei-Ling Wang left.", []),
    ],
)
def test_one_person_has_one_name_on_a_page(first: str, second: str, severities: list[str]) -> None:
    issues = look("document.person_names", ("", "", "卓榮泰致詞。", first), ("", "", "卓榮泰離開。", second))
    assert [issue.severity.value for issue in issues] == severities


@pytest.mark.parametrize(
    ("chinese", "english", "wrong"),
    [
        ("一、甲\n二、乙", "1. A\n2. B", 0),
        ("一、甲\n二、乙", "I. A\nII. B", 0),
        ("一、甲\n二、乙", "A. A\nC. B", 1),
        ("一、甲\n二、乙", "A\nB", 0),
    ],
)
def test_items_keep_their_numbers(chinese: str, english: str, wrong: int) -> None:
    assert len(look("document.list_numbers", ("", "", chinese, english))) == wrong


@pytest.mark.parametrize(
    ("heading", "english_heading", "figure", "english", "wrong"),
    [
        ("金額（億元）", "Amount (NT$ billion)", "86.5", "8.65", 0),
        ("金額（億元）", "Amount (NT$ billion)", "86.5", "86.5", 1),
        ("金額（億元）", "Amount (NT$ hundred million)", "86.5", "86.5", 0),
        ("金額（萬元）", "Amount (NT$ million)", "8,653", "86.5", 0),
        ("金額（萬元）", "Amount (NT$ thousand)", "8,653", "8,653", 1),
        ("金額（億元）", "Amount (NT$)", "1.5", "150,000,000", 0),
        ("金額（億元）", "Amount (NT$ billion)", "約3成", "30 percent", 0),
    ],
)
def test_a_figure_is_read_with_its_heading(
    heading: str, english_heading: str, figure: str, english: str, wrong: int
) -> None:
    scale = "".join(character for character in heading if character in "萬億")
    cells = (("body.table.cell", "", heading, english_heading), ("body.table.cell", scale, figure, english))
    issues = look("document.table_units", *cells)
    assert [issue.segment for issue in issues] == [1] * wrong


def test_of_two_headings_one_may_fit() -> None:
    headings = (("", "", "預算（億元）", "Budget (NT$ billion)"), ("", "", "決算（億元）", "Outlay (NT$ million)"))
    assert look("document.table_units", *headings, ("", "億", "2", "200"), ("", "億", "2", "0.2")) == []


def test_a_table_in_the_other_direction_is_read_too() -> None:
    heading = Reading(
        TranslationUnit("Budget (NT$ billion)", "預算（億元）", ENGLISH, TRADITIONAL_CHINESE), CheckContext()
    )
    cells = [
        Reading(TranslationUnit("2.5", chinese, ENGLISH, TRADITIONAL_CHINESE), CheckContext())
        for chinese in ("25", "2.5")
    ]
    paragraphs = [ParagraphReading((heading,)), *(ParagraphReading((cell,), scale="billion") for cell in cells)]
    assert [issue.segment for issue in RULES["document.table_units"](DocumentReading(tuple(paragraphs)))] == [2]
