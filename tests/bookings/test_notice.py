"""Inside the notice the group calls: the page says so at once, and offers no button that would be refused."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bookings.factories import MEETING, make_advice, make_confirmed, user_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def look(client, monkeypatch, user, booking, *, before):
    monkeypatch.setattr(timezone, "now", lambda: MEETING - before)
    client.force_login(user)
    return client.get(booking.get_absolute_url())


def offered(response):
    return {one.move.value for one in response.context["buttons"]} & {"move", "cancel"}


def test_at_the_limit_the_group_still_moves_and_calls_off_and_a_minute_later_it_calls(client, monkeypatch):
    booking = make_confirmed()

    at_the_limit = look(client, monkeypatch, booking.booker, booking, before=DAY)
    later = look(client, monkeypatch, booking.booker, booking, before=DAY - dt.timedelta(minutes=1))

    assert offered(at_the_limit) == {"move", "cancel"}
    assert "Det er for kort tid" not in at_the_limit.text
    assert offered(later) == set()
    assert "Det er for kort tid til å flytte eller avlyse her." in later.text


def test_the_leader_decides_for_themselves(client, monkeypatch):
    booking = make_confirmed()

    response = look(client, monkeypatch, user_of(booking.leader), booking, before=DAY / 2)

    assert offered(response) == {"move", "cancel"}


@pytest.mark.parametrize("move", ["move", "cancel"])
def test_the_link_in_an_old_letter_says_it_before_anybody_has_typed(client, monkeypatch, move):
    booking = make_confirmed()
    look(client, monkeypatch, booking.booker, booking, before=DAY / 2)

    response = client.get(reverse("booking_move", args=[booking.pk, move]), follow=True)

    assert response.redirect_chain == [(booking.get_absolute_url(), 302)]
    assert "Ring oss" in response.text


@pytest.mark.parametrize("move", ["move", "channel", "cancel"])
def test_a_talk_has_its_own_notice_and_says_so_too(client, monkeypatch, move):
    talk = make_advice()
    client.force_login(talk.booker)
    address = reverse("advice_move", args=[talk.pk, move])
    monkeypatch.setattr(timezone, "now", lambda: talk.starts_at - dt.timedelta(minutes=120))
    assert client.get(address).status_code == 200

    monkeypatch.setattr(timezone, "now", lambda: talk.starts_at - dt.timedelta(minutes=119))
    response = client.get(address, follow=True)

    assert response.redirect_chain == [(talk.get_absolute_url(), 302)]
    assert "Ring prosessleiaren." in response.text
