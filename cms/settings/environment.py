"""Every value that comes from outside the code, read here and nowhere else.

Each variable may also be given as NAME_FILE, the path of a file that holds the value (for secrets).
"""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent

env = environ.FileAwareEnv()

# Where the SQLite database and uploaded files live; never inside the repository's own folders.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

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
DEEPL_TIMEOUT: float = env.float("DEEPL_TIMEOUT", default=30.0)  # seconds for one call

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

# Which providers a page's text may go to, best first, by how public the text is. The strict rule is the default:
# what is not released stays in the house.
PROVIDERS_FOR_RELEASED: list[str] = env.list("PROVIDERS_FOR_RELEASED", default=["deepl", "offline"])
PROVIDERS_FOR_UNRELEASED: list[str] = env.list("PROVIDERS_FOR_UNRELEASED", default=["offline"])
PROVIDERS_FOR_CONFIDENTIAL: list[str] = env.list("PROVIDERS_FOR_CONFIDENTIAL", default=["offline"])

# What a million characters cost from the paid provider, for estimates of what the memory saves; 0: no estimates.
TRANSLATION_PRICE: float = env.float("TRANSLATION_PRICE", default=0.0)
TRANSLATION_PRICE_CURRENCY: str = env.str("TRANSLATION_PRICE_CURRENCY", default="EUR")


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
