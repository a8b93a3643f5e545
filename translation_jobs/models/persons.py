"""The register of persons: names as people write them themselves, in both languages."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from translation_jobs.exchange.cells import lines, names_in, one_line
from translation_jobs.models.glossary import check_period
from translation_jobs.units import Person as PersonValue


class PersonQuerySet(models.QuerySet["Person"]):
    def as_persons(self) -> tuple[PersonValue, ...]:
        return tuple(person.as_person() for person in self)


class Person(models.Model):
    """Somebody's name in both languages; a person with several offices has a row for each."""

    chinese = models.CharField(_("Chinese name"), max_length=100)
    english = models.CharField(
        _("English name"),
        max_length=200,
        help_text=_("As the person writes it, in the order that this site uses: Tsung-Tsong Wu."),
    )
    variants = models.TextField(
        _("accepted variants"),
        blank=True,
        help_text=_("Other spellings or orders that are right too, one a line: Wu Tsung-tsong."),
    )
    title = models.CharField(
        pgettext_lazy("person", "title"),
        max_length=200,
        blank=True,
        help_text=_("The English title, such as Minister."),
    )
    valid_from = models.DateField(_("in office from"), null=True, blank=True)
    valid_to = models.DateField(_("in office until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    reference = models.TextField(_("reference"), blank=True)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        ordering = ["chinese", "english", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["chinese", "english", "title"], name="one_row_per_office"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="an_office_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chinese} = {self.english}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Tidies the texts. Raises ValidationError at an end of office before its beginning."""
        for field in ("chinese", "english", "title"):
            setattr(self, field, one_line(getattr(self, field)))
        self.note, self.reference = lines(self.note), lines(self.reference)
        self.variants = "\n".join(name for name in names_in(self.variants) if name != self.english)
        check_period(self.valid_from, self.valid_to)

    def as_person(self) -> PersonValue:
        return PersonValue(
            chinese=self.chinese,
            english=self.english,
            variants=names_in(self.variants),
            title=self.title,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )
