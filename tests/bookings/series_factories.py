"""Series in their states, through the doors: three meetings, two weeks apart, with one formøte."""

from bookings import actions
from bookings.models import Booking, Commitment
from bookings.rhythm import Rhythm
from tests.bookings.factories import (
    AFTER_FORMØTE,
    MEETING,
    NOW,
    make_leader,
    make_need,
    make_times,
    oslo,
    record,
    user_of,
)
from tests.factories import make_user

RHYTHM = Rhythm(meetings=3, weeks=2)
DATES = [MEETING, oslo(12, 29, 9), oslo(1, 12, 9, year=2027)]


def ask(leader=None, *, by=None, rhythm=RHYTHM, at=NOW, need=None, **times):
    times = make_times(leader or make_leader(), rhythm=rhythm, **times)
    actions.request_booking(by=by or make_user(), need=need or make_need(), times=times, at=at)
    return meetings()


def meetings():
    return list(Booking.objects.exclude(series=None).order_by("place_in_series"))


def agreed(**fields):
    first, *_others = ask(**fields)
    actions.accept_series(by=user_of(first.leader), booking=first, at=NOW)
    return meetings()


def held(**fields):
    record(agreed(**fields)[0])
    return meetings()


def confirmed(**fields):
    first, *_others = held(**fields)
    actions.confirm_series(by=user_of(first.leader), booking=first, at=AFTER_FORMØTE)
    return meetings()


def talk_of():
    """(number of the meeting that has the formøte, its start), of every active formøte."""
    found = Commitment.objects.active().filter(source="pre_meeting").order_by("pk")
    return [(one.booking.place_in_series, one.starts_at) for one in found]
