"""Operation: the probes say how it is in words, and the page «Drift» shows it at a constant price."""

import datetime

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from prosesstotte import jobs, state
from prosesstotte.models import Backup, OutgoingMail
from tests.factories import make_user
from tests.worker import work

pytestmark = pytest.mark.django_db
LATE = datetime.timedelta(minutes=6)


def worker_seen(seconds_ago):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') "
            "RETURNING id",
            [seconds_ago],
        )
        return cursor.fetchone()[0]


def make_letter(**fields):
    return OutgoingMail.objects.create(to="kari@example.no", subject="Hei", text="Hei", kind="x", **fields)


def test_healthz_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_is_ready_with_a_living_worker(client):
    worker_seen(5)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_says_that_no_worker_lives(client):
    worker_seen(90)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert response.json()["problems"] == {
        "worker": "Ingen jobbarbeidar har gitt livsteikn det siste minuttet. E-post og påminningar ventar."
    }


@pytest.mark.parametrize(("limit", "status"), [(2, 200), (1, 503)])
def test_readyz_says_that_mail_piles_up(client, settings, limit, status):
    settings.READY_MAIL_BACKLOG = limit
    worker_seen(5)
    at = timezone.now()
    for fields in ({}, {}, {"sent_at": at}, {"gave_up_at": at}):
        make_letter(created_at=at - LATE, **fields)
    make_letter(created_at=at)  # on its way

    response = client.get("/readyz")

    assert response.status_code == status
    assert ("2 brev har venta" in response.text) == (status == 503)


def test_readyz_says_that_migrations_are_missing(client, monkeypatch):
    worker_seen(5)
    monkeypatch.setitem(state._known, "migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'prosesstotte' AND name > '0002'")

    response = client.get("/readyz")

    assert list(response.json()["problems"]) == ["migrations"]


def test_the_page_shows_the_state_and_the_way_to_dead_letters(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    worker_seen(5)
    make_letter(gave_up_at=timezone.now())
    Backup.objects.create(made_at=timezone.now(), size=2_000_000, rows=9, files=1, open_confidential_rounds=1)

    page = client.get(reverse("admin:operation"))

    assert "Alt er som det skal" in page.text
    assert "1,9" in page.text  # MB
    letters = reverse("admin:prosesstotte_outgoingmail_changelist")
    dead = f"{letters}?sent_at__isempty=1&amp;gave_up_at__isempty=0"
    assert f'<a href="{dead}">1</a>' in page.text
    assert len(client.get(dead.replace("&amp;", "&")).context["cl"].result_list) == 1
    assert reverse("admin:operation") in client.get(reverse("admin:index")).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_much_there_is(client, django_assert_max_num_queries, number):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    client.get(reverse("admin:operation"))
    for _ in range(number):
        worker_seen(5)
        make_letter()
        jobs.send_mail.defer(mail_id=1)

    with django_assert_max_num_queries(16):
        client.get(reverse("admin:operation"))


def test_staff_without_the_right_do_not_see_the_page(client):
    client.force_login(make_user(is_staff=True))

    assert client.get(reverse("admin:operation")).status_code == 403
    assert reverse("admin:operation") not in client.get(reverse("admin:index")).text


def test_the_jobs_that_the_page_asks_about_are_there_under_those_names():
    assert {*state.REMINDERS, state.RETENTION} <= set(app.tasks)


@pytest.fixture
def lost_job():
    """A job that a worker was doing when it was killed."""
    letter = make_letter()
    number = jobs.send_mail.defer(mail_id=letter.pk)
    worker = worker_seen(90)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [worker, number]
        )
    return number, letter


def take_up():
    jobs.take_up_lost_jobs.defer(timestamp=0)
    work(queues=["house"])


@pytest.mark.django_db(transaction=True)
def test_a_job_that_a_killed_worker_was_doing_is_done_again(lost_job):
    take_up()

    assert ProcrastinateJob.objects.get(pk=lost_job[0]).status == "todo"


@pytest.mark.django_db(transaction=True)
def test_a_job_that_has_taken_many_workers_with_it_is_left_as_failed(lost_job):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 20 WHERE id = %s", [lost_job[0]])

    take_up()

    assert ProcrastinateJob.objects.get(pk=lost_job[0]).status == "failed"


@pytest.mark.django_db(transaction=True)
def test_the_job_of_a_worker_that_lives_is_left_alone(lost_job):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")

    take_up()

    assert ProcrastinateJob.objects.get(pk=lost_job[0]).status == "doing"
