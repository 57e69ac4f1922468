"""Each door by page: it opens, it says no and keeps what was typed, it is closed to others."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from bookings import actions
from bookings.choices import AdviceStatus, Channel, Status
from bookings.models import Commitment
from prosesstotte import events
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_advice,
    make_booking,
    make_call,
    make_confirmed,
    make_leader,
    make_need,
    make_recorded,
    make_request,
    oslo,
    user_of,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MARKUP = "<script>alert(1)</script>"
HOUR = dt.timedelta(hours=1)
AFTER_MEETING = MEETING + 2 * HOUR


def door(booking, move):
    return reverse("booking_move", args=[booking.pk, move])


def send(client, booking, move, *, by=None, **answers):
    """Post the door's form as `by` (the leader unless named), with the version the page would show."""
    client.force_login(by or user_of(booking.leader))
    return client.post(door(booking, move), {"version": fresh(booking).version, **answers})


def record_answers(**changes):
    answers = {
        "goal": "Bli samde om tre mål.", "way": "IGP og prikkavstemming", "held_on": "2026-12-09",
        "held_from": "10.00", "held_to": "10:45", "channel": "phone", "wanted_result": "Tre mål",
        "mandate": "Gruppa avgjer", "participants": "Sju einingsleiarar", "missing": "Ungdom",
        "conflict_level": "some", "roles": "Leiaren opnar", "room_and_aids": "Småbord",
        "adaptation": "Teleslynge",
    }  # fmt: skip
    return {**answers, **changes}


def call_answers(booking_leader, **changes):
    answers = {
        "goal": "Bli samde om tre mål.", "date": "2026-12-15", "clock": "09.00", "minutes": "120",
        "pre_date": "2026-12-09", "pre_clock": "10.00", "pre_meeting_channel": "video",
        "leader": str(booking_leader.pk), "overrule": "",
    }  # fmt: skip
    return {**answers, **changes}


def change_answers(**changes):
    return {
        "goal": "Noko anna",
        "responsible_name": "Jon Eide",
        "responsible_email": "jon@example.no",
        **changes,
    }


def call_and_leader():
    return make_call(), make_leader()


def told(response):
    return [str(message) for message in response.wsgi_request._messages]


# --- Works ---------------------------------------------------------------------------------------------


def test_the_leaders_way_from_request_to_completed(client, clock):
    booking = make_request()

    assert send(client, booking, "accept").headers["Location"] == booking.get_absolute_url()
    clock(AFTER_FORMØTE)
    send(client, booking, "record", **record_answers())
    send(client, booking, "confirm")
    clock(AFTER_MEETING)
    response = send(client, booking, "complete", actual_minutes="110")

    assert (fresh(booking).status, fresh(booking).actual_minutes) == (Status.COMPLETED, 110)
    assert told(response)[-1] == "Møtet er meldt gjennomført. Takk!"
    assert [event.verb for event in events.history(booking)] == [
        "requested", "accept", "record", "confirm", "complete",
    ]  # fmt: skip


def test_declining_gives_the_reason_and_the_time_back(client):
    booking = make_request()

    send(client, booking, "decline", reason="Full veke.")

    assert (fresh(booking).status, fresh(booking).declined_reason) == (Status.DECLINED, "Full veke.")
    assert not Commitment.objects.active().exists()


def test_the_whole_record_is_kept(client, clock):
    booking = make_accepted()
    clock(AFTER_FORMØTE)
    answers = record_answers(channel="in_person")

    send(client, booking, "record", **answers)

    kept = fresh(booking)
    names = [
        "wanted_result",
        "mandate",
        "participants",
        "missing",
        "conflict_level",
        "roles",
        "room_and_aids",
        "adaptation",
    ]
    assert {name: getattr(kept, name) for name in names} == {name: answers[name] for name in names}
    assert (kept.held_goal, kept.held_way) == (answers["goal"], answers["way"])
    assert (kept.held_from, kept.held_to) == (FORMØTE, FORMØTE + dt.timedelta(minutes=45))
    assert kept.pre_meeting_channel == Channel.IN_PERSON


def test_a_formøte_may_be_held_before_its_time(client, clock):
    booking = make_accepted()
    clock(oslo(12, 8, 14))

    page = client_page(client, booking, "record")
    assert (page.context["form"]["held_on"].value(), page.context["form"]["held_from"].value()) == (
        dt.date(2026, 12, 8),
        None,
    )
    send(
        client, booking, "record", **record_answers(held_on="8.12.2026", held_from="13", held_to="kl. 13.30")
    )

    assert fresh(booking).held_to == oslo(12, 8, 13, 30)


