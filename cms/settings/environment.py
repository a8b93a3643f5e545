"""Every value that comes from outside the code, read here and nowhere else.

Each variable may also be given as NAME_FILE, the path of a file that holds the value (for secrets).
"""

from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.FileAwareEnv()

# Where the SQLite database and uploaded files live; never inside the repository's own folders.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

# Who may read /metrics: whoever sends the token (Authorization: Bearer …), and these addresses or networks, for example
# 10.0.0.0/8. Behind a proxy every request has the proxy's address, so use the token there. Neither: nobody may.
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")
METRICS_ADDRESSES: list[str] = env.list("METRICS_ADDRESSES", default=[])

# Where mail is handed in, and whom it says it is from.
EMAIL_HOST: str = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT: int = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER: str = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD: str = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS: bool = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_FROM: str = env.str("EMAIL_FROM", default="cms@localhost")

SECRET_KEY: str = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# The address of the admin in e-mails and notifications, without a trailing slash.
BASE_URL: str = env.str("BASE_URL", default="http://localhost:8000")

# postgres://user:password@host:5432/name; without it, SQLite in DATA_DIR.
DATABASE_URL: str = env.str("DATABASE_URL", default="")

# Which queue rings for the translation pipeline: "database", or "celery" (the extra `celery` installed).
TASK_QUEUE: str = env.str("TASK_QUEUE", default="database")
# amqp://user:password@host:5672/vhost, or any other broker that Celery knows.
CELERY_BROKER_URL: str = env.str("CELERY_BROKER_URL", default="")
CELERY_QUEUE: str = env.str("CELERY_QUEUE", default="translation")

# DeepL. Without a key the offline dictionary drafts alone are used.
DEEPL_AUTH_KEY: str = env.str("DEEPL_AUTH_KEY", default="")
DEEPL_SERVER_URL: str = env.str("DEEPL_SERVER_URL", default="")
DEEPL_TIMEOUT: float = env.float("DEEPL_TIMEOUT", default=30.0)  # seconds for one call, from its start to its end
# Up to ten sentences of up to 300 characters that say how to write, one a line ("Write NT$ before amounts."), in
# English or the target language.
DEEPL_INSTRUCTIONS: list[str] = [
    line for line in env.str("DEEPL_INSTRUCTIONS", default="").splitlines() if line.strip()
]
# quality_optimized, prefer_quality_optimized or latency_optimized; the last not together with instructions.
DEEPL_MODEL_TYPE: str = env.str("DEEPL_MODEL_TYPE", default="")
# The glossary on the DeepL account that is this site's, kept in step with the terms. Two sites, or a site and its
# rehearsal, that share an account need two names: whoever has the name writes the glossary.
DEEPL_GLOSSARY_NAME: str = env.str("DEEPL_GLOSSARY_NAME", default=f"bilingual-cms {urlsplit(BASE_URL).netloc}")


def language_models() -> dict[str, dict[str, Any]]:
    """Language models behind servers that speak OpenAI's protocol (vLLM, Ollama, llama.cpp), by the name of each.

    LANGUAGE_MODELS=taide,breeze names them, and each name may then stand in PROVIDERS_FOR_… below. For each NAME, in
    capitals, with _ for a hyphen:

    LANGUAGE_MODEL_NAME_BASE_URL        where it answers, such as http://10.1.2.3:8000/v1
    LANGUAGE_MODEL_NAME_MODEL           what the server calls the model
    LANGUAGE_MODEL_NAME_API_KEY         if the server asks for one
    LANGUAGE_MODEL_NAME_INSIDE          yes, if it runs on the house's own machines; proxies are left aside then
    LANGUAGE_MODEL_NAME_TIMEOUT         seconds for one call, from its start to its end; 75
    LANGUAGE_MODEL_NAME_MAX_CHARACTERS  of source text and context in one call; 2000. The model's context must hold at
                                        least four tokens for each, besides 1,500 for the prompt and its terms
    LANGUAGE_MODEL_NAME_INSTRUCTIONS    sentences that are added to the prompt, one a line
    LANGUAGE_MODEL_NAME_CA_FILE         a file of certificates to trust instead of the usual ones
    """
    models: dict[str, dict[str, Any]] = {}
    for name in env.list("LANGUAGE_MODELS", default=[]):
        prefix = f"LANGUAGE_MODEL_{name.upper().replace('-', '_')}_"
        models[name] = {
            "kind": "openai_compatible",
            "base_url": env.str(prefix + "BASE_URL", default=""),
            "model": env.str(prefix + "MODEL", default=""),
            "api_key": env.str(prefix + "API_KEY", default=""),
            "inside": env.bool(prefix + "INSIDE", default=False),
            "timeout": env.float(prefix + "TIMEOUT", default=75.0),
            "max_characters": env.int(prefix + "MAX_CHARACTERS", default=2000),
            "instructions": env.str(prefix + "INSTRUCTIONS", default="").splitlines(),
            "ca_file": env.str(prefix + "CA_FILE", default=""),
        }
    return models


