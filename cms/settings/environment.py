"""Every value that comes from outside the code, read here and nowhere else.

Each variable may also be given as NAME_FILE, the path of a file that holds the value (for secrets).
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ

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
    LANGUAGE_MODEL_NAME_TIMEOUT         seconds for one call, from its start to its end; 120
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
            "timeout": env.float(prefix + "TIMEOUT", default=120.0),
            "max_characters": env.int(prefix + "MAX_CHARACTERS", default=2000),
            "instructions": env.str(prefix + "INSTRUCTIONS", default="").splitlines(),
            "ca_file": env.str(prefix + "CA_FILE", default=""),
        }
    return models


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
