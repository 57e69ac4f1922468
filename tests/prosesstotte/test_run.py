"""`make run`: up with a greeting, down with Ctrl-C, and clear about a port that is taken."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from prosesstotte import run
from tests.portal import free_port


def start(tmp_path, **environment):
    files = {"STATIC_ROOT": str(tmp_path / "static"), "MEDIA_ROOT": str(tmp_path / "media")}
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "prosesstotte.run"],
        env={**os.environ, **files, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def read_until(process, words):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


def descendants(pid):
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True
    ).stdout.split()
    return [int(child) for child in found] + [inner for child in found for inner in descendants(child)]


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_starts_greets_answers_and_stops_all_of_it(tmp_path, empty_database):
    port = free_port()
    process = start(tmp_path, PORT=str(port), DATABASE_URL=empty_database)
    greeting = read_until(process, "Ctrl-C")
    children = descendants(process.pid)

    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).read().decode()
    too_long = urllib.request.urlopen(f"http://127.0.0.1:{port}/metodar/?q={'a' * 10_000}", timeout=10)
    process.send_signal(signal.SIGINT)

    assert process.wait(timeout=30) == 0
    assert f"http://localhost:{port}/" in greeting
    assert "gruppeleiar@example.no" in greeting
    assert "Kva treng gruppa di?" in page.replace("\n", " ")
    assert too_long.status == 200
    assert len(children) >= 3
    assert [pid for pid in children if is_alive(pid)] == []


def test_a_taken_port_is_a_clear_message(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tmp_path, PORT=str(port))

        said, _ = process.communicate(timeout=30)

    assert process.returncode == 1
    assert said.strip() == f"Port {port} er oppteken. Vel ein annan: make run PORT={port + 1}"


@pytest.mark.parametrize("port", ["tull", "0", "99999"])
def test_a_port_that_is_none_is_a_clear_message(tmp_path, port):
    said, _ = start(tmp_path, PORT=port).communicate(timeout=30)

    assert said.strip() == f"PORT må vere eit tal frå 1 til 65535, ikkje «{port}»."


def test_the_demos_secret_key_is_made_once_and_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "data_home", lambda: tmp_path)

    first = run.own_secret_key()

    assert run.own_secret_key() == first
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
