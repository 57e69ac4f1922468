"""Real threads with connections of their own, all after the same time."""

import datetime as dt
import threading
from collections import Counter
from functools import partial
from itertools import permutations

import pytest
from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from bookings import actions, reservations
from bookings.availability import Reason
from bookings.choices import Source
from bookings.errors import Busy, TimeTaken
from bookings.models import Booking, BookingSettings, Commitment, ProcessLeader
from bookings.rhythm import Rhythm
from prosesstotte.models import Event, OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    NOW,
    fresh,
    make_leader,
    make_need,
    make_request,
    make_times,
    new_key,
    oslo,
    user_of,
)
from tests.bookings.series_factories import agreed, meetings
from tests.factories import make_area, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """Run all jobs at the same moment; what each returned or raised, in order."""
    gate, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(number, job):
        try:
            gate.wait()
            answers[number] = job()
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def requests(number, *, leader=None, **fields):
    area = make_area()

    def one(user):
        need = make_need(service_area=area)
        return lambda: actions.request_booking(by=user, need=need, times=make_times(leader), at=NOW, **fields)

    return [one(make_user()) for _ in range(number)]


def test_twenty_after_one_time_gives_one_winner_and_nineteen_friendly_answers():
    leader = make_leader()

    answers = at_once(*requests(20, leader=leader))

    kinds = Counter(type(answer) for answer in answers)
    assert kinds == {Booking: 1, TimeTaken: 19}
    assert all(len(answer.alternatives) == 5 for answer in answers if isinstance(answer, TimeTaken))
    winner = next(answer for answer in answers if isinstance(answer, Booking))
    assert set(Commitment.objects.values_list("booking", "source", "active")) == {
        (winner.pk, "meeting", True),
        (winner.pk, "pre_meeting", True),
    }
    assert Booking.objects.count() == 1
    assert set(OutgoingMail.objects.values_list("about", flat=True)) == {f"bookings.booking:{winner.pk}"}
    assert Event.objects.filter(subject_type="bookings.booking").count() == 1


def test_a_race_on_one_of_the_dates_gives_the_whole_series_or_nothing_of_it():
    leader, dates = make_leader(), [oslo(12, 15, 9), oslo(12, 29, 9)]
    need, series_by = make_need(), make_user()
    times = make_times(leader, rhythm=Rhythm(2, 2))
    alone = make_times(leader, starts_at=dates[1], pre_meeting_starts_at=oslo(12, 10, 10))

    answers = at_once(
        *(partial(actions.request_booking, by=series_by, need=need, times=times, at=NOW),) * 3,
        *(partial(actions.request_booking, by=make_user(), need=need, times=alone, at=NOW) for _ in range(3)),
    )

    winners = [answer for answer in answers if isinstance(answer, Booking)]
    assert len(winners) == 1
    reserved = set(Commitment.objects.active().filter(source="meeting").values_list("core", flat=True))
    assert sorted(core.lower for core in reserved) == (dates if winners[0].series else dates[1:])
    assert Booking.objects.count() == len(reserved)


def test_doors_on_different_meetings_of_a_series_wait_for_each_other():
    first, second, third = agreed()
    leader = user_of(first.leader)

    answers = at_once(
        partial(actions.cancel, by=leader, booking=first, at=NOW),
        partial(actions.record_pre_meeting, by=leader, booking=third, at=AFTER_FORMØTE, way="IGP",
                held_from=FORMØTE, held_to=FORMØTE + dt.timedelta(minutes=45)),
        partial(actions.cancel_series, by=leader, booking=second, reason="Ferie.", at=NOW),
        partial(actions.confirm_series, by=leader, booking=third, at=AFTER_FORMØTE),
    )  # fmt: skip

    assert not [answer for answer in answers if isinstance(answer, Busy)]
    assert {row.status for row in meetings()} == {"cancelled"}  # the last word, whatever came before it
    assert Commitment.objects.active().count() == 0


def test_any_of_three_leaders_gives_three_winners():
    for _ in range(3):
        make_leader()

    answers = at_once(*requests(8))

    winners = [answer for answer in answers if isinstance(answer, Booking)]
    assert len({winner.leader_id for winner in winners}) == len(winners) == 3
    assert Counter(type(answer) for answer in answers) == {Booking: 3, TimeTaken: 5}


def test_the_same_form_posted_at_once_makes_one_booking():
    leader, user, need, key = make_leader(), make_user(), make_need(), new_key()

    def post():
        return actions.request_booking(by=user, need=need, times=make_times(leader), form_key=key, at=NOW)

    answers = at_once(*[post] * 6)

    assert len({answer.pk for answer in answers}) == 1
    assert Booking.objects.count() == 1


