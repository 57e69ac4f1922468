"""PostgreSQL's own programs: where they are, and how they are told which database."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection
from psycopg.pq import Conninfo

from prosesstotte import embedded

DEBIAN = "/usr/lib/postgresql"


def run(name, *arguments, at_least=0):
    """Run `name` (pg_dump, pg_restore) against our database; its own words when it fails."""
    needed = max(at_least, server_version())
    command = [find(name, needed), *map(str, arguments)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise CommandError(f"{name} stoppa:\n{done.stderr.strip()}")


def server_version():
    connection.ensure_connection()
    return connection.pg_version // 10_000


def find(name, at_least):
    """The first `name` that understands a server of this version: an older one refuses."""
    for folder in places():
        program = shutil.which(name, path=folder)
        if program and version_of(program) >= at_least:
            return program
    raise CommandError(
        f"Fann ikkje {name} av versjon {at_least} eller nyare. Installer postgresql-client-{at_least}, "
        "eller set PG_BIN til mappa der han ligg."
    )


def places():
    """PG_BIN, the PATH, where Debian keeps each version, and what the demo's own server came with."""
    yield os.environ.get("PG_BIN", "")
    yield from os.environ.get("PATH", "").split(os.pathsep)
    yield from (str(folder) for folder in sorted(Path(DEBIAN).glob("*/bin"), reverse=True))
    yield str(embedded.programs())


def version_of(program):
    said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout  # noqa: S603
    found = re.search(r"\d+", said)
    return int(found[0]) if found else 0


def environment():
    """libpq's own variables: on the command line everybody on the machine could read the password."""
    names = {
        option.keyword.decode(): option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar
    }
    asked = connection.get_connection_params()
    return {**os.environ, **{names[key]: str(value) for key, value in asked.items() if key in names}}
