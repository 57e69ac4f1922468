"""The embedded PostgreSQL survives a dead server and touches no folder but its own."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest

from prosesstotte import embedded
from prosesstotte.embedded import Cluster


@pytest.fixture
def cluster():
    cluster = Cluster(f"test-embedded-{os.getpid()}", lasting=False)
    yield cluster
    cluster.stop()


def modes(path):
    return {folder: folder.stat().st_mode for folder in [path, *path.parents]}


def test_no_parent_folder_of_data_or_programs_changes_its_mode(cluster):
    folders = {**modes(embedded.data_home()), **modes(embedded.programs())}

    cluster.start()

    assert {folder: folder.stat().st_mode for folder in folders} == folders


def test_a_database_is_made_once(cluster):
    cluster.start()

    cluster.create_database("portal")
    cluster.create_database("portal")

    with psycopg.connect(cluster.url("portal")) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_pid_file_left_by_a_dead_server_is_no_obstacle(cluster):
    cluster.start()
    pid_file = cluster.data / "postmaster.pid"
    left = pid_file.read_text().split("\n", 1)[1]
    cluster._run("pg_ctl", "stop", "-m", "immediate", "-w")
    pid_file.write_text(f"{os.getpid()}\n{left}")  # the number now belongs to this test

    cluster.start()

    assert cluster.is_running()


def test_the_socket_path_is_short_whatever_the_project_is_called():
    assert len(str(Cluster("x" * 80).socket_dir / ".s.PGSQL.5432")) < 90


def test_root_keeps_its_data_outside_a_closed_home(monkeypatch, tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(embedded, "PROJECT", closed)
    monkeypatch.setattr(embedded, "as_root", lambda: True)

    home = embedded.data_home()

    assert home.is_relative_to(Path("/var/tmp"))
    home.rmdir()


def test_root_in_a_closed_home_runs_a_copy_of_the_programs_that_works_for_anybody(monkeypatch, tmp_path):
    place = Path("/var/tmp") / f"prosesstotte-test-{os.getpid()}"
    monkeypatch.setattr(embedded, "shared_place", lambda: place)
    monkeypatch.setattr(embedded, "as_root", lambda: True)
    monkeypatch.setattr(embedded, "open_to_all", lambda path: False)

    try:
        copy = embedded.programs()
        user = {"user": embedded.UNPRIVILEGED} if os.geteuid() == 0 else {}
        said = subprocess.run([copy / "initdb", "--version"], capture_output=True, text=True, cwd="/", **user)
    finally:
        shutil.rmtree(place, ignore_errors=True)

    assert copy.is_relative_to(place)
    assert said.stdout.startswith("initdb (PostgreSQL) 18")
