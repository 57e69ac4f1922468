"""Series: some meetings that are asked for at once, led by one leader, with one formøte before the first."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from bookings import actions
from bookings.choices import Status
from bookings.models import Booking, Commitment
from bookings.rhythm import Rhythm
from prosesstotte import events
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_leader,
    make_need,
    make_times,
    oslo,
    record,
    user_of,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WEEKLY = Rhythm(meetings=3, weeks=2)  # 15 and 29 December, 12 January
DATES = [MEETING, oslo(12, 29, 9), oslo(1, 12, 9, year=2027)]


def ask(leader=None, *, by=None, rhythm=WEEKLY, at=NOW, need=None, **times):
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


def letters():
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", "to"))


def test_a_series_is_ordinary_bookings_with_one_formøte():
    leader = make_leader()

    rows = ask(leader)

    assert [row.starts_at for row in rows] == DATES
    assert {row.series for row in rows} == {rows[0].series}
    assert [row.pre_meeting_is_carried for row in rows] == [False, True, True]
    assert {row.pre_meeting_starts_at for row in rows} == {FORMØTE}
    assert len({row.meeting_uid for row in rows}) == 3
    active = Commitment.objects.active().filter(leader=leader).values_list("source", "booking")
    assert sorted(active) == sorted([("pre_meeting", rows[0].pk), *(("meeting", row.pk) for row in rows)])
    assert [events.history(row).get().verb for row in rows] == ["requested"] * 3


def test_a_request_of_a_series_is_one_letter_to_each():
    rows = ask()

    assert [kind for kind, _to in letters()] == ["bookings/series_requested", "bookings/series_to_answer"]
    text = OutgoingMail.objects.first().text
    assert [f"Møte {number}: " in text for number in (1, 2, 3)] == [True] * 3
    assert rows[0].leader is not None


def test_yes_record_and_confirmation_go_through_the_whole_series():
    rows = confirmed()

    assert [row.status for row in rows] == [Status.CONFIRMED] * 3
    assert {row.held_recorded_at for row in rows} == {AFTER_FORMØTE}
    told = [[event.verb for event in events.history(row)] for row in rows]
    assert told == [["requested", "accept", "record", "confirm"]] * 3
