"""The demo tells a true story whatever day it is loaded, and loads once."""

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from bookings import actions, demo, evaluation_demo, evaluations
from bookings.models import (
    AdviceTalk,
    Attachment,
    Booking,
    Commitment,
    Offer,
    ProcessLeader,
    WaitingEntry,
)
from prosesstotte.models import Event, OutgoingMail
from tests.bookings.factories import oslo, user_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "now",
    [
        oslo(11, 24, 10),
        oslo(12, 26, 3),  # Christmas
        oslo(3, 29, 23, 59),  # the clock is changed, and Easter comes
        oslo(7, 12, 12),  # a Sunday in July
        oslo(10, 25, 2, 30),
    ],
    ids=str,
)
def test_it_loads_on_any_day(now):
    demo.load(now)

    assert Counter(Booking.objects.values_list("status", flat=True)) == {
        "completed": 1,
        "confirmed": 1,
        "accepted": 6,  # three of them are a series
        "requested": 2,
    }
    assert AdviceTalk.objects.count() == 1
    assert ProcessLeader.objects.active().count() == 5
    assert Booking.objects.filter(kind="call", leader=None).count() == 1
    check_that_it_shows_a_moved_meeting_a_file_and_a_thread()
    assert not OutgoingMail.objects.filter(sent_at__isnull=True).exists()  # nobody made up gets mail


def check_that_it_shows_a_moved_meeting_a_file_and_a_thread():
    moved = Event.objects.get(verb="move")
    booking = Attachment.objects.get().booking
    assert Booking.objects.get(pk=moved.subject_id).status == "confirmed"
    assert [message.by for message in booking.messages.all()] == [booking.booker, user_of(booking.leader)]
    assert Booking.objects.filter(group__name="Styringsgruppa for oppvekst").count() == 5


def test_one_of_its_bookings_has_two_leaders_who_both_have_the_meeting():
    demo.load()

    booking = Booking.objects.get(leaders_wanted=2)
    rows = Commitment.objects.active().filter(booking=booking, source="meeting")
    assert sorted(rows.values_list("part", flat=True)) == ["co_leader", "leader"]


def test_one_waits_and_one_has_an_offer_to_answer():
    demo.load()

    waits = WaitingEntry.objects.in_line()
    assert [entry.offer is not None for entry in waits] == [True, False]
    actions.sweep_waiting_list(timezone.now())
    assert Offer.objects.count() == 1


def test_it_loads_once_and_time_travel_is_honest():
    demo.load()
    check_that_time_travel_is_honest(timezone.now())
    models = (Booking, AdviceTalk, Commitment, Event, OutgoingMail, Offer, WaitingEntry)
    counts = [model.objects.count() for model in models]

    demo.load(timezone.now() + dt.timedelta(days=3))

    assert counts == [model.objects.count() for model in models]


def check_that_time_travel_is_honest(now):
    assert Booking.objects.get(status="completed").ends_at < now
    assert Booking.objects.get(status="confirmed").starts_at > now
    held = Booking.objects.get(status="accepted", held_to__isnull=False)
    assert held.held_to < now < held.starts_at
    assert not Event.objects.filter(at__gt=now).exists()


def test_the_history_loads_once_and_one_of_its_meetings_is_too_small_to_show():
    demo.load()
    demo.load_history()
    demo.load_history()

    found = evaluations.meetings(timezone.localdate() - dt.timedelta(days=730))
    assert len(found) == len(evaluation_demo.PAST)
    assert sum(one.answered < 5 for one in found) == 1
    assert not OutgoingMail.objects.filter(sent_at__isnull=True).exists()
