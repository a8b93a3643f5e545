"""`manage.py check`: every text of a bilingual page is a declared pair, and every twin fits its source."""

from typing import Any

from django.apps import apps
from django.core import checks
from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.bilingual.pages import BilingualPage

TEXT_FIELDS = (models.TextField, RichTextField, StreamField)
# Fields of Wagtail's own page that are text to the database but not to a reader, or are pairs of BilingualPage.
_OWN_FIELDS = {field.name for field in Page._meta.get_fields()} | {"source_language", "confidentiality", "target_state"}


@checks.register("bilingual")
def check_pairs(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Checks each concrete bilingual page model of the checked apps."""
    models_to_check = [
        model
        for model in apps.get_models()
        if issubclass(model, BilingualPage) and (app_configs is None or model._meta.app_config in app_configs)
    ]
    return [message for model in models_to_check for message in [*_check_declared(model), *_check_twins(model)]]


def _check_declared(model: type[BilingualPage]) -> list[checks.CheckMessage]:
    declared = {pair.source for pair in model.bilingual_pairs} | {pair.twin for pair in model.bilingual_pairs}
    left_out = [
        field.name
        for field in model._meta.get_fields()
        if (isinstance(field, TEXT_FIELDS) or type(field) is models.CharField)
        and not getattr(field, "choices", None)
        and field.name not in declared | _OWN_FIELDS | set(model.untranslated_fields)
    ]
    return [
        checks.Error(
            f"{model.__name__}.{name} is a text without a twin.",
            hint=f'Add Pair("{name}") to bilingual_pairs and a field {name}_twin = twin_of({name}), '
            f"or name it in untranslated_fields if it reads the same in both languages.",
            obj=model,
            id="bilingual.E001",
        )
        for name in left_out
    ]


def _check_twins(model: type[BilingualPage]) -> list[checks.CheckMessage]:
    fields = {field.name: field for field in model._meta.get_fields()}
    messages: list[checks.CheckMessage] = []
    for pair in model.bilingual_pairs:
        source, twin = fields.get(pair.source), fields.get(pair.twin)
        if source is None or twin is None:
            missing = pair.source if source is None else pair.twin
            messages.append(checks.Error(f"{model.__name__} has no field {missing}.", obj=model, id="bilingual.E002"))
        elif not isinstance(twin, models.TextField if isinstance(source, models.CharField) else type(source)):
            messages.append(
                checks.Error(
                    f"{model.__name__}.{pair.twin} has another type than its source.", obj=model, id="bilingual.E003"
                )
            )
        elif twin.editable or not twin.blank:
            messages.append(
                checks.Error(
                    f"{model.__name__}.{pair.twin} must be blank=True, editable=False: only the projection writes it.",
                    obj=model,
                    id="bilingual.E004",
                )
            )
    return messages
