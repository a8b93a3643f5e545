"""A pair: a source field and its twin, the column that holds the target language."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField


@dataclass(frozen=True, slots=True)
class Pair:
    """Says that the field `source` is translated into the field `<source>_twin`.

    A page is served in its target language only if every required pair is approved in full. An optional pair that is
    not approved leaves its twin empty.
    """

    source: str
    required: bool = True

    @property
    def twin(self) -> str:
        return f"{self.source}_twin"


def twin_of(field: models.Field[Any, Any]) -> Any:
    """A field for the target language: of the same type, empty by default and in no form.

    A CharField's twin is a TextField: English takes three times the characters of Chinese, and a title that is too long
    in English must not stop the Chinese one.

    Write it beside its source in the class body, so that both columns are to be seen there::

        summary = models.TextField(_("summary"))
        summary_twin = twin_of(summary)
    """
    if isinstance(field, StreamField):
        return StreamField(field.block_types_arg, blank=True, editable=False, verbose_name=_twin_name(field))
    if isinstance(field, models.CharField):
        return models.TextField(blank=True, default="", editable=False, verbose_name=_twin_name(field))
    _name, _path, args, kwargs = field.deconstruct()
    kwargs |= {"blank": True, "default": "", "editable": False, "verbose_name": _twin_name(field)}
    return type(field)(*args, **kwargs)


def _twin_name(field: models.Field[Any, Any]) -> Any:
    # A field inside a class body has no name yet; its own verbose name, if given, says what is translated.
    return getattr(field, "_verbose_name", None) or _("translation")
