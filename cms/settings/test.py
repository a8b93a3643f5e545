"""Tests: the same database options and queue as everywhere, on files and tables of their own."""

from cms.settings.base import *
from cms.settings.base import DATABASES
from cms.settings.environment import DATA_DIR, DATABASE_URL

DEBUG = False
SECRET_KEY = "tests-only-not-a-secret"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = DATA_DIR / "test-media"
WHITENOISE_AUTOREFRESH = True
if not DATABASE_URL:
    # A file, since threads cannot share SQLite's database in memory under IMMEDIATE transactions.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
