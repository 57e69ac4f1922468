"""Calendar files, read back by two foreign parsers: one UID for life, rising SEQUENCE, UTC, nobody's name."""

import datetime as dt

import icalendar
import pytest
import vobject

from bookings import actions, invitations
from bookings.choices import Move
from bookings.models import Booking
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    make_accepted,
    make_advice,
    make_confirmed,
    make_need,
    make_request,
    oslo,
    user_of,
)
from tests.bookings.post import letters

pytestmark = pytest.mark.django_db


def parsed(text):
    """Method and event as vobject reads them; icalendar must agree."""
    calendar = vobject.readOne(text)
    other = icalendar.Calendar.from_ical(text)
    event = next(iter(other.walk("VEVENT")))
    assert str(event["UID"]) == calendar.vevent.uid.value
    assert event["DTSTART"].dt == calendar.vevent.dtstart.value
    assert str(other["METHOD"]) == calendar.method.value
    return calendar.method.value, calendar.vevent


def sent(kind):
    return [parsed(letter.calendar) for letter in letters(kind)]


def test_the_formøte_is_agreed_and_the_meeting_tentative():
    booking = make_accepted()

    method, talk = sent("accepted")[0]
    _, meeting = sent("meeting_reserved")[0]

    assert (method, talk.status.value, talk.dtstart.value) == ("REQUEST", "CONFIRMED", FORMØTE)
    assert (meeting.status.value, meeting.dtstart.value, meeting.dtend.value) == (
        "TENTATIVE",
        MEETING,
        MEETING + dt.timedelta(hours=2),
    )
    assert (talk.uid.value, meeting.uid.value) == (booking.pre_meeting_uid, booking.meeting_uid)
    assert talk.uid.value != meeting.uid.value


def test_the_uid_is_one_for_life_and_the_sequence_rises():
    booking = make_confirmed()
    actions.cancel(by=user_of(booking.leader), booking=booking, at=AFTER_FORMØTE)

    events = [sent(kind)[0][1] for kind in ("meeting_reserved", "confirmed", "cancelled")]

    assert {event.uid.value for event in events} == {booking.meeting_uid}
    assert [event.status.value for event in events] == ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    numbers = [int(event.sequence.value) for event in events]
    assert numbers == sorted(set(numbers))


def test_cancelling_says_so_in_the_object_and_in_the_mail():
    booking = make_accepted()

    actions.cancel(by=booking.booker, booking=booking, at=NOW)

    for kind in ("cancelled", "pre_meeting_dropped"):
        for letter in letters(kind):
            method, event = parsed(letter.calendar)
            assert (method, letter.calendar_method, event.status.value) == ("CANCEL", "CANCEL", "CANCELLED")


def test_a_request_that_is_cancelled_has_nothing_to_take_back():
    booking = make_request()

    actions.cancel(by=booking.booker, booking=booking, at=NOW)

    assert set(letters("cancelled").values_list("calendar", flat=True)) == {""}


def test_times_are_utc():
    text = invitations.meeting(make_accepted(), "kari@example.no").text

    assert "DTSTART:20261215T080000Z" in text
    assert "TZID" not in text


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says():
    booking = make_accepted(need=make_need(place="Møterom " + "æøå" * 40))

    lines = invitations.meeting(booking, "kari@example.no").text.encode().split(b"\r\n")

    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)
    assert parsed(invitations.meeting(booking, "kari@example.no").text)[1].location.value == booking.place


def test_the_summary_names_nobody_and_the_organiser_is_the_teams_mailbox():
    booking = make_accepted(need=make_need(title="Samtale om Per Hansen"))

    event = parsed(invitations.meeting(booking, "kari@example.no").text)[1]

    assert event.summary.value == "Møte med prosessleiar"
    assert event.organizer.value == "mailto:prosess@example.no"
    assert [a.value for a in event.contents["attendee"]] == ["mailto:kari@example.no"]
    assert f"/mine/bestilling/{booking.pk}/" in event.url.value


def test_a_moved_formøte_keeps_its_uid_and_raises_the_sequence():
    booking = make_accepted()
    actions.plan_pre_meeting(by=user_of(booking.leader), booking=booking, starts_at=oslo(12, 9, 13), at=NOW)

    before, after = sent("accepted")[0][1], sent("pre_meeting_planned")[0][1]

    assert before.uid.value == after.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)


def test_falling_back_makes_the_meeting_tentative_again():
    booking = make_confirmed()

    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE)

    confirmed, fallen = sent("confirmed")[0][1], sent("fell_back")[0][1]
    assert (fallen.status.value, fallen.uid.value) == ("TENTATIVE", confirmed.uid.value)
    assert int(fallen.sequence.value) > int(confirmed.sequence.value)


def test_a_talk_has_an_invitation_and_a_cancellation():
    talk = make_advice()
    actions.cancel_advice(by=talk.booker, talk=talk, at=NOW)

    (made, first), (gone, last) = sent("advice_confirmed")[0], sent("advice_cancelled")[0]

    assert (made, gone) == ("REQUEST", "CANCEL")
    assert first.uid.value == last.uid.value
    assert int(last.sequence.value) == int(first.sequence.value) + 1


def test_the_stored_sequence_is_what_was_sent():
    booking = make_confirmed()

    assert Booking.objects.get(pk=booking.pk).meeting_sequence == int(sent("confirmed")[0][1].sequence.value)
    assert Move.CONFIRM not in booking.moves_for(user_of(booking.leader))
