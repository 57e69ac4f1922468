"""The real portal for browser tests, screenshots and measurements.

The same processes as `make run`, on a database of their own, with a real SMTP server
that catches the mail.
"""

import os
import re
import socket
import subprocess
import sys
import time

from aiosmtpd.controller import Controller

from prosesstotte import run
from prosesstotte.embedded import PROJECT, Cluster

LOGIN_CODE = r"\b([A-Z0-9]{4}-[A-Z0-9]{4})\b"
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip


class Postbox:
    """Keeps what an SMTP server was handed."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):
        self.letters.append((envelope.rcpt_tos[0], envelope.content.decode(errors="replace")))
        return "250 OK"

    def wait_for(self, address, pattern, seen=0, seconds=20):
        """The match of `pattern` in the newest letter to `address`, but for the first `seen` letters."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for to, text in reversed(self.letters[seen:]):
                if to == address and (found := re.search(pattern, text)):
                    return found
            time.sleep(0.1)
        raise AssertionError(f"no letter to {address} matched {pattern}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    def __init__(self, name="browser", **environment):
        self.cluster = Cluster(f"{name}-{os.getpid()}", lasting=False)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.postbox = Postbox()
        self.environment = environment
        self.running = []

    def __enter__(self):
        self.cluster.start()
        self.cluster.create_database("prosesstotte")
        self.smtp = Controller(self.postbox, hostname="127.0.0.1", port=free_port())
        self.smtp.start()
        self._old = dict(os.environ)
        os.environ.update(self._environment())
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=PROJECT, check=True)
        self.running = run.start(self.port)
        return self

    def __exit__(self, *_):
        run.stop(self.running)
        os.environ.clear()
        os.environ.update(self._old)
        self.smtp.stop()
        self.cluster.stop()

    def _environment(self):
        here = self.cluster.data.parent / f"{self.cluster.data.name}-files"
        return {
            "DEMO": "1",
            "SECRET_KEY": "only for tests, never anywhere else, and long enough for every check",
            "DATABASE_URL": self.cluster.url("prosesstotte"),
            "SITE_URL": self.url,
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.smtp.port),
            "MEDIA_ROOT": str(here / "media"),
            "STATIC_ROOT": str(here / "static"),
            **self.environment,
        }

    def log_in(self, page, email):
        page.goto(f"{self.url}/logg-inn/")
        self.log_in_here(page, email)

    def log_in_here(self, page, email):
        """From the login page, as people do: address, code from the mail, done."""
        seen = len(self.postbox.letters)
        page.get_by_label("E-postadressa di").fill(email)
        page.get_by_role("button", name="Send meg ein kode").click()
        page.wait_for_url("**/logg-inn/kode/**")
        page.get_by_label("Koden frå e-posten").fill(self.postbox.wait_for(email, LOGIN_CODE, seen)[1])
        page.get_by_role("button", name="Logg inn").click()
