"""`make run`: the whole portal on this machine. Ctrl-C stops all of it; the data stays."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.request

from prosesstotte.embedded import PROJECT, Cluster, data_home

PYTHON = sys.executable
DEMO_USERS = [
    ("Administrator", "admin@example.no"),
    ("Prosessleiar", "ingrid@example.no"),
    ("Gruppeleiar", "gruppeleiar@example.no"),
]


def main():
    port = int(os.environ.get("PORT", "8000"))
    if port_is_taken(port):
        sys.exit(f"Port {port} er oppteken. Vel ein annan: make run PORT={port + 1}")
    cluster = None
    if "DATABASE_URL" not in os.environ:
        cluster = Cluster("run").start()
        cluster.create_database("prosesstotte")
    try:
        prepare(cluster, port)
        serve(port)
    finally:
        if cluster:
            cluster.stop()


def port_is_taken(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def prepare(cluster, port):
    """Fill the environment, then bring database, content and static files up to date."""
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("SECRET_KEY", own_secret_key())
    os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
    if cluster:
        os.environ["DATABASE_URL"] = cluster.url("prosesstotte")
    subprocess.run([PYTHON, "manage.py", "prepare"], cwd=PROJECT, check=True)  # noqa: S603


def own_secret_key():
    """A key made once and kept, so that people stay logged in from run to run."""
    path = data_home() / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def serve(port):
    """Web server and job worker side by side until Ctrl-C, or until one of them stops."""
    commands = [
        [PYTHON, "-m", "gunicorn", "prosesstotte.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", "2",
         "--threads", "4", "--keep-alive", "0", "--log-level", "warning", "--preload"],
        [PYTHON, "manage.py", "procrastinate", "worker", "--concurrency", "2"],
    ]  # fmt: skip
    # Own sessions: the terminal's Ctrl-C reaches us alone, and we stop them in order.
    running = [subprocess.Popen(command, cwd=PROJECT, start_new_session=True) for command in commands]  # noqa: S603
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wait_until_up(port, running)
        greet(port)
        while all(process.poll() is None for process in running):
            time.sleep(0.3)
    except KeyboardInterrupt:
        print("\nStoppar …")
    finally:
        stop(running)


def wait_until_up(port, running):
    for _ in range(150):
        if any(process.poll() is not None for process in running):
            return
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
            return
        time.sleep(0.2)


def greet(port):
    print(f"\nTeam prosesstøtte er oppe: http://localhost:{port}/\n")
    print("Logg inn med e-post. Koden som ville ha kome i posten, blir skriven ut her.")
    for role, email in DEMO_USERS:
        print(f"  {role:<14} {email}")
    print("  Ny kollega     kva som helst @example.no")
    print(f"\nAdministrasjon: http://localhost:{port}/admin/   Stopp med Ctrl-C.\n", flush=True)


def stop(running):
    for process in running:
        if process.poll() is None:
            process.terminate()
    for process in running:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    main()
