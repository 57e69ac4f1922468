"""Consent events and published lotteries refuse TRUNCATE, which is how a test that commits is cleaned up."""

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _empty_consent_events(request):
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")  # so that ours is torn down first
    yield
    with connection.cursor() as cursor:
        for table in ("referencegroups_consentevent", "referencegroups_lottery"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"TRUNCATE {table}")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
