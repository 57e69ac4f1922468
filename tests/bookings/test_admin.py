"""Admin shows and finds everything, edits the leaders' time and the rules, and is no second door."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.choices import Status
from bookings.models import BookingSettings, ProcessLeader
from tests.bookings.factories import (
    fresh,
    make_accepted,
    make_advice,
    make_booking,
    make_leader,
    make_need,
    make_request,
)
from tests.bookings.waiting_factories import make_waiting
from tests.factories import make_team_member, make_user

pytestmark = pytest.mark.django_db
ROWS = ["booking", "advicetalk", "commitment", "waitingentry"]


@pytest.fixture
def admin_client(client):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def changelist(model):
    return reverse(f"admin:bookings_{model}_changelist")


def change(row):
    return reverse(f"admin:bookings_{row._meta.model_name}_change", args=[row.pk])


@pytest.mark.parametrize("status", list(Status))
def test_a_booking_in_any_state_is_shown_and_not_editable(admin_client, status):
    booking = make_booking(status)

    page = admin_client.get(change(booking))

    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert 'name="status"' not in page.text
    assert booking.title in page.text


def test_a_posted_state_changes_nothing(admin_client):
    booking = make_accepted()

    answer = admin_client.post(change(booking), {"status": "confirmed", "goal": "Noko anna"})

    assert answer.status_code == 403
    assert (fresh(booking).status, fresh(booking).goal) == (Status.ACCEPTED, booking.goal)


@pytest.mark.parametrize("model", ROWS)
def test_nothing_is_added_by_hand(admin_client, model):
    assert admin_client.get(reverse(f"admin:bookings_{model}_add")).status_code == 403


def test_nothing_is_deleted_by_hand(admin_client):
    booking, talk = make_request(), make_advice()

    for row in (booking, talk, booking.commitments.first()):
        url = reverse(f"admin:bookings_{row._meta.model_name}_delete", args=[row.pk])
        assert admin_client.post(url, {"post": "yes"}).status_code == 403
        row.refresh_from_db()


@pytest.mark.parametrize("words", ["Vegvesen", "Vegrådet", "ole@example.no"])
def test_bookings_are_found(admin_client, words):
    booker = make_user("ole@example.no")
    make_request(by=booker, need=make_need(title="Møte om Vegvesen", group_name="Vegrådet"))
    make_request(need=make_need(title="Noko heilt anna"))

    page = admin_client.get(changelist("booking"), {"q": words})

    assert "Møte om Vegvesen" in page.text
    assert "Noko heilt anna" not in page.text


@pytest.mark.parametrize("model", ROWS)
def test_the_lists_ask_the_same_number_of_queries_for_one_and_three(admin_client, model):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            leader = make_leader()
            make_request(leader=leader)
            make_advice(leader=leader, starts_at=dt.datetime(2026, 12, 10, 12, tzinfo=dt.UTC))
            make_waiting(leader=leader)
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(changelist(model)).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_leader_is_made_with_hours_dates_and_absences(admin_client):
    member = make_team_member("Ny Leiar")
    form = {
        "member": member.pk, "is_active": "on", "buffer_before": 30, "buffer_after": 15,
        "purposes": ["konflikt", "innsikt"],
        "working_hours-TOTAL_FORMS": 1, "working_hours-INITIAL_FORMS": 0,
        "working_hours-0-weekday": 0,
        "working_hours-0-from_time": "08.00", "working_hours-0-to_time": "15.30",
        "hours_overrides-TOTAL_FORMS": 1, "hours_overrides-INITIAL_FORMS": 0,
        "hours_overrides-0-date": "2026-12-24",
        "absences-TOTAL_FORMS": 1, "absences-INITIAL_FORMS": 0,
        "absences-0-starts_at_0": "2026-12-28", "absences-0-starts_at_1": "00.00",
        "absences-0-ends_at_0": "2026-12-31", "absences-0-ends_at_1": "00.00",
    }  # fmt: skip

    answer = admin_client.post(reverse("admin:bookings_processleader_add"), form)

    assert answer.status_code == 302, answer.context["errors"]
    leader = ProcessLeader.objects.get(member=member)
    assert leader.purposes == ["konflikt", "innsikt"]
    assert (leader.working_hours.count(), leader.hours_overrides.count(), leader.absences.count()) == (
        1,
        1,
        1,
    )


def test_hours_the_wrong_way_round_get_a_sentence(admin_client):
    leader = make_leader(weekdays=[])
    form = {
        "member": leader.member_id, "buffer_before": 30, "buffer_after": 15,
        "working_hours-TOTAL_FORMS": 1, "working_hours-INITIAL_FORMS": 0,
        "working_hours-0-weekday": 0,
        "working_hours-0-from_time": "16.00", "working_hours-0-to_time": "08.00",
        "hours_overrides-TOTAL_FORMS": 0, "hours_overrides-INITIAL_FORMS": 0,
        "absences-TOTAL_FORMS": 0, "absences-INITIAL_FORMS": 0,
    }  # fmt: skip

    answer = admin_client.post(change(leader), form)

    assert answer.status_code == 200
    assert "Arbeidstida må slutte etter at ho startar" in answer.text


def test_the_rules_are_one_row(admin_client):
    add = reverse("admin:bookings_bookingsettings_add")
    form = {
        "grid_minutes": 30, "meeting_lengths": "60,120", "pre_meeting_minutes": 45, "follow_up_minutes": 15,
        "advice_lengths": "30", "notice_minutes": 1440, "advice_notice_minutes": 60, "horizon_days": 90,
        "working_days_between": 3, "talk_buffer_after": 15, "answer_working_days": 2, "keep_files_days": 365,
        "evaluation_days": 7, "offer_working_days": 1, "keep_exported_months": 12, "keep_bookings_months": 60,
    }  # fmt: skip

    assert admin_client.post(add, form).status_code == 302
    assert (BookingSettings.current().grid_minutes, BookingSettings.current().meeting_lengths) == (
        30,
        [60, 120],
    )
    assert admin_client.get(add).status_code == 403
