"""What waits for a person in the translations, on the admin's home page and in the account settings."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from translation_jobs.models import JobState, NoticePreference, ProviderState, TranslationJob
from translation_jobs.models.provider_states import ALL_PROVIDERS
from translation_jobs.permissions import can_see_jobs


class WaitingTranslationsPanel(Component):
    """Jobs to review, paused and failed ones, and paused providers; nothing if there is none."""

    name = "waiting_translations"
    template_name = "translation_jobs/home_panel.html"
    order = 205

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Two queries."""
        states = (JobState.REVIEW, JobState.PAUSED, JobState.FAILED)
        counts = TranslationJob.objects.aggregate(**{s.value: Count("pk", filter=Q(state=s)) for s in states})
        paused = ProviderState.objects.paused().order_by("pk")
        return {
            "counts": [(state.value, state.label, counts[state.value]) for state in states if counts[state.value]],
            "paused_providers": list(paused),
            "all_providers": ALL_PROVIDERS,
        }


class NoticePreferenceForm(forms.ModelForm):
    """The form of the account page for a user, kept in a row of its own."""

    class Meta:
        model = NoticePreference
        fields = ["by_mail"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.pop("instance")
        preference = NoticePreference.objects.filter(user=user).first() or NoticePreference(user=user)
        super().__init__(*args, **kwargs | {"instance": preference})


class NoticesSettingsPanel(BaseSettingsPanel):
    name = "translation_notices"
    title = _("Translations")
    tab = notifications_tab
    order = 200
    form_class = NoticePreferenceForm

    def is_active(self) -> bool:
        return can_see_jobs(self.user)
