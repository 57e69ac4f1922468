"""«Mine»: what is agreed, what waits for whom, the leader's week, and one booking in full."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import actions
from bookings.choices import Status
from bookings.models import Absence
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
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
from tests.factories import make_administrator, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MINE, WEEK = reverse("mine"), reverse("mine_week")
MARKUP = "<script>alert(1)</script>"
BOTH = ["adjust", "change"]  # what both sides may change as long as the meeting is to come
OWN = ["hand_over", "travel"]  # what the leader may do as long as the meeting is to come
DAY = dt.timedelta(days=1)


def page(client, user, address=MINE):
    client.force_login(user)
    return client.get(address)


def headings(response):
    """The tasks that stand on the leader's page, in order."""
    return [str(task.value) for task, _items in response.context["work"]]


def sentence(response):
    return response.context["now"].text


# --- A group leader's page -------------------------------------------------------------------------


def test_a_newcomer_is_shown_the_way_on(client):
    response = page(client, make_user())

    assert "Du har ikkje bestilt noko enno." in response.text
    assert f'href="{reverse("bookings:start")}"' in response.text


def test_a_group_leader_sees_what_happens_now_and_who_does_it(client):
    booking = make_request(leader=make_leader("Kari Prosess"))

    response = page(client, booking.booker)

    assert [one.row for one in response.context["asked"]] == [booking]
    assert "Kari Prosess svarer innan onsdag 9. desember 2026." in response.text
    assert "tysdag 15. desember 2026 kl.\u00a009.00–11.00" in response.text
    assert "Ventar på deg" not in response.text


def test_the_one_responsible_sees_the_meeting_too(client):
    need = make_need(responsible_email="ansvarleg@example.no", responsible_name="Jon Eide")
    booking = make_request(need=need)

    assert [one.row for one in page(client, booking.responsible).context["asked"]] == [booking]


def test_what_is_over_stands_under_tidlegare(client):
    booker = make_user()
    booking = make_booking(Status.CANCELLED, by=booker)

    response = page(client, booker)

    assert list(response.context["past"]) == [booking]
    assert response.context["asked"] == []
    assert "Du har ingen komande møte" in response.text


def test_the_past_is_shown_ten_at_a_time(client):
    booker, leader = make_user(), make_leader()
    for _number in range(11):
        make_booking(Status.CANCELLED, by=booker, leader=leader)

    response = page(client, booker, f"{MINE}?side=2")

    assert len(response.context["past"].object_list) == 1


def test_an_advisory_talk_says_who_calls_whom(client):
    talk = make_advice(leader=make_leader("Kari Prosess"))

    assert f"Kari Prosess ringjer deg på {talk.phone}." in page(client, talk.booker).text
    assert f"på {talk.phone}." in page(client, user_of(talk.leader)).text


def test_nobody_sees_what_is_somebody_elses(client):
    make_request()
    make_advice()

    response = page(client, make_user())

    assert (response.context["asked"], response.context["talks"]) == ([], [])


# --- A process leader's page -----------------------------------------------------------------------


def test_every_task_stands_under_its_own_heading_in_order(client, clock):
    leader = make_leader()
    make_request(leader=leader)
    make_call()

    assert headings(page(client, user_of(leader))) == ["Bestillingar å svare på", "Desse ventar på telefon"]


@pytest.mark.parametrize(
    ("make", "at", "heading"),
    [
        (make_request, NOW, "Bestillingar å svare på"),
        (make_accepted, NOW, "Formøte å halde"),
        (make_accepted, AFTER_FORMØTE, "Blei formøtet halde?"),
        (make_recorded, AFTER_FORMØTE, "Møte å stadfeste"),
        (make_confirmed, AFTER_FORMØTE, "Møte å førebu"),
        (make_confirmed, MEETING + dt.timedelta(hours=2), "Møte å melde gjennomført"),
    ],
)
def test_a_booking_stands_under_what_has_to_be_done_with_it_now(client, clock, make, at, heading):
    leader = make_leader()
    make(leader=leader)
    clock(at)

    assert headings(page(client, user_of(leader))) == [heading]


