"""The segment: one sentence of one page, its target, and who did what to it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from translation_jobs.models.jobs import TranslationJob


class SegmentState(models.TextChoices):
    """XLIFF's states of a segment."""

    INITIAL = "initial", _("Not translated")
    # No target yet.
    TRANSLATED = "translated", _("To review")
    # A draft or an edited text that nobody has approved.
    REVIEWED = "reviewed", _("Approved")
    # Approved by a person; its paragraph still waits for other sentences.
    FINAL = "final", _("Approved with its paragraph")
    # Its whole paragraph is approved and handed to the page.


APPROVED_STATES = (SegmentState.REVIEWED, SegmentState.FINAL)


class Origin(models.TextChoices):
    """Where the target text came from."""

    MACHINE = "mt", _("Machine translation")
    DICTIONARY = "dictionary", _("Dictionary draft, must be rewritten")
    IN_CONTEXT = "tm-in-context", _("Same sentence between the same sentences, translated before")
    EXACT = "tm-exact", _("Same sentence translated before")
    SUBSTITUTED = "tm-numbers", _("Same sentence translated before, numbers replaced")
    FUZZY = "tm-fuzzy", _("Translation of a similar sentence, must be adapted")
    HUMAN = "human", _("Written by a person")
    IMPORT = "import", _("Imported")


class SegmentQuerySet(models.QuerySet["Segment"]):
    def current(self) -> Self:
        """Sentences of the version of the page that was submitted last."""
        return self.filter(retired_at=None)

    def in_page_order(self) -> Self:
        return self.order_by("paragraph_index", "index", "pk")

    def approved(self) -> Self:
        return self.filter(state__in=APPROVED_STATES)

    def unapproved(self) -> Self:
        return self.exclude(state__in=APPROVED_STATES)


class Segment(models.Model):
    """A sentence, known by its page, path and text.

    Its source never changes: when an editor changes a sentence, the segment is retired and another takes its place
    (`previous` leads back, for the diff). A sentence that comes back (a revert) finds its segment with all that was
    written and approved. `version` rises with every change, so nobody overwrites what they have not seen.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="translation_segments")
    job = models.ForeignKey(
        TranslationJob, null=True, on_delete=models.SET_NULL, related_name="segments", verbose_name=_("job")
    )
    target_language = models.CharField(max_length=10, choices=settings.LANGUAGES)

    # The place: the paragraph's path, kind and order on the page, the sentence's order in the paragraph.
    path = models.CharField(max_length=500)
    kind = models.CharField(max_length=200)
    paragraph_hash = models.CharField(max_length=64)
    paragraph_index = models.PositiveIntegerField()
    index = models.PositiveIntegerField()
    is_rich = models.BooleanField(default=False)
    # Of a figure in a table: the words of its heading on which its size depends, such as 億.
    scale = models.CharField(max_length=100, blank=True)

    # Sources with the white space after them: joined, they are the paragraph.
    source = models.TextField(pgettext_lazy("text", "source"))
    source_hash = models.CharField(max_length=64)
    # Of the text without the white space around it, its language and its scale: repetitions share it.
    source_key = models.BigIntegerField(default=0)
    previous = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    target = models.TextField(_("target"), blank=True)
    draft = models.TextField(blank=True)
    origin = models.CharField(_("origin"), max_length=15, choices=Origin.choices, blank=True)
    provider = models.CharField(_("provider"), max_length=30, blank=True)
    # Of a draft from the translation memory: the entry, and how good a match it was (0–102, see text.match_scores).
    memory_entry = models.ForeignKey(
        "translation_jobs.MemoryEntry", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    match_score = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(_("state"), max_length=12, choices=SegmentState.choices, default=SegmentState.INITIAL)
    version = models.PositiveIntegerField(default=1)
    # Why a provider left it without a draft: a providers.base.Reason.
    problem = models.CharField(max_length=20, blank=True)

    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    returned_reason = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    # Under what it was last checked by itself: rules, glossary and style, then its texts (see pipeline.conditions).
    checked_as = models.CharField(max_length=64, blank=True, editable=False)

    objects = SegmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        default_permissions = ()
        indexes = [
            models.Index(fields=["page", "paragraph_index", "index"]),
            models.Index(fields=["source_key", "target_language"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SegmentState.INITIAL, target="") | (~Q(state=SegmentState.INITIAL) & ~Q(target="")),
                name="a_segment_has_a_target_unless_initial",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) ^ Q(state__in=APPROVED_STATES),
                name="an_approved_segment_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.index}: {self.source[:60]}"

    @property
    def is_approved(self) -> bool:
        return self.state in APPROVED_STATES

    @property
    def must_be_rewritten(self) -> bool:
        """A word-for-word draft that nobody has touched is no translation."""
        return self.untouched_origin == Origin.DICTIONARY

    @property
    def untouched_origin(self) -> str:
        """Where the target came from if it still is the draft; "" if a person has changed it."""
        return self.origin if self.target == self.draft else ""

    def set_draft(
        self, text: str, origin: str, provider: str = "", entry_id: int | None = None, score: int | None = None
    ) -> None:
        """Takes a provider's or the memory's text as the target to review; in memory only (for bulk updates)."""
        self.target = self.draft = text
        self.origin, self.provider, self.problem = origin, provider, ""
        self.memory_entry_id, self.match_score = entry_id, score
        self.state, self.version = SegmentState.TRANSLATED, self.version + 1

    def write(self, text: str, user: Any, origin: str = Origin.HUMAN) -> None:
        """Sets what a person wrote; an approval of the text before is void."""
        self.target, self.origin, self.problem = text, origin if text else "", ""
        self.state = SegmentState.TRANSLATED if text else SegmentState.INITIAL
        self.edited_by, self.edited_at = user, timezone.now()
        self.approved_by = self.approved_at = None
        self.version = self.version + 1
        self.save()

    def send_back(self, user: Any, reason: str) -> None:
        """Returns it to the translator with a reason; an approval is void, the text stays."""
        self.returned_by, self.returned_reason = user, reason
        self.state = SegmentState.TRANSLATED if self.target else SegmentState.INITIAL
        self.approved_by = self.approved_at = None
        self.version = self.version + 1
        self.save()


DRAFT_FIELDS = (
    "target",
    "draft",
    "origin",
    "provider",
    "memory_entry",
    "match_score",
    "problem",
    "state",
    "version",
)
