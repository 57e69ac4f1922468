"""When the database is away people get a calm page that says when to try again, whoever it was that asked."""

import psycopg
import pytest
from django.db import InterfaceError, OperationalError
from django.urls import reverse
from procrastinate.exceptions import ConnectorException

from bookings.errors import Busy
from prosesstotte import wsgi


def busy():
    raise Busy from OperationalError


def lost_while_undoing():
    try:
        raise OperationalError
    except OperationalError:
        raise InterfaceError  # noqa: B904 - as when a rollback meets a connection that is gone


def lost_by_the_job_queue():
    raise ConnectorException from psycopg.OperationalError


def lost():
    raise OperationalError


def broken():
    raise RuntimeError


ASKS = [
    "prosesstotte.views.News.objects.published",
    "prosesstotte.caching.content_version",
]  # a page; a layer round it


@pytest.mark.parametrize("place", ASKS)
@pytest.mark.parametrize("error", [lost, lost_while_undoing, lost_by_the_job_queue, busy])
@pytest.mark.django_db
def test_a_database_that_is_away_is_a_calm_page_with_a_time_to_try_again(client, monkeypatch, place, error):
    client.raise_request_exception = False
    monkeypatch.setattr(place, error)

    answer = client.get(reverse("news_list"))

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "<h1>Portalen kviler litt</h1>" in answer.text


@pytest.mark.django_db
def test_a_mistake_of_ours_is_still_an_error(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(ASKS[0], broken)

    assert client.get(reverse("news_list")).status_code == 500


def test_a_database_that_goes_away_where_django_catches_nothing_is_the_same_calm_page(monkeypatch):
    told = []

    def fails(environ, start_response):
        raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr(wsgi, "django_application", fails)
    body = b"".join(wsgi.application({}, lambda status, headers: told.append((status, dict(headers)))))

    assert told[0][0] == "503 Service Unavailable"
    assert told[0][1]["Retry-After"] == "10"
    assert "<h1" in body.decode()
