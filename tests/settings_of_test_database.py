"""For processes that a test starts: the test's settings, on the database that the test itself is using."""

import os

from cms.settings.test import *
from cms.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
