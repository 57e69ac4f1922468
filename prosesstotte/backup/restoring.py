"""Putting a backup into an empty place, and counting that all of it came."""

import json
from pathlib import Path

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import connection, transaction

from prosesstotte.backup import counting, programs
from prosesstotte.backup.making import DUMP, MEDIA, REPORT


def restore(folder):
    """Restore `folder`; (the backup's report, [(what, how many, whether it is the same)])."""
    folder = Path(folder)
    report = read_report(folder)
    refuse_damaged(folder, report)
    refuse_unless_empty()
    name = connection.get_connection_params()["dbname"]
    shape = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    programs.run("pg_restore", *shape, f"--dbname={name}", folder / DUMP, at_least=report["postgresql"])
    for name in report["media"]:
        _put(name, folder / MEDIA / name)
    return report, [*_same_tables(report["tables"]), *_same_files(report["media"])]


def read_report(folder):
    try:
        return json.loads((folder / REPORT).read_text())
    except (OSError, ValueError) as error:
        raise CommandError(f"«{folder}» er ingen ferdig reservekopi: {REPORT} manglar.") from error


def refuse_damaged(folder, report):
    """Before anything is touched: every file is what it was when the backup was made."""
    expected = {DUMP: report["dump"], **{f"{MEDIA}/{name}": facts for name, facts in report["media"].items()}}
    for name, facts in expected.items():
        path = folder / name
        if not path.is_file() or counting.file_facts(path) != facts:
            raise CommandError(f"Reservekopien er skadd: {name} er ikkje slik han var. Ingenting er endra.")


def refuse_unless_empty():
    with connection.cursor() as cursor:
        if counting.table_names(cursor):
            raise CommandError(
                "Databasen er ikkje tom. Lag ein ny, tom database, set DATABASE_URL til han og prøv igjen. "
                "Ingenting er endra."
            )
    if next(counting.media_names(), None):
        raise CommandError("Mappa for opplasta filer er ikkje tom. Ingenting er endra.")


def _put(name, path):
    with path.open("rb") as file:
        stored = default_storage.save(name, File(file))
    if stored != name:
        raise CommandError(f"Fila {name} blei lagra som {stored}.")


def _same_tables(expected):
    with transaction.atomic(), connection.cursor() as cursor:
        found = counting.tables(cursor)
        cursor.execute("ANALYZE")  # so that the first visitors need not wait for PostgreSQL to learn
    names = sorted({*expected, *found})
    return [(name, found.get(name, [0])[0], found.get(name) == expected.get(name)) for name in names]


def _same_files(expected):
    for name, (size, digest) in expected.items():
        with default_storage.open(name) as file:
            yield name, size, counting.digest_of(file) == digest
