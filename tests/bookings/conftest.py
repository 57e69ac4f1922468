"""A clock that stands still, and two real web processes on the test database for what breaks."""

import os
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from tests.bookings.factories import NOW
from tests.web import Web


@pytest.fixture
def clock(monkeypatch):
    """Set the clock; it stands on Monday 7 December 2026, 08.00."""

    def stand_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    stand_at(NOW)
    return stand_at


@pytest.fixture(scope="session")
def web(django_db_setup):
    """Started once for all who ask: such tests are one xdist group, and commit what they write."""
    database = f"/{connection.settings_dict['NAME']}"
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=database).geturl()
    with Web(url, DJANGO_SETTINGS_MODULE="tests.web_settings") as web:
        yield web
