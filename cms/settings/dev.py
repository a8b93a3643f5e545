"""Development and the demo: debug pages, any local host, a key that is no secret."""

from cms.settings.base import *
from cms.settings.base import ALLOWED_HOSTS, DATABASES, SECRET_KEY

DEBUG = True
SECRET_KEY = SECRET_KEY or "development-only-not-a-secret"
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", "testserver"]
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
# The development server has a thread for each request; kept connections would pile up.
DATABASES["default"]["CONN_MAX_AGE"] = 0
INTERNAL_IPS = ["127.0.0.1"]
