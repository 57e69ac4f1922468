"""Requests per second, p99 and CPU time of our pages as ratios to the base, in one interleaved run.

CPU time is the web workers' and PostgreSQL's together. Absolute numbers say little on a
shared machine; the ratios hold. Eight connections, two sync workers, no keep-alive.
"""

import http.cookiejar
import itertools
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request
from pathlib import Path

import psycopg

from prosesstotte.embedded import PROJECT
from tests.bench import generator
from tests.portal import Portal, free_port
from tests.servers import wait_for_port

ROUNDS, SECONDS, CONNECTIONS = 5, 1.5, 8
NUMBERS = itertools.count(1)
TICK = os.sysconf("SC_CLK_TCK")
# name, address, target. `{n}` makes every address new, so that no finished page is used; what the page is
# made of may be in memory. `{people}` changes what is asked for: then nothing is.
PAGES = [
    ("framside, ny", "/?ny={n}", None),
    ("framside, frå minnet", "/", ("rps", ">=", 10)),
    ("framside, 304", "/", ("rps", ">=", 10)),
    ("liste med filter", "/metodar/?steg=utforske&n=24&ny={n}", ("cpu", "<=", 1.5)),
    ("liste, nytt utval kvar gong", "/metodar/?steg=utforske&n={people}", ("cpu", "<=", 1.5)),
    ("søk", "/metodar/?q=idemyldring+med+ungdom&ny={n}", ("cpu", "<=", 1.5)),
    ("søk, nytt kvar gong", "/metodar/?q=idemyldring+med+ungdom&n={people}", ("cpu", "<=", 1.5)),
    ("metodekort", "/metodar/idemyldring/?ny={n}", ("cpu", "<=", 0.8)),
    ("metodekort, nytt tal kvar gong", "/metodar/idemyldring/?n={people}", ("cpu", "<=", 0.8)),
]
# The library once more, with ten thousand methods in it: within twice the targets.
MANY = 10_000
LARGE_PAGES = [
    ("liste med filter", "/metodar/?steg=utforske&n=24&ny={n}", ("cpu", "<=", 3)),
    ("liste, nytt utval kvar gong", "/metodar/?steg=utforske&n={people}", ("cpu", "<=", 3)),
    ("søk", "/metodar/?q=idemyldring+med+ungdom&ny={n}", ("cpu", "<=", 3)),
    ("søk, nytt kvar gong", "/metodar/?q=idemyldring+med+ungdom&n={people}", ("cpu", "<=", 3)),
    ("metodekort", "/metodar/idemyldring/?ny={n}", ("cpu", "<=", 1.6)),
    ("metodekort, nytt tal kvar gong", "/metodar/idemyldring/?n={people}", ("cpu", "<=", 1.6)),
]


class Server:
    """Two sync gunicorn workers for one WSGI application."""

    def __init__(self, application):
        self.port = free_port()
        command = f"gunicorn {application} --bind 127.0.0.1:{self.port} --workers 2 --log-level error"
        self.process = subprocess.Popen([sys.executable, "-m", *command.split()], cwd=PROJECT)
        wait_for_port(self.port)

    def stop(self):
        self.process.terminate()
        self.process.wait()


def ask(port, path, extra=""):
    """One request, the whole answer. Bare sockets: the client must not be what is measured."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n{extra}Connection: close\r\n\r\n"
    with socket.socket() as connection:
        connection.settimeout(10)
        connection.connect(("127.0.0.1", port))
        connection.sendall(request.encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


def fetch(port, path, extra=""):
    """One request; returns (status, etag, number of bytes)."""
    answer = ask(port, path, extra)
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
    etag = next((line[6:] for line in head.split("\r\n") if line.lower().startswith("etag:")), "")
    return int(head.split()[1]), etag.strip(), len(answer)


def booking_cookie(port):
    """The cookie of somebody who has filled in the need, and is to choose a time."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    page = browser.open(page_of(port, "/bestill/behov/")).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    area = re.search(r'name="service_area".*?<option value="(\d+)"', page, re.DOTALL)[1]
    need = {
        "csrfmiddlewaretoken": token, "service_area": area, "title": "Samling", "goal": "Tre mål",
        "people": 24, "purpose": "mal-og-strategi", "group_name": "Faggruppa", "minutes": 120,
        "mode": "room", "answers": "self", "booker_name": "Kari", "phone": "90000000",
    }  # fmt: skip
    answer = browser.open(page_of(port, "/bestill/behov/"), urllib.parse.urlencode(need).encode())
    assert answer.url.endswith("/bestill/tid/"), re.findall(r'href="#id_\w+">([^<]+)', answer.read().decode())
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def page_of(port, path):
    return f"http://localhost:{port}{path}"


def descendants(pid):
    found = [pid]
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found += descendants(int(child))
    return found


