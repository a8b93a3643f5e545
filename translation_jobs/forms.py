"""What people post in the admin."""

import json
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.widgets import AdminDateTimeInput

from cms.bilingual.languages import ENGLISH, TRADITIONAL_CHINESE
from translation_jobs.exchange.tables import LARGEST_FILE
from translation_jobs.models import DismissalReason, Priority, Schedule
from translation_jobs.models.jobs import PROBLEMS
from translation_jobs.models.provider_states import ALL_PROVIDERS
from translation_jobs.pipeline.memory_upload import LARGEST_UPLOAD

LARGEST = 2**31 - 1  # what every database keeps as an integer


class SeenForm(forms.Form):
    """An act on one segment, as the person saw it."""

    version = forms.IntegerField(min_value=1, max_value=LARGEST)


class TargetForm(SeenForm):
    # A sentence of ten thousand characters is a mistake, and a database should not find out.
    target = forms.CharField(required=False, max_length=10_000, strip=False)


class SendBackForm(SeenForm):
    reason = forms.CharField(
        max_length=1_000, error_messages={"required": _("Say what should be changed, so that the translator knows.")}
    )


class IssueForm(SeenForm):
    """An act on one issue of a segment."""

    fingerprint = forms.RegexField(r"^[0-9a-f]{64}$")


class DismissForm(IssueForm):
    """A usual reason, or one in the person's own words, or both."""

    preset = forms.ChoiceField(choices=DismissalReason.choices, required=False)
    reason = forms.CharField(max_length=1_000, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("preset") or data.get("reason")) and not self.errors:
            raise forms.ValidationError(_("Say why, so that others need not look into it again."))
        return data


class ApproveCleanForm(forms.Form):
    """`seen`: a JSON object of segment ids and the versions that were on the screen."""

    seen = forms.CharField(max_length=1_000_000)

    def clean_seen(self) -> dict[int, int]:
        try:
            seen: Any = json.loads(self.cleaned_data["seen"])
            versions = {int(segment): int(version) for segment, version in seen.items()}
            if any(not 0 < number <= LARGEST for pair in versions.items() for number in pair):
                raise ValueError("out of range")
        except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
            raise forms.ValidationError(_("The list of segments cannot be read. Reload the page.")) from error
        return versions


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))


class PhraseForm(SearchForm):
    """What is looked for in the memory, and in which language; without a choice its characters say."""

    q = forms.CharField(
        label=_("Word, phrase or sentence"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"data-w-swap-target": "input", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=_("Look in"),
        required=False,
        choices=[
            ("", _("Detect")),
            (TRADITIONAL_CHINESE, _("Chinese texts")),
            (ENGLISH, _("English texts")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, placeholder="國科會, research, …", **kwargs)


class SeenEntryForm(forms.Form):
    """An act on an entry of the memory; `seen` is its `changed_at` as the person saw it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def clean_seen(self) -> datetime:
        try:
            seen = datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError as error:
            raise forms.ValidationError(_("The form cannot be read. Reload the page.")) from error
        if seen.tzinfo is None:
            raise forms.ValidationError(_("The form cannot be read. Reload the page."))
        return seen


class EntryForm(SeenEntryForm):
    """Another target for an entry."""

    target = forms.CharField(
        label=_("Target"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("An entry needs a target. To stop using it, supersede it instead.")},
    )


class RestoreEntryForm(SeenEntryForm):
    """`instead`: the entry that took its place is superseded."""

    instead = forms.BooleanField(label=_("Supersede the wording that took its place"), required=False)


class MemoryFileForm(forms.Form):
    """A file of translations to import; what is in it, the import itself finds out."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("TMX 1.4 or tab-separated text in UTF-8."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".tmx,.tsv"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Import it on the server: manage.py import_memory."),
                params={"limit": f"{LARGEST_UPLOAD / 1_000_000:g}"},
            )
        return file


class ImportFileForm(forms.Form):
    """A table to import; what is in it, the import itself finds out."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV (UTF-8 or Big5) or XLSX, the headings in the first line."),
        # An empty file gets the same answer as any other file without a heading.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB."), params={"limit": f"{LARGEST_FILE / 1_000_000:g}"}
            )
        return file


class ScheduleForm(forms.Form):
    """When a person wants the drafts of pages."""

    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=Priority.choices,
        coerce=int,
        empty_value=str(Priority.NORMAL.value),
        required=False,
    )
    due_at = forms.DateTimeField(
        label=_("Due"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Among jobs of the same priority, the one that is due sooner is drafted first."),
    )
    not_before = forms.DateTimeField(
        label=_("Not before"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Drafting does not begin earlier. Empty: as soon as a worker is free."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("due_at", "not_before"):
            # Near the ends of the calendar a time cannot be shown in every time zone: one such job broke all lists.
            if (time := data.get(name)) and not 2000 <= time.year < 3000:
                self.add_error(name, self.fields[name].error_messages["invalid"])
        due_at, not_before = data.get("due_at"), data.get("not_before")
        if due_at and not_before and not_before >= due_at:
            self.add_error("not_before", _("Drafting cannot begin after the translation is due."))
        return data

    @property
    def schedule(self) -> Schedule:
        """Of a valid form."""
        data = self.cleaned_data
        return Schedule(int(data["priority"]), data["due_at"], data["not_before"])


class BulkSubmitForm(ScheduleForm):
    """The same times for all selected pages."""

    include_descendants = forms.BooleanField(label=_("Send all pages below them too"), required=False)
    field_order = ["include_descendants"]


def _providers() -> list[tuple[str, str]]:
    return [(name, name) for name in (*settings.TRANSLATION_PROVIDERS, ALL_PROVIDERS)]


class PauseForm(forms.Form):
    """Which provider is paused or resumed, and for the others why."""

    provider = forms.ChoiceField(choices=_providers)
    note = forms.CharField(max_length=200, required=False)


class ProblemForm(forms.Form):
    """The jobs that one problem stopped."""

    problem = forms.ChoiceField(choices=lambda: [(code, code) for code in PROBLEMS])
    provider = forms.CharField(max_length=30, required=False)
