"""Public pages: made once, 304 before rendering, never a stale or a personal page."""

import pytest
from django.db import connection
from django.urls import reverse

from prosesstotte import caching
from tests.factories import make_news, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def every_version_read(monkeypatch):
    monkeypatch.setattr(caching, "VERSION_AGE", 0)


def test_a_finished_page_costs_no_query(client, django_assert_num_queries):
    make_news()
    client.get(reverse("news_list"))

    with django_assert_num_queries(0):
        response = client.get(reverse("news_list"))

    assert response.status_code == 200


def test_a_repeat_visit_is_answered_304_without_a_query(client, django_assert_num_queries):
    etag = client.get(reverse("news_list")).headers["ETag"]

    with django_assert_num_queries(0):
        response = client.get(reverse("news_list"), headers={"If-None-Match": etag})

    assert (response.status_code, response.content) == (304, b"")


def test_raw_sql_is_seen_at_the_next_visit(client, every_version_read):
    news = make_news("Gamal tittel")
    old = client.get(reverse("news_list")).headers["ETag"]

    with connection.cursor() as cursor:
        cursor.execute("UPDATE prosesstotte_news SET title = 'Ny tittel' WHERE id = %s", [news.pk])
    response = client.get(reverse("news_list"), headers={"If-None-Match": old})

    assert response.status_code == 200
    assert "Ny tittel" in response.text


def test_somebody_logged_in_never_gets_or_leaves_a_shared_page(client):
    client.force_login(make_user())

    response = client.get(reverse("news_list"))

    assert "ETag" not in response.headers
    client.logout()
    assert "/mine/" not in client.get(reverse("news_list")).text


def test_two_addresses_are_two_pages(client):
    first = client.get(reverse("news_list")).headers["ETag"]

    assert client.get(reverse("news_list"), {"side": 2}).headers["ETag"] != first


def test_the_304_carries_the_same_policy_as_the_page(client):
    page = client.get(reverse("news_list"))
    again = client.get(reverse("news_list"), headers={"If-None-Match": page.headers["ETag"]})

    assert again.headers["Content-Security-Policy"] == page.headers["Content-Security-Policy"]
