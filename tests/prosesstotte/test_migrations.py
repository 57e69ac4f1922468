"""Every migration of our own can be taken back, and put on again."""

import os
import subprocess
import sys

# In one process of its own: starting Django six times costs more than the migrations.
BACK_AND_FORTH = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
for app in ["referencegroups", "bookings", "tools", "prosesstotte"]:
    call_command("migrate", app, "zero", verbosity=0)
call_command("migrate", verbosity=0)
"""


def test_migrations_go_back_to_nothing_and_forward_again(empty_database):
    environment = {
        **os.environ,
        "DATABASE_URL": empty_database,
        "DJANGO_SETTINGS_MODULE": "prosesstotte.settings",
    }
    subprocess.run([sys.executable, "-c", BACK_AND_FORTH], env=environment, check=True)