def test_after_a_change_a_new_formøte_is_to_be_agreed(client, clock):
    booking = make_recorded()
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE)
    clock(AFTER_FORMØTE)

    response = page(client, user_of(booking.leader))

    assert headings(response) == ["Formøte å avtale på nytt"]
    assert "Tida til møtet er framleis halden av." in response.text


def test_the_nearest_deadline_comes_first_and_a_late_one_is_marked(client, clock):
    leader = make_leader()
    later = make_request(leader=leader, at=NOW)
    earlier = make_request(
        leader=leader, at=NOW - DAY * 4, starts_at=MEETING + DAY, pre_meeting_starts_at=FORMØTE + DAY
    )
    clock(NOW + dt.timedelta(hours=1))

    response = page(client, user_of(leader))

    assert [one.row for one in response.context["work"][0][1]] == [earlier, later]
    assert response.text.count("Over fristen") == 1


def test_another_leaders_bookings_are_not_mine_but_the_queue_is_everybodys(client):
    make_request()
    call = make_call()

    response = page(client, user_of(make_leader()))

    assert [one.row for _task, items in response.context["work"] for one in items] == [call]


def test_an_idle_leader_is_told_so(client):
    response = page(client, user_of(make_leader()))

    assert "Ingenting ventar på deg no." in response.text
    assert "Ingen avtalar i dag." in response.text
    assert f'href="{reverse("bookings:need")}">Legg inn for nokon som ringjer' in response.text


def test_today_shows_the_hours_and_the_time_around_them(client, clock):
    leader = make_leader(buffer_before=30, buffer_after=30)
    make_confirmed(leader=leader)
    clock(MEETING - dt.timedelta(hours=1))

    day = page(client, user_of(leader)).context["today"]

    assert [(entry.text, f"{timezone.localtime(entry.start):%H.%M}") for entry in day.entries] == [
        ("Førebuing og reise", "08.30"),
        ("Mål for 2027", "09.00"),
        ("Reise og etterarbeid", "11.00"),
    ]


def test_staff_who_lead_nobody_see_what_waits_for_the_whole_team(client):
    bookings = {make_request(), make_call()}

    response = page(client, make_administrator())

    assert {one.row for _task, items in response.context["work"] for one in items} == bookings


# --- The week ----------------------------------------------------------------------------------------


def test_the_week_lists_commitments_and_absence_day_by_day(client):
    leader = make_leader()
    make_accepted(leader=leader)
    Absence.objects.create(leader=leader, starts_at=oslo(12, 11, 12), ends_at=oslo(12, 14, 0))

    days = page(client, user_of(leader), f"{WEEK}?veke=2026-W50").context["days"]

    assert [day.date.day for day in days] == [7, 8, 9, 10, 11, 12, 13]
    assert [entry.text.split(" med")[0] for entry in days[2].entries] == ["Formøte", "Etterarbeid"]
    assert [entry.text for entry in days[4].entries] == ["Borte"]


def test_an_empty_weekend_is_left_out(client):
    days = page(client, user_of(make_leader()), WEEK).context["days"]

    assert [day.date.day for day in days] == [7, 8, 9, 10, 11]


def test_a_holiday_is_marked(client):
    days = page(client, user_of(make_leader()), f"{WEEK}?veke=2026-W53").context["days"]

    assert [day.date.day for day in days if day.is_holiday] == [1]


@pytest.mark.parametrize(
    "veke", ["2026-W54", "2026-W00", "x", "9999-W52", "0001-W01", "2026-W5", "\x00", "2026-W50 ", MARKUP]
)
def test_an_unknown_week_shows_this_one_and_says_so(client, veke):
    client.force_login(user_of(make_leader()))
    response = client.get(WEEK, {"veke": veke})

    assert (response.status_code, response.context["monday"].day) == (200, 7)
    assert "Vi kjende ikkje att veka" in response.text
    assert MARKUP not in response.text


