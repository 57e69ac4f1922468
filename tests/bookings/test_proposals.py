"""A no with other times in it, and the one press that takes one of them."""

import re

import pytest
from django.db import IntegrityError, connection
from django.urls import reverse

from bookings import actions, other_times
from bookings.models import Booking, Commitment, Proposal
from bookings.other_times import OtherTime
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_advice,
    make_leader,
    make_need,
    make_request,
    make_times,
    oslo,
    user_of,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def declined(**fields):
    """A booking that was declined with one proposal: the day after, with the same formøte."""
    need = make_need(responsible_email="kari@example.no", responsible_name="Kari", notes="Ta med tusjar")
    booking = make_request(need=need, **fields)
    other = OtherTime(booking.leader.pk, oslo(12, 16, 12), FORMØTE)
    return actions.decline(
        by=user_of(booking.leader), booking=booking, reason="Full dag.", proposals=[other], at=NOW
    )


def take(client, user, booking):
    client.force_login(user)
    return client.post(reverse("booking_proposal", args=[booking.pk, booking.proposals.get().pk]))


def test_every_offer_can_be_asked_for():
    booking = make_request()
    make_leader(weekdays=[0, 4])

    found = other_times.offers(booking, NOW)

    assert len(found) == 12
    for one in found[::4]:
        times = make_times(None, starts_at=one.starts_at, pre_meeting_starts_at=one.pre_meeting_starts_at)
        actions.request_booking(by=make_user(), need=make_need(), times=times, at=NOW)
    assert [OtherTime.read(one.value) for one in found] == found


def test_the_offers_lie_near_what_was_asked_and_in_order():
    booking = make_request()

    starts = [one.starts_at for one in other_times.offers(booking, NOW)]

    assert starts == sorted(starts)
    assert max(abs(start - MEETING).days for start in starts) <= 7
    assert MEETING not in starts


def test_the_leader_picks_from_the_list_and_the_booker_reads_them(client):
    booking = make_request()
    address = reverse("booking_move", args=[booking.pk, "decline"])
    client.force_login(user_of(booking.leader))
    values = [value for value, _text in client.get(address).context["form"].fields["proposals"].choices]

    client.post(address, {"version": 1, "reason": "Full veke.", "proposals": values[:2]})

    assert fresh(booking).status == "declined"
    assert [one.starts_at for one in booking.proposals.all()] == [
        OtherTime.read(value).starts_at for value in values[:2]
    ]
    letter = OutgoingMail.objects.get(kind="bookings/declined")
    assert letter.text.count("kl. ") == 6  # formøte and møte, of the booking and of both proposals
    assert "med eitt trykk" in letter.text


@pytest.mark.parametrize("chosen", [slice(0, 4), None])
def test_four_times_or_one_that_is_not_free_are_refused_and_the_reason_kept(client, chosen):
    booking = make_request()
    address = reverse("booking_move", args=[booking.pk, "decline"])
    client.force_login(user_of(booking.leader))
    values = [value for value, _text in client.get(address).context["form"].fields["proposals"].choices]
    picked = values[chosen] if chosen else ["1|2026-12-15T09:00+01:00|x"]

    response = client.post(address, {"version": 1, "reason": "Full veke.", "proposals": picked})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["proposals"])
    assert "Full veke." in response.text
    assert fresh(booking).status == "requested"


def test_one_press_makes_a_new_request_with_everything_kept(client):
    old = declined()

    response = take(client, old.booker, old)
    again = take(client, old.booker, old)

    new = Booking.objects.exclude(pk=old.pk).get()
    assert response.headers["Location"] == again.headers["Location"] == new.get_absolute_url()
    names = [
        "title",
        "goal",
        "purpose",
        "people",
        "place",
        "notes",
        "phone",
        "booker",
        "responsible",
        "leader",
    ]
    assert [getattr(new, name) for name in names] == [getattr(old, name) for name in names]
    assert (new.starts_at, new.minutes, new.pre_meeting_starts_at) == (oslo(12, 16, 12), 120, FORMØTE)
    assert Commitment.objects.active().filter(booking=new).count() == 2


def test_the_page_shows_the_button_to_the_booker_alone_and_then_the_new_booking(client):
    old = declined()
    client.force_login(user_of(old.leader))
    assert "Ta denne tida" not in client.get(old.get_absolute_url()).text
    client.force_login(old.booker)
    assert "Ta denne tida" in client.get(old.get_absolute_url()).text

    take(client, old.booker, old)

    assert "Sjå bestillinga med denne tida" in client.get(old.get_absolute_url()).text


def test_a_time_that_is_gone_answers_409_with_the_nearest(client):
    old = declined()
    make_advice(leader=old.leader, starts_at=oslo(12, 16, 12))

    response = take(client, old.booker, old)

    assert response.status_code == 409
    assert "Tida blei teken no nettopp" in response.text
    assert len(response.context["alternatives"]) == 5
    assert Booking.objects.count() == 1
    page = client.get(response.context["alternatives"][0][1])
    assert (page.status_code, page.context["chosen"] is not None) == (200, True)


def test_others_do_not_take_it(client):
    old = declined()

    assert take(client, old.responsible, old).status_code == 403
    assert take(client, make_user(), old).status_code == 404
    client.force_login(old.booker)
    assert client.get(reverse("booking_proposal", args=[old.pk, old.proposals.get().pk])).status_code == 405
    other = declined(leader=make_leader())
    address = reverse("booking_proposal", args=[old.pk, other.proposals.get().pk])
    assert client.post(address).status_code == 404


def test_the_database_wants_the_formøte_first():
    old = declined()

    with (
        pytest.raises(IntegrityError, match="proposal_has_its_pre_meeting_first"),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE bookings_proposal SET pre_meeting_starts_at = starts_at")
    assert re.search(r"\d", str(Proposal(starts_at=old.starts_at)))