# What all workers together may ask of DeepL; 0 is no limit. Its own limits of rate are not published.
DEEPL_CONCURRENCY: int = env.int("DEEPL_CONCURRENCY", default=3)  # calls at the same time
DEEPL_REQUESTS_PER_MINUTE: int = env.int("DEEPL_REQUESTS_PER_MINUTE", default=0)
DEEPL_CHARACTERS_PER_MINUTE: int = env.int("DEEPL_CHARACTERS_PER_MINUTE", default=0)
# When DeepL's quota is used up: "person" waits until somebody resumes it, "month" until the next month begins.
DEEPL_QUOTA_RESUMES: str = env.str("DEEPL_QUOTA_RESUMES", default="person")

# Whether a page goes to the next provider of its level while the first may not be asked (paused, out of quota, resting
# after failures). No: its job waits for the first. Yes: the next one drafts it, unless that is a dictionary: for a
# dictionary nobody gives up a translation that is only late.
PROVIDER_FALLBACK: bool = env.bool("PROVIDER_FALLBACK", default=False)
# What a million characters cost, in TRANSLATION_CURRENCY. DeepL's help centre named 0.00002 EUR a character for API Pro
# (https://support.deepl.com/hc/en-us/articles/360020685720); set what your contract says, 0 on the free plan.
DEEPL_PRICE_PER_MILLION: Decimal = Decimal(env.str("DEEPL_PRICE_PER_MILLION", default="20"))
TRANSLATION_CURRENCY: str = env.str("TRANSLATION_CURRENCY", default="EUR")  # ISO 4217

# Which providers a page's text may go to, best first, by how public the text is. The strict rule is the default:
# what is not released stays in the house.
PROVIDERS_FOR_RELEASED: list[str] = env.list("PROVIDERS_FOR_RELEASED", default=["deepl", "offline"])
PROVIDERS_FOR_UNRELEASED: list[str] = env.list("PROVIDERS_FOR_UNRELEASED", default=["offline"])
PROVIDERS_FOR_CONFIDENTIAL: list[str] = env.list("PROVIDERS_FOR_CONFIDENTIAL", default=["offline"])


def database() -> dict[str, Any]:
    """The default database: DATABASE_URL's, else SQLite with the options under which no concurrent write is lost.

    WAL alone fails with SQLITE_BUSY_SNAPSHOT, IMMEDIATE alone blocks readers; both with a busy timeout lose nothing.
    synchronous=FULL keeps the last commits over a power cut.
    """
    if DATABASE_URL:
        return {
            **env.db_url_config(DATABASE_URL),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "db.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds
            "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=27103364;"),
        },
    }


def doorbell_queue() -> dict[str, Any]:
    """The backend of TASKS that carries the pipeline's rings. Raises ImproperlyConfigured."""
    if TASK_QUEUE == "database":
        return {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}
    if TASK_QUEUE != "celery":
        raise ImproperlyConfigured(f"TASK_QUEUE is {TASK_QUEUE!r}; it must be database or celery.")
    if not CELERY_BROKER_URL:
        raise ImproperlyConfigured("TASK_QUEUE=celery needs CELERY_BROKER_URL, for example amqp://user:password@host//")
    return {"BACKEND": "translation_jobs.queue.celery_backend.CeleryBackend", "QUEUES": []}
