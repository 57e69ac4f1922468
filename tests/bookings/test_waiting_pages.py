"""The pages of the waiting list: from the time page to the booking, and what the team sees."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings import actions, retention
from bookings.models import Booking, Commitment, Offer, WaitingEntry
from prosesstotte import own_data
from prosesstotte import retention as house
from prosesstotte.models import Event, OutgoingMail
from tests.bookings.factories import NOW, fresh, make_leader, oslo, user_of
from tests.bookings.test_order_pages import NEED, TIME, fill_in, key_on, log_in, need_answers
from tests.bookings.waiting_factories import DEADLINE, make_absent, make_offer, make_waiting
from tests.factories import make_user

pytestmark = pytest.mark.django_db
WAIT, CHECK = reverse("bookings:wait"), reverse("bookings:wait_check")
MINE, LIST = reverse("mine"), reverse("waiting_list")


@pytest.fixture(autouse=True)
def _clock(clock):
    pass


def answers(**changes):
    return {"first_date": "2026-12-14", "last_date": "2026-12-18", "pre_meeting_channel": "video", **changes}


def of(entry, name=""):
    return f"{entry.get_absolute_url()}{name}"


def press(client, offer, name, user=None):
    client.force_login(user or offer.entry.booker)
    return client.post(of(offer.entry, name), {"offer": offer.pk})


# --- Onto the list ------------------------------------------------------------------------------------


def test_from_the_need_to_the_list_with_the_login_last(client):
    leader = make_leader()
    make_absent(leader)
    client.post(NEED, need_answers())
    assert f'href="{WAIT}?leiar={leader.pk}"' in client.get(f"{TIME}?leiar={leader.pk}").text

    shown = client.get(f"{WAIT}?leiar={leader.pk}")
    assert f'<option value="{leader.pk}" selected>' in shown.text
    assert client.post(WAIT, answers(leader=leader.pk)).headers["Location"] == CHECK
    assert "Logg inn og send" in client.get(CHECK).text
    user = log_in(client)
    key = key_on(client.get(CHECK))
    receipt = client.post(CHECK, {"key": key}, follow=True)

    entry = WaitingEntry.objects.get()
    assert receipt.redirect_chain[-1][0] == entry.get_absolute_url()
    assert "Du står på ventelista." in receipt.text
    assert "Nummer 1 av 1 på lista." in receipt.text
    assert (entry.booker, entry.leader, entry.minutes, entry.pre_meeting_channel) == (
        user, leader, 120, "video",
    )  # fmt: skip
    assert client.post(CHECK, {"key": key}).headers["Location"] == entry.get_absolute_url()
    assert WaitingEntry.objects.count() == 1
    assert fresh(user).phone == "900 00 000"


def test_the_pages_ask_for_what_is_missing_first(client):
    assert client.get(WAIT).headers["Location"] == NEED
    assert client.get(CHECK).headers["Location"] == NEED
    client.post(NEED, need_answers())
    assert client.get(CHECK).headers["Location"] == WAIT


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_date": ""}, "Vel den første dagen som passar"),
        ({"last_date": "14.13.2026"}, "Skriv datoen under «Seinast» slik"),
        ({"last_date": "2026-12-13"}, "Vel ein seinare dag"),
        ({"first_date": "2026-12-19"}, "Siste dagen kan ikkje vere før den første."),
        ({"last_date": "2029-12-18"}, "Datoen er for langt fram."),
        ({"leader": "99999999"}, "Vel eit av alternativa"),
        ({"leader": "<script>"}, "Vel eit av alternativa"),
        ({"pre_meeting_channel": "brevdue"}, "Vel eit av alternativa"),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_what_was_typed_is_kept(client, changes, sentence):
    client.post(NEED, need_answers())

    response = client.post(WAIT, answers(**changes))

    assert response.status_code == 422
    assert sentence in response.text
    assert response.context["form"].data["last_date"] == answers(**changes)["last_date"]


def test_an_address_with_junk_in_it_shows_the_page(client):
    client.post(NEED, need_answers())

    assert client.get(f"{WAIT}?leiar=%3Cscript%3E").status_code == 200


def test_the_team_enters_a_place_for_somebody_who_calls(client):
    leader = make_leader()
    client.force_login(user_of(leader))
    client.post(NEED, need_answers(for_caller="on", caller_email="ole@example.no", booker_name="Ole Vik"))
    client.post(WAIT, answers())

    client.post(CHECK, {"key": key_on(client.get(CHECK))})

    entry = WaitingEntry.objects.get()
    assert (entry.booker.email, entry.entered_by) == ("ole@example.no", user_of(leader))


def test_a_refused_place_says_why_and_keeps_the_rest(client):
    booker = log_in(client)
    for _ in range(5):
        make_waiting(by=booker)
    fill_in(client)
    client.post(WAIT, answers())

    response = client.post(CHECK, {"key": key_on(client.get(CHECK))})

    assert response.status_code == 422
    assert "Du står alt 5 gonger på ventelista." in response.text
    assert "Mål for 2027" in response.text


# --- The offer --------------------------------------------------------------------------------------------


def test_the_link_in_the_letter_shows_the_offer_and_changes_nothing(client):
    offer = make_offer()
    link = re.search(r"/mine/venteliste/\d+/", OutgoingMail.objects.get(kind="bookings/waiting_offer").text)[
        0
    ]
    assert client.get(link).headers["Location"].startswith("/logg-inn/")
    client.force_login(offer.entry.booker)

    page = client.get(link)

    for words in (
        "haldne av for dykk til tysdag 8. desember 2026 kl.\u00a008.00",
        "Tysdag 15. desember 2026 kl.\u00a008.00–10.00",
        "Onsdag 9. desember 2026 kl.\u00a015.15–16.00",
        str(offer.leader),
        "Ta tida",
        "Nei takk, la dei neste få",
    ):
        assert words in page.text
    for name in ("ta/", "nei/", "av/"):
        assert client.get(of(offer.entry, name)).status_code == 405
    assert fresh(offer).outcome == "open"


def test_one_press_makes_the_booking_and_two_make_no_more(client):
    offer = make_offer()

    first, second = press(client, offer, "ta/"), press(client, offer, "ta/")

    booking = Booking.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == booking.get_absolute_url()
    page = client.get(of(offer.entry))
    assert f'href="{booking.get_absolute_url()}"' in page.text
    assert "Ta tida" not in page.text


def test_no_thanks_keeps_the_place(client):
    offer = make_offer()

    page = client.get(press(client, offer, "nei/").headers["Location"])

    assert "du står framleis på lista" in page.text
    assert "Nummer 1 av 1 på lista." in page.text
    assert fresh(offer).outcome == "passed"


def test_an_offer_that_ran_out_a_second_ago_meets_a_calm_page_with_what_is_free(client, clock):
    offer = make_offer()
    clock(DEADLINE + dt.timedelta(seconds=1))

    response = press(client, offer, "ta/")

    assert response.status_code == 409
    assert "Tilbodet gjeld ikkje lenger" in response.text
    assert "Du står framleis på ventelista" in response.text
    assert len(response.context["alternatives"]) == 5
    page = client.get(of(offer.entry))
    assert "Svarfristen var tysdag 8. desember 2026 kl.\u00a008.00." in page.text
    assert "Ta tida" not in page.text


def test_a_time_that_is_gone_says_why(client):
    offer = make_offer()
    make_absent(offer.leader)

    response = press(client, offer, "ta/")

    assert response.status_code == 422
    assert "Prosessleiaren er borte då." in response.text
    assert "Du står framleis på ventelista" in response.text


@pytest.mark.parametrize("name", ["ta/", "nei/"])
@pytest.mark.parametrize("posted", [{}, {"offer": "0"}, {"offer": "<script>"}])
def test_a_press_that_names_no_offer_meets_the_same_page(client, name, posted):
    offer = make_offer()
    client.force_login(offer.entry.booker)

    assert client.post(of(offer.entry, name), posted).status_code == 409
    assert fresh(offer).outcome == "open"


# --- The place ---------------------------------------------------------------------------------------------


def test_the_wish_is_changed_with_the_place_kept(client):
    entry = make_waiting()
    client.force_login(entry.booker)
    assert 'value="120" selected' in client.get(of(entry, "endre/")).text

    response = client.post(of(entry, "endre/"), answers(minutes="60", mode="digital"), follow=True)

    assert "Du har den same plassen på lista." in response.text
    assert (fresh(entry).minutes, fresh(entry).mode) == (60, "digital")


def test_a_wrong_change_gets_a_sentence(client):
    entry = make_waiting()
    client.force_login(entry.booker)

    response = client.post(of(entry, "endre/"), answers(minutes="7", mode="room", last_date="2026-12-01"))

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"minutes", "last_date"}


def test_nothing_is_changed_while_an_offer_waits(client):
    offer = make_offer()
    client.force_login(offer.entry.booker)

    assert "Svar på tilbodet først." in client.get(of(offer.entry, "endre/"), follow=True).text
    response = client.post(of(offer.entry, "endre/"), answers(minutes="60", mode="room"))
    assert response.status_code == 422
    assert "Svar på tilbodet først." in response.text


def test_leaving_is_one_press(client):
    entry = make_waiting()
    client.force_login(entry.booker)

    assert "Plassen på ventelista er avslutta." in client.post(of(entry, "av/"), follow=True).text
    assert "Gjekk av lista" in client.get(of(entry)).text


def test_strangers_find_nothing(client):
    entry = make_waiting()
    client.force_login(make_user())

    assert client.get(of(entry)).status_code == 404
    for name in ("ta/", "nei/", "av/", "endre/"):
        assert client.post(of(entry, name)).status_code == 404
    assert client.get(LIST).status_code == 403


# --- Lists -------------------------------------------------------------------------------------------------


def test_the_team_sees_who_waits_and_why_nobody_can(client):
    leader = make_leader("Kari Prosess")
    make_absent(leader)
    entry = make_waiting(leader=leader)
    client.force_login(user_of(leader))

    assert "1 ventar på ei ledig tid. " in client.get(MINE).text
    assert entry.title in client.get(LIST).text
    page = client.get(of(entry))

    assert "Kari Prosess" in page.text
    assert "Borte 4 dagar" in page.text
    assert entry.booker.email in page.text


def test_the_booker_is_not_shown_the_calendars_of_the_team(client):
    entry = make_waiting(leader=make_leader())
    client.force_login(entry.booker)

    assert "Kvifor er det ikkje ledig?" not in client.get(of(entry)).text


def test_an_empty_list_says_so(client):
    client.force_login(user_of(make_leader()))

    assert "Ingen ventar på ei tid no." in client.get(LIST).text
    assert "ventar på ei ledig tid" not in client.get(MINE).text


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_ask_a_constant_number_of_times(client, number):
    booker, leader = make_user(), make_leader()
    for _ in range(number):
        make_absent(make_leader())
        make_offer(leader=leader)
    make_absent(leader)
    entries = [make_waiting(by=booker) for _ in range(number)]

    asked = {}
    for name, user in {"leader": user_of(leader), "booker": booker}.items():
        client.force_login(user)
        addresses = [MINE, of(entries[-1])] + ([LIST] if name == "leader" else [])
        asked[name] = [queries(client, address) for address in addresses]

    assert asked == {"leader": [15, 14, 7], "booker": [12, 10]}


def queries(client, address):
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


# --- What the house keeps ----------------------------------------------------------------------------------


def test_own_data_tells_of_it():
    entry = make_waiting()

    told = {section.title: section for section in own_data.record_of(entry.booker).filled}

    [row] = told["Ventelista"].rows
    assert row[0] == entry.title
    assert any("Plassen på ventelista blei laga" in line for line in told["Det du har gjort her"].rows[0])


def test_a_place_goes_three_months_after_it_is_over_with_everything_about_it():
    offer = make_offer()
    waiting = make_waiting()
    actions.leave_waiting_list(by=offer.entry.booker, entry=offer.entry, at=NOW)
    kept = Event.objects.filter(subject_id=waiting.pk, subject_type="bookings.waitingentry").count()

    def run(at):
        return {rule.key: number for rule, number in house.run(retention.RULES, at) if number}

    assert run(oslo(3, 7, 7, year=2027)) == {}
    assert run(oslo(3, 7, 8, year=2027)) == {"waiting_places": 1}
    assert list(WaitingEntry.objects.all()) == [waiting]
    assert (Offer.objects.count(), Commitment.objects.count()) == (0, 0)
    assert (Event.objects.count(), OutgoingMail.objects.count()) == (kept, 1)


def test_the_leaders_week_tells_what_is_held_and_for_whom(client):
    offer = make_offer()
    client.force_login(user_of(offer.leader))

    page = client.get(f"{reverse('mine_week')}?veke=2026-W51")

    assert f"Halden for ventelista: {offer.entry.title}" in page.text
    assert f'href="{offer.entry.get_absolute_url()}"' in page.text
