"""What a backup is held against: rows and checksum of every table, bytes and checksum of every file."""

import hashlib
from pathlib import PurePosixPath

from django.core.files.storage import default_storage

TABLES = """
SELECT quote_ident(nspname) || '.' || quote_ident(relname)
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE relkind = 'r' AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
ORDER BY 1
"""
# How PostgreSQL writes a value depends on these; the same row must give the same text everywhere.
WRITTEN_ALIKE = """
SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL intervalstyle = 'postgres';
SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex'; SET LOCAL statement_timeout = 0
"""
# The sum of 60 bits of each row's md5: the order of the rows is no part of it.
COUNT = """
SELECT count(*), coalesce(sum(('x' || left(md5(this_row::text), 15))::bit(60)::bigint), 0)::text
FROM {} AS this_row
"""


def tables(cursor):
    """{table: [rows, checksum]} as this transaction sees them."""
    cursor.execute(WRITTEN_ALIKE)
    return {name: list(_counted(cursor, name)) for name in table_names(cursor)}


def table_names(cursor):
    cursor.execute(TABLES)
    return [name for (name,) in cursor.fetchall()]


def _counted(cursor, name):
    cursor.execute(COUNT.format(name))  # quoted by PostgreSQL itself
    return cursor.fetchone()


def media_names(folder=""):
    """Every file in the media storage, whatever storage that is."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nobody has uploaded anything yet
        return
    yield from (str(PurePosixPath(folder) / name) for name in sorted(files))
    for name in sorted(folders):
        yield from media_names(str(PurePosixPath(folder) / name))


def file_facts(path):
    """[bytes, SHA-256] of a file on disk."""
    with path.open("rb") as file:
        return [path.stat().st_size, digest_of(file)]


def digest_of(file):
    digest = hashlib.sha256()
    while part := file.read(1 << 20):
        digest.update(part)
    return digest.hexdigest()
