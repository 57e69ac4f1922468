"""Groups: the booking belongs to one, a new leader inherits what is live, the steering group may read."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.urls import reverse
from icalendar import Calendar

from bookings import actions
from bookings.choices import Role
from bookings.models import Booking, Group
from prosesstotte import events
from tests.bookings.factories import (
    AFTER_FORMØTE,
    NOW,
    fresh,
    make_accepted,
    make_call,
    make_completed,
    make_confirmed,
    make_group,
    make_need,
    make_request,
    user_of,
)
from tests.bookings.post import letters
from tests.factories import make_administrator, make_user

pytestmark = pytest.mark.django_db


# --- Which group ---------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["Styringsgruppa", "styringsgruppa", "  Styringsgruppa "])
def test_a_booking_belongs_to_the_bookers_own_group_of_that_name(typed):
    group = make_group()

    booking = make_request(by=group.leader, need=make_need(group_name=typed))

    assert (booking.group, booking.group_name) == (group, typed)


def test_another_name_and_somebody_elses_group_are_only_words():
    group = make_group()

    assert make_request(by=group.leader, need=make_need(group_name="Faggruppa")).group is None
    assert make_request(by=make_user(), need=make_need(group_name=group.name)).group is None


def test_the_need_form_offers_the_groups_one_leads_and_takes_another_name(client):
    group = make_group(name="Styringsgruppa for oppvekst")
    client.force_login(group.leader)

    page = client.get(reverse("bookings:need"))

    assert '<option value="Styringsgruppa for oppvekst"></option>' in page.text
    assert 'list="gruppene"' in page.text
    client.force_login(make_user())
    assert "datalist" not in client.get(reverse("bookings:need")).text


def test_two_groups_of_one_area_never_have_the_same_name():
    group = make_group()

    with pytest.raises(IntegrityError, match="group_has_one_name_in_its_area"):
        Group.objects.create(name=group.name.upper(), service_area=group.service_area, leader=group.leader)


# --- A new leader ----------------------------------------------------------------------------------


def test_a_new_leader_inherits_what_is_live_and_the_old_one_loses_it():
    old, new, group = make_user(), make_user(), None
    group = make_group(old)
    live, over = make_accepted(by=old), make_completed(by=old)

    actions.give_group(by=make_administrator(), group=group, leader=new, at=NOW)

    assert (fresh(live).booker, fresh(over).booker) == (new, old)
    assert fresh(live).responsible == old  # changes by its own door alone
    assert fresh(live).roles_of(old) == {Role.RESPONSIBLE}
    assert set(Booking.objects.visible_to(new)) == {live, over}
    assert [event.verb for event in events.history(live)][-1] == "succession"
    assert events.history(group).get().data == {"old": old.pk, "new": new.pk}


def test_an_old_leader_who_is_not_responsible_sees_nothing_more():
    group = make_group()
    old = group.leader
    booking = make_request(by=old, need=make_need(responsible_email="kari@example.no"))

    actions.give_group(by=make_administrator(), group=group, leader=make_user(), at=NOW)

    assert not Booking.objects.visible_to(old).filter(pk=booking.pk).exists()
    assert fresh(booking).moves_for(old) == []


def test_the_held_formøte_stands_until_the_responsible_changes_through_the_door():
    group = make_group()
    booking = make_confirmed(by=group.leader)
    new = make_user()

    actions.give_group(by=make_administrator(), group=group, leader=new, at=AFTER_FORMØTE)
    assert fresh(booking).pre_meeting_is_held
    actions.change_goal_or_responsible(
        by=new, booking=fresh(booking), responsible_email=new.email, at=AFTER_FORMØTE
    )

    assert not fresh(booking).pre_meeting_is_held


def test_the_times_go_from_one_calendar_to_the_other():
    group = make_group()
    old, new = group.leader, make_user()
    booking = make_accepted(by=old, need=make_need(responsible_email="kari@example.no"))

    actions.give_group(by=make_administrator(), group=group, leader=new, at=NOW)

    uids = {booking.meeting_uid, booking.pre_meeting_uid}
    for kind, address, method in (
        ("inherited", new.email, "REQUEST"),
        ("no_longer_booker", old.email, "CANCEL"),
    ):
        sent = letters(kind)
        assert {(letter.to, letter.calendar_method) for letter in sent} == {(address, method)}
        assert {str(Calendar.from_ical(letter.calendar).walk("VEVENT")[0]["UID"]) for letter in sent} == uids


def test_a_group_leader_has_what_a_coordinator_booked_too():
    group = make_group()
    booking = make_request()
    Booking.objects.filter(pk=booking.pk).update(group=group)

    assert booking in Booking.objects.visible_to(group.leader)
    assert fresh(booking).roles_of(group.leader) == {Role.BOOKER}


def test_only_the_administration_gives_a_group_away():
    group = make_group()
    booking = make_request(by=group.leader)

    for by in (group.leader, user_of(booking.leader), make_user()):
        with pytest.raises(PermissionDenied):
            actions.give_group(by=by, group=group, leader=make_user())
    assert fresh(booking).booker == group.leader


def test_admin_gives_a_group_by_the_door(client):
    group, new, admin = make_group(), make_user(), make_administrator()
    booking = make_request(by=group.leader)
    client.force_login(admin)
    typed = {
        "name": group.name, "service_area": group.service_area_id, "leader": new.pk, "is_active": "on",
        "readers": [],
    }  # fmt: skip

    response = client.post(reverse("admin:bookings_group_change", args=[group.pk]), typed)

    assert response.status_code == 302
    assert (fresh(booking).booker, Group.objects.get().leader) == (new, new)
    assert events.history(group).get().by == admin


def test_a_call_is_inherited_without_a_calendar():
    group = make_group()
    make_call(by=group.leader)

    actions.give_group(by=make_administrator(), group=group, leader=make_user(), at=NOW)

    assert {letter.calendar for letter in letters("inherited")} == {""}


# --- The steering group reads -----------------------------------------------------------------------


def test_the_steering_group_reads_and_has_no_buttons(client):
    reader = make_user()
    group = make_group(readers=[reader])
    booking, other = make_accepted(by=group.leader), make_accepted()
    client.force_login(reader)

    page = client.get(booking.get_absolute_url())

    assert page.status_code == 200
    assert page.context["buttons"] == []
    assert not re_buttons(page)
    assert "Møte i gruppene du følgjer" in client.get(reverse("mine")).text
    assert client.get(other.get_absolute_url()).status_code == 404


def re_buttons(page):
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return "<form" in main or "<button" in main


@pytest.mark.parametrize("move", ["move", "adjust", "change", "cancel", "accept", "record", "plan"])
def test_a_reader_is_kept_out_of_every_door(client, move):
    reader = make_user()
    booking = make_accepted(by=make_group(readers=[reader]).leader)
    client.force_login(reader)

    for method in (client.get, client.post):
        assert method(reverse("booking_move", args=[booking.pk, move]), {"version": 1}).status_code == 403


def test_a_reader_who_also_books_sees_it_once(client):
    group = make_group()
    group.readers.set([group.leader])
    booking = make_request(by=group.leader)

    assert list(Booking.objects.visible_to(group.leader)) == [booking]
    assert not Booking.objects.read_by(group.leader).exists()


def test_whoever_no_longer_reads_the_group_sees_nothing():
    reader = make_user()
    group = make_group(readers=[reader])
    make_request(by=group.leader)

    group.readers.clear()

    assert not Booking.objects.visible_to(reader).exists()
