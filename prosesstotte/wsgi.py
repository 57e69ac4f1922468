"""What gunicorn runs."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from prosesstotte import away

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prosesstotte.settings")

django_application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - every page is read now: the first visitor need not wait for it


def application(environ, start_response):
    """A database that goes away where Django catches nothing, before or after the page: calm too."""
    try:
        return django_application(environ, start_response)
    except Exception as error:
        if not away.is_away(error):
            raise
        response = away.page()
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.headers.items()))
        return response
