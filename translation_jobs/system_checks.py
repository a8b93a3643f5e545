"""`manage.py check`: settings that would let confidential text out, or with which no provider can be asked."""

from typing import Any

from django.conf import settings
from django.core import checks

from translation_jobs.models import ReleaseLevel
from translation_jobs.pipeline.configured_providers import problems
from translation_jobs.pipeline.release import is_inside
from translation_jobs.queue.leases import LEASE


@checks.register("translation_jobs")
def check_embargo_settings(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Every level names known providers, and the confidential one none outside the house."""
    return [
        message
        for level in ReleaseLevel
        for name in settings.TRANSLATION_PROVIDERS_BY_LEVEL.get(level.value, [])
        for message in _check(level, name)
    ] + [
        checks.Error(
            f"TRANSLATION_PROVIDERS_BY_LEVEL has no entry for the level {level.value}.",
            hint="Name the providers that may see such text, or none: [].",
            id="translation_jobs.E003",
        )
        for level in ReleaseLevel
        if level.value not in settings.TRANSLATION_PROVIDERS_BY_LEVEL
    ]


def _check(level: ReleaseLevel, name: str) -> list[checks.CheckMessage]:
    if name not in settings.TRANSLATION_PROVIDERS:
        return [
            checks.Error(
                f"{name!r} may see text of the level {level.value}, but TRANSLATION_PROVIDERS does not know it.",
                hint=f"Known are {', '.join(settings.TRANSLATION_PROVIDERS)}.",
                id="translation_jobs.E002",
            )
        ]
    if level == ReleaseLevel.CONFIDENTIAL and not is_inside(name):
        return [
            checks.Error(
                f"Confidential text would go to {name!r}, which is outside the house.",
                hint=f"Take it out of PROVIDERS_FOR_CONFIDENTIAL. If it runs on machines of the house, say so in its "
                f'options: TRANSLATION_PROVIDERS["{name}"]["inside"] = True.',
                id="translation_jobs.E001",
            )
        ]
    return []


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


@checks.register("translation_jobs")
def check_timeouts(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """No call takes longer than what its job, its slot and its sentences are held for."""
    longest = LEASE - 10
    return [
        checks.Error(
            f"A call of the provider {name} may take {options['timeout']:g} seconds.",
            hint=f"Set its timeout to {longest} seconds at most: so long a job is held for its worker.",
            id="translation_jobs.E011",
        )
        for name, options in settings.TRANSLATION_PROVIDERS.items()
        if isinstance(options.get("timeout"), int | float) and options["timeout"] > longest
    ]