def test_a_record_may_be_corrected_until_the_meeting_is_confirmed(client, clock):
    booking = make_recorded()
    clock(AFTER_FORMØTE)

    page = client_page(client, booking, "record")
    assert page.context["form"]["way"].value() == "IGP og prikkavstemming"
    send(client, booking, "record", **record_answers(way="Verdskafé"))

    assert fresh(booking).held_way == "Verdskafé"


def test_a_new_time_for_the_formøte(client):
    booking = make_accepted()

    send(client, booking, "plan", pre_meeting_starts_at="2026-12-08T13:00+01:00", channel="video")

    assert fresh(booking).pre_meeting_starts_at == oslo(12, 8, 13)
    assert fresh(booking).pre_meeting_channel == Channel.VIDEO


def test_a_call_is_accepted_with_the_times_that_were_agreed(client):
    call, leader = call_and_leader()

    send(client, call, "accept", by=user_of(leader), **call_answers(leader))

    booking = fresh(call)
    assert (booking.status, booking.leader) == (Status.ACCEPTED, leader)
    assert (booking.starts_at, booking.pre_meeting_starts_at) == (MEETING, FORMØTE)
    assert Commitment.objects.active().filter(booking=booking).count() == 2


def test_a_time_outside_the_rules_needs_a_reason(client):
    call, leader = call_and_leader()
    answers = call_answers(leader, clock="18.00")

    refused = send(client, call, "accept", by=user_of(leader), **answers)
    send(client, call, "accept", by=user_of(leader), **{**answers, "overrule": "Folkemøte om kvelden"})

    assert refused.status_code == 422
    assert "Tida ligg utanfor arbeidstida" in refused.context["form"].errors["date"][0]
    assert fresh(call).starts_at == oslo(12, 15, 18)


def test_a_call_given_to_a_colleague_takes_me_back_to_mine(client):
    call, leader = call_and_leader()
    colleague = make_leader()

    response = send(client, call, "accept", by=user_of(leader), **call_answers(colleague))

    assert response.headers["Location"] == reverse("mine")
    assert fresh(call).leader == colleague


def test_both_sides_may_cancel_with_a_reason(client):
    booking = make_accepted()

    send(client, booking, "cancel", by=booking.booker, reason="Vi samlast seinare.")

    assert (fresh(booking).status, fresh(booking).cancelled_reason) == (
        Status.CANCELLED,
        "Vi samlast seinare.",
    )


def test_changing_the_goal_after_the_formøte_warns_and_falls_back(client, clock):
    booking = make_confirmed()
    clock(AFTER_FORMØTE)

    page = client_page(client, booking, "change", by=booking.booker)
    assert "må de ha ein kort ny prat" in page.text
    send(
        client, booking, "change", by=booking.booker, **change_answers(responsible_email=booking.booker.email)
    )

    changed = fresh(booking)
    assert (changed.status, changed.goal, changed.held_to) == (Status.ACCEPTED, "Noko anna", None)
    assert (changed.starts_at, changed.responsible) == (MEETING, booking.booker)


def test_a_responsible_who_hands_it_over_is_taken_back_to_mine(client):
    need = make_need(responsible_email="ansvarleg@example.no", responsible_name="Kari")
    booking = make_request(need=need)

    response = send(client, booking, "change", by=booking.responsible, **change_answers())

    assert response.headers["Location"] == reverse("mine")
    assert fresh(booking).responsible.email == "jon@example.no"


def test_a_talk_is_called_off_by_the_booker_and_marked_held_by_the_leader(client, clock):
    mine, held = make_advice(), make_advice()
    client.force_login(mine.booker)
    client.post(reverse("advice_move", args=[mine.pk, "cancel"]), {"version": 1, "reason": "Løyst"})
    clock(held.ends_at)
    client.force_login(user_of(held.leader))
    client.post(reverse("advice_move", args=[held.pk, "complete"]), {"version": 1})

    mine.refresh_from_db()
    held.refresh_from_db()
    assert (mine.status, mine.cancelled_reason) == (AdviceStatus.CANCELLED, "Løyst")
    assert held.status == AdviceStatus.DONE


# --- GET only shows ----------------------------------------------------------------------------------------


def client_page(client, booking, move, *, by=None):
    client.force_login(by or user_of(booking.leader))
    return client.get(door(booking, move))


