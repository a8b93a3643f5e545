"""The glossary: official names and terms in both languages."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.bilingual.languages import TRADITIONAL_CHINESE
from translation_jobs.units import GlossaryTerm


class TermStatus(models.TextChoices):
    """How far a term can be relied on."""

    OFFICIAL = "official", _("Official")
    # In a law or on the body's own site.
    PRESS = "press", _("Used in press releases")
    COMMON = "common", _("Common")
    UNCONFIRMED = "unconfirmed", _("Unconfirmed")
    # Not offered to providers and not checked until somebody confirms it.


class TermQuerySet(models.QuerySet["Term"]):
    def confirmed(self) -> Self:
        return self.exclude(status=TermStatus.UNCONFIRMED)

    def as_terms(self, source_language: str) -> tuple[GlossaryTerm, ...]:
        """The terms as values, in the direction of a text written in `source_language`."""
        return tuple(term.as_term(source_language) for term in self)


class Term(models.Model):
    """One agreed pair of names."""

    chinese = models.CharField(_("Chinese"), max_length=200)
    english = models.CharField(_("English"), max_length=300)
    abbreviation = models.CharField(_("English abbreviation"), max_length=50, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=TermStatus.choices, default=TermStatus.COMMON)
    note = models.TextField(_("note"), blank=True)
    reference = models.TextField(_("reference"), blank=True)
    valid_from = models.DateField(_("in use from"), null=True, blank=True)
    valid_to = models.DateField(_("in use until"), null=True, blank=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["chinese", "english"]
        constraints = [models.UniqueConstraint(fields=["chinese", "english", "kind"], name="one_row_per_term")]

    def __str__(self) -> str:
        return f"{self.chinese} = {self.english}"

    def as_term(self, source_language: str) -> GlossaryTerm:
        is_chinese = source_language == TRADITIONAL_CHINESE
        return GlossaryTerm(
            source=self.chinese if is_chinese else self.english,
            target=self.english if is_chinese else self.chinese,
            abbreviation=self.abbreviation,
            kind=self.kind,
            status=self.status,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
        )
