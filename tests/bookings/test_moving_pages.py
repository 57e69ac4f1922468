"""The pages where times are picked from lists: moving, a new formøte, and the answer to «ring meg»."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.choices import Channel, Status
from bookings.models import Commitment
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    fresh,
    make_accepted,
    make_call,
    make_confirmed,
    make_leader,
    make_request,
    oslo,
    user_of,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
NEW, NEW_TALK = "2026-12-16T12:00+01:00", "2026-12-09T13:00+01:00"


def address(booking, move="move"):
    return reverse("booking_move", args=[booking.pk, move])


def look(client, booking, move="move", *, by=None, **picked):
    client.force_login(by or booking.booker)
    return client.get(address(booking, move), picked)


def send(client, booking, move="move", *, by=None, **answers):
    client.force_login(by or booking.booker)
    return client.post(address(booking, move), {"version": fresh(booking).version, **answers})


def offered(response):
    return re.findall(r'<input type="radio" name="(?:mote|formote)" value="([^"]+)"', response.text)


def remarks(response):
    return response.context["asked"].remarks


# --- From list to door ----------------------------------------------------------------------------


def test_moving_goes_from_the_meeting_to_the_formøte_to_the_check(client):
    booking = make_accepted()

    first = look(client, booking, veke="2026-W51")
    second = look(client, booking, mote=NEW)
    third = look(client, booking, mote=NEW, formote=NEW_TALK)
    send(client, booking, starts_at=NEW, pre_meeting_starts_at=NEW_TALK)

    assert NEW in offered(first)
    assert NEW_TALK in offered(second)
    assert "Behald formøtet der det er" in second.text
    assert "onsdag 16. desember 2026" in third.text
    assert "tysdag 15. desember 2026" in third.text
    assert (fresh(booking).starts_at, fresh(booking).pre_meeting_starts_at) == (
        oslo(12, 16, 12),
        oslo(12, 9, 13),
    )


def test_the_meeting_may_stay_while_the_formøte_moves(client):
    booking = make_accepted()

    link = look(client, booking).context["kept_meeting"]
    page = client.get(address(booking) + link)
    send(client, booking, starts_at=link.partition("mote=")[2].replace("%3A", ":").replace("%2B", "+"),
         pre_meeting_starts_at=NEW_TALK)  # fmt: skip

    assert NEW_TALK in offered(page)
    assert "Behald formøtet der det er" not in page.text
    assert (fresh(booking).starts_at, fresh(booking).pre_meeting_starts_at) == (MEETING, oslo(12, 9, 13))


def test_the_formøte_may_stay_only_when_three_working_days_are_left(client):
    booking = make_accepted(starts_at=oslo(12, 17, 9), pre_meeting_starts_at=oslo(12, 10, 10))

    page = look(client, booking, mote="2026-12-15T09:00+01:00")

    assert page.context["step"] == "talk"
    assert page.context["kept_talk"] == ""
    assert look(client, booking, mote="2026-12-18T09:00+01:00").context["kept_talk"] != ""


def test_after_a_held_formøte_only_the_meeting_is_picked(client, clock):
    booking = make_confirmed()
    clock(AFTER_FORMØTE)

    page = look(client, booking, mote=NEW)
    response = send(client, booking, starts_at=NEW)

    assert page.context["step"] == "check"
    assert response.headers["Location"] == booking.get_absolute_url()
    assert (fresh(booking).starts_at, fresh(booking).status) == (oslo(12, 16, 12), Status.CONFIRMED)


def test_only_the_bookings_own_leader_is_offered(client):
    booking = make_accepted(leader=make_leader(weekdays=[1, 2]))
    make_leader()

    days = {value[:10] for value in offered(look(client, booking, veke="2026-W51"))}

    assert days == {"2026-12-15", "2026-12-16"}


def test_a_new_formøte_is_picked_from_a_list(client):
    booking = make_accepted()
    leader = user_of(booking.leader)

    first = look(client, booking, "plan", by=leader, forveke="2026-W50")
    last = look(client, booking, "plan", by=leader, formote=NEW_TALK)
    send(client, booking, "plan", by=leader, pre_meeting_starts_at=NEW_TALK, channel="video")

    assert NEW_TALK in offered(first)
    assert (first.context["step"], last.context["step"]) == ("talk", "check")
    assert fresh(booking).pre_meeting_starts_at == oslo(12, 9, 13)
    assert fresh(booking).pre_meeting_channel == Channel.VIDEO


def test_a_call_is_answered_with_times_from_the_lists(client):
    call, leader = make_call(), make_leader()
    user, picked = user_of(leader), {"minutt": "90", "leiar": str(leader.pk)}

    first = look(client, call, "accept", by=user, **picked)
    second = look(client, call, "accept", by=user, **picked, mote=NEW)
    third = look(client, call, "accept", by=user, **picked, mote=NEW, formote=NEW_TALK)
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', third.text))
    client.post(address(call, "accept"), {**hidden, "goal": "Bli samde.", "pre_meeting_channel": "phone"})

    assert [page.context["step"] for page in (first, second, third)] == ["meeting", "talk", "check"]
    booking = fresh(call)
    assert (booking.status, booking.leader, booking.minutes) == (Status.ACCEPTED, leader, 90)
    assert (booking.starts_at, booking.pre_meeting_starts_at) == (oslo(12, 16, 12), oslo(12, 9, 13))


def test_a_call_may_be_given_to_whoever_is_free_by_the_staff(client):
    call, leader = make_call(), make_leader()
    staff = make_user(is_staff=True, is_superuser=True)

    page = look(client, call, "accept", by=staff, mote=NEW)
    answers = {"minutes": "120", "leader": "", "goal": "Bli samde.", "pre_meeting_channel": "phone"}
    send(client, call, "accept", by=staff, starts_at=NEW, pre_meeting_starts_at=NEW_TALK, **answers)

    assert "Kven som helst" in page.text
    assert fresh(call).leader == leader


def test_a_time_outside_the_lists_is_still_typed_with_a_reason(client):
    call, leader = make_call(), make_leader()

    page = look(client, call, "accept", by=user_of(leader), skriv="1")

    assert "overrule" in page.context["form"].fields
    assert "?skriv=1" in look(client, call, "accept", by=user_of(leader)).text


def test_the_leader_types_a_time_outside_the_rules_with_a_reason_and_the_booker_does_not(client):
    booking = make_accepted()
    typed = {"date": "2026-12-16", "clock": "18.00", "overrule": "Folkemøte om kvelden"}

    assert "?skriv=1" not in look(client, booking).text
    refused = send(client, booking, **typed)
    assert "?skriv=1" in look(client, booking, by=user_of(booking.leader)).text
    page = look(client, booking, by=user_of(booking.leader), skriv="1")
    without = send(client, booking, by=user_of(booking.leader), **{**typed, "overrule": ""})
    send(client, booking, by=user_of(booking.leader), **typed)

    assert (refused.status_code, without.status_code) == (422, 422)
    assert "Berre teamet kan gå utanfor reglane." in refused.text
    assert page.context["form"]["clock"].value() == "09.00"
    assert fresh(booking).starts_at == oslo(12, 16, 18)


# --- Read leniently ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "picked",
    [
        {"mote": "xx"},
        {"mote": "2026-12-19T09:00+01:00"},
        {"mote": "9999-12-31T23:59+01:00"},
        {"mote": "2026-12-01T09:00+01:00"},
        {"veke": "2026-W99"},
        {"mote": NEW, "formote": "2026-12-14T09:00+01:00"},
        {"mote": NEW, "formote": "xx"},
        {"mote": NEW, "forveke": "x"},
    ],
)
def test_what_cannot_be_read_or_is_not_free_is_set_aside_and_said(client, picked):
    page = look(client, make_accepted(), **picked)

    assert page.status_code == 200
    assert page.context["step"] in {"meeting", "talk"}
    assert len(remarks(page)) == 1


# --- Refused, and what was typed is kept -------------------------------------------------------------


def test_a_time_that_is_taken_is_409_with_the_nearest_ones_to_choose(client):
    call, leader = make_call(), make_leader()
    make_request(leader=leader, starts_at=oslo(12, 16, 12), pre_meeting_starts_at=oslo(12, 8, 10))
    answers = {
        "minutes": "120",
        "leader": leader.pk,
        "goal": "Eit mål vi skreiv",
        "pre_meeting_channel": "phone",
    }

    response = send(
        client, call, "accept", by=user_of(leader), starts_at=NEW, pre_meeting_starts_at=NEW_TALK, **answers
    )

    assert response.status_code == 409
    assert "Tida blei teken no nettopp." in response.context["form"].errors["starts_at"][0]
    near = re.findall(r'<input type="radio" name="starts_at" value="([^"]+)"', response.text)
    assert len(near) == 5
    assert "Eit mål vi skreiv" in response.text
    version = re.search(r'name="version" value="(\d+)"', response.text)[1]
    again = {**answers, "version": version, "starts_at": near[0], "pre_meeting_starts_at": NEW_TALK}
    assert client.post(address(call, "accept"), again).status_code == 302


def test_a_move_that_was_taken_meanwhile_offers_the_leaders_own_times(client):
    booking = make_accepted()
    make_request(leader=booking.leader, starts_at=oslo(12, 16, 12), pre_meeting_starts_at=oslo(12, 8, 10))

    response = send(client, booking, starts_at=NEW, pre_meeting_starts_at="")

    assert response.status_code == 409
    assert 'type="radio" name="starts_at"' in response.text
    assert fresh(booking).starts_at == MEETING


def test_inside_the_notice_the_page_says_to_call(client, clock):
    booking = make_confirmed()
    clock(oslo(12, 14, 15))

    response = send(client, booking, starts_at="2026-12-17T12:00+01:00")

    assert response.status_code == 422
    assert "Ring oss, så finn vi ei ny tid saman." in response.text


def test_an_old_page_is_409(client):
    booking = make_accepted()

    response = send(client, booking, starts_at=NEW, version=booking.version - 1)

    assert response.status_code == 409
    assert fresh(booking).starts_at == MEETING


@pytest.mark.parametrize("answers", [{}, {"starts_at": "xx"}, {"starts_at": "9999-01-01T00:00+01:00"}])
def test_a_move_without_a_real_time_is_422(client, answers):
    booking = make_accepted()

    assert send(client, booking, **answers).status_code == 422
    assert fresh(booking).starts_at == MEETING


def test_get_changes_nothing_and_a_closed_booking_leads_back(client):
    booking, call = make_accepted(), make_call()
    rows = list(Commitment.objects.values_list("pk", "core", "active"))

    look(client, booking, mote=NEW, formote=NEW_TALK)
    away = look(client, call)

    assert list(Commitment.objects.values_list("pk", "core", "active")) == rows
    assert fresh(booking).version == booking.version
    assert away.headers["Location"] == call.get_absolute_url()


# --- Closed to others --------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_find_nothing_and_the_booker_plans_no_formøte(client, method):
    booking, call = make_accepted(), make_call()
    client.force_login(make_user())
    for row, move in ((booking, "move"), (booking, "plan"), (call, "accept")):
        assert getattr(client, method)(address(row, move), {"version": 1}).status_code == 404

    client.force_login(booking.booker)
    assert getattr(client, method)(address(booking, "plan"), {"version": 1}).status_code == 403


def test_the_number_of_queries_does_not_depend_on_what_is_taken(client):
    booking = make_accepted()
    look(client, booking)

    def count():
        with CaptureQueriesContext(connection) as found:
            client.get(address(booking), {"veke": "2026-W51"})
        return len(found)

    alone = count()
    for day, hour in ((16, 11), (17, 12), (18, 13)):
        talk = FORMØTE.replace(hour=hour)
        make_request(leader=booking.leader, starts_at=oslo(12, day, 12), pre_meeting_starts_at=talk)
    assert count() == alone <= 12
