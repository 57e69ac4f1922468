"""Every state and every move: the table beside the states is the whole truth."""

import datetime as dt
from functools import partial
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied

from bookings import actions
from bookings.choices import ADVICE_MOVES, MAY, MOVES, AdviceStatus, Move, Role, Status
from bookings.errors import MoveRefused
from bookings.models import Commitment
from prosesstotte import events
from prosesstotte.models import OutgoingMail
from tests.bookings.factories import (
    AFTER_FORMØTE,
    FORMØTE,
    MEETING,
    fresh,
    make_advice,
    make_booking,
    make_leader,
    oslo,
    record,
    user_of,
)
from tests.factories import make_user

pytestmark = pytest.mark.django_db

# Each move, so well prepared that only the state can stand in its way.
TRY = {
    Move.ACCEPT: lambda b, by: actions.accept(by=by, booking=b),
    Move.DECLINE: lambda b, by: actions.decline(by=by, booking=b, reason="Full veke."),
    Move.RECORD: lambda b, by: record(b, by=by),
    Move.PLAN: lambda b, by: actions.plan_pre_meeting(
        by=by, booking=b, starts_at=oslo(12, 8, 12), at=oslo(12, 7, 8)
    ),
    Move.CONFIRM: lambda b, by: actions.confirm(by=by, booking=b, at=AFTER_FORMØTE),
    Move.COMPLETE: lambda b, by: actions.complete(
        by=by, booking=b, actual_minutes=100, at=MEETING + dt.timedelta(hours=3)
    ),
    Move.CANCEL: lambda b, by: actions.cancel(by=by, booking=b, at=AFTER_FORMØTE),
    Move.CHANGE: lambda b, by: actions.change_goal_or_responsible(
        by=by, booking=b, goal="Eit heilt nytt mål", at=AFTER_FORMØTE
    ),
    Move.ADJUST: lambda b, by: actions.adjust(by=by, booking=b, people=40, at=AFTER_FORMØTE),
    Move.MOVE: lambda b, by: actions.move(
        by=by, booking=b, starts_at=MEETING + dt.timedelta(hours=1), at=AFTER_FORMØTE
    ),
    Move.HAND_OVER: lambda b, by: actions.hand_over(by=by, booking=b, leader=make_leader(), at=AFTER_FORMØTE),
    Move.READ: lambda b, by: actions.read_record(by=by, booking=b, at=AFTER_FORMØTE),
    Move.SEEK: lambda b, by: actions.seek_leader(by=by, booking=b, at=AFTER_FORMØTE),
    Move.BRING: lambda b, by: actions.bring_co_leader(
        by=by, booking=b, leader=make_leader(), at=AFTER_FORMØTE
    ),
    Move.LET_GO: lambda b, by: actions.let_co_leader_go(
        by=by, booking=b, leader=getattr(b.co_leaders().first(), "leader", b.leader), at=AFTER_FORMØTE
    ),
    Move.TRAVEL: lambda b, by: actions.change_travel(by=by, booking=b, before=60, after=0, at=AFTER_FORMØTE),
}
IS_FREE = {Status.DECLINED, Status.CANCELLED, Status.LAPSED}


def make_in(status, move):
    booking = make_booking(status)
    if move in {Move.CONFIRM, Move.READ} and status == Status.ACCEPTED:
        record(booking)
    if move == Move.LET_GO and booking.is_live:
        actions.bring_co_leader(
            by=user_of(booking.leader), booking=booking, leader=make_leader(), at=AFTER_FORMØTE
        )
    return booking


@pytest.mark.parametrize(("status", "move"), list(product(Status, TRY)))
def test_every_move_from_every_state(status, move):
    booking = make_in(status, move)
    leader = user_of(booking.leader)
    history = events.history(booking).count()
    target = MOVES[move].get(status)

    if target is None:
        with pytest.raises(MoveRefused):
            TRY[move](booking, leader)
    else:
        TRY[move](booking, leader)

    assert fresh(booking).status == (target or status)
    assert events.history(booking).count() == history + (target is not None)


@pytest.mark.parametrize("status", list(Status))
def test_a_booking_lapses_only_when_no_formøte_stands_before_it(status):
    booking = make_booking(status)

    actions.lapse(booking=booking, at=MEETING - dt.timedelta(hours=24))

    assert fresh(booking).status == status


@pytest.mark.parametrize("status", list(Status))
def test_only_declined_cancelled_and_lapsed_are_free(status):
    booking = make_booking(status)

    active = set(Commitment.objects.active().filter(booking=booking).values_list("source", flat=True))

    assert active == (set() if status in IS_FREE else {"meeting", "pre_meeting"})


@pytest.mark.parametrize(("status", "move"), list(product(Status, TRY)))
def test_a_stranger_makes_no_move(status, move):
    booking = make_in(status, move)
    letters = OutgoingMail.objects.count()

    with pytest.raises(PermissionDenied):
        TRY[move](booking, make_user())

    assert fresh(booking).status == status
    assert OutgoingMail.objects.count() == letters


@pytest.mark.parametrize("move", [m for m in TRY if Role.BOOKER not in MAY[m]])
def test_the_booker_makes_no_move_of_the_leaders(move):
    booking = make_in(next(iter(MOVES[move])), move)

    with pytest.raises(PermissionDenied):
        TRY[move](booking, booking.booker)


@pytest.mark.parametrize(("status", "move"), list(product(AdviceStatus, ADVICE_MOVES)))
def test_every_move_of_a_talk(status, move):
    talk = make_advice()
    leader = user_of(talk.leader)
    if status == AdviceStatus.CANCELLED:
        actions.cancel_advice(by=leader, talk=talk)
    if status == AdviceStatus.DONE:
        actions.complete_advice(by=leader, talk=talk)
    moved = oslo(12, 9, 10, 15)
    doors = {
        Move.CANCEL: actions.cancel_advice,
        Move.COMPLETE: actions.complete_advice,
        Move.MOVE: lambda **who: actions.move_advice(starts_at=moved, at=oslo(12, 7, 8), **who),
        Move.CHANNEL: lambda **who: actions.change_channel(channel="video", at=oslo(12, 7, 8), **who),
        Move.HAND_OVER: partial(actions.hand_over_talk, leader=make_leader(), at=oslo(12, 7, 8)),
        Move.SEEK: actions.seek_leader_of_talk,
    }
    target = ADVICE_MOVES[move].get(status)

    if target is None:
        with pytest.raises(MoveRefused):
            doors[move](by=leader, talk=talk)
    else:
        doors[move](by=leader, talk=talk)

    talk.refresh_from_db()
    assert talk.status == (target or status)
    assert talk.starts_at == (moved if target and move == Move.MOVE else FORMØTE)
