"""The processes: PostgreSQL, perhaps PgBouncer, web servers, and workers that are started when they die."""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psycopg
from aiosmtpd.controller import Controller

from prosesstotte import run
from prosesstotte.embedded import PROJECT, UNPRIVILEGED, Cluster, as_root, programs
from tests.portal import Postbox, free_port
from tests.servers import start_web, start_worker, wait_for_port

HOST = "portal.example.no"
DATABASE = "prosesstotte"


class Fleet:
    def __init__(self, *, webs=1, web_processes=2, workers=1, pooled=False, short=False):
        self.cluster = Cluster(f"fleet-{os.getpid()}", lasting=False)
        self.postbox, self.pooled, self.short = Postbox(), pooled, short
        self.web_processes = web_processes
        self.ports = [free_port() for _ in range(webs)]
        self.number_of_workers = workers
        self.webs, self.workers, self.stopping = [], [], False
        self.files = Path(tempfile.mkdtemp(prefix="fleet-"))
        self.log = (self.files / "log").open("ab")

    def __enter__(self):
        self.cluster.start()
        self.cluster.create_database(DATABASE)
        self.smtp = Controller(self.postbox, hostname="127.0.0.1", port=free_port())
        self.smtp.start()
        self.bouncer = Bouncer(self.cluster, self.files) if self.pooled else None
        os.environ.update(self.environment())
        return self

    def __exit__(self, *_):
        self.stopping = True
        run.stop([*self.webs, *self.workers], patience=40)
        if self.bouncer:
            self.bouncer.stop()
        self.smtp.stop()
        self.cluster.stop()
        self.log.close()
        shutil.rmtree(self.files, ignore_errors=True)

    def environment(self):
        direct = self.cluster.url(DATABASE)
        through = self.bouncer.url if self.bouncer else direct
        return {
            "DJANGO_SETTINGS_MODULE": "tests.fleet.settings",
            "DEMO": "0",
            "SECRET_KEY": "only for tests, never anywhere else, and long enough for every check",
            "ALLOWED_HOSTS": f"{HOST},127.0.0.1",
            "DATABASE_URL": through,
            "DATABASE_DIRECT_URL": direct,
            "PGBOUNCER": "1" if self.pooled else "0",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.smtp.port),
            "LOGIN_DOMAINS": "example.no",
            "MEDIA_ROOT": str(self.files / "media"),
            "STATIC_ROOT": str(self.files / "static"),
            "PLAIN_STATIC": "1" if self.short else "0",
            "WEB_CONCURRENCY": str(self.web_processes),
        }

    def copy_tables(self, url):
        """The tables of another database instead of every migration once more."""
        dumped = subprocess.run([programs() / "pg_dump", "-Fc", url], check=True, capture_output=True)
        there = f"--dbname={self.cluster.url(DATABASE)}"
        subprocess.run([programs() / "pg_restore", "--no-owner", there], input=dumped.stdout, check=True)

    def manage(self, *command, **environment):
        """The command's exit code; stops here when it is not what was expected."""
        everything = {**os.environ, **environment}
        subprocess.run([sys.executable, "manage.py", *command], cwd=PROJECT, env=everything, check=True)

    def restore_elsewhere(self, folder):
        """The backup into a new database and an empty folder; `restore` itself counts that all of it came."""
        self.cluster.create_database("elsewhere")
        url, media = self.cluster.url("elsewhere"), str(self.files / "elsewhere")
        self.manage("restore", str(folder), DATABASE_URL=url, DATABASE_DIRECT_URL=url, MEDIA_ROOT=media)

    def start(self):
        """Web servers and workers; from now on a worker that dies is started again, as systemd does."""
        self.webs = [self.start_web(port) for port in self.ports]
        self.workers = [self.start_worker() for _ in range(self.number_of_workers)]
        threading.Thread(target=self._look_after_workers, daemon=True).start()
        for port in self.ports:
            wait_for_port(port)

    def start_web(self, port):
        return start_web(port, environment=os.environ, log=self.log)

    def start_worker(self):
        # The short run makes no handbook.
        only = ["--queues", "mail,bookings,house"] if self.short else []
        return start_worker(*only, environment=os.environ, log=self.log)

    def _look_after_workers(self):
        while not self.stopping:
            for place, process in enumerate(self.workers):
                if process.poll() is not None and not self.stopping:
                    self.workers[place] = self.start_worker()
            time.sleep(0.5)

    def kill_worker(self):
        """As a power cut would: no goodbye."""
        with contextlib.suppress(ProcessLookupError):
            self.workers[0].send_signal(signal.SIGKILL)

    def restart_database(self):
        """(from, to), seconds of the monotonic clock that PostgreSQL was away."""
        began = time.monotonic()
        self.cluster._run("pg_ctl", "restart", "-m", "fast", "-w", "-t", "60")
        return began, time.monotonic()

    def connect(self):
        return psycopg.connect(self.cluster.url(DATABASE), autocommit=True)


class Bouncer:
    """PgBouncer from Debian, in transaction mode, with fewer connections than there are processes."""

    CONNECTIONS = 3

    def __init__(self, cluster, files):
        program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
        if not program:
            sys.exit("PgBouncer manglar. Skriv: sudo apt-get install pgbouncer")
        self.port = free_port()
        self.url = f"postgresql://postgres@127.0.0.1:{self.port}/{DATABASE}"
        settings = files / "pgbouncer.ini"
        settings.write_text(self._settings(cluster))
        files.chmod(0o755)
        user = {"user": UNPRIVILEGED, "group": pwd.getpwnam(UNPRIVILEGED).pw_gid} if as_root() else {}
        self.process = subprocess.Popen([program, "-q", settings], start_new_session=True, **user)
        wait_for_port(self.port)

    def _settings(self, cluster):
        return (
            f"[databases]\n{DATABASE} = host={cluster.socket_dir} dbname={DATABASE} user=postgres\n"
            f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\n"
            f"auth_type = any\npool_mode = transaction\nmax_client_conn = 200\n"
            f"default_pool_size = {self.CONNECTIONS}\n"
        )

    def stop(self):
        run.stop([self.process], patience=5)
