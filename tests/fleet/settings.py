"""Production's settings, with one slow page and one slow job beside, to see that neither is cut."""

from prosesstotte.settings import *  # noqa: F403
from prosesstotte.settings import STORAGES, env_bool

ROOT_URLCONF = "tests.fleet.slow"
PROCRASTINATE_IMPORT_PATHS = ["tests.fleet.slow"]
if env_bool("PLAIN_STATIC"):  # the short run: without collecting and compressing first
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
