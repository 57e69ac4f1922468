"""Consent events refuse TRUNCATE, which is how a test that commits is cleaned up after."""

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
        cursor.execute("ALTER TABLE referencegroups_consentevent DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE referencegroups_consentevent")
        cursor.execute("ALTER TABLE referencegroups_consentevent ENABLE TRIGGER USER")
