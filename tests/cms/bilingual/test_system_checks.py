from django.db import models
from django.test.utils import isolate_apps

from cms.bilingual.fields import Pair, twin_of
from cms.bilingual.pages import BilingualPage
from cms.bilingual.system_checks import _check_declared, _check_twins, check_pairs


def test_every_model_of_the_site_is_declared_in_full() -> None:
    assert check_pairs(None) == []


@isolate_apps("cms")
def test_a_text_without_a_twin_is_an_error() -> None:
    class Forgotten(BilingualPage):
        subtitle = models.CharField(max_length=100)
        colour = models.CharField(max_length=5, choices=[("red", "red")])
        code = models.CharField(max_length=5)
        untranslated_fields = ["code"]

        class Meta:
            app_label = "cms"

    assert [(m.id, m.msg) for m in _check_declared(Forgotten)] == [
        ("bilingual.E001", "Forgotten.subtitle is a text without a twin.")
    ]


@isolate_apps("cms")
def test_a_twin_that_is_missing_of_another_type_or_editable_is_an_error() -> None:
    class Wrong(BilingualPage):
        missing = models.TextField()
        other_type = models.TextField()
        other_type_twin = models.CharField(max_length=5, blank=True, editable=False)
        editable = models.TextField()
        editable_twin = models.TextField()
        right = models.TextField()
        right_twin = twin_of(right)
        bilingual_pairs = [Pair("missing"), Pair("other_type"), Pair("editable"), Pair("right")]

        class Meta:
            app_label = "cms"

    assert [m.id for m in _check_twins(Wrong)] == ["bilingual.E002", "bilingual.E003", "bilingual.E004"]