def cpu_seconds(pids):
    """User and system time of live processes, in seconds."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICK


class Measurement:
    """One page for `SECONDS` with `CONNECTIONS` clients at once."""

    def __init__(self, port, path, extra, pids, expected):
        self.port, self.path, self.extra, self.expected = port, path, extra, expected
        self.times = []
        before, started = cpu_seconds(pids), time.perf_counter()
        self.deadline = started + SECONDS
        threads = [threading.Thread(target=self._client, args=(n,)) for n in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.rps = len(self.times) / (time.perf_counter() - started)
        self.cpu = (cpu_seconds(pids) - before) / len(self.times)
        self.times.sort()
        self.p50, self.p99 = (self.times[int(len(self.times) * part)] for part in (0.5, 0.99))

    def _client(self, client):
        while time.perf_counter() < self.deadline:
            number = next(NUMBERS)
            path = self.path.replace("{n}", f"{number}").replace("{people}", f"{4 + number % 900}")
            started = time.perf_counter()
            answer = ask(self.port, path, self.extra)
            self.times.append(time.perf_counter() - started)
            assert answer[9:12] == self.expected, answer[:200]


def pick(runs, name):
    return statistics.median(getattr(run, name) for run in runs)


def measure(portal, ours, base, pages, extra=""):
    """Every page and the base in turn, some rounds; `extra` is a header of every request."""
    postmaster = int((portal.cluster.data / "postmaster.pid").read_text().split()[0])
    etag = fetch(ours.port, "/")[1]
    extras = {"framside, 304": f"If-None-Match: {etag}\r\n"}
    runs = {}
    for _ in range(ROUNDS):
        for name, server, path in [
            ("base", base, "/base/"),
            *((name, ours, path) for name, path, _ in pages),
        ]:
            pids = descendants(server.process.pid) + descendants(postmaster)
            expected = b"304" if name.endswith("304") else b"200"
            run = Measurement(server.port, path, extras.get(name, extra), pids, expected)
            runs.setdefault(name, []).append(run)
    return runs


def report(heading, pages, runs, ours):
    base = runs["base"]
    each = pick(base, "cpu") * 1000
    print(
        f"\n{heading}\nBase: {pick(base, 'rps'):.0f} førespurnader i sekundet, {each:.1f} ms prosessortid\n"
    )
    print(f"{'':30}{'i sek.':>8}{'× base':>8}{'CPU × base':>12}{'p99 ms':>8}{'p99/p50':>9}{'kB':>7}  mål")
    for name, path, target in pages:
        rps = pick(runs[name], "rps") / pick(base, "rps")
        cpu = pick(runs[name], "cpu") / pick(base, "cpu")
        p99, tail = pick(runs[name], "p99") * 1000, pick(runs[name], "p99") / pick(runs[name], "p50")
        size = fetch(ours.port, path.replace("{n}", "0").replace("{people}", "24"))[2] / 1000
        line = f"{name:30}{pick(runs[name], 'rps'):8.0f}{rps:8.2f}{cpu:12.2f}{p99:8.1f}{tail:9.1f}{size:7.1f}"
        print(f"{line}  {verdict(target, {'rps': rps, 'cpu': cpu})}")


def verdict(target, found):
    if not target:
        return ""
    what, way, limit = target
    holds = found[what] >= limit if way == ">=" else found[what] <= limit
    return f"{what} {way} {limit} × base: {'held' if holds else 'HELD IKKJE'}"


def fill_library(portal):
    """Copies of the real methods under other names, until there are MANY."""
    with psycopg.connect(portal.cluster.url("prosesstotte"), autocommit=True) as connection:
        fields = connection.execute(
            "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
            "WHERE table_name = 'tools_method' AND is_generated = 'NEVER' "
            "AND column_name NOT IN ('id', 'title', 'slug')"
        ).fetchone()[0]
        connection.execute(
            f"INSERT INTO tools_method (title, slug, {fields}) "
            f"SELECT title || ' ' || n, slug || '-' || n, {fields} "
            "FROM tools_method, generate_series(1, 200) n LIMIT %s - (SELECT count(*) FROM tools_method)",
            [MANY],
        )
        connection.execute("VACUUM ANALYZE")
    time.sleep(1.5)  # each process may trust the version it read for a second


def main():
    generator.main()
    with Portal("bench") as portal:
        with psycopg.connect(portal.cluster.url("prosesstotte"), autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        ours, base = Server("prosesstotte.wsgi"), Server("tests.bench.base")
        try:
            report("73 metodar", PAGES, measure(portal, ours, base, PAGES), ours)
            subprocess.run([sys.executable, "-m", "tests.bench.paper"], cwd=PROJECT, check=True)
            fill_library(portal)
            runs = measure(portal, ours, base, LARGE_PAGES)
            report(f"{MANY} metodar", LARGE_PAGES, runs, ours)
        finally:
            ours.stop()
            base.stop()


if __name__ == "__main__":
    main()
