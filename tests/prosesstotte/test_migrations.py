"""Every migration of our own can be taken back, and put on again."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest

APPS = ["referencegroups", "bookings", "tools", "prosesstotte"]


@pytest.fixture
def empty_database():
    name = f"migrations_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def migrate(url, *arguments):
    command = [sys.executable, "manage.py", "migrate", "-v0", *arguments]
    subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True)


def test_migrations_go_back_to_nothing_and_forward_again(empty_database):
    migrate(empty_database)
    for app in APPS:
        migrate(empty_database, app, "zero")
    migrate(empty_database)
