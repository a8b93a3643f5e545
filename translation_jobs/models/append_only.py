"""Records that are written once: what was spent and what was sent.

The model and its manager refuse to change or delete them, and so does a trigger in the database where it can
(migration 0009). What a record speaks of may be deleted all the same: the record keeps its id.
"""

from typing import Any, NoReturn

from django.db import models


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a record that is kept as it was written."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is never changed")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is never changed")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is never changed")

    def delete(self) -> NoReturn:
        raise AppendOnlyError(f"{self.model.__name__} is never deleted")


class AppendOnly(models.Model):
    """A row that is inserted and then stays."""

    # Nobody looks for a page's uses in its accounts.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{type(self).__name__} is never changed")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError(f"{type(self).__name__} is never deleted")


def reference(to: Any, verbose_name: Any) -> Any:
    """A reference that outlives what it refers to: the id stays, and leads nowhere once the row is gone."""
    return models.ForeignKey(
        to,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
        verbose_name=verbose_name,
    )
