"""The real library, loaded once for each file of tests that asks for it."""

import pytest

from tools.content import loading
from tools.models import Method, Recipe, Synonym


@pytest.fixture(scope="module")
def library(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        loading.load()
        yield
        for model in (Recipe, Method, Synonym):
            model.objects.all().delete()
