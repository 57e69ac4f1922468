"""People at work while the fleet is shaken: bookers over HTTP, process leaders through the doors.

Imported after the fleet has filled the environment: it sets Django up on the fleet's own database.
"""

import datetime as dt
import logging
import random
import re
import threading
import time
from urllib.parse import urlencode

import django

django.setup()
logging.disable(logging.INFO)  # the log that counts is the servers'

from django.conf import settings  # noqa: E402
from django.db import DatabaseError, connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bookings import actions  # noqa: E402
from bookings.choices import Status  # noqa: E402
from bookings.errors import Refused  # noqa: E402
from bookings.models import Booking  # noqa: E402
from prosesstotte.models import ServiceArea  # noqa: E402
from tests.bookings.factories import make_leader, user_of  # noqa: E402
from tests.factories import make_area, make_user  # noqa: E402
from tests.fleet.traffic import NO_ANSWER, Visitor  # noqa: E402

WEEKS_AHEAD = range(3, 10)


def settle(leaders, people):
    """Process leaders with a login, an area, and the sessions of `people` who are logged in."""
    for number in range(leaders):
        make_leader(f"Leiar {number}", email=f"leiar{number}@example.no")
    make_area()
    return [session_of(make_user(f"kollega{number}@example.no")) for number in range(people)]


def session_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def need(area):
    return {
        "title": "Samling", "goal": "Bli samde om tre mål.", "purpose": "mal-og-strategi",
        "group_name": "Faggruppa", "people": "12", "minutes": "120", "mode": "room", "place": "Rådhuset",
        "answers": "self", "notes": "", "booker_name": "Kari Nordmann", "phone": "900 00 000",
        "service_area": str(area),
    }  # fmt: skip


class Booker:
    """Somebody logged in who goes the whole way, page by page."""

    def __init__(self, ports, session):
        self.visitor = Visitor(ports, session)
        self.area = ServiceArea.objects.first().pk
        self.answers = []

    def book(self):
        """True when the booking was made; False when a step was refused, or nobody answered."""
        times = self.choose_times()
        return bool(times) and self.take(times) and self.send()

    def choose_times(self):
        self.fill_in_need()
        monday = timezone.localdate() + dt.timedelta(weeks=random.choice(WEEKS_AHEAD))
        page = self.see(self.visitor.get(f"/bestill/tid/?veke={monday}"))
        starts = values(page.text, "mote")
        if not starts:
            return None
        start = random.choice(starts)
        page = self.see(self.visitor.get(f"/bestill/tid/?{urlencode({'mote': start})}"))
        talks = values(page.text, "pre_meeting_starts_at")
        return (start, random.choice(talks)) if talks else None

    def fill_in_need(self):
        self.see(self.visitor.get("/bestill/behov/"))
        self.see(self.visitor.post("/bestill/behov/", **need(self.area)))

    def take(self, times):
        meeting, talk = times
        chosen = {"starts_at": meeting, "pre_meeting_starts_at": talk, "pre_meeting_channel": "phone"}
        return self.see(self.visitor.post("/bestill/tid/", **chosen)).status == 302

    def send(self):
        key = values(self.see(self.visitor.get("/bestill/sjekk/")).text, "key")
        return bool(key) and self.see(self.visitor.post("/bestill/sjekk/", key=key[0])).status == 302

    def see(self, answer):
        self.answers.append(answer)
        return answer


def values(page, name):
    """The values of the fields called `name`, in the page's order."""
    fields = re.findall(rf'<input[^>]*\bname="{name}"[^>]*>', page)
    return [re.search(r'value="([^"]*)"', one)[1] for one in fields]


class Bookers(threading.Thread):
    """Books again and again; a booking that got no answer may have been made all the same."""

    def __init__(self, ports, session, pause):
        super().__init__()
        self.booker, self.pause, self.stopping = Booker(ports, session), pause, threading.Event()
        self.made = self.unknown = 0

    def run(self):
        while not self.stopping.wait(self.pause):
            if self.booker.book():
                self.made += 1
            else:
                last = self.booker.answers[-1]
                self.unknown += last.path == "/bestill/sjekk/" and (last.status in {NO_ANSWER} or last.failed)
        connection.close()


class Leaders(threading.Thread):
    """Takes every booking on: formøte agreed, held and recorded, meeting confirmed."""

    def __init__(self):
        super().__init__()
        self.stopping = threading.Event()

    def run(self):
        while not self.stopping.wait(0.3):
            try:
                for booking in Booking.objects.exclude(status=Status.CONFIRMED).order_by("pk")[:5]:
                    take_on(booking)
            except (DatabaseError, Refused):
                connection.close()
        connection.close()


def take_on(booking):
    by, held = user_of(booking.leader), booking.pre_meeting_starts_at
    if booking.status == Status.REQUESTED:
        actions.accept(by=by, booking=booking)
    later = held + dt.timedelta(hours=1)
    if not booking.held_from:
        actions.record_pre_meeting(
            by=by,
            booking=booking,
            held_from=held,
            held_to=held + dt.timedelta(minutes=30),
            way="IGP",
            at=later,
        )
    actions.confirm(by=by, booking=booking)


def wait_until(true, seconds):
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.3)
    return true()
