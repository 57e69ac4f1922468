"""No reminder for what no longer stands: neither written when it is due, nor left in the queue from before.

Every kind of reminder, and everything that can happen to what it reminds of. The whole clock is rung, not the
one job.
"""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings import actions, jobs
from bookings.choices import REMINDERS
from bookings.models import Booking, Evaluation
from prosesstotte.jobs import send_mail
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    NOW,
    make_accepted,
    make_advice,
    make_completed,
    make_confirmed,
    make_group,
    make_leader,
    make_need,
    make_request,
    oslo,
    user_of,
)
from tests.bookings.post import who_got
from tests.factories import make_administrator, make_user

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
QUEUED = {"remind_of_booking": jobs.remind, "remind_of_advice": jobs.remind_of_advice}
PERIODIC = [
    jobs.ask_if_pre_meetings_were_held,
    jobs.warn_of_lapses,
    jobs.remind_of_answers,
    jobs.remind_of_evaluations,
]


@pytest.fixture
def ring(monkeypatch):
    """Let the clock strike `at`: what is queued until then, and what the worker does by itself."""

    def strike(at):
        monkeypatch.setattr(timezone, "now", lambda: at)
        for job in ProcrastinateJob.objects.filter(task_name__in=QUEUED, scheduled_at__lte=at):
            QUEUED[job.task_name](**job.args)
        for task in PERIODIC:
            task(timestamp=0)

    return strike


def fallen():
    booking = make_confirmed()
    return actions.change_goal_or_responsible(
        by=booking.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE
    )


@dataclass(frozen=True)
class Due:
    """How it comes to be reminded of, before it is due, and when it is."""

    make: object
    before: dt.datetime
    at: dt.datetime


DUE = {
    "reminder_pre_meeting": Due(make_accepted, NOW, oslo(12, 8, 10)),
    "reminder_meeting": Due(make_confirmed, AFTER_FORMØTE, oslo(12, 14, 9)),
    "advice_reminder": Due(make_advice, NOW, oslo(12, 8, 10)),
    "was_it_held": Due(make_accepted, NOW, AFTER_FORMØTE),
    "lapse_warning": Due(fallen, AFTER_FORMØTE, oslo(12, 11, 7)),
    "answer_overdue": Due(make_request, NOW, oslo(12, 9, 9)),
}


def cancel(row, at):
    actions.cancel(by=user_of(row.leader), booking=row, at=at)


def decline(row, at):
    actions.decline(by=user_of(row.leader), booking=row, reason="Full veke.", at=at)


def move(row, at):
    actions.move(by=user_of(row.leader), booking=row, starts_at=oslo(1, 14, 9, year=2027), at=at)


def plan(row, at):
    actions.plan_pre_meeting(by=user_of(row.leader), booking=row, starts_at=oslo(12, 11, 13), at=at)


def move_both(row, at):
    new = {"starts_at": oslo(1, 14, 9, year=2027), "pre_meeting_starts_at": oslo(1, 7, 9, year=2027)}
    actions.move(by=user_of(row.leader), booking=row, at=at, **new)


def held(row, at):
    """Written down now; held earlier than it was planned, when it had not come so far."""
    times = {"held_from": min(at, FORMØTE) - HOUR, "held_to": min(at, FORMØTE)}
    actions.record_pre_meeting(by=user_of(row.leader), booking=row, way="IGP", at=at, **times)


def change_goal(row, at):
    actions.change_goal_or_responsible(by=row.booker, booking=row, goal="Noko anna", at=at)


def accept(row, at):
    actions.accept(by=user_of(row.leader), booking=row, at=at)


def lapse(row, at):
    actions.lapse(booking=row, at=max(at, MEETING - 24 * HOUR))


def cancel_talk(row, at):
    actions.cancel_advice(by=user_of(row.leader), talk=row, at=at)


def move_talk(row, at):
    actions.move_advice(by=user_of(row.leader), talk=row, starts_at=oslo(12, 14, 10), at=at)


STANDS_NO_MORE = [
    ("reminder_pre_meeting", cancel),
    ("reminder_pre_meeting", move_both),
    ("reminder_pre_meeting", held),
    ("reminder_meeting", cancel),
    ("reminder_meeting", move),
    ("reminder_meeting", change_goal),
    ("advice_reminder", cancel_talk),
    ("advice_reminder", move_talk),
    ("was_it_held", cancel),
    ("was_it_held", move_both),
    ("was_it_held", held),
    ("lapse_warning", cancel),
    ("lapse_warning", move),
    ("lapse_warning", plan),
    ("lapse_warning", held),
    ("answer_overdue", accept),
    ("answer_overdue", decline),
    ("answer_overdue", cancel),
]
told = pytest.mark.parametrize(("kind", "change"), STANDS_NO_MORE)


