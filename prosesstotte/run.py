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
    ("Kommunalsjef", "kommunalsjef@example.no"),
]


def main(command=()):
    """Start the portal; with a `command`, run that manage.py command on its database instead."""
    port = wanted_port()
    if not command and port_is_taken(port):
        sys.exit(f"Port {port} er oppteken. Vel ein annan: make run PORT={port + 1}")
    cluster = None
    if "DATABASE_URL" not in os.environ:
        cluster = Cluster("run").start()
        cluster.create_database("prosesstotte")
    try:
        fill_environment(cluster, port)
        if command:
            manage(*command)
        else:
            manage("prepare")
            serve(port)
    except KeyboardInterrupt:
        print("\nStoppar …")
    finally:
        if cluster:
            cluster.stop()


def wanted_port():
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        sys.exit(f"PORT må vere eit tal frå 1 til 65535, ikkje «{text}».")
    return int(text)


def port_is_taken(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def fill_environment(cluster, port):
    """What production must be told, filled in for a demo on this machine."""
    os.environ.setdefault("DEMO", "1")
    os.environ.setdefault("SECRET_KEY", own_secret_key())
    os.environ.setdefault("SITE_URL", f"http://localhost:{port}")
    if cluster:
        os.environ["DATABASE_URL"] = cluster.url("prosesstotte")


def manage(*command):
    done = subprocess.run([PYTHON, "manage.py", *command], cwd=PROJECT)  # noqa: S603
    if done.returncode:
        sys.exit(done.returncode)


def own_secret_key():
    """A key made once and kept, so that people stay logged in from run to run."""
    path = data_home() / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def commands(port):
    """The two processes of the portal: web server and job worker."""
    web = f"gunicorn prosesstotte.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --keep-alive 0"
    # A search of ten thousand letters gets a page that says it was cut, not gunicorn's own refusal.
    return [
        [PYTHON, "-m", *web.split(), "--limit-request-line", "0", "--preload", "--log-level", "warning"],
        [PYTHON, "manage.py", "procrastinate", "worker", "--concurrency", "2"],
    ]


def serve(port):
    """Web server and job worker side by side until Ctrl-C, or until one of them stops."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also when a shell started us in the background
    running = start(port)
    try:
        greet(port)
        while all(process.poll() is None for process in running):
            time.sleep(0.3)
        sys.exit("Ein av prosessane stoppa. Sjå meldinga over.")
    finally:
        stop(running)


def start(port):
    # Own sessions: the terminal's Ctrl-C reaches us alone, and we stop them in order.
    running = [subprocess.Popen(command, cwd=PROJECT, start_new_session=True) for command in commands(port)]  # noqa: S603
    try:
        wait_until_up(port, running)
    except BaseException:
        stop(running)
        raise
    return running


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
    main(sys.argv[1:])
