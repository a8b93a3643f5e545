"""`manage.py check`: settings with which no provider could be asked stop the start."""

from typing import Any

from django.core import checks

from translation_jobs.pipeline.configured_providers import problems


@checks.register("translation_jobs")
def check_provider_options(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every configured provider can be built with its options."""
    return [
        checks.Error(
            f"The translation provider {problem}.",
            hint=f'Mend TRANSLATION_PROVIDERS["{name}"]; see cms/settings/environment.py for the variables.',
            id="translation_jobs.E010",
        )
        for name, problem in problems().items()
    ]
