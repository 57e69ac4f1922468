#!/usr/bin/env python
"""Django's command line."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prosesstotte.settings")
    if direct := os.environ.get("DATABASE_DIRECT_URL"):
        # Migrations, the worker's LISTEN and pg_dump need a session of their own: past PgBouncer.
        os.environ.update(DATABASE_URL=direct, PGBOUNCER="0")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
