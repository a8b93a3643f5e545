"""What the review page posts."""

import json
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from translation_jobs.exchange.tables import LARGEST_FILE
from translation_jobs.models import DismissalReason

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
