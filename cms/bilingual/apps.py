from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BilingualConfig(AppConfig):
    name = "cms.bilingual"
    label = "bilingual"
    verbose_name = _("Bilingual pages")

    def ready(self) -> None:
        from cms.bilingual import system_checks
