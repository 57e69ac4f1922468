"""The team's numbers: who has led how much, how long people wait, and whether formøte are held in time."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import actions, statistics
from bookings.choices import Status
from bookings.statistics import Period
from tests.bookings.factories import (
    MEETING,
    NOW,
    make_accepted,
    make_advice,
    make_booking,
    make_call,
    make_completed,
    make_confirmed,
    make_leader,
    make_need,
    make_request,
    oslo,
    user_of,
)  # fmt: skip
from tests.factories import make_area, make_user

pytestmark = pytest.mark.django_db
PAGE = reverse("mine_statistics")
DECEMBER = Period(dt.date(2026, 12, 1), dt.date(2026, 12, 31))


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MEETING + dt.timedelta(days=1))


def rows(title, period=DECEMBER):
    return next(table.rows for table in statistics.tables(period) if table.title == title)


def test_hours_are_what_stands_in_the_calendar_and_leaders_stand_in_the_order_of_the_alphabet():
    make_leader("Åse Vik")
    make_completed(leader=make_leader("Berit Moe"))
    make_advice(leader=make_leader("Anne Lie"))

    assert rows("Timar per prosessleiar") == [
        ("Anne Lie", 0, 0.0, 0, 1, 0.5),
        ("Berit Moe", 1, 2.0, 1, 0, 2.8),
        ("Åse Vik", 0, 0.0, 0, 0, 0.0),
    ]


def test_what_was_called_off_or_is_only_asked_for_is_no_load():
    leader = make_leader("Berit Moe")
    make_booking(Status.CANCELLED, leader=leader)
    make_request(leader=leader)

    assert rows("Timar per prosessleiar") == [("Berit Moe", 0, 0.0, 0, 0, 0.0)]


def test_waiting_is_counted_from_the_request_to_the_first_answer_and_to_the_meeting():
    booking = make_request()
    actions.accept(by=user_of(booking.leader), booking=booking, at=NOW + dt.timedelta(days=1))
    late = make_request()
    actions.decline(by=user_of(late.leader), booking=late, reason="Fullt.", at=NOW + dt.timedelta(days=4))
    make_completed()

    assert rows("Ventetid") == [
        ("Frå bestilling til svar, dagar (median)", 1.0, 3),
        ("Svar innan fristen, prosent", 67, 3),
        ("Frå bestilling til møte, dagar (median)", 8.0, 1),
    ]


def test_without_bookings_there_is_a_dash_and_no_number():
    assert [row[1:] for row in rows("Ventetid")] == [("–", 0)] * 3


def test_a_formøte_is_in_time_when_it_was_held_on_its_day_or_before():
    make_confirmed()
    make_accepted()

    assert [number for _words, number in rows("Formøte")] == [1, 0, 1]


def test_states_areas_and_purposes_count_what_was_asked_for_in_the_period():
    make_completed(need=make_need(service_area=make_area("Helse"), purpose="innsikt"))
    make_call()

    assert dict(rows("Bestillingar etter tilstand"))["Gjennomført"] == 1
    assert ("Helse", 1, 1, 1.8) in rows("Per kommunalområde")
    assert ("Innsikt og analyse", 1, 1, 1.8) in rows("Per føremål")
    assert rows("Per føremål", Period(dt.date(2026, 1, 1), dt.date(2026, 11, 30))) == []


def test_a_period_holds_its_last_day_on_the_local_clock():
    make_completed()
    day = Period(MEETING.date(), MEETING.date())

    assert (day.start, day.end) == (oslo(12, 15), oslo(12, 16))
    assert sum(row[1] for row in rows("Timar per prosessleiar", day)) == 1


# --- The page ----------------------------------------------------------------------------------------


def page(client, query="", user=None):
    client.force_login(user or make_user(is_staff=True, is_superuser=True))
    return client.get(PAGE + query)


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", dt.date(2025, 12, 17), dt.date(2026, 12, 16)),
        ("?periode=2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
        ("?periode=2026-4", dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
        ("?periode=2024-1", dt.date(2024, 1, 1), dt.date(2024, 3, 31)),
        ("?periode=i+fjor", dt.date(2025, 12, 17), dt.date(2026, 12, 16)),
    ],
)
def test_the_address_chooses_the_period(client, query, first, last):
    period = page(client, query).context["period"]

    assert (period.first, period.last) == (first, last)


def test_leaders_see_it_and_group_leaders_do_not(client):
    assert page(client, user=user_of(make_leader())).status_code == 200
    assert page(client, user=make_user()).status_code == 403
    assert client.get(reverse("mine_statistics_file", args=["csv"])).status_code == 403


def test_the_files_hold_every_table(client):
    make_completed(leader=make_leader("Berit Moe"))
    page(client)

    csv = client.get(reverse("mine_statistics_file", args=["csv"])).content.decode("utf-8-sig")
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("mine_statistics_file", args=["xlsx"])).content)
    ).active

    assert "Berit Moe;1;2,0;1;0;2,8" in csv.splitlines()
    cells = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert {"Timar per prosessleiar", "Ventetid", "Formøte", "Per føremål"} <= set(cells)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_however_many_bookings(client, django_assert_num_queries, number):
    for _ in range(number):
        make_completed()
    client.force_login(make_user(is_staff=True, is_superuser=True))

    with django_assert_num_queries(7):
        client.get(PAGE)
