"""Consent events and published lotteries refuse TRUNCATE, which is how a test that commits is cleaned up."""

import pytest
from django.core.management import call_command
from django.db import connection

from tests.worker import empty_the_queue


@pytest.fixture(autouse=True)
def _empty_consent_events(request):
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")  # so that ours is torn down first
    yield
    _empty_what_refuses()


def _empty_what_refuses():
    with connection.cursor() as cursor:
        for table in ("referencegroups_consentevent", "referencegroups_lottery"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {table}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.fixture(scope="module")
def committed(django_db_setup, django_db_blocker):
    """What a file's own fixtures commit is there for all its tests, and gone afterwards."""
    with django_db_blocker.unblock():
        yield
        _empty_what_refuses()
        call_command("flush", verbosity=0, interactive=False)
        empty_the_queue()
