"""The real library, loaded once for each file of tests that asks for it."""

import pytest
from django.utils import timezone

from tools.content import loading
from tools.models import Method, Recipe, Synonym


@pytest.fixture
def afternoon(monkeypatch):
    """The clock goes on from 15.00: a meeting planned for 09.00 that begins now follows no wall clock."""
    now = timezone.now
    ahead = timezone.localtime().replace(hour=15, minute=0, second=0, microsecond=0) - now()
    monkeypatch.setattr(timezone, "now", lambda: now() + ahead)


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        loading.load()
        yield
        for model in (Recipe, Method, Synonym):
            model.objects.all().delete()
