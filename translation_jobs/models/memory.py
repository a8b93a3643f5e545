"""The translation memory: what was translated before.

An entry is a pair of sentences. Either of its sides points to a `MemoryText`, the normal form that all wordings share
which differ in numbers, width or tags alone; sentences alike are found by these (`memory_grams`). Entries are never
deleted but superseded: a memory that forgets cannot say where a public translation came from.
"""

from collections.abc import Iterable, Sequence
from typing import Self

from django.conf import settings
from django.db import connections, models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from translation_jobs.models.segments import Segment
from translation_jobs.text.match_scores import Status
from translation_jobs.text.memory_keys import KEYS_VERSION


class MemoryStatus(models.TextChoices):
    """How far an entry can be trusted."""

    APPROVED = Status.APPROVED.value, _("Approved")
    DRAFT = Status.DRAFT.value, _("Draft")
    IMPORTED = Status.IMPORTED.value, _("Imported")
    ALIGNED = Status.ALIGNED.value, _("Aligned by a program")


class MemoryText(models.Model):
    """A normal form in one language. `indexed`: its grams are in the index."""

    language = models.CharField(max_length=10)
    norm = models.TextField()
    key = models.BigIntegerField(unique=True)  # of language and norm
    indexed = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["id"], name="memory_texts_to_index", condition=models.Q(indexed=False)),
        ]

    def __str__(self) -> str:
        return self.norm[:60]


# Entries that a search looks at of one normal form: wordings that differ in numbers, and translations of each.
VARIANTS = 25


class MemoryEntryQuerySet(models.QuerySet["MemoryEntry"]):
    def in_use(self) -> Self:
        """Entries that have not been superseded."""
        return self.filter(superseded_at=None)

    def between(self, source_language: str, target_language: str) -> Self:
        return self.filter(source_language=source_language, target_language=target_language)

    def variants(
        self, column: str, values: Sequence[int], source_language: str, target_language: str
    ) -> Iterable["MemoryEntry"]:
        """Entries in use whose column is one of the integers; for each of these the VARIANTS most used, then newest.

        Of a sentence with a thousand numbers a few are enough. Plain SQL: Django takes longer to build this than
        databases take to answer it.
        """
        if not values:
            return ()
        name = connections[self.db].ops.quote_name
        some = ", ".join(f"{value:d}" for value in values)
        sql = f"""
            SELECT * FROM (
                SELECT *, ROW_NUMBER() OVER (PARTITION BY {name(column)} ORDER BY use_count DESC, id DESC) AS variant
                FROM {name(self.model._meta.db_table)}
                WHERE {name(column)} IN ({some})
                AND superseded_at IS NULL AND source_language = %s AND target_language = %s
            ) AS entries WHERE variant <= {VARIANTS:d}
        """  # noqa: S608
        return self.raw(sql, [source_language, target_language])


class MemoryEntry(models.Model):
    """A sentence and its translation, both with placeholders; once for each wording of either.

    `exact_key` and `target_key` are of the very characters, `values_key` of the source's normal form and the values of
    its numbers; `numbers` are these, [[kind, value], …]. `keys_version` says by which rules they were made.
    """

    source_language = models.CharField(max_length=10)
    target_language = models.CharField(max_length=10)
    source = models.TextField(pgettext_lazy("text", "source"))
    target = models.TextField(_("target"))

    source_text = models.ForeignKey(MemoryText, on_delete=models.PROTECT, related_name="+")
    target_text = models.ForeignKey(MemoryText, on_delete=models.PROTECT, related_name="+")
    exact_key = models.BigIntegerField()
    target_key = models.BigIntegerField()
    values_key = models.BigIntegerField(db_index=True)
    numbers = models.JSONField(default=list)
    keys_version = models.PositiveSmallIntegerField(default=KEYS_VERSION)

    status = models.CharField(_("status"), max_length=10, choices=MemoryStatus.choices, default=MemoryStatus.APPROVED)
    # Where it came from: a file's name; "" for sentences approved on the site.
    origin = models.CharField(_("origin"), max_length=200, blank=True)
    # Its id in that file.
    unit_id = models.CharField(max_length=200, blank=True)
    # The body or field it was written for, where wording differs between them.
    domain = models.CharField(_("domain"), max_length=60, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # Who wrote it, by the name that a file gives.
    creator = models.CharField(_("written by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now)
    use_count = models.PositiveIntegerField(_("used"), default=0)

    superseded_at = models.DateTimeField(_("superseded"), null=True)
    superseded_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="supersedes")

    objects = MemoryEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation memory entry")
        verbose_name_plural = _("translation memory")
        constraints = [
            models.UniqueConstraint(
                fields=["exact_key", "target_key", "source_language", "target_language"], name="one_entry_per_pair"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source[:60]} = {self.target[:60]}"


class MemoryUse(models.Model):
    """A place where an entry stands or stood, by which the same sentence elsewhere is told apart.

    `before` and `after` are the keys of the normal forms of its neighbours, 0 at the beginning or the end of a text.
    `place` is page type and field ("newspage:body.paragraph"). `segment` is None for what a file says.
    """

    entry = models.ForeignKey(MemoryEntry, on_delete=models.CASCADE, related_name="uses")
    segment = models.OneToOneField(Segment, null=True, on_delete=models.CASCADE, related_name="memory_use")
    before = models.BigIntegerField(default=0)
    after = models.BigIntegerField(default=0)
    place = models.CharField(max_length=300, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "before", "after", "place"],
                condition=models.Q(segment=None),
                name="one_use_per_place_in_files",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.place}"


class MemoryChange(models.Model):
    """A segment that was approved, or whose approval was taken back: the memory has yet to follow.

    Written in the transaction of the act; a segment may have several. See pipeline.memory_changes.
    """

    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.segment_id}"