def test_the_week_is_for_process_leaders(client):
    assert page(client, make_user(), WEEK).status_code == 403


# --- One booking -------------------------------------------------------------------------------------


def test_a_booking_says_what_happens_now_in_words_of_its_own_to_each(client):
    booking = make_request(leader=make_leader("Kari Prosess"))
    address = booking.get_absolute_url()

    assert sentence(page(client, booking.booker, address)).startswith("Kari Prosess svarer innan")
    assert sentence(page(client, user_of(booking.leader), address)).startswith("Svar innan")


@pytest.mark.parametrize("status", Status.values)
def test_a_booking_in_every_state_can_be_read_by_all_its_people(client, status):
    booking = make_booking(Status(status))

    for user in (booking.booker, booking.responsible, user_of(booking.leader), make_administrator()):
        response = page(client, user, booking.get_absolute_url())
        assert (response.status_code, bool(sentence(response))) == (200, True)


def test_a_stranger_finds_no_booking_and_no_talk(client):
    client.force_login(user_of(make_leader()))

    assert client.get(make_request().get_absolute_url()).status_code == 404
    assert client.get(make_advice().get_absolute_url()).status_code == 404
    assert client.get(reverse("booking_detail", args=[10**20])).status_code == 404


def test_a_stranger_who_is_not_logged_in_is_sent_to_login(client):
    response = client.get(make_request().get_absolute_url())

    assert response.headers["Location"].startswith(reverse("account_login"))


def moves(response):
    return [(button.move.value, button.is_primary) for button in response.context["buttons"]]


@pytest.mark.parametrize(
    ("make", "at", "of_leader", "of_booker"),
    [
        (
            make_accepted,
            AFTER_FORMØTE,
            ["record", "plan", "move", "cancel", *BOTH, *OWN],
            ["move", "cancel", *BOTH],
        ),
        (make_request, NOW, ["accept", "decline", "move", "cancel", *BOTH, *OWN], ["move", "cancel", *BOTH]),
        (make_accepted, NOW, ["record", "move", "cancel", *BOTH, *OWN], ["move", "cancel", *BOTH]),
        (
            make_recorded,
            AFTER_FORMØTE,
            ["confirm", "record", "move", "cancel", *BOTH, *OWN],
            ["move", "cancel", *BOTH],
        ),
        (make_confirmed, AFTER_FORMØTE, ["move", "cancel", *BOTH, *OWN], ["move", "cancel", *BOTH]),
        (make_confirmed, MEETING, ["complete", "cancel", *BOTH], [*BOTH]),
    ],
)
def test_the_buttons_are_the_moves_that_make_sense_now(client, clock, make, at, of_leader, of_booker):
    booking = make()
    clock(at)

    leaders = moves(page(client, user_of(booking.leader), booking.get_absolute_url()))
    bookers = moves(page(client, booking.booker, booking.get_absolute_url()))

    assert [move for move, _primary in leaders] == of_leader
    assert bookers == [(move, False) for move in of_booker]
    assert sum(primary for _move, primary in leaders) <= 1


def test_the_history_is_sentences_with_you_in_them(client):
    booking = make_accepted(leader=make_leader(name="Kari Prosess"))
    booking.booker.name = "Solveig Strand"
    booking.booker.save()

    lines = [
        line.text for line in page(client, booking.booker, booking.get_absolute_url()).context["history"]
    ]

    assert lines == ["Du sende inn bestillinga.", "Kari Prosess sa ja. Formøtet blei avtalt."]


