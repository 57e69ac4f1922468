"""Warned before a booking lapses, reminded when an answer is late: once each, and only of what is true."""

import datetime as dt

import pytest

from bookings import actions, deadlines, jobs, leader_calendars
from bookings.models import Booking, BookingSettings
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    make_accepted,
    make_call,
    make_confirmed,
    make_request,
    oslo,
    record,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def fallen(**fields):
    """A meeting on Tuesday 15 December that lost its formøte on Wednesday the 9th."""
    booking = make_confirmed(**fields)
    return actions.change_goal_or_responsible(
        by=booking.booker, booking=booking, goal="Noko anna", at=AFTER_FORMØTE
    )


def told(kind="lapse_warning"):
    return OutgoingMail.objects.filter(kind=f"bookings/{kind}")


def warned_at(*moments):
    """How many of the moments wrote letters."""
    seen = []
    for at in moments:
        before = told().count()
        deadlines.warn_of_lapses(at)
        seen.append(told().count() > before)
    return seen


def test_leader_booker_and_team_are_warned_five_and_two_working_days_before_once_each():
    booking = fallen()
    mornings = [oslo(12, day, 7, 10) for day in (7, 8, 9, 10, 11, 12, 13, 14, 15)]

    warned = warned_at(*mornings, mornings[-1])

    # Tuesday the 8th is five working days before, Friday the 11th two; on Monday at nine it is lapsing.
    assert warned == [False, True, False, False, True, False, False, False, False, False]
    assert set(told().values_list("to", flat=True)) == {
        booking.booker.email, booking.leader.email, "prosess@example.no",
    }  # fmt: skip


def test_the_warning_says_when_the_time_is_let_go():
    fallen()

    deadlines.warn_of_lapses(oslo(12, 11, 7))

    assert "innan måndag 14. desember 2026 kl. 09.00, går bestillinga ut" in told().first().text


def test_who_comes_late_to_it_is_warned_once_and_not_twice():
    fallen()

    assert warned_at(oslo(12, 11, 12), oslo(12, 12, 7), oslo(12, 13, 7)) == [True, False, False]


def test_losing_yet_another_formøte_is_warned_of_anew():
    booking = fallen()
    deadlines.warn_of_lapses(oslo(12, 11, 7))
    record(booking, held_from=oslo(12, 11, 9), held_to=oslo(12, 11, 9, 15), at=oslo(12, 11, 10))
    actions.change_goal_or_responsible(
        by=booking.booker, booking=booking, goal="Noko tredje", at=oslo(12, 11, 11)
    )

    assert warned_at(oslo(12, 12, 7)) == [True]


def test_a_booking_with_a_formøte_before_it_is_left_alone():
    make_accepted()
    make_call()

    assert warned_at(oslo(12, 8, 7), oslo(12, 11, 7)) == [False, False]


# --- The deadline for an answer -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "deadline"),
    [
        (oslo(12, 7, 10), oslo(12, 9, 10)),
        (oslo(12, 7, 23, 40), oslo(12, 9, 15, 30)),
        (oslo(12, 8, 3), oslo(12, 10, 8)),
        (oslo(12, 12, 23), oslo(12, 15, 15, 30)),  # Saturday night
        (oslo(12, 23, 12), oslo(12, 28, 12)),  # over Christmas: the 24th is a working day
        (oslo(3, 27, 2, 30), oslo(3, 31, 8)),  # the clock is changed in between
    ],
)
def test_an_answer_is_due_when_somebody_is_at_work(asked, deadline):
    assert leader_calendars.answer_deadline(BookingSettings(), asked) == deadline


def test_a_late_answer_is_reminded_of_once_to_leader_and_team():
    booking = make_request()
    minute = dt.timedelta(minutes=1)

    for at in (booking.answer_by - minute, booking.answer_by, booking.answer_by + HOUR):
        deadlines.remind_of_answers(at)

    assert sorted(told("answer_overdue").values_list("to", flat=True)) == sorted(
        [booking.leader.email, "prosess@example.no"]
    )


def test_a_call_that_nobody_has_taken_is_the_teams():
    booking = make_call()

    deadlines.remind_of_answers(booking.answer_by)

    letter = told("answer_overdue").get()
    assert letter.to == "prosess@example.no"
    assert "Ring, og legg inn tid" in letter.text


def test_the_job_reads_the_clock():
    make_request()
    Booking.objects.update(answer_by=oslo(1, 1, year=2020))

    jobs.warn_of_lapses(timestamp=0)
    jobs.remind_of_answers(timestamp=0)

    assert told("answer_overdue").count() == 2
