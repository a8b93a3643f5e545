"""Every value that comes from outside the code, read here and nowhere else.

Each variable may also be given as NAME_FILE, the path of a file that holds the value (for secrets).
"""

from pathlib import Path
from typing import Any

import environ

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
