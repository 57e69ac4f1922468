"""The waiting list with several workers at once, and with a process that dies at any statement."""

import datetime as dt
from functools import partial

import pytest

from bookings import actions
from bookings.actions import sweeping
from bookings.actions.waiting import OfferOver
from bookings.errors import TimeTaken
from bookings.models import Booking, BookingSettings, Commitment, Offer, ProcessLeader, WaitingEntry
from prosesstotte import away
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import NOW, make_leader, make_need, make_request, make_times
from tests.bookings.test_faults import at_statement, everything, hang_up, outcome
from tests.bookings.test_race import at_once
from tests.bookings.waiting_factories import DEADLINE, LAST, make_absent, make_offer, make_waiting
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
TICK = dt.timedelta(microseconds=1)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_workers_that_sweep_at_once_make_each_offer_once_and_in_order():
    leader = make_leader(max_meetings_a_day=1)
    line = [make_waiting() for _ in range(4)]  # three days are free: from Wednesday to Friday
    make_absent(leader, dt.date(2026, 12, 14), dt.date(2026, 12, 15))

    at_once(*[partial(actions.sweep_waiting_list, NOW)] * 4)

    offers = list(Offer.objects.order_by("starts_at").values_list("entry_id", flat=True))
    assert offers == [entry.pk for entry in line[:3]]
    assert Commitment.objects.active().filter(source="hold").count() == 6
    assert OutgoingMail.objects.filter(kind="bookings/waiting_offer").count() == 3


def test_one_who_takes_it_while_it_runs_out_gets_it_or_the_next_does():
    offer = make_offer(minutes=360)
    make_waiting(leader=offer.leader, minutes=360)
    make_absent(offer.leader, offer.starts_at.date() + dt.timedelta(days=1), LAST)
    booker = offer.entry.booker

    answers = at_once(
        lambda: actions.take_offer(by=booker, offer=fresh(offer), at=DEADLINE - TICK),
        lambda: actions.sweep_waiting_list(DEADLINE),
        lambda: actions.sweep_waiting_list(DEADLINE),
    )

    assert isinstance(answers[0], Booking | OfferOver)
    is_taken = isinstance(answers[0], Booking)
    assert fresh(offer).outcome == ("taken" if is_taken else "expired")
    assert Booking.objects.count() == is_taken
    assert Commitment.objects.active().filter(booking__isnull=False).count() == 2 * is_taken


def test_an_expired_hold_that_somebody_books_is_theirs_and_a_late_take_is_told():
    offer = make_offer()
    entry, need, booker = offer.entry, make_need(), make_user()
    times = make_times(offer.leader, starts_at=offer.starts_at)

    answers = at_once(
        lambda: actions.take_offer(by=entry.booker, offer=fresh(offer), at=DEADLINE - TICK),
        lambda: actions.request_booking(by=booker, need=need, times=times, at=DEADLINE),
    )

    kinds = sorted(type(answer).__name__ for answer in answers)
    assert kinds in (["Booking", "TimeTaken"], ["Booking", "OfferOver"])
    assert Booking.objects.count() == 1
    assert Commitment.objects.active().count() == 2


def test_two_presses_at_once_make_one_booking():
    offer = make_offer()

    take = lambda: actions.take_offer(by=offer.entry.booker, offer=fresh(offer), at=NOW)  # noqa: E731
    answers = at_once(*[take] * 4)

    assert {answer.pk for answer in answers} == {Booking.objects.get().pk}
    assert Commitment.objects.active().count() == 2


def test_yes_and_no_at_once_is_one_of_them():
    offer = make_offer()
    booker = offer.entry.booker

    at_once(
        lambda: actions.take_offer(by=booker, offer=fresh(offer), at=NOW),
        lambda: actions.pass_offer_on(by=booker, offer=fresh(offer), at=NOW),
        lambda: actions.leave_waiting_list(by=booker, entry=WaitingEntry.objects.get(), at=NOW),
    )

    is_taken = fresh(offer).outcome == "taken"
    assert fresh(offer).outcome in {"taken", "passed"}
    assert (Booking.objects.count(), Commitment.objects.active().count()) == (is_taken, 2 * is_taken)


def test_a_sweep_and_a_booking_after_one_time_give_it_to_one_of_them():
    leader = make_leader(hours=((8, 10),), weekdays=[1, 2], buffer_before=0, buffer_after=0)
    entry, booker, need = make_waiting(), make_user(), make_need()
    start = dt.datetime(2026, 12, 15, 7, tzinfo=dt.UTC)
    times = make_times(leader, starts_at=start, pre_meeting_starts_at=start - dt.timedelta(days=6))

    answers = at_once(
        lambda: actions.request_booking(by=booker, need=need, times=times, at=NOW),
        lambda: actions.sweep_waiting_list(NOW),
    )

    is_booked = isinstance(answers[0], Booking)
    assert is_booked or isinstance(answers[0], TimeTaken)
    held = Offer.objects.filter(entry=entry, starts_at=start).count()
    assert held == (not is_booked)


# --- Cut at every statement -----------------------------------------------------------------------------


def offering():
    make_waiting(leader=make_leader())
    settings = BookingSettings.current()
    found = sweeping.first_fit(settings, NOW)
    return lambda: sweeping._offer(found=found, settings=settings, at=NOW)


def taking():
    offer = make_offer()
    booker = offer.entry.booker
    return lambda: actions.take_offer(by=booker, offer=fresh(offer), at=NOW)


@pytest.mark.parametrize("door", [offering, taking])
def test_a_process_that_dies_at_any_statement_leaves_nothing_and_it_can_be_done_again(door):
    go = door()
    before, number = everything(), 0

    while True:
        with at_statement(number, hang_up) as seen:
            answer = outcome(go)
        if len(seen) <= number:
            break
        assert away.is_away(answer)
        assert everything() == before, seen[-1]
        number += 1

    assert isinstance(answer, Offer | Booking)
    assert number > 10


def test_what_one_worker_has_begun_another_goes_on_with():
    offering_to_first = offering()
    second = make_waiting(leader=ProcessLeader.objects.get())
    offering_to_first()

    actions.sweep_waiting_list(NOW)

    assert Offer.objects.count() == 2
    assert Offer.objects.last().entry == second


def test_an_ordinary_request_frees_expired_holds_and_the_sweep_tells_of_them_later():
    offer = make_offer()
    make_request(leader=offer.leader, starts_at=offer.starts_at, at=DEADLINE)

    actions.sweep_waiting_list(DEADLINE)

    assert fresh(offer).outcome == "expired"
    assert OutgoingMail.objects.filter(kind="bookings/waiting_expired").count() == 1
