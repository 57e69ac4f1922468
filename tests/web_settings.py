"""The portal's settings with plain static files, as in the tests' own process: nothing to collect."""

from prosesstotte.settings import *  # noqa: F403
from prosesstotte.settings import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