def test_the_old_record_stands_in_the_history_after_a_change(client, clock):
    booking = make_recorded()
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE)
    clock(AFTER_FORMØTE)

    response = page(client, booking.booker, booking.get_absolute_url())

    assert response.context["history"][-1].record == (
        ("Målet då", "Bli samde om tre mål."),
        ("Arbeidsmåten då", "IGP og prikkavstemming"),
    )
    assert "Formøtet som ikkje gjeld lenger" in response.text


def test_the_held_formøte_is_shown_with_its_record(client):
    booking = make_recorded()

    response = page(client, booking.booker, booking.get_absolute_url())

    assert "Dette blei de samde om i formøtet" in response.text
    assert "IGP og prikkavstemming" in response.text


def test_what_people_typed_is_text_and_never_markup(client):
    need = make_need(title=MARKUP, goal=MARKUP, group_name=MARKUP, notes=MARKUP, place=MARKUP)
    booking = make_request(need=need)

    for address in (MINE, booking.get_absolute_url()):
        assert MARKUP not in page(client, booking.booker, address).text


def test_an_address_names_nobody():
    booking = make_request()

    assert booking.get_absolute_url() == reverse("booking_detail", args=[booking.pk])
    assert reverse("booking_move", args=[booking.pk, "record"]) == f"/mine/bestilling/{booking.pk}/formote/"


# --- One talk ------------------------------------------------------------------------------------------


def test_a_talk_can_be_read_by_both_and_called_off(client):
    talk = make_advice()

    for user in (talk.booker, user_of(talk.leader)):
        response = page(client, user, talk.get_absolute_url())
        own = [("hand_over", False)] * (user == user_of(talk.leader))
        assert response.status_code == 200
        assert moves(response) == [("move", False), ("channel", False), ("cancel", False), *own]


def test_a_talk_that_has_begun_can_be_marked_as_held_by_the_leader(client, clock):
    talk = make_advice()
    clock(talk.ends_at)

    response = page(client, user_of(talk.leader), talk.get_absolute_url())

    assert moves(response) == [("complete", True), ("move", False), ("cancel", False)]


# --- Queries ---------------------------------------------------------------------------------------------


def fill(leader, booker, number):
    """So many of each: requests, calls and cancelled ones."""
    for step in range(number):
        times = {
            "starts_at": MEETING + DAY * step,
            "pre_meeting_starts_at": FORMØTE + dt.timedelta(hours=step),
        }
        make_booking(Status.CANCELLED, by=booker, leader=leader, **times)
        make_request(leader=leader, by=booker, **times)
        make_call(by=booker)


@pytest.mark.parametrize("number", [1, 3])
def test_a_leaders_page_asks_a_constant_number_of_times(client, django_assert_num_queries, number):
    leader = make_leader()
    fill(leader, make_user(), number)
    client.force_login(user_of(leader))

    with django_assert_num_queries(19):
        response = client.get(MINE)

    assert len(response.context["work"][0][1]) == number


@pytest.mark.parametrize("number", [1, 3])
def test_a_group_leaders_page_asks_a_constant_number_of_times(client, django_assert_num_queries, number):
    booker = make_user()
    fill(make_leader(), booker, number)
    client.force_login(booker)

    with django_assert_num_queries(11):
        response = client.get(MINE)

    assert len(response.context["asked"]) == number * 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_week_asks_a_constant_number_of_times(client, django_assert_num_queries, number):
    leader = make_leader()
    fill(leader, make_user(), number)
    client.force_login(user_of(leader))

    with django_assert_num_queries(6):
        client.get(f"{WEEK}?veke=2026-W50")


@pytest.mark.parametrize(
    ("make", "number"),
    [(make_request, 12), (make_confirmed, 14)],  # confirmed: the team's rules, and the evaluation's address
)
def test_a_bookings_page_asks_a_constant_number_of_times(client, django_assert_num_queries, make, number):
    booking = make()
    client.force_login(booking.booker)

    with django_assert_num_queries(number):
        client.get(booking.get_absolute_url())
