from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationJobsConfig(AppConfig):
    name = "translation_jobs"
    verbose_name = _("Translation")

    def ready(self) -> None:
        from translation_jobs import signal_handlers
        from translation_jobs.pipeline import runner
        from translation_jobs.queue import doorbell, system_checks

        signal_handlers.register()
        system_checks.register()
        doorbell.answer_with(runner.run)
