"""Fetch a leader's own calendar and keep its busy time. The old time stands until a new one is read whole."""

import datetime as dt
import json
import subprocess
import sys

from django.conf import settings
from django.utils import timezone

from bookings import foreign_calendar
from bookings.leader_calendars import ZONE
from bookings.models import BookingSettings, Commitment, ExternalBusy, ExternalCalendar, ProcessLeader
from bookings.reservations import door
from prosesstotte import fetching
from prosesstotte.fetching import NotFetched

MOST_BYTES, SECONDS = 2_000_000, 15
SECONDS_TO_READ = 30
DAY = dt.timedelta(days=1)


def fetch(calendar, at=None):
    """One try: the new busy time, or what went wrong. Nothing is raised: the leader reads it on the page."""
    if calendar is None:  # taken away while the job waited
        return
    at = at or timezone.now()
    try:
        body = fetching.fetch(
            calendar.address, most_bytes=MOST_BYTES, seconds=SECONDS, accept="text/calendar, */*;q=0.1"
        )
        spans = read(body, at, calendar.leader_id)
    except NotFetched as error:
        _note(calendar=calendar, at=at, problem=error.reason)
    else:
        _replace(calendar=calendar, at=at, spans=spans)


def read(body, at, leader):
    """The busy stretches from yesterday to the last day the calendar is open, read in another process."""
    first, last = at - DAY, at + DAY * (BookingSettings.current().horizon_days + 7)
    window = [str(int(moment.timestamp())) for moment in (first, last)]
    command = [
        sys.executable,
        "-m",
        foreign_calendar.__name__,
        ZONE.key,
        *window,
        json.dumps(own(leader, first)),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, and numbers
            command, input=body, capture_output=True, timeout=SECONDS_TO_READ, cwd=settings.BASE_DIR
        )
    except subprocess.TimeoutExpired:
        raise NotFetched("too_heavy") from None
    if done.returncode == foreign_calendar.NOT_A_CALENDAR:
        raise NotFetched("not_a_calendar")
    if done.returncode:
        raise NotFetched("too_heavy")
    return json.loads(done.stdout)


def own(leader, first):
    """What the portal itself has put in the leader's calendar from `first` on: a list of busy time
    names nothing, and a meeting of ours may not stand in the way of its own moving."""
    taken = Commitment.objects.active().filter(leader_id=leader, core__endswith__gt=first)
    cores = taken.values_list("core", flat=True)
    return [(int(core.lower.timestamp()), int(core.upper.timestamp())) for core in cores]


@door
def _replace(*, calendar, at, spans):
    """All of it at once, under the lock that bookings take, and only while the address still is this one."""
    ProcessLeader.objects.lock([calendar.leader_id])
    kept = _same(calendar).update(tried_at=at, fetched_at=at, problem="")
    if not kept:
        return
    ExternalBusy.objects.filter(leader_id=calendar.leader_id).delete()
    moments = ([dt.datetime.fromtimestamp(second, dt.UTC) for second in span] for span in spans)
    ExternalBusy.objects.bulk_create(
        ExternalBusy(leader_id=calendar.leader_id, starts_at=start, ends_at=end) for start, end in moments
    )


@door
def _note(*, calendar, at, problem):
    _same(calendar).update(tried_at=at, problem=problem)


def _same(calendar):
    return ExternalCalendar.objects.filter(pk=calendar.pk, address=calendar.address)
