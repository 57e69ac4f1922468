"""Nothing lost: a backup goes into an empty place and is the same, row by row and file by file."""

import json
import os
import re
import subprocess
import sys

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from prosesstotte.backup import programs
from prosesstotte.models import Backup, News
from referencegroups.round_choices import Mode
from tests.factories import make_news, make_user
from tests.referencegroups.conftest import _empty_consent_events  # noqa: F401 - a fixture that cleans up
from tests.referencegroups.round_factories import make_open

committed = pytest.mark.django_db(transaction=True)  # pg_dump sees what is committed


@pytest.fixture
def copied(tmp_path):
    """A backup of a small portal: people, news, a confidential round that is open, two files."""
    make_news("Vassforsyninga på Ørskog", body="Æ, ø og å; «sitat»\nog 'apostrof'")
    make_user("kari@example.no", name="Kari")
    make_open(mode=Mode.CONFIDENTIAL)
    default_storage.save("dokument/plan.pdf", ContentFile(b"%PDF-1.7 a plan"))
    default_storage.save("team/kari.jpg", ContentFile(bytes(range(256))))
    call_command("backup", str(tmp_path / "copy"))
    return tmp_path / "copy"


def restore(folder, url, media):
    command = [sys.executable, "manage.py", "restore", str(folder)]
    environment = {**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": str(media), "DATABASE_DIRECT_URL": ""}
    return subprocess.run(command, env=environment, capture_output=True, text=True)


@committed
def test_a_backup_restored_into_an_empty_place_is_the_same(copied, empty_database, tmp_path):
    done = restore(copied, empty_database, tmp_path / "new")

    assert done.returncode == 0, done.stderr
    lines = dict(re.findall(r"^(\S+) +\d+  (\w+)$", done.stdout, re.MULTILINE))
    assert set(lines.values()) == {"likt"}
    assert {"public.prosesstotte_news", "public.procrastinate_jobs", "team/kari.jpg"} <= set(lines)
    assert (tmp_path / "new" / "team" / "kari.jpg").read_bytes() == bytes(range(256))
    with psycopg.connect(empty_database) as there:
        body = there.execute("SELECT body FROM prosesstotte_news").fetchone()[0]
        made = there.execute(
            "INSERT INTO prosesstotte_contentrevision (id, number) VALUES (1, 0) "
            "ON CONFLICT (id) DO UPDATE SET number = 0 RETURNING id"
        ).fetchone()[0]
    assert (body, made) == (News.objects.get().body, 1)
    assert "Fortrulege rundar var opne" in done.stdout


@committed
def test_restore_refuses_a_place_that_is_not_empty_and_says_so(copied, tmp_path):
    with pytest.raises(CommandError, match="Databasen er ikkje tom"):
        call_command("restore", str(copied))

    assert News.objects.count() == 1


@committed
def test_restore_refuses_when_files_lie_there(copied, empty_database, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.pdf").write_text("mine")

    done = restore(copied, empty_database, tmp_path / "full")

    assert "opplasta filer er ikkje tom" in done.stderr
    with psycopg.connect(empty_database) as there:
        assert there.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()[0] == 0


@committed
@pytest.mark.parametrize("part", ["database.dump", "media/team/kari.jpg"])
def test_restore_refuses_a_damaged_copy_before_it_touches_anything(copied, part):
    with (copied / part).open("r+b") as file:
        file.write(b"x")

    with pytest.raises(CommandError, match=f"skadd: {part}"):
        call_command("restore", str(copied))


@committed
def test_a_copy_that_never_was_finished_is_none(copied):
    (copied / "report.json").unlink()

    with pytest.raises(CommandError, match="ingen ferdig reservekopi"):
        call_command("restore", str(copied))


@committed
def test_a_row_that_differs_is_told(copied, empty_database, tmp_path):
    report = json.loads((copied / "report.json").read_text())
    report["tables"]["public.prosesstotte_news"][1] = "1"
    (copied / "report.json").write_text(json.dumps(report))

    done = restore(copied, empty_database, tmp_path / "new")

    assert done.returncode == 1
    assert re.findall(r"^(\S+) +\d+  AVVIK$", done.stdout, re.MULTILINE) == ["public.prosesstotte_news"]


@committed
def test_backup_is_private_recorded_and_warns_of_open_confidential_rounds(copied, capsys, tmp_path):
    call_command("backup", str(tmp_path / "second"))

    assert "1 fortrulege rundar er opne" in capsys.readouterr().out
    assert copied.stat().st_mode & 0o777 == 0o700
    last = Backup.objects.first()
    assert (Backup.objects.count(), last.files, last.open_confidential_rounds) == (2, 2, 1)
    assert last.size == sum(
        path.stat().st_size
        for path in (tmp_path / "second").rglob("*")
        if path.is_file() and path.name != "report.json"
    )


@pytest.mark.django_db
def test_backup_never_writes_into_a_folder_in_use(tmp_path):
    (tmp_path / "old.dump").write_text("the only copy")

    with pytest.raises(CommandError, match="er ikkje tom"):
        call_command("backup", str(tmp_path))


@pytest.mark.django_db
def test_the_password_is_no_part_of_the_command_line(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "PASSWORD", "løynd")

    assert programs.environment()["PGPASSWORD"] == "løynd"


def test_programs_that_are_too_old_are_passed_over_and_what_to_install_is_said():
    with pytest.raises(CommandError, match="Installer postgresql-client-99"):
        programs.find("pg_dump", 99)
