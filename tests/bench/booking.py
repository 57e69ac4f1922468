"""How long free times take: `python -m tests.bench.booking`. Printed, never asserted.

The page with a week of free times for 20 and for 200 process leaders against the base (CPU at most 2 and 4
times, 6 queries at most), the days with a free time in 12 weeks in one query, and the engine alone against
the naive implementation, minute by minute, that the tests use as oracle.
"""

import datetime as dt
import os
import subprocess
import sys
import time

import psycopg

from prosesstotte.embedded import PROJECT
from tests.bench.__main__ import Server, booking_cookie, cpu_seconds, measure, report
from tests.portal import Portal

PAGE = "/bestill/tid/?ny={n}"
TARGETS = {20: 2, 200: 4}  # leaders: CPU × base
ROUNDS = 10


def main():
    with Portal("bench-booking") as portal:
        ours, base = Server("prosesstotte.wsgi"), Server("tests.bench.base")
        try:
            for leaders, limit in TARGETS.items():
                fill(portal, leaders)
                measure_page(portal, ours, base, leaders, limit)
                run("tests.bench.booking", "inside", str(leaders))
        finally:
            ours.stop()
            base.stop()


def run(module, *arguments):
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=PROJECT, check=True)


def fill(portal, leaders):
    run("tests.bench.fill", str(leaders))
    with psycopg.connect(portal.cluster.url("prosesstotte"), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def measure_page(portal, ours, base, leaders, limit):
    pages = [(f"ledige tider, {leaders} leiarar", PAGE, ("cpu", "<=", limit))]
    runs = measure(portal, ours, base, pages, f"Cookie: {booking_cookie(ours.port)}\r\n")
    report(f"Bestilling, {leaders} leiarar", pages, runs, ours)


# --- Inside one process: queries, the query for days, and the engine -----------------------------------


def inside(leaders):
    """Ask the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "prosesstotte.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.utils import timezone

    settings.ALLOWED_HOSTS = ["*"]
    print(f"{queries():30} spørjingar for sida med ei veke (mål: 6 eller færre)")
    print_days(leaders, timezone.localdate())
    print_engine(timezone.localdate())


def queries():
    """Of the page for the time, for somebody who is logged in."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from prosesstotte.models import ServiceArea, User

    client = Client()
    client.force_login(User.objects.first())
    area = ServiceArea.objects.first().pk
    need = {
        "service_area": area, "title": "Samling", "goal": "Tre mål", "people": 24, "minutes": 120,
        "purpose": "mal-og-strategi", "group_name": "Faggruppa", "mode": "room", "answers": "self",
        "booker_name": "Kari", "phone": "90000000",
    }  # fmt: skip
    client.post("/bestill/behov/", need)
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/bestill/tid/").status_code == 200
    return len(seen)


def print_days(leaders, today):
    from bookings import availability, leader_calendars
    from bookings.free_days import free_days
    from bookings.models import BookingSettings

    book = BookingSettings.current()
    wish, rules = leader_calendars.meeting_wish(book, minutes=120), leader_calendars.rules(book)
    last = today + 12 * leader_calendars.WEEK

    def by_engine():
        calendars = leader_calendars.load(first=today, last=last)
        found = availability.starts_of_any(calendars, wish, rules, today, last)
        return {start.astimezone(rules.zone).date() for start in found}

    query = timed(lambda: free_days(wish, rules, today, last))
    engine = timed(by_engine)
    assert set(free_days(wish, rules, today, last)) == by_engine()
    print(f"{query:27.0f} ms ledige dagar i 12 veker, {leaders} leiarar, éi spørjing")
    print(f"{engine:27.0f} ms det same med motoren ({engine / query:.1f} ×)")


def print_engine(today):
    """One calendar's week, in the engine and in the naive oracle."""
    from bookings import availability, leader_calendars
    from bookings.models import BookingSettings
    from tests.bookings import oracle

    book = BookingSettings.current()
    wish, rules = leader_calendars.meeting_wish(book, minutes=120), leader_calendars.rules(book)
    first = today + 2 * leader_calendars.WEEK
    last = first + dt.timedelta(days=6)
    calendar = list(leader_calendars.load(first=first, last=last).values())[-1]
    asked = calendar, wish, rules, first, last
    assert availability.starts(*asked) == oracle.free_starts(*asked)
    engine, naive = timed(lambda: availability.starts(*asked)), timed(lambda: oracle.free_starts(*asked))
    print(f"{engine:27.2f} ms ei veke for éin leiar i motoren")
    print(f"{naive:27.2f} ms det same minutt for minutt ({naive / engine:.0f} ×)")


def timed(work):
    """Milliseconds of CPU, ours and PostgreSQL's for us, on average of some rounds after a cold one."""
    from django.db import connection

    def spent():
        return time.process_time() + cpu_seconds([connection.connection.info.backend_pid])

    work()
    before = spent()
    for _ in range(ROUNDS):
        work()
    return 1000 * (spent() - before) / ROUNDS


if __name__ == "__main__":
    inside(int(sys.argv[2])) if sys.argv[1:2] == ["inside"] else main()
