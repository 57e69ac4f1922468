"""The portal's web server as it is in production: two processes, real HTTP, real sessions.

For tests and measurements of what happens when many ask at once, or when a process or the database
goes away. People log in by a session that is written to the database.
"""

import os
import re
import signal
import socket
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from prosesstotte import run
from tests.portal import free_port
from tests.servers import start_web

CSRF = "c" * 32  # cookie and form field alike: what Django asks of a form


class Http:
    """Bare requests to a port of this machine, one connection each."""

    def __init__(self, port):
        self.port = port

    def get(self, path, cookie=""):
        return self._ask(f"GET {path} HTTP/1.1\r\n", cookie)

    def post(self, path, cookie="", **fields):
        body = urlencode({"csrfmiddlewaretoken": CSRF, **fields})
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self._ask(f"POST {path} HTTP/1.1\r\n{kind}", f"csrftoken={CSRF}; {cookie}", body)

    def _ask(self, head, cookie, body=""):
        request = f"{head}Host: localhost\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n{body}"
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall(request.encode())
            return Answer(b"".join(iter(lambda: connection.recv(65536), b"")).decode(errors="replace"))


class Web(Http):
    """Two processes with four threads each, on the database at `url`."""

    def __init__(self, url, **environment):
        super().__init__(free_port())
        self.environment = {**os.environ, "DATABASE_URL": url, "WEB_CONCURRENCY": "2", **environment}

    def __enter__(self):
        self.process = start_web(self.port, "--preload", "--threads", "4", environment=self.environment)
        run.wait_until_up(self.port, [self.process])
        return self

    def __exit__(self, *_):
        run.stop([self.process])

    def kill_workers(self):
        """As when the machine is out of memory. Gunicorn starts new ones."""
        pid = self.process.pid
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            os.kill(int(child), signal.SIGKILL)


class Answer:
    """`status` is 0 when the server hung up without a word."""

    def __init__(self, text):
        self.head, _, self.text = text.partition("\r\n\r\n")
        self.status = int(text[9:12]) if text else 0

    def header(self, name):
        found = re.search(rf"^{name}: (.*?)\r?$", self.head, re.IGNORECASE | re.MULTILINE)
        return found and found[1]


def session(user, **values):
    """A logged-in person's cookie; `values` are kept in the session."""
    store = SessionStore()
    store.update(values)
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"