@pytest.mark.parametrize("move", ["accept", "decline", "change", "adjust", "cancel"])
def test_get_shows_and_changes_nothing(client, move):
    booking = make_request()

    response = client_page(client, booking, move)

    assert response.status_code == 200
    assert response.text.count('<button class="ds-button" type="submit">') == 1
    assert (fresh(booking).version, fresh(booking).status) == (1, Status.REQUESTED)


def test_a_page_for_a_move_that_is_over_leads_to_the_booking(client):
    booking = make_accepted()

    response = client_page(client, booking, "decline")

    assert response.headers["Location"] == booking.get_absolute_url()
    assert told(response) == ["«Avslå» går ikkje no, for tilstanden er «Formøte avtalt»."]


def test_the_record_asks_in_the_order_of_the_talk(client):
    page = client_page(client, make_accepted(), "record")

    headings = re.findall(r'<h2 class="ds-heading" data-size="sm">([^<]+)</h2>', page.text)
    assert headings == ["Målet", "Folka", "Arbeidsmåten", "Rommet", "Når var formøtet?"]


def test_the_record_knows_what_the_booking_says(client, clock):
    booking = make_accepted()
    clock(AFTER_FORMØTE)

    form = client_page(client, booking, "record").context["form"]

    assert form["goal"].value() == booking.goal
    assert [form[name].value() for name in ("held_on", "held_from", "held_to")] == [
        dt.date(2026, 12, 9),
        "10.00",
        "10.45",
    ]


# --- Refused: 422, and what was typed is kept ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"goal": ""}, "goal", "Svar på «Kva skal de ha fått til når møtet er slutt?»"),
        ({"way": " "}, "way", "Svar på «Korleis vil de arbeide?»"),
        ({"held_on": "i går"}, "held_on", "Skriv datoen under «Dato» slik: 24.11.2026"),
        ({"held_on": "0001-01-01"}, "held_on", "Datoen er for langt tilbake. Rett datoen."),
        ({"held_on": "9999-12-31"}, "held_to", "Formøtet kan først førast inn når det er over. Rett tida."),
        ({"held_on": "2026-12-16"}, "held_to", "Formøtet kan først førast inn når det er over. Rett tida."),
        ({"held_from": "25.00"}, "held_from", "Skriv klokkeslettet under «Frå klokka» slik: 09.00"),
        ({"held_to": "09.30"}, "held_to", "Skriv eit klokkeslett som er etter starten"),
        ({"held_to": "11.30"}, "held_to", "Formøtet kan først førast inn når det er over. Rett tida."),
        ({"conflict_level": "krig"}, "conflict_level", "Vel eit av alternativa under"),
        ({"channel": ""}, "channel", "Vel noko under «Formøtet var»"),
        ({"goal": "a\x00b"}, "goal", "teikn vi ikkje kan lese"),
        ({"way": "x" * 10_000}, "way", "Skriv høgst 2000 teikn"),
        ({"version": "x"}, "version", "Skjemaet er ikkje heilt."),
        ({"version": ""}, "version", "Skjemaet er ikkje heilt."),
        ({"version": "9" * 30}, "version", ""),
    ],
)
def test_a_record_that_is_not_right_is_refused_and_nothing_is_lost(client, clock, answers, field, sentence):
    booking = make_accepted()
    clock(AFTER_FORMØTE)

    response = send(client, booking, "record", **record_answers(roles="Leiaren opnar møtet", **answers))

    assert response.status_code == 422
    assert sentence in response.context["form"].errors[field][0]
    assert "Leiaren opnar møtet" in response.text
    assert "<title>Feil: Formøtet" in response.text
    assert not fresh(booking).pre_meeting_is_held


def test_a_formøte_after_the_meeting_is_refused(client, clock):
    booking = make_accepted()
    clock(AFTER_MEETING)

    response = send(client, booking, "record", **record_answers(held_on="2026-12-15"))

    assert response.status_code == 422
    assert response.context["form"].errors["held_on"] == ["Formøtet må vere slutt før møtet startar"]


def test_confirming_before_the_formøte_is_refused_by_the_database_in_words(client):
    booking = make_accepted()

    response = send(client, booking, "confirm")

    assert response.status_code == 422
    assert "Formøtet må vere halde med den møteansvarlege" in response.text
    assert fresh(booking).status == Status.ACCEPTED


@pytest.mark.parametrize("move", ["decline", "cancel"])
def test_a_no_without_a_reason_is_refused(client, move):
    booking = make_request()

    response = send(client, booking, move, reason="  ")

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["reason"])
    assert fresh(booking).status == Status.REQUESTED


