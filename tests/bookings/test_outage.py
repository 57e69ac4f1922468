"""PostgreSQL goes away and comes back under two web processes; a worker dies while it sends."""

import os
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection

from bookings.models import Booking
from prosesstotte import jobs
from prosesstotte.models import OutgoingMail
from tests.bookings.cutting import at_statement, hang_up, outcome
from tests.bookings.factories import make_leader
from tests.bookings.test_race_pages import CHECK, check_that_only_winners_are_there, free_times, ready_to_send
from tests.factories import make_area
from tests.prosesstotte.test_mail import queue
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def database_away():
    """Nobody gets in, and those who were in are thrown out, as when PostgreSQL is restarted."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
        throw_out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
        server.execute(throw_out, [name])
        try:
            yield
        finally:
            server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
            connection.close()


def test_while_the_database_is_away_people_get_a_calm_page_and_afterwards_everything_works(web):
    make_leader()
    cookie, key = ready_to_send(make_area(), free_times())
    # Every thread of both processes has a connection that will be lost.
    assert {answer.status for answer in at_once(*[lambda: web.get("/aktuelt/")] * 16)} == {200}

    with database_away():
        away = at_once(*[lambda: web.post(CHECK, cookie, key=key), lambda: web.get("/bestill/behov/")] * 8)

    assert {(answer.status, answer.header("Retry-After")) for answer in away} == {(503, "10")}
    assert all("<h1>Portalen kviler litt</h1>" in answer.text for answer in away)
    assert Booking.objects.count() == 0
    back = at_once(*[lambda: web.get("/bestill/behov/"), lambda: web.get("/aktuelt/")] * 16)
    assert {answer.status for answer in back} == {200}
    assert web.post(CHECK, cookie, key=key).status == 302
    check_that_only_winners_are_there(1)


def test_a_worker_that_dies_at_any_point_of_sending_sends_at_least_once_when_the_job_is_taken_up(post_office):
    points = 0
    while True:
        letter, seen = queue(), len(post_office.letters)
        with at_statement(points, hang_up) as statements:
            outcome(lambda letter=letter: jobs.send_mail(mail_id=letter.pk))
        if len(statements) <= points:
            break
        jobs.send_mail(mail_id=letter.pk)
        sent = post_office.letters[seen:]
        assert 1 <= len(sent) <= 2
        assert all(f"<mail-{letter.pk}@" in text for _, text in sent)
        points += 1

    assert points >= 2
    assert not OutgoingMail.objects.filter(sent_at=None).exists()
