"""A short `make soak`: traffic and bookings while a worker is killed and PostgreSQL is restarted."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker):
    name = connection.settings_dict["NAME"]
    source = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    command = [sys.executable, "-m", "tests.fleet.soak", "--short"]
    done = subprocess.run(command, env={**os.environ, "SOAK_FROM": source}, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout else pytest.fail(done.stderr)


def test_only_in_the_seconds_of_the_restart_a_request_failed_and_only_calmly(report):
    assert report["ready"] is True
    assert report["kills"] >= 1
    assert report["requests"] > 20
    assert report["errors_outside"] == []
    assert report["other_during"] == []


def test_afterwards_nothing_is_lost_and_every_invariant_holds(report):
    assert report["confirmed"] > 0
    assert (report["bookings_lost"], report["letters_lost"], report["broken"]) == (False, 0, {})


def test_a_stopping_server_finishes_its_request_and_a_stopping_worker_its_job(report):
    assert report["slow_request"] == [200, "ferdig", 0]
    assert report["slow_job"] == [0, "succeeded"]
