"""Every migration of our own can be taken back, and put on again."""

import os
import subprocess
import sys

APPS = ["referencegroups", "bookings", "tools", "prosesstotte"]


def migrate(url, *arguments):
    command = [sys.executable, "manage.py", "migrate", "-v0", *arguments]
    subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=True)


def test_migrations_go_back_to_nothing_and_forward_again(empty_database):
    migrate(empty_database)
    for app in APPS:
        migrate(empty_database, app, "zero")
    migrate(empty_database)
