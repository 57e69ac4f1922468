"""Changing who comes, where and how without moving: only what is new is told, and the margins follow."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from bookings import actions
from bookings.choices import Channel, MeetingMode, Source, Status
from bookings.errors import Changed, Refused
from bookings.models import Commitment
from prosesstotte import events
from tests.bookings.factories import (
    AFTER_FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_call,
    make_confirmed,
    make_leader,
    make_need,
    make_request,
    oslo,
    user_of,
)
from tests.bookings.post import letters
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def adjust(booking, *, by=None, at=AFTER_FORMØTE, **details):
    return actions.adjust(by=by or booking.booker, booking=booking, at=at, **details)


def margins(booking):
    row = Commitment.objects.get(booking=booking, source=Source.MEETING, active=True)
    return [
        int(side.total_seconds()) // 60
        for side in (row.core.lower - row.blocked.lower, row.blocked.upper - row.core.upper)
    ]


def test_the_number_of_people_changes_and_a_confirmed_meeting_stays_confirmed():
    booking = make_confirmed()

    adjust(booking, people=40, title=booking.title, place=booking.place)

    found = fresh(booking)
    assert (found.people, found.status, found.pre_meeting_is_held) == (40, Status.CONFIRMED, True)
    assert events.history(booking).last().data == {"new": [["Deltakarar", "40"]]}
    assert letters("adjusted").count() == 2
    assert "Deltakarar: 40" in letters("adjusted").first().text
    assert "Møtet heiter" not in letters("adjusted").first().text
    assert {letter.calendar for letter in letters("adjusted")} == {""}


def test_a_new_place_goes_into_the_calendars():
    booking = make_accepted()
    old = booking.meeting_sequence

    adjust(booking, place="Kulturhuset", at=NOW)

    event = Calendar.from_ical(letters("adjusted").first().calendar).walk("VEVENT")[0]
    assert (str(event["LOCATION"]), str(event["UID"])) == ("Kulturhuset", booking.meeting_uid)
    assert event["SEQUENCE"] > old
    assert letters("adjusted").first().calendar_method == "REQUEST"


def test_a_new_way_to_hold_the_formøte_goes_into_its_own_invitation():
    booking = make_accepted()

    adjust(booking, pre_meeting_channel=Channel.VIDEO, place="Kulturhuset", at=NOW)

    calendars = [Calendar.from_ical(letter.calendar).walk("VEVENT")[0] for letter in letters("adjusted")]
    assert {str(event["UID"]) for event in calendars} == {booking.meeting_uid, booking.pre_meeting_uid}
    assert letters("adjusted").count() == 4
    assert not [
        letter
        for letter in letters("adjusted")
        if "Videomøte" in letter.text and "Kulturhuset" in new_of(letter)
    ]


def new_of(letter):
    return letter.text.partition("Dette er nytt:")[2].partition("**")[0]


def test_a_request_has_no_calendar_to_change_and_a_call_no_times():
    adjust(make_request(), place="Kulturhuset", at=NOW)
    call, staff = make_call(), make_user(is_staff=True, is_superuser=True)

    adjust(call, by=staff, mode=MeetingMode.DIGITAL, at=NOW)

    assert fresh(call).mode == MeetingMode.DIGITAL
    assert {letter.calendar for letter in letters("adjusted")} == {""}


def test_the_words_of_a_note_are_not_sent_around():
    adjust(make_accepted(), notes="Ein vanskeleg konflikt", at=NOW)

    assert "Anna vi bør vite: endra" in letters("adjusted").first().text
    assert "konflikt" not in letters("adjusted").first().text


def test_the_margins_follow_the_kind_of_meeting():
    booking = make_accepted(leader=make_leader(buffer_before=45, buffer_after=30))

    assert margins(booking) == [45, 30]
    adjust(booking, mode=MeetingMode.DIGITAL, at=NOW)
    assert margins(booking) == [0, 15]
    adjust(booking, mode=MeetingMode.ROOM, at=NOW)
    assert margins(booking) == [45, 30]


def test_a_room_is_refused_when_the_travel_is_taken_and_nothing_is_changed():
    leader = make_leader(buffer_before=60)
    booking = make_accepted(leader=leader, need=make_need(mode=MeetingMode.DIGITAL))
    make_request(
        leader=leader, need=make_need(mode=MeetingMode.DIGITAL), minutes=60, starts_at=oslo(12, 15, 11, 15),
        pre_meeting_starts_at=oslo(12, 9, 12),
    )  # fmt: skip

    with pytest.raises(Refused, match="førebuing og reise") as refused:
        adjust(booking, mode=MeetingMode.ROOM, people=99, at=NOW)

    assert refused.value.status == 409
    assert (fresh(booking).mode, fresh(booking).people, margins(booking)) == (
        MeetingMode.DIGITAL,
        12,
        [0, 15],
    )
    assert not letters("adjusted").exists()


@pytest.mark.parametrize("who", ["booker", "responsible", "leader", "staff"])
def test_everybody_with_a_role_may_change_the_details(who):
    booking = make_accepted(need=make_need(responsible_email="kari@example.no"))
    people = {
        "booker": booking.booker,
        "responsible": booking.responsible,
        "leader": user_of(booking.leader),
        "staff": make_user(is_staff=True, is_superuser=True),
    }

    adjust(booking, by=people[who], people=20, at=NOW)

    assert fresh(booking).people == 20


def test_strangers_old_pages_and_nonsense_are_refused():
    booking = make_accepted()

    with pytest.raises(PermissionDenied):
        adjust(booking, by=make_user(), people=20)
    with pytest.raises(Changed):
        adjust(booking, people=20, version=booking.version - 1)
    with pytest.raises(ValidationError):
        adjust(booking, people=0)
    with pytest.raises(ValueError, match="status"):
        adjust(booking, status="confirmed")
    assert fresh(booking).people == 12


def test_nothing_new_makes_no_event_and_no_letter():
    booking = make_accepted()

    adjust(booking, people=12, title=f" {booking.title} ")

    assert fresh(booking).version == booking.version
    assert not letters("adjusted").exists()


def test_the_page_shows_what_stands_and_takes_what_is_new(client, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AFTER_FORMØTE)
    booking = make_confirmed()
    address = reverse("booking_move", args=[booking.pk, "adjust"])
    client.force_login(booking.booker)

    form = client.get(address).context["form"]
    typed = {"title": "Nytt namn", "people": "30", "mode": "digital", "place": "", "notes": "", "phone": ""}
    wrong = client.post(address, {**typed, "people": "0", "version": booking.version})
    right = client.post(address, {**typed, "version": booking.version})

    assert (form["people"].value(), "pre_meeting_channel" in form.fields) == (12, False)
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["people"])
    assert "Nytt namn" in wrong.text
    assert right.headers["Location"] == booking.get_absolute_url()
    assert (fresh(booking).title, fresh(booking).mode, fresh(booking).starts_at) == (
        "Nytt namn",
        "digital",
        MEETING,
    )
