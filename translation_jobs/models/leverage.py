"""Where drafts came from, in numbers: what the memory saved, and what a provider was asked for."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from translation_jobs.models.jobs import TranslationJob


class LeverageKind(models.TextChoices):
    """What a draft was made from, the cheapest for the reviewer first."""

    IN_CONTEXT = "in-context", _("Same sentence in the same place")
    EXACT = "exact", _("Same sentence")
    SUBSTITUTED = "substituted", _("Same sentence, numbers replaced")
    REPETITION = "repetition", _("Repetition of a sentence that is not approved yet")
    FUZZY = "fuzzy", _("Similar sentence")
    PROVIDER = "provider", _("Provider")


class LeverageQuerySet(models.QuerySet["Leverage"]):
    def since(self, start: datetime) -> Self:
        return self.filter(at__gte=start)

    def characters_by_kind(self) -> dict[str, int]:
        """Characters of source text by LeverageKind; kinds that did not occur are left out."""
        rows = self.order_by().values_list("kind").annotate(total=Sum("characters"))
        return dict(rows)


class Leverage(models.Model):
    """Drafts that sentences of one job got at one time from one kind of source; rows are added and never changed.

    `characters` are code points of the sources. A sentence counts once for each draft it gets.
    """

    job = models.ForeignKey(TranslationJob, null=True, on_delete=models.SET_NULL, related_name="leverage")
    kind = models.CharField(_("kind"), max_length=12, choices=LeverageKind.choices)
    provider = models.CharField(_("provider"), max_length=30, blank=True)
    # As it was then: "newspage".
    page_type = models.CharField(_("page type"), max_length=100, blank=True)
    target_language = models.CharField(_("target language"), max_length=10)
    segments = models.PositiveIntegerField(_("sentences"))
    characters = models.PositiveIntegerField(_("characters"))
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)

    objects = LeverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("leverage")
        verbose_name_plural = _("leverage")
        default_permissions = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind}: {self.characters}"
