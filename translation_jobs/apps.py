from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationJobsConfig(AppConfig):
    name = "translation_jobs"
    verbose_name = _("Translation")
