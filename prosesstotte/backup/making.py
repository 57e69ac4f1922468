"""Making a backup while the portal is in use: dump and report see the very same moment."""

import json
import shutil
from pathlib import Path

from django.core.files.storage import default_storage
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.utils import timezone

from prosesstotte.backup import counting, programs
from prosesstotte.models import Backup

DUMP, MEDIA, REPORT = "database.dump", "media", "report.json"


def make(folder, *, open_confidential_rounds):
    """Fill the empty or new `folder`; the row that tells when, and how much."""
    folder = _own_folder(Path(folder))
    report = {"made_at": timezone.now().isoformat(), "open_confidential_rounds": open_confidential_rounds}
    report["postgresql"] = programs.server_version()
    report["tables"] = _dump(folder / DUMP)
    report["dump"] = counting.file_facts(folder / DUMP)
    report["media"] = {name: _copy(name, folder / MEDIA) for name in counting.media_names()}
    (folder / REPORT).write_text(json.dumps(report, indent=1))
    return Backup.objects.create(
        made_at=report["made_at"],
        size=report["dump"][0] + sum(size for size, _ in report["media"].values()),
        rows=sum(rows for rows, _ in report["tables"].values()),
        files=len(report["media"]),
        open_confidential_rounds=open_confidential_rounds,
    )


def _own_folder(folder):
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"«{folder}» er ikkje tom. Vel ei ny mappe til reservekopien.")
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)  # everything the portal knows lies here
    return folder


def _dump(path):
    """Dump and count inside one snapshot, so that what is written meanwhile is in neither."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = f"--snapshot={cursor.fetchone()[0]}"
        shape = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments"]
        programs.run("pg_dump", *shape, snapshot, f"--file={path}")
        return counting.tables(cursor)


def _copy(name, media):
    target = media / name
    target.parent.mkdir(parents=True, exist_ok=True)
    with default_storage.open(name) as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy)
    return counting.file_facts(target)