def reminded(kind):
    return set(who_got(kind))


def test_every_reminder_is_asked_about():
    assert {f"bookings/{kind}" for kind in DUE} == set(REMINDERS)
    assert {kind for kind, _change in STANDS_NO_MORE} == set(DUE)


@pytest.mark.parametrize("kind", DUE)
def test_what_stands_is_reminded_of(kind, ring):
    row = DUE[kind].make()

    ring(DUE[kind].at)

    assert row.leader.email in reminded(kind)


@told
def test_what_stands_no_more_when_it_is_due_is_not_reminded_of(kind, change, ring):
    due = DUE[kind]
    change(due.make(), due.before)

    ring(due.at)

    assert reminded(kind) == set()


@told
def test_a_reminder_that_waits_in_the_queue_is_taken_back_with_what_it_is_about(kind, change, ring):
    due = DUE[kind]
    row = due.make()
    ring(due.at)
    waiting = [letter.pk for letter in OutgoingMail.objects.filter(kind=f"bookings/{kind}")]

    change(row, due.at + HOUR)

    assert waiting
    assert reminded(kind) == set()
    for pk in waiting:
        send_mail(mail_id=pk)  # its job is there still, and finds nothing


def test_a_lapsed_booking_is_warned_of_no_more(ring):
    booking = fallen()
    ring(DUE["lapse_warning"].at)

    lapse(booking, MEETING - 24 * HOUR)
    ring(MEETING - 23 * HOUR)

    assert reminded("lapse_warning") == set()


def hand_over(row, at):
    new = make_leader()
    if isinstance(row, Booking):
        actions.hand_over(by=user_of(row.leader), booking=row, leader=new, at=at)
    else:
        actions.hand_over_talk(by=user_of(row.leader), talk=row, leader=new, at=at)
    return new.email


@pytest.mark.parametrize("kind", DUE)
def test_handed_over_the_new_leader_is_reminded_and_not_the_old_one(kind, ring):
    row = DUE[kind].make()
    old = row.leader.email

    new = hand_over(row, DUE[kind].before)
    ring(DUE[kind].at)

    assert new in reminded(kind)
    assert old not in reminded(kind)


@pytest.mark.parametrize("kind", DUE)
def test_handed_over_while_a_reminder_waits_only_the_old_leaders_is_taken_back(kind, ring):
    row = DUE[kind].make()
    ring(DUE[kind].at)
    waiting, old = reminded(kind), row.leader.email

    hand_over(row, DUE[kind].at)

    assert reminded(kind) == waiting - {old}
    assert old in waiting


def test_who_no_longer_has_a_part_in_it_is_not_reminded(ring):
    group, co_leader, staff = make_group(), make_leader(), make_administrator()
    booking = make_confirmed(by=group.leader, need=make_need(responsible_email="kari@example.no"))
    actions.bring_co_leader(by=user_of(booking.leader), booking=booking, leader=co_leader, at=AFTER_FORMØTE)
    ring(DUE["reminder_meeting"].at)
    assert {co_leader.email, group.leader.email} < reminded("reminder_meeting")

    actions.let_co_leader_go(by=user_of(co_leader), booking=booking, leader=co_leader)
    actions.give_group(by=staff, group=group, leader=make_user())

    assert reminded("reminder_meeting") == {booking.leader.email, "kari@example.no"}


def test_what_has_left_stays_as_it_was_sent(ring):
    booking = make_confirmed()
    ring(DUE["reminder_meeting"].at)
    OutgoingMail.objects.update(sent_at=NOW)

    cancel(booking, MEETING - 20 * HOUR)

    assert reminded("reminder_meeting") == {booking.booker.email, booking.leader.email}


def test_the_team_still_answers_for_a_request_that_was_moved(ring):
    """Another time is no answer: the reminder in the queue is as true as before."""
    booking = make_request()
    ring(DUE["answer_overdue"].at)

    move(booking, DUE["answer_overdue"].at)

    assert booking.leader.email in reminded("answer_overdue")


def test_an_evaluation_is_asked_for_once_and_not_when_it_has_closed(ring):
    make_completed()
    Evaluation.objects.update(reminded_at=None)

    ring(MEETING + 30 * 24 * HOUR)
    assert reminded("evaluation_reminder") == set()
    for hours in (24, 48):
        ring(MEETING + hours * HOUR)

    assert OutgoingMail.objects.filter(kind="bookings/evaluation_reminder").count() == 1
