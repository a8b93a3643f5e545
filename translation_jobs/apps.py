from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TranslationJobsConfig(AppConfig):
    name = "translation_jobs"
    verbose_name = _("Translation")

    def ready(self) -> None:
        from translation_jobs import signal_handlers, system_checks
        from translation_jobs.pipeline import bulk_submission, runner
        from translation_jobs.queue import doorbell
        from translation_jobs.queue import system_checks as queue_checks

        signal_handlers.register()
        queue_checks.register()
        doorbell.answer_with(runner.run, bulk_submission.submit_requested)
