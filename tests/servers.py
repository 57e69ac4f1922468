"""How the portal's processes are started, as in production, and stopped: for tests of what breaks, and for
measurements. The demo's own way (`prosesstotte.run`) is what `tests.portal` starts.
"""

import socket
import subprocess
import sys
import time

from prosesstotte.embedded import PROJECT

WEB = ["gunicorn", "-c", "python:prosesstotte.gunicorn_settings", "prosesstotte.wsgi"]
WORKER = ["manage.py", "procrastinate", "worker", "--concurrency", "2"]


def start_web(port, *options, environment, log=None):
    environment = {**environment, "BIND": f"127.0.0.1:{port}"}
    return spawn([sys.executable, "-m", *WEB, *options], environment=environment, log=log)


def start_worker(*options, environment, log=None):
    return spawn([sys.executable, *WORKER, *options], environment=environment, log=log)


def spawn(command, *, environment, log=None):
    """In a session of its own: what stops the tests does not stop it, we do."""
    return subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdout=log, stderr=log, start_new_session=True
    )


def wait_for_port(port):
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit(f"Nothing answers on port {port}")
