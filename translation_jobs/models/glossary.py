"""The glossary: official names and terms in both languages."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.bilingual.languages import TRADITIONAL_CHINESE
from translation_jobs.exchange.cells import lines, names_in, one_line
from translation_jobs.text.segmentation_rules import HAN
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
        """The terms as values: see `as_terms`."""
        return as_terms(self, source_language)


class Term(models.Model):
    """One agreed pair of names. `variants` and `forbidden` hold one name a line, in either language."""

    chinese = models.CharField(_("Chinese"), max_length=200)
    english = models.CharField(_("English"), max_length=300)
    abbreviation = models.CharField(_("English abbreviation"), max_length=50, blank=True)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=TermStatus.choices, default=TermStatus.COMMON)
    agency = models.CharField(
        _("agency"),
        max_length=200,
        blank=True,
        help_text=_(
            "For a title that each body translates its own way, such as 主任委員: the Chinese name of the body. "
            "Leave it empty for the translation that holds everywhere else."
        ),
    )
    variants = models.TextField(
        _("accepted variants"),
        blank=True,
        help_text=_("Other names that are right too, one a line. Names with Chinese characters count as Chinese."),
    )
    forbidden = models.TextField(
        _("forbidden names"),
        blank=True,
        help_text=_("Names that are in use but wrong, one a line: the checks warn of them."),
    )
    note = models.TextField(_("note"), blank=True)
    reference = models.TextField(_("reference"), blank=True)
    valid_from = models.DateField(_("in use from"), null=True, blank=True)
    valid_to = models.DateField(_("in use until"), null=True, blank=True)
    updated_at = models.DateTimeField(_("last changed"), default=timezone.now, editable=False)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        # A term of no agency comes first: it is the one to use where no agency is named.
        ordering = ["chinese", "agency", "english", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["chinese", "english", "kind", "agency"], name="one_row_per_term"),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_term_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.chinese} = {self.english}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.updated_at = timezone.now()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Tidies the texts. Raises ValidationError at names that contradict each other, and at an end before the
        beginning.
        """
        for field in ("chinese", "english", "abbreviation", "kind", "agency"):
            setattr(self, field, one_line(getattr(self, field)))
        self.note, self.reference = lines(self.note), lines(self.reference)
        preferred = {self.chinese, self.english}
        self.variants = "\n".join(name for name in names_in(self.variants) if name not in preferred)
        self.forbidden = "\n".join(names_in(self.forbidden))
        self._check_forbidden(preferred)
        check_period(self.valid_from, self.valid_to)

    def as_term(self, source_language: str, english_agency: str = "") -> GlossaryTerm:
        """The term as a value; `english_agency` is the English name of its agency, for English texts."""
        is_chinese = source_language == TRADITIONAL_CHINESE
        return GlossaryTerm(
            source=self.chinese if is_chinese else self.english,
            target=self.english if is_chinese else self.chinese,
            abbreviation=self.abbreviation,
            kind=self.kind,
            status=self.status,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            variants=_targets(self.variants, to_chinese=not is_chinese),
            forbidden=_targets(self.forbidden, to_chinese=not is_chinese),
            agency=self.agency if is_chinese else english_agency or self.agency,
        )

    def _check_forbidden(self, preferred: set[str]) -> None:
        forbidden = names_in(self.forbidden)
        if preferred & set(forbidden):
            raise ValidationError({"forbidden": _("The agreed name itself cannot be forbidden.")})
        if both := [name for name in names_in(self.variants) if name in forbidden]:
            raise ValidationError(
                {
                    "forbidden": ValidationError(
                        _("“%(name)s” is among the accepted variants too."), params={"name": both[0]}
                    )
                }
            )


def as_terms(terms: Iterable[Term], source_language: str) -> tuple[GlossaryTerm, ...]:
    """The terms as values, in the direction of a text written in `source_language`.

    Of several for one source, the one that is bound to no agency and still in use comes first: who takes no notice
    of agencies and periods takes the first.
    """
    terms = sorted(terms, key=_precedence)
    english = {term.chinese: term.english for term in reversed(terms)}
    return tuple(term.as_term(source_language, english.get(term.agency, "")) for term in terms)


def _precedence(term: Term) -> tuple[bool, bool]:
    return term.agency != "", term.valid_to is not None


def check_period(first: date | None, last: date | None) -> None:
    """Raises ValidationError, about `valid_to`, if a period ends before it begins."""
    if first and last and last < first:
        raise ValidationError({"valid_to": _("This day is before the first one.")})


def _targets(names: str, *, to_chinese: bool) -> tuple[str, ...]:
    """Those of the names, one a line, that are in the target language: with Chinese characters or without."""
    return tuple(name for name in names_in(names) if (HAN.search(name) is not None) == to_chinese)
