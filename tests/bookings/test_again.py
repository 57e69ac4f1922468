"""Asking once more for what is over: the words stand in the form, and only the time is chosen anew."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import actions
from tests.bookings.factories import NOW, make_call, make_need, make_request, user_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def cancelled(**fields):
    booking = make_request(**fields)
    return actions.cancel(by=user_of(booking.leader), booking=booking, reason="Sjukdom", at=NOW)


def ask_again(client, user, booking):
    client.force_login(user)
    return client.post(reverse("booking_again", args=[booking.pk]))


def test_what_was_written_stands_in_the_form_and_goes_on_to_the_time(client):
    need = make_need(responsible_email="kari@example.no", responsible_name="Kari", notes="Ta med tusjar")
    old = cancelled(need=need, by=make_user(name="Solveig Strand"))

    response = ask_again(client, old.booker, old)

    assert response.headers["Location"] == reverse("bookings:need")
    form = client.get(reverse("bookings:need")).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value()}
    assert typed["goal"] == old.goal
    assert (typed["answers"], typed["responsible_email"]) == ("other", "kari@example.no")
    assert client.post(reverse("bookings:need"), typed).headers["Location"] == reverse("bookings:time")


def test_a_call_that_was_called_off_lacks_only_what_nobody_wrote(client):
    call = make_call(by=make_user(name="Solveig Strand"))
    actions.cancel(by=call.booker, booking=call, reason="Treng det ikkje", at=NOW)

    ask_again(client, call.booker, call)
    form = client.get(reverse("bookings:need")).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value()}
    response = client.post(reverse("bookings:need"), typed)

    assert set(response.context["form"].errors) == {"minutes"}
    for page in ("bookings:time", "bookings:wait"):  # nothing can be free for a length that nobody knows
        assert client.get(reverse(page)).headers["Location"] == reverse("bookings:need")


def test_it_is_offered_to_the_booker_alone_and_only_when_it_is_over(client):
    live, over = make_request(), cancelled()
    client.force_login(live.booker)
    assert "Bestill på nytt" not in client.get(live.get_absolute_url()).text

    client.force_login(over.booker)
    assert "Bestill på nytt" in client.get(over.get_absolute_url()).text
    client.force_login(user_of(over.leader))
    assert "Bestill på nytt" not in client.get(over.get_absolute_url()).text
    assert ask_again(client, make_user(), over).status_code == 404


def test_whoever_asks_anew_does_it_in_their_own_name(client):
    over = cancelled(by=make_user(name="Solveig Strand"))

    ask_again(client, user_of(over.leader), over)

    form = client.get(reverse("bookings:need")).context["form"]
    assert form["goal"].value() == over.goal
    assert "Solveig Strand" not in str(form["booker_name"])
