"""What gunicorn runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prosesstotte.settings")

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - every page is read now: the first visitor need not wait for it