@pytest.mark.parametrize("minutes", ["", "0", "-5", "x", "1441", "9" * 12])
def test_minutes_that_are_no_minutes_are_refused(client, clock, minutes):
    booking = make_confirmed()
    clock(AFTER_MEETING)

    response = send(client, booking, "complete", actual_minutes=minutes)

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["actual_minutes"])
    assert f'value="{minutes}"' in response.text or not minutes


def test_a_meeting_that_has_not_begun_is_not_completed(client, clock):
    booking = make_confirmed()
    clock(MEETING - HOUR)

    response = send(client, booking, "complete", actual_minutes="110")

    assert response.status_code == 422
    assert "Møtet har ikkje starta enno." in response.text


def test_inside_the_notice_the_booker_has_to_call(client, clock):
    booking = make_confirmed()
    clock(MEETING - HOUR)

    response = send(client, booking, "cancel", by=booking.booker, reason="Sjukdom i gruppa")

    assert response.status_code == 422
    assert "Ring oss, så finn vi ut av det saman." in response.text
    assert "Sjukdom i gruppa" in response.text


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"pre_meeting_starts_at": "2026-12-06T13:00+01:00"}, "pre_meeting_starts_at"),
        ({"pre_meeting_starts_at": "0001-01-01T13:00+01:00"}, "pre_meeting_starts_at"),
        ({"pre_meeting_starts_at": "9999-12-31T13:00+01:00"}, "pre_meeting_starts_at"),
        ({"pre_meeting_starts_at": "2026-12-14T13:00+01:00"}, "pre_meeting_starts_at"),  # too close
        ({"pre_meeting_starts_at": "2026-12-08T12:07+01:00"}, "pre_meeting_starts_at"),
        ({"pre_meeting_starts_at": "xx"}, "pre_meeting_starts_at"),
        ({"channel": "brevdue"}, "channel"),
    ],
)
def test_a_time_for_the_formøte_that_is_not_right_is_refused(client, answers, field):
    booking = make_accepted()

    typed = {"pre_meeting_starts_at": "2026-12-08T13:00+01:00", "channel": "phone", **answers}
    response = send(client, booking, "plan", **typed)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert fresh(booking).pre_meeting_starts_at == FORMØTE


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"goal": ""}, "goal"),
        ({"date": ""}, "date"),
        ({"minutes": "7"}, "minutes"),
        ({"pre_date": "2026-12-14"}, "pre_date"),
        ({"leader": "999999"}, "leader"),
        ({"leader": "x"}, "leader"),
        ({"overrule": "x" * 301}, "overrule"),
    ],
)
def test_an_answer_to_a_call_that_is_not_right_is_refused(client, answers, field):
    call, leader = call_and_leader()

    response = send(client, call, "accept", by=user_of(leader), **call_answers(leader, **answers))

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert fresh(call).status == Status.REQUESTED


@pytest.mark.parametrize(
    "address", ["", "jon", "a\x00@example.no", "x" * 250 + "@example.no", "jon@example.no\nBcc: x"]
)
def test_a_responsible_without_a_real_address_is_refused(client, address):
    booking = make_request()

    response = send(client, booking, "change", **change_answers(responsible_email=address))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["responsible_email"])
    assert fresh(booking).goal == "Bli samde om tre mål."


@pytest.mark.parametrize("move", ["record", "plan", "decline", "change", "adjust", "cancel"])
def test_markup_and_ten_kilobytes_in_every_field_are_refused_or_shown_as_text(client, clock, move):
    booking = make_accepted() if move in {"record", "plan"} else make_request()
    fields = client_page(client, booking, move).context["form"].fields
    for text in (MARKUP, "x" * 10_000, "\x00"):
        response = send(client, booking, move, **{name: text for name in fields if name != "version"})
        assert response.status_code in {302, 422}
        assert MARKUP not in client.get(booking.get_absolute_url()).text
        assert MARKUP not in response.text


# --- Somebody was first: 409 ------------------------------------------------------------------------------


def test_two_clicks_make_one_change(client):
    booking = make_request()
    client.force_login(user_of(booking.leader))

    for _click in range(2):
        response = client.post(door(booking, "accept"), {"version": 1})

    assert response.headers["Location"] == booking.get_absolute_url()
    assert [event.verb for event in events.history(booking)] == ["requested", "accept"]


