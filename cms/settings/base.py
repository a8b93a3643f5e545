"""Settings shared by development, tests and production."""

from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from cms.settings import environment
from cms.settings.environment import DATA_DIR

BASE_DIR = environment.BASE_DIR

INSTALLED_APPS = [
    "cms.bilingual",
    "cms",
    "translation_jobs",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # After LocaleMiddleware, so that an old address is looked up before a language prefix is tried on it.
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "cms.urls"
# Addresses that apps bring along, before those of pages; cms itself knows none of them.
APP_URLS = ["translation_jobs.urls"]
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Database and queue

DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Wagtail's own tasks always live in the database: a task exists exactly when the transaction that asked for it
# committed. The translation pipeline's doorbell does too, unless TASK_QUEUE says otherwise. `manage.py work` runs them.
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
    "translation": environment.doorbell_queue(),
}

# Read by cms.celery, where TASK_QUEUE=celery. A message is acknowledged when its task is over, so that RabbitMQ gives
# it to another worker if this one dies; a request publishes it in one try and does not wait for a broker that is down.
CELERY_BROKER_URL = environment.CELERY_BROKER_URL
CELERY_TASK_DEFAULT_QUEUE = environment.CELERY_QUEUE
CELERY_IMPORTS = ["translation_jobs.queue.celery_backend"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_TIMEOUT = 1  # seconds
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "confirm_publish": True,
    # Who publishes tries to connect once; the worker's own patience is another setting.
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
# Once more, for a connection that has died since the last message.
CELERY_TASK_PUBLISH_RETRY = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Its queue bears the worker's name and belongs to one connection: a worker started again under its old name, before
# RabbitMQ has noticed that the old one was killed, would end at once.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False

# People

AUTH_USER_MODEL = "cms.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Languages: one page holds both, so Wagtail's own multi-tree translation stays off.

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", _("Traditional Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Taipei"
# What no browser knows by that name makes the script fail that shows the zones in the account settings.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime", "Factory", "posixrules"})
USE_I18N = True
USE_TZ = True
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("zh-hant", _("Traditional Chinese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hant", "繁體中文"), ("en", "English")]
WAGTAILFRONTENDCACHE_LANGUAGES = ["zh-hant", "en"]

# Files

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"

# Wagtail

WAGTAIL_SITE_NAME = "NSTC"
# The admin tells no outside service who works in it.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILADMIN_BASE_URL = environment.BASE_URL
WAGTAILIMAGES_IMAGE_MODEL = "cms.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.CustomDocument"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
# The page editor posts one field for each block.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Wagtail tells at level INFO the titles of pages that are saved; of an embargoed page no word may stand in a log.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "loggers": {"wagtail": {"level": "WARNING"}},
}

# Translation

# A provider is outside the house unless its options say {"inside": True}; `offline` is inside, DeepL never is.
TRANSLATION_PROVIDERS = {
    "deepl": {
        "auth_key": environment.DEEPL_AUTH_KEY,
        "server_url": environment.DEEPL_SERVER_URL,
        "timeout": environment.DEEPL_TIMEOUT,
        "price_per_million": environment.DEEPL_PRICE_PER_MILLION,
        "instructions": environment.DEEPL_INSTRUCTIONS,
        "model_type": environment.DEEPL_MODEL_TYPE,
        "glossary_name": environment.DEEPL_GLOSSARY_NAME,
    },
    "offline": {},
    **environment.language_models(),
}
TRANSLATION_PROVIDERS_BY_LEVEL = {
    "released": environment.PROVIDERS_FOR_RELEASED,
    "unreleased": environment.PROVIDERS_FOR_UNRELEASED,
    "confidential": environment.PROVIDERS_FOR_CONFIDENTIAL,
}
# Of all prices and budgets.
TRANSLATION_CURRENCY = environment.TRANSLATION_CURRENCY

TRANSLATION_PROVIDER_FALLBACK = environment.PROVIDER_FALLBACK
# By provider; what can be set, and the values without it, says pipeline.provider_gates.ProviderLimits.
TRANSLATION_PROVIDER_LIMITS: dict[str, dict[str, Any]] = {
    "deepl": {
        "concurrency": environment.DEEPL_CONCURRENCY,
        "requests_per_minute": environment.DEEPL_REQUESTS_PER_MINUTE,
        "characters_per_minute": environment.DEEPL_CHARACTERS_PER_MINUTE,
        "quota_resumes": environment.DEEPL_QUOTA_RESUMES,
    },
}

# Operation

METRICS_TOKEN = environment.METRICS_TOKEN
METRICS_ADDRESSES = environment.METRICS_ADDRESSES
EMAIL_HOST = environment.EMAIL_HOST
EMAIL_PORT = environment.EMAIL_PORT
EMAIL_HOST_USER = environment.EMAIL_HOST_USER
EMAIL_HOST_PASSWORD = environment.EMAIL_HOST_PASSWORD
EMAIL_USE_TLS = environment.EMAIL_USE_TLS
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = environment.EMAIL_FROM

SECRET_KEY = environment.SECRET_KEY
ALLOWED_HOSTS = environment.ALLOWED_HOSTS
CSRF_TRUSTED_ORIGINS = environment.CSRF_TRUSTED_ORIGINS
