"""Imports into the glossary and the register of persons: what a file would change, and what it did change."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A preview that nobody confirmed is thrown away after this time.
PREVIEW_LASTS = timedelta(days=1)


class ImportSubject(models.TextChoices):
    """What a file holds."""

    TERMS = "terms", _("Glossary")
    PERSONS = "persons", _("Persons")


class ImportState(models.TextChoices):
    """How far an import is."""

    PREVIEWED = "previewed", _("Not confirmed")
    # Nothing was written; only the person who chose the file sees it and may confirm it.
    APPLIED = "applied", _("Imported")
    UNDONE = "undone", _("Undone")


class GlossaryImportQuerySet(models.QuerySet["GlossaryImport"]):
    def previewed_by(self, user: Any) -> Self:
        return self.filter(state=ImportState.PREVIEWED, created_by=user)

    def applied(self) -> Self:
        """Imports that took place, also those that were undone later; the newest first."""
        return self.exclude(state=ImportState.PREVIEWED).order_by("-applied_at", "-pk")

    def stale(self) -> Self:
        """Previews that nobody confirmed in time."""
        return self.filter(state=ImportState.PREVIEWED, created_at__lt=timezone.now() - PREVIEW_LASTS)


class GlossaryImport(models.Model):
    """One file, as it was understood, never as it came.

    `changes` lists {"line", "id" or null, "before" or null, "after"}, where before and after are all values of a row
    by field, days as 2022-07-27; "notice" where a person should look twice. `problems` lists {"line", "message"} in
    the language of whoever chose the file. Once applied, `changes` holds only what was done, with the ids of new rows.
    """

    subject = models.CharField(_("what"), max_length=10, choices=ImportSubject.choices)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.PREVIEWED)
    file_name = models.CharField(_("file"), max_length=200)
    encoding = models.CharField(max_length=10, blank=True)
    changes = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    unknown_columns = models.JSONField(default=list)
    unchanged = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("person")
    )
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(_("imported"), null=True)
    undone_at = models.DateTimeField(null=True)

    objects = GlossaryImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("glossary import")
        verbose_name_plural = _("glossary imports")
        default_permissions = ()
        indexes = [models.Index(fields=["subject", "state", "applied_at"], name="glossary_import_history")]

    def __str__(self) -> str:
        return f"{self.get_subject_display()}: {self.file_name}"
