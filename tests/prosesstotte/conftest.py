"""A database of its own for tests that start other processes."""

import os
from urllib.parse import urlsplit

import psycopg
import pytest


@pytest.fixture
def empty_database():
    """The address of a new, empty database; dropped afterwards."""
    name = f"empty_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