def test_an_old_page_is_told_to_look_again_and_may_then_send(client, clock):
    booking = make_accepted()
    clock(AFTER_FORMØTE)
    old = booking.version
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Eit nytt mål", at=NOW)

    response = send(client, booking, "record", **record_answers(version=old))
    assert response.status_code == 409
    assert "Noko er endra sidan du opna sida." in response.text
    assert "Eit nytt mål" in response.text
    assert "Sju einingsleiarar" in response.text
    version = re.search(r'name="version" value="(\d+)"', response.text)[1]
    send(client, booking, "record", **record_answers(version=version))

    assert fresh(booking).pre_meeting_is_held


def test_a_record_of_what_was_cancelled_meanwhile_keeps_the_words_but_has_no_button(client, clock):
    booking = make_accepted()
    clock(AFTER_FORMØTE)
    actions.cancel(by=user_of(booking.leader), booking=booking, reason="Sjukdom", at=NOW)

    response = send(client, booking, "record", **record_answers())

    assert response.status_code == 409
    assert "tilstanden er «Avlyst»" in response.text
    assert "Sju einingsleiarar" in response.text
    assert '<button class="ds-button" type="submit">' not in response.text


def test_a_time_that_is_taken_comes_with_the_nearest_free_ones(client):
    call, leader = call_and_leader()
    make_request(leader=leader)

    response = send(client, call, "accept", by=user_of(leader), **call_answers(leader, clock="09.30"))

    assert response.status_code == 409
    assert "Tida blei teken no nettopp." in response.context["form"].errors["date"][0]
    assert len(response.context["alternatives"]) == 5
    assert "Desse tidene er ledige, og ligg nærast:" in response.text
    assert "Bli samde om tre mål." in response.text


def test_a_call_that_a_colleague_answered_first_says_so(client):
    call, leader = call_and_leader()
    quick = make_leader()
    send(client, call, "accept", by=user_of(quick), **call_answers(quick))

    response = send(client, call, "accept", by=user_of(leader), **call_answers(leader))

    assert response.status_code == 409
    assert "Nokon var før deg" in response.text
    assert fresh(call).leader == quick


# --- Forbidden: 404 for strangers, 403 for the wrong role --------------------------------------------------


MOVES = ["accept", "decline", "record", "plan", "confirm", "complete", "cancel", "change", "move", "adjust"]


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_no_door(client, move, method):
    booking = make_request()
    client.force_login(make_user())

    assert getattr(client, method)(door(booking, move), {"version": 1}).status_code == 404
    assert (fresh(booking).version, fresh(booking).status) == (1, Status.REQUESTED)


@pytest.mark.parametrize("move", ["accept", "decline", "record", "plan", "confirm", "complete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_booker_is_kept_out_of_the_leaders_doors(client, move, method):
    booking = make_request()
    client.force_login(booking.booker)

    assert getattr(client, method)(door(booking, move), {"version": 1}).status_code == 403
    assert (fresh(booking).version, fresh(booking).status) == (1, Status.REQUESTED)


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_not_logged_in_is_sent_to_login(client, method):
    response = getattr(client, method)(door(make_request(), "accept"))

    assert response.headers["Location"].startswith(reverse("account_login"))


def test_a_door_that_is_not_there_is_not_found(client):
    booking = make_request()
    client.force_login(user_of(booking.leader))

    for address in ("lapse", "accept", "la-ga-ut", "x"):
        assert client.post(f"{booking.get_absolute_url()}{address}/").status_code == 404


def test_a_talk_has_two_doors_only(client):
    talk = make_advice()
    client.force_login(user_of(talk.leader))

    assert client.get(reverse("advice_move", args=[talk.pk, "record"])).status_code == 404
    client.force_login(talk.booker)
    assert client.post(reverse("advice_move", args=[talk.pk, "complete"]), {"version": 1}).status_code == 403
    client.force_login(make_user())
    assert client.post(reverse("advice_move", args=[talk.pk, "cancel"]), {"version": 1}).status_code == 404


def test_doors_take_no_other_methods(client):
    booking = make_request()
    client.force_login(user_of(booking.leader))

    assert client.delete(door(booking, "cancel")).status_code == 405


def test_a_post_without_the_pages_own_token_is_refused():
    from django.test import Client

    booking = make_request()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user_of(booking.leader))

    assert strict.post(door(booking, "accept"), {"version": 1}).status_code == 403
    assert fresh(booking).status == Status.REQUESTED


@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("move", MOVES)
def test_every_door_in_every_state_answers_calmly(client, status, move):
    booking = make_booking(Status(status))
    client.force_login(user_of(booking.leader))

    assert client.get(door(booking, move)).status_code in {200, 302}
    assert client.post(door(booking, move), {}).status_code == 422
