"""A process leader's own time by page: hours, absences, what collides, and «eg er sjuk i dag»."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from bookings import actions
from bookings.actions import own_time
from bookings.choices import Status
from bookings.collisions import collisions
from bookings.models import Absence, Commitment, HoursOverride, WorkingHours
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    FORMØTE,
    MEETING,
    NOW,
    fresh,
    make_accepted,
    make_advice,
    make_call,
    make_leader,
    make_request,
    make_times,
    oslo,
    user_of,
)
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGES = ["mine_hours", "mine_absences", "mine_ill"]
POSTS = ["mine_hours", "mine_date", "mine_date_clear", "mine_rules", "mine_absences", "mine_ill"]


@pytest.fixture
def leader(client):
    leader = make_leader("Kari Prosess")
    client.force_login(user_of(leader))
    return leader


def post(client, name, *args, **answers):
    return client.post(reverse(name, args=args), answers)


def week(**days):
    return {**{f"day_{number}": "" for number in range(7)}, **days}


def mine(client):
    return client.get(reverse("mine"))


# --- Hours -------------------------------------------------------------------------------------------


def test_several_stretches_a_day_are_kept_and_shown_as_they_are_read(client, leader):
    post(client, "mine_hours", **week(day_0="12-16 og 8.00 – 11.30", day_4="kl. 9 til 1430"))

    rows = WorkingHours.objects.filter(leader=leader).values_list("weekday", "from_time", "to_time")
    assert list(rows) == [
        (0, dt.time(8), dt.time(11, 30)),
        (0, dt.time(12), dt.time(16)),
        (4, dt.time(9), dt.time(14, 30)),
    ]
    assert 'value="08.00–11.30, 12.00–16.00"' in client.get(reverse("mine_hours")).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("8-12, 11-16", "Tidene går over kvarandre. Rett «11.00–16.00»."),
        ("16-8", "Slutten må vere etter starten. Rett «16-8»."),
        ("heile dagen", "Skriv tida slik: 08.00–11.30, 12.00–16.00"),
        ("8-12-16", "Skriv tida slik: 08.00–11.30, 12.00–16.00"),
        ("25-26", "Skriv tida slik: 08.00–11.30, 12.00–16.00"),
        ("x" * 130, "Skriv høgst 120 teikn"),
        ("8\x00-9", "teikn vi ikkje kan lese"),
    ],
)
def test_hours_that_are_not_right_get_a_sentence_and_nothing_is_lost(client, leader, typed, sentence):
    response = post(client, "mine_hours", **week(day_1=typed, day_2="10–14"))

    assert response.status_code == 422
    assert sentence in response.context["week"].errors["day_1"][0]
    assert 'value="10–14"' in response.text
    assert WorkingHours.objects.filter(leader=leader).count() == 5


def test_a_date_of_its_own_replaces_the_weeks_hours_until_it_is_cleared(client, leader):
    post(client, "mine_date", date="2026-12-24", hours="8-12")
    post(client, "mine_date", date="2026-12-23", hours="")

    rows = list(HoursOverride.objects.filter(leader=leader).values_list("date", "from_time"))
    assert rows == [(dt.date(2026, 12, 23), None), (dt.date(2026, 12, 24), dt.time(8))]
    assert "08.00–12.00" in client.get(reverse("mine_hours")).text
    for _click in range(2):
        post(client, "mine_date_clear", date="2026-12-24")
    assert [row.date.day for row in HoursOverride.objects.all()] == [23]


@pytest.mark.parametrize("date", ["", "x", "2026-12-06", "9999-12-31", "0001-01-01"])
def test_a_date_that_is_no_date_to_come_is_refused(client, leader, date):
    response = post(client, "mine_date", date=date, hours="8-12")

    assert (response.status_code, list(response.context["date"].errors)) == (422, ["date"])
    assert post(client, "mine_date_clear", date=date).status_code == 302


def test_own_rules_are_kept_and_wrong_ones_refused(client, leader):
    rules = {"buffer_before": "45", "buffer_after": "0", "max_meetings_a_day": "2", "max_meetings_a_week": "",
             "max_minutes_a_day": "", "video_link": "video.example.no/kari"}  # fmt: skip

    post(client, "mine_rules", **rules)
    refused = post(client, "mine_rules", **{**rules, "buffer_before": "-1", "max_meetings_a_day": "0"})

    leader.refresh_from_db()
    assert (leader.buffer_before, leader.max_meetings_a_day, leader.max_meetings_a_week) == (45, 2, None)
    assert leader.video_link == "https://video.example.no/kari"
    assert (refused.status_code, set(refused.context["rules"].errors)) == (
        422,
        {"buffer_before", "max_meetings_a_day"},
    )


# --- Absences ------------------------------------------------------------------------------------------


def test_whole_days_and_clocks_become_an_absence(client, leader):
    post(client, "mine_absences", first="2026-12-10", last="2026-12-11")
    post(client, "mine_absences", first="2026-12-14", first_clock="12", last="2026-12-14", last_clock="15.30")

    assert list(Absence.objects.values_list("starts_at", "ends_at")) == [
        (oslo(12, 10), oslo(12, 12)),
        (oslo(12, 14, 12), oslo(12, 14, 15, 30)),
    ]
    page = client.get(reverse("mine_absences")).text
    assert "Torsdag 10. desember 2026 til og med fredag 11. desember 2026" in page
    assert "Måndag 14. desember 2026 kl.\u00a012.00–15.30" in page


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"last": "2026-12-13"}, "last"),
        ({"last": ""}, "last"),
        ({"first": "2026-12-01", "last": "2026-12-02"}, "last"),
        ({"last": "2026-12-14", "first_clock": "15", "last_clock": "12"}, "last"),
        ({"first_clock": "x"}, "first_clock"),
        ({"last": "9999-12-31"}, "last"),
        ({"first": "0001-01-01"}, "first"),
        ({"first": "2026-12-09", "last": "2026-12-16"}, "first"),
    ],
)
def test_an_absence_that_is_not_right_gets_a_sentence(client, leader, answers, field):
    Absence.objects.create(leader=leader, starts_at=oslo(12, 9), ends_at=oslo(12, 10))

    response = post(client, "mine_absences", **{"first": "2026-12-14", "last": "2026-12-15", **answers})

    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert Absence.objects.count() == 1


def test_removed_twice_is_removed_once_and_nobody_removes_anothers(client, leader):
    own = Absence.objects.create(leader=leader, starts_at=oslo(12, 9), ends_at=oslo(12, 10))
    other = Absence.objects.create(leader=make_leader(), starts_at=oslo(12, 9), ends_at=oslo(12, 10))

    for pk in (own.pk, own.pk, other.pk):
        assert post(client, "mine_absence_remove", pk).status_code == 302

    assert list(Absence.objects.all()) == [other]


# --- What collides ------------------------------------------------------------------------------------


def test_a_booking_under_an_absence_is_shown_to_leader_and_team_and_stands(client, leader):
    booking = make_accepted(leader=leader)
    staff = make_user(is_staff=True, is_superuser=True)

    response = post(client, "mine_absences", first="2026-12-15", last="2026-12-15")

    told = [str(message) for message in response.wsgi_request._messages]
    assert told[-1] == "1 avtale passar ikkje med dette. Sjå lista på «Mine»."
    page = mine(client).text
    assert "Passar ikkje lenger" in page
    assert "Kari Prosess er borte då." in page
    assert f"{booking.get_absolute_url()}overlat/" in page
    assert 'href="tel:90000000"' in page
    assert fresh(booking).status == Status.ACCEPTED
    client.force_login(staff)
    assert "Kari Prosess er borte då." in mine(client).text
    client.force_login(user_of(make_leader()))
    assert "Kari Prosess er borte då." not in mine(client).text


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ("", "Kari Prosess arbeider ikkje den dagen."),
        ("12-16", "Tida ligg utanfor arbeidstida til Kari Prosess."),
    ],
)
def test_other_hours_collide_too(client, leader, hours, text):
    make_accepted(leader=leader)

    post(client, "mine_hours", **week(day_1=hours, day_2="8-16"))

    assert [one.text for one in collisions([leader.pk], NOW)] == [text]


def test_a_new_margin_collides_with_nothing_and_a_handed_over_one_no_more(client, leader):
    booking = make_accepted(leader=leader)
    post(client, "mine_absences", first="2026-12-15", last="2026-12-15")

    actions.hand_over(by=user_of(leader), booking=booking, leader=make_leader(), at=NOW)

    assert collisions([leader.pk], NOW) == []


def test_what_was_put_outside_the_hours_on_purpose_does_not_collide_but_an_absence_does(leader):
    call = make_call()
    times = make_times(leader, starts_at=oslo(12, 15, 17))
    actions.accept(by=user_of(leader), booking=call, times=times, overrule="Folkemøte", at=NOW)
    before = collisions([leader.pk], NOW)
    Absence.objects.create(leader=leader, starts_at=oslo(12, 15), ends_at=oslo(12, 16))

    assert before == []
    assert len(collisions([leader.pk], NOW)) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_collisions_ask_a_constant_number_of_times(django_assert_num_queries, number):
    for _leader in range(number):
        one = make_leader()
        make_accepted(leader=one)
        WorkingHours.objects.filter(leader=one).delete()

    with django_assert_num_queries(5):
        found = collisions(None, NOW)

    assert len(found) == number * 2


# --- «Eg er sjuk i dag» ---------------------------------------------------------------------------------


def ill_on_the_formøte(client, clock, **answers):
    """The leader has a formøte and a talk on the 9th, a talk on the 10th, and falls ill that morning."""
    leader = make_leader("Kari Prosess")
    booking = make_accepted(leader=leader)
    today = make_advice(leader=leader, starts_at=oslo(12, 9, 13))
    later = make_advice(leader=leader, starts_at=oslo(12, 10, 13))
    clock(FORMØTE.replace(hour=7))
    client.force_login(user_of(leader))
    response = post(client, "mine_ill", **answers)
    for row in (booking, today, later):
        row.refresh_from_db()
    return leader, booking, today, later, response


def test_one_press_hands_the_rest_of_the_day_to_the_team(client, clock):
    leader, booking, today, later, _response = ill_on_the_formøte(client, clock)

    assert [row.wants_new_leader for row in (booking, today, later)] == [True, True, False]
    absence = leader.absences.get()
    assert (absence.starts_at, absence.ends_at) == (FORMØTE.replace(hour=7), oslo(12, 10))
    assert Commitment.objects.active().count() == 4
    assert (booking.status, today.status) == ("accepted", "confirmed")
    kinds = OutgoingMail.objects.all()
    told = {(mail.kind, mail.to) for mail in kinds if "sought" in mail.kind or "ill" in mail.kind}
    assert told == {
        ("bookings/leader_sought", booking.booker.email),
        ("bookings/advice_leader_sought", today.booker.email),
        ("bookings/leader_is_ill", settings.SITE_EMAIL),
    }
    (letter,) = OutgoingMail.objects.filter(kind="bookings/leader_is_ill")
    assert "formøte onsdag 9. desember 2026 kl. 10.00–10.45, møte tysdag 15. desember" in letter.text


def test_tomorrow_may_go_along(client, clock):
    leader, _booking, _today, later, _response = ill_on_the_formøte(client, clock, tomorrow="on")

    assert later.wants_new_leader
    assert leader.absences.get().ends_at == oslo(12, 11)


def test_pressing_twice_writes_once(client, clock):
    leader, *_rows = ill_on_the_formøte(client, clock)
    letters = OutgoingMail.objects.count()

    post(client, "mine_ill")

    assert OutgoingMail.objects.count() == letters
    assert leader.absences.count() == 1


def test_a_colleague_takes_the_whole_day_press_by_press(client, clock):
    _leader, booking, today, *_rest = ill_on_the_formøte(client, clock)
    colleague = make_leader()
    client.force_login(user_of(colleague))

    page = mine(client)
    for one in page.context["wanted"]:
        client.post(one.address, {"version": one.row.version, "leader": colleague.pk})

    assert page.text.count("Eg tek det") == 2
    for row in (booking, today):
        row.refresh_from_db()
        assert (row.leader, row.wants_new_leader) == (colleague, False)


def test_the_page_says_what_goes_to_the_team_and_changes_nothing(client, clock):
    leader = make_leader()
    booking = make_request(leader=leader)
    clock(FORMØTE.replace(hour=7))
    client.force_login(user_of(leader))

    response = client.get(reverse("mine_ill"))

    assert booking.title in response.text
    assert not fresh(booking).wants_new_leader
    assert not Absence.objects.exists()


def test_the_doors_of_ones_own_time_are_closed_to_others():
    leader, other = make_leader(), make_user()

    for door, extra in [
        (own_time.set_week, {"week": {}}),
        (own_time.set_date, {"date": MEETING.date(), "hours": []}),
        (own_time.clear_date, {"date": MEETING.date()}),
        (own_time.add_absence, {"starts_at": NOW, "ends_at": MEETING}),
        (own_time.remove_absence, {"absence": 1}),
        (own_time.set_own_rules, dict.fromkeys(own_time.OWN_RULES)),
        (own_time.fall_ill, {}),
    ]:
        with pytest.raises(PermissionDenied):
            door(by=other, leader=leader, **extra)


def test_a_group_leader_has_no_such_pages(client):
    client.force_login(make_user())

    assert {client.get(reverse(name)).status_code for name in PAGES} == {403}
    assert {post(client, name).status_code for name in POSTS} == {403}
    assert "Eg er sjuk i dag" not in mine(client).text


def test_nobody_is_asked_to_call_the_one_who_is_ill(client, clock, settings):
    _leader, booking, today, _later, _response = ill_on_the_formøte(client, clock)

    for row, kind in ((booking, "leader_sought"), (today, "advice_leader_sought")):
        client.force_login(row.booker)
        page = client.get(row.get_absolute_url()).text
        letter = OutgoingMail.objects.get(kind=f"bookings/{kind}").text
        assert "Ring oss." in page
        assert settings.SITE_PHONE in letter
        assert "70 16 20 01" not in page + letter
        assert "Kari Prosess" not in letter