def test_two_people_accept_at_once_makes_one_change():
    booking = make_request()
    leader = user_of(booking.leader)

    def accept():
        return actions.accept(by=leader, booking=Booking.objects.get(pk=booking.pk), version=1, at=NOW)

    at_once(*[accept] * 5)

    assert fresh(booking).version == 2
    assert OutgoingMail.objects.filter(kind="bookings/accepted").count() == 2


def test_accept_and_cancel_at_once_ends_in_one_of_them_with_the_time_in_step():
    booking = make_request()

    at_once(
        lambda: actions.accept(by=user_of(booking.leader), booking=fresh(booking), version=1, at=NOW),
        lambda: actions.cancel(by=booking.booker, booking=fresh(booking), version=1, at=NOW),
    )

    status, active = fresh(booking).status, Commitment.objects.active().count()
    assert (status, active) in {("accepted", 2), ("cancelled", 0)}


def test_the_constraint_has_the_last_word_when_the_lock_is_bypassed(monkeypatch):
    """Somebody who writes past the doors meets the database; the door answers in words all the same."""
    monkeypatch.setattr("bookings.reservations.judge", lambda slots, pks, **_: dict.fromkeys(pks or ()))
    leader = make_leader()
    make_request(leader=leader)

    with pytest.raises(TimeTaken) as taken:
        make_request(leader=leader)

    assert taken.value.alternatives
    assert Booking.objects.count() == 1


def test_a_lock_that_is_never_given_back_is_answered_and_not_waited_for(monkeypatch):
    monkeypatch.setattr("bookings.reservations.LOCK_TIMEOUT", "50ms")
    leader = make_leader()
    held, done = threading.Event(), threading.Event()

    def keep():
        with transaction.atomic():
            ProcessLeader.objects.lock([leader.pk])
            held.set()
            done.wait(10)
        connection.close()

    keeper = threading.Thread(target=keep)
    keeper.start()
    held.wait()
    with pytest.raises(Busy):
        make_request(leader=leader)
    done.set()
    keeper.join()

    assert make_request(leader=leader).pk


def hold(slot, leader):
    core, expires = DateTimeTZRange(slot.start, slot.end), NOW + dt.timedelta(minutes=30)
    blocked = slot.footprint(leader)
    return Commitment(leader=leader, source=Source.HOLD, core=core, blocked=blocked, expires_at=expires)


def test_after_three_leaders_at_once_in_any_order_one_gets_all_three_and_nobody_meets_head_on():
    """What a meeting with co-leaders does: lock everybody, judge everybody, take the time of everybody."""
    orders = list(permutations([make_leader() for _ in range(3)]))
    slots = make_times().slots(BookingSettings.current(), mode="room", at=NOW)

    @reservations.door
    def take_all(leaders):
        locked = ProcessLeader.objects.lock([leader.pk for leader in leaders])
        if any(reservations.judge(slots, [leader.pk for leader in locked], at=NOW).values()):
            raise TimeTaken(Reason.TAKEN, which=slots[0].source)
        Commitment.objects.bulk_create(hold(slot, leader) for slot in slots for leader in locked)
        return [leader.pk for leader in locked]

    answers = at_once(*[lambda leaders=leaders: take_all(leaders=leaders) for leaders in orders * 2])

    winner = [answer for answer in answers if not isinstance(answer, TimeTaken)]
    assert winner == [sorted(leader.pk for leader in orders[0])]
    assert Commitment.objects.active().count() == 3 * len(slots)


def test_two_meetings_moved_to_one_time_give_one_winner_and_the_other_stands():
    leader, new = make_leader(), oslo(12, 17, 12)
    talk = oslo(12, 9, 13)
    bookings = [
        make_request(leader=leader),
        make_request(leader=leader, starts_at=oslo(12, 16, 12), pre_meeting_starts_at=talk),
    ]
    before = {booking.pk: booking.starts_at for booking in bookings}

    answers = at_once(
        *(partial(actions.move, by=one.booker, booking=one, starts_at=new, at=NOW) for one in bookings)
    )

    winner = next(answer for answer in answers if isinstance(answer, Booking))
    (loser,) = (one for one in bookings if one.pk != winner.pk)
    assert [type(answer) for answer in answers].count(TimeTaken) == 1
    assert (fresh(winner).starts_at, fresh(loser).starts_at) == (new, before[loser.pk])
    assert Commitment.objects.active().count() == Commitment.objects.count() == 4
