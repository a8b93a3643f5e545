"""What the review page posts."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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
