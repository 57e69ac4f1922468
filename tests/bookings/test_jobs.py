"""The clock's work: when it is due, and to whom. What no longer stands: test_reminders.py."""

import datetime as dt

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import actions, jobs
from bookings.choices import Status
from bookings.models import Booking
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    NOW,
    fresh,
    make_accepted,
    make_confirmed,
    make_recorded,
    oslo,
    record,
    user_of,
)

pytestmark = pytest.mark.django_db


def planned(task="remind_of_booking"):
    return list(ProcrastinateJob.objects.filter(task_name=task).order_by("scheduled_at"))


def run_due():
    for job in planned():
        jobs.remind(**job.args)


def kinds():
    return set(OutgoingMail.objects.filter(kind__contains="remind").values_list("kind", flat=True))


def test_reminders_are_due_the_calendar_day_before_at_the_same_clock_time():
    make_confirmed()

    assert [job.scheduled_at for job in planned()] == [oslo(12, 8, 10), oslo(12, 14, 9)]


def test_the_day_before_is_a_clock_time_also_when_the_clock_is_changed():
    assert jobs.day_before(oslo(3, 29, 9)) == oslo(3, 28, 9)


def test_a_reminder_that_still_is_true_is_sent():
    make_confirmed()

    run_due()

    assert kinds() == {"bookings/reminder_meeting"}  # the formøte is held: nothing to remind of


def test_an_agreed_formøte_is_reminded_of():
    make_accepted()

    run_due()

    assert kinds() == {"bookings/reminder_pre_meeting"}


def test_a_moved_formøte_is_reminded_of_once():
    booking = make_accepted()
    actions.plan_pre_meeting(
        by=user_of(booking.leader), booking=booking, starts_at=FORMØTE + dt.timedelta(hours=1), at=NOW
    )

    run_due()

    assert (
        OutgoingMail.objects.filter(kind="bookings/reminder_pre_meeting", to=booking.booker.email).count()
        == 1
    )


def test_no_reminder_is_planned_when_the_day_before_has_come():
    booking = make_recorded()

    actions.confirm(by=user_of(booking.leader), booking=booking, at=oslo(12, 14, 9))

    assert [job.args["source"] for job in planned()] == ["pre_meeting"]


def test_was_the_formøte_held_is_asked_until_it_is_recorded():
    booking = make_accepted()
    assert list(Booking.objects.pre_meeting_not_recorded(NOW)) == []

    assert list(Booking.objects.pre_meeting_not_recorded(AFTER_FORMØTE)) == [booking]
    record(booking)

    assert list(Booking.objects.pre_meeting_not_recorded(AFTER_FORMØTE)) == []


def test_the_daily_question_goes_to_leader_and_team():
    booking = make_accepted()
    past = dt.timedelta(days=400)
    Booking.objects.update(
        pre_meeting_starts_at=FORMØTE - past, pre_meeting_ends_at=FORMØTE - past + dt.timedelta(minutes=45)
    )

    jobs.ask_if_pre_meetings_were_held(timestamp=0)

    asked = OutgoingMail.objects.filter(kind="bookings/was_it_held").values_list("to", flat=True)
    assert set(asked) == {booking.leader.email, "prosess@example.no"}
    assert fresh(booking).status == Status.ACCEPTED  # it never lapses by itself


def test_what_no_formøte_stands_before_lapses_by_the_hour():
    booking = make_confirmed()
    actions.change_goal_or_responsible(by=booking.booker, booking=booking, goal="Anna", at=AFTER_FORMØTE)
    Booking.objects.update(starts_at=NOW - dt.timedelta(days=400), ends_at=NOW - dt.timedelta(days=399))

    jobs.lapse_bookings(timestamp=0)

    assert fresh(booking).status == Status.LAPSED
