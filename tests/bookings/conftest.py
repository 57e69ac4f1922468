"""Two real web processes on the test database, for tests of races and of what breaks."""

import os
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.web import Web


@pytest.fixture(scope="session")
def web(django_db_setup):
    """Started once for all who ask: such tests are one xdist group, and commit what they write."""
    database = f"/{connection.settings_dict['NAME']}"
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=database).geturl()
    with Web(url, DJANGO_SETTINGS_MODULE="tests.web_settings") as web:
        yield web
