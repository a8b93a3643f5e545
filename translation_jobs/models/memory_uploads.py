"""Files of translations that people bring into the memory in the admin: what they hold, and what came of them."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# A file that nobody confirmed is thrown away after this time.
PREVIEW_LASTS = timedelta(days=1)


class MemoryUploadQuerySet(models.QuerySet["MemoryUpload"]):
    def previewed_by(self, user: Any) -> Self:
        return self.filter(imported_at=None, created_by=user)

    def imported(self) -> Self:
        """The newest first."""
        return self.exclude(imported_at=None).order_by("-imported_at", "-pk")

    def stale(self) -> Self:
        """Files that nobody confirmed in time."""
        return self.filter(imported_at=None, created_at__lt=timezone.now() - PREVIEW_LASTS)


class MemoryUpload(models.Model):
    """One file; `data` is the file itself until it is imported, and empty from then on.

    Before the import the numbers say what it would do, afterwards what it did: pairs read, entries that are new, pairs
    of which a text is empty. `languages`: {"zh-hant:en": pairs}.
    """

    file_name = models.CharField(_("file"), max_length=200)
    data = models.BinaryField()
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    languages = models.JSONField(default=dict)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("person")
    )
    created_at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(_("imported"), null=True)

    objects = MemoryUploadQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.file_name

    @property
    def known(self) -> int:
        """Pairs that the memory has already, or that stand in the file more than once."""
        return self.read - self.added - self.empty
