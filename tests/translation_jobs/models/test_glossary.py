"""The glossary, the register of persons and the house style: what their rows accept and what they are as values."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from translation_jobs import units
from translation_jobs.models import HouseStyle, Person, Term

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]


def test_a_term_is_a_value_in_the_direction_of_the_text() -> None:
    Term.objects.create(chinese="金管會", english="FSC")
    Term.objects.create(
        chinese="主任委員",
        english="Chairperson",
        status="official",
        agency="金管會",
        variants="Chair\n主席",
        forbidden="Chairman\n主委員",
        valid_to=date(2030, 1, 1),
    )
    from_chinese = Term.objects.all().as_terms("zh-hant")
    from_english = Term.objects.all().as_terms("en")
    assert from_chinese[-1] == units.GlossaryTerm(
        source="主任委員",
        target="Chairperson",
        status="official",
        valid_to=date(2030, 1, 1),
        variants=("Chair",),
        forbidden=("Chairman",),
        agency="金管會",
    )
    assert (from_english[-1].source, from_english[-1].target) == ("Chairperson", "主任委員")
    assert (from_english[-1].variants, from_english[-1].forbidden) == (("主席",), ("主委員",))
    assert from_english[-1].agency == "FSC"


def test_of_several_names_the_one_in_use_everywhere_comes_first() -> None:
    for english, fields in {
        "A former name": {"kind": "former", "valid_to": date(2020, 1, 1)},
        "B of an agency": {"agency": "某部"},
        "C in use": {"valid_from": date(2020, 1, 2)},
    }.items():
        Term.objects.create(chinese="名稱", english=english, **fields)
    targets = [term.target for term in Term.objects.all().as_terms("zh-hant")]
    assert targets == ["C in use", "A former name", "B of an agency"]


def test_cleaning_tidies_names_and_drops_repeated_ones() -> None:
    term = Term(
        chinese=" 新 創 ",
        english="startup\n company",
        variants="start-up; start-up\r\nstartup company",
        note="a\r\nb\n",
    )
    term.full_clean()
    assert (term.chinese, term.english, term.variants, term.note) == ("新 創", "startup company", "start-up", "a\nb")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"forbidden": "Startup\nstartup"}, "forbidden"),
        ({"variants": "start-up", "forbidden": "start-up"}, "forbidden"),
        ({"valid_from": date(2022, 7, 27), "valid_to": date(2022, 7, 26)}, "valid_to"),
    ],
)
def test_a_term_that_contradicts_itself_is_refused(fields: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        Term(chinese="新創", english="startup", **fields).full_clean()
    assert list(error.value.message_dict) == [field]


@pytest.mark.parametrize(
    "make",
    [
        lambda **days: Term.objects.create(chinese="甲", english="A", **days),
        lambda **days: Person.objects.create(chinese="甲", english="A", **days),
    ],
)
def test_nothing_ends_before_it_begins_whoever_writes_it(make) -> None:
    make(valid_from=date(2022, 1, 1), valid_to=date(2022, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        make(valid_from=date(2022, 1, 2), valid_to=date(2022, 1, 1))


def test_one_title_may_have_a_row_for_each_agency() -> None:
    for agency in ("", "甲部", "乙部"):
        Term.objects.create(chinese="主任秘書", english="Chief Secretary", agency=agency)
    with pytest.raises(ValidationError):
        Term(chinese="主任秘書", english="Chief Secretary", agency="甲部").full_clean()


def test_a_change_is_dated() -> None:
    term = Term.objects.create(chinese="甲", english="A")
    before = term.updated_at
    term.note = "changed"
    term.save()
    assert term.updated_at > before


def test_a_person_is_a_value() -> None:
    person = Person(
        chinese="王小明", english="Hsiao-Ming Wang", variants="Wang Hsiao-ming; Hsiao-Ming Wang", title="Director"
    )
    person.full_clean()
    person.save()
    assert Person.objects.all().as_persons() == (
        units.Person("王小明", "Hsiao-Ming Wang", ("Wang Hsiao-ming",), "Director"),
    )


def test_a_person_cannot_leave_office_before_coming_to_it() -> None:
    with pytest.raises(ValidationError) as error:
        Person(chinese="甲", english="A", valid_from=date(2022, 1, 2), valid_to=date(2022, 1, 1)).full_clean()
    assert list(error.value.message_dict) == ["valid_to"]


def test_the_house_style_is_the_usual_one_until_somebody_chooses() -> None:
    assert HouseStyle.load().as_style() == units.HouseStyle()
    HouseStyle.objects.update(money="TWD", percent="%", taiwan="臺", spelling="")
    assert HouseStyle.load().as_style() == units.HouseStyle("TWD", "%", "臺", "")


@pytest.mark.parametrize("field", ["money", "percent", "taiwan", "spelling"])
def test_the_house_style_takes_only_its_choices(field: str) -> None:
    with pytest.raises(ValidationError) as error:
        HouseStyle(**{field: "x"}).full_clean()
    assert list(error.value.message_dict) == [field]
