"""A co-leader in the meeting, and the time around it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from icalendar import Calendar

from bookings import actions
from bookings.errors import Refused, TimeTaken
from bookings.models import Booking, Commitment
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_advice,
    make_call,
    make_leader,
    make_recorded,
    make_request,
    user_of,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINUTE = dt.timedelta(minutes=1)


def bring(booking, leader, **fields):
    return actions.bring_co_leader(
        by=user_of(booking.leader), booking=booking, leader=leader, at=NOW, **fields
    )


def with_co_leader(make=make_accepted):
    booking, other = make(), make_leader("Medleiar")
    return bring(booking, other), other


def methods(address):
    rows = OutgoingMail.objects.filter(to=address).exclude(calendar="").order_by("pk")
    return [str(Calendar.from_ical(row.calendar)["METHOD"]) for row in rows]


def test_a_co_leader_takes_the_meeting_alone_and_gets_an_invitation():
    booking, other = with_co_leader()

    row = Commitment.objects.active().get(leader=other)
    assert (row.source, row.part, row.booking) == ("meeting", "co_leader", booking)
    assert methods(other.email) == ["REQUEST"]
    assert fresh(booking).leader != other


def test_who_is_taken_then_cannot_come_along_but_may_be_taken_at_the_formøte():
    booking, busy, talking = make_accepted(), make_leader(), make_leader()
    make_advice(leader=busy, starts_at=MEETING)
    make_advice(leader=talking, starts_at=FORMØTE)

    with pytest.raises(TimeTaken):
        bring(booking, busy)
    bring(booking, talking)

    assert [one.leader for one in booking.co_leaders()] == [talking]


def test_twice_is_once():
    booking, other = with_co_leader()

    bring(booking, other)

    assert methods(other.email) == ["REQUEST"]


def test_the_leader_is_no_co_leader_and_a_call_has_no_time():
    booking, call, leader = make_accepted(), make_call(), make_leader()

    with pytest.raises(Refused, match="leier møtet alt"):
        bring(booking, booking.leader)
    with pytest.raises(Refused, match="ikkje tid enno"):
        actions.bring_co_leader(by=user_of(leader), booking=call, leader=make_leader(), at=NOW)


def test_out_of_the_meeting_cancels_in_that_calendar_alone():
    booking, other = with_co_leader()
    letters = OutgoingMail.objects.count()

    actions.let_co_leader_go(by=user_of(booking.leader), booking=booking, leader=other, at=NOW)

    assert methods(other.email) == ["REQUEST", "CANCEL"]
    assert OutgoingMail.objects.count() == letters + 1
    assert not Commitment.objects.active().filter(leader=other).exists()


def test_a_no_from_the_co_leader_lets_the_meeting_stand_and_is_told_to_leader_and_team(settings):
    booking, other = with_co_leader()

    actions.let_co_leader_go(by=user_of(other), booking=booking, leader=other, at=NOW)

    told = OutgoingMail.objects.filter(kind="bookings/co_leader_said_no").values_list("to", flat=True)
    assert sorted(told) == sorted([booking.leader.email, settings.SITE_EMAIL])
    assert (fresh(booking).status, methods(other.email)) == ("accepted", ["REQUEST", "CANCEL"])


def test_a_co_leader_speaks_for_nobody_else():
    booking, other = with_co_leader()
    third = make_leader()
    bring(booking, third)

    with pytest.raises(PermissionDenied):
        actions.let_co_leader_go(by=user_of(other), booking=booking, leader=third, at=NOW)

    assert booking.co_leaders().count() == 2


def test_no_by_page(client):
    booking, other = with_co_leader()
    client.force_login(user_of(other))
    address = reverse("booking_move", args=[booking.pk, "let_go"])

    shown = client.get(booking.get_absolute_url()).text
    asked = client.get(address).text
    response = client.post(address, {"version": fresh(booking).version}, follow=True)

    assert f'href="{address}">Eg kan ikkje vere med</a>' in shown
    assert "Meld frå at eg ikkje kan" in asked
    assert response.redirect_chain == [(reverse("mine"), 302)]
    assert not booking.co_leaders().exists()
    client.force_login(user_of(booking.leader))
    assert (
        "Medleiar kan ikkje vere medleiar likevel. Møtet står." in client.get(booking.get_absolute_url()).text
    )


def test_what_happens_with_the_meeting_is_told_to_the_co_leader_too():
    booking, other = with_co_leader(make_recorded)

    actions.confirm(by=user_of(booking.leader), booking=booking, at=AFTER_FORMØTE)
    actions.cancel(by=user_of(booking.leader), booking=booking, reason="Sjukdom", at=AFTER_FORMØTE)

    assert methods(other.email) == ["REQUEST", "REQUEST", "CANCEL"]
    assert not Commitment.objects.active().exists()


def test_a_meeting_that_moves_takes_the_co_leader_along_also_before_it_is_accepted():
    booking, other = with_co_leader(make_request)
    later = MEETING + dt.timedelta(days=1)

    actions.move(by=user_of(booking.leader), booking=booking, starts_at=later, at=NOW)

    assert methods(other.email) == ["REQUEST", "REQUEST"]
    assert Commitment.objects.active().get(leader=other).core.lower == later


def test_a_declined_request_leaves_the_co_leaders_calendar():
    booking, other = with_co_leader(make_request)

    actions.decline(by=user_of(booking.leader), booking=booking, reason="Full veke.", at=NOW)

    assert methods(other.email) == ["REQUEST", "CANCEL"]


def test_the_co_leader_sees_the_booking_and_plans_but_does_not_decide(client):
    booking, other = with_co_leader(make_recorded)
    client.force_login(user_of(other))

    response = client.get(booking.get_absolute_url())

    assert list(Booking.objects.visible_to(user_of(other))) == [booking]
    assert [button.move.value for button in response.context["buttons"]] == ["travel"]
    assert f"Du er med og leier møtet saman med {booking.leader}." in response.text
    assert "Lag køyreplan" in response.text
    assert actions.make_programme(by=user_of(other), booking=booking)
    assert "Møte der du er medleiar" in client.get(reverse("mine")).text
    with pytest.raises(PermissionDenied):
        actions.confirm(by=user_of(other), booking=booking, at=AFTER_FORMØTE)
    with pytest.raises(PermissionDenied):
        actions.cancel(by=user_of(other), booking=booking, at=AFTER_FORMØTE)


def test_brought_and_let_go_by_page(client):
    booking, other = make_accepted(), make_leader("Kari Kollega")
    client.force_login(user_of(booking.leader))
    bring_page, out = (reverse("booking_move", args=[booking.pk, move]) for move in ("bring", "let_go"))

    listed = client.get(bring_page).text
    client.post(bring_page, {"version": fresh(booking).version, "leader": other.pk})
    came = client.get(booking.get_absolute_url()).text
    client.post(out, {"version": fresh(booking).version, "leader": other.pk})

    assert "Kari Kollega: ledig, 0 timar" in listed
    assert "Kari Kollega er med og leier møtet." in came
    assert not booking.co_leaders().exists()


def test_a_co_leader_taken_meanwhile_is_409(client):
    booking, busy = make_accepted(), make_leader()
    make_advice(leader=busy, starts_at=MEETING)
    client.force_login(user_of(booking.leader))

    address = reverse("booking_move", args=[booking.pk, "bring"])
    response = client.post(address, {"version": fresh(booking).version, "leader": busy.pk})

    assert response.status_code == 409
    assert "Ingen kollegaer er ledige då." in response.text


# --- The time around a meeting ------------------------------------------------------------------------


def around(booking):
    row = Commitment.objects.active().get(booking=booking, source="meeting", part="leader")
    return (row.core.lower - row.blocked.lower) / MINUTE, (row.blocked.upper - row.core.upper) / MINUTE


def travel(client, booking, user, **answers):
    client.force_login(user)
    address = reverse("booking_move", args=[booking.pk, "travel"])
    return client.post(address, {"version": fresh(booking).version, **answers})


def test_travel_is_set_by_page_and_shown_as_a_block_of_its_own(client):
    booking = make_accepted()

    travel(client, booking, user_of(booking.leader), before="75", after="0")

    assert around(booking) == (75, 0)
    week = client.get(f"{reverse('mine_week')}?veke=2026-W51").text
    assert "Førebuing og reise" in week
    assert "07.45" in week
    assert f"{booking.get_absolute_url()}reise/" in week


def test_travel_over_another_agreement_is_409_and_keeps_what_was_typed(client):
    booking = make_accepted()
    make_advice(leader=booking.leader, starts_at=MEETING + 150 * MINUTE)

    response = travel(client, booking, user_of(booking.leader), before="45", after="35")

    assert response.status_code == 409
    assert 'value="35"' in response.text
    assert around(booking) == (30, 30)


@pytest.mark.parametrize("before", ["", "-1", "481", "x"])
def test_travel_that_is_no_minutes_is_refused(client, before):
    booking = make_accepted()

    response = travel(client, booking, user_of(booking.leader), before=before, after="0")

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["before"])


def test_a_co_leader_sets_their_own_travel(client):
    booking, other = with_co_leader()

    travel(client, booking, user_of(other), before="5", after="5")

    own = Commitment.objects.active().get(leader=other)
    assert own.blocked.lower == MEETING - 5 * MINUTE
    assert around(booking) == (30, 30)


def test_the_table_lets_nobody_else_in():
    booking = make_accepted()

    for door, extra in [
        (actions.bring_co_leader, {"leader": make_leader()}),
        (actions.let_co_leader_go, {"leader": make_leader()}),
        (actions.change_travel, {"before": 0, "after": 0}),
    ]:
        with pytest.raises(PermissionDenied):
            door(by=make_user(), booking=booking, **extra)
