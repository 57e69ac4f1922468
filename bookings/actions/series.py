"""Doors for a whole series at once: answer, confirm and call off all its meetings, in one transaction.

Each meeting makes its own step and writes its own event; one letter tells of them all. A meeting that is
somebody else's to decide about, or is in another state, stays as it is. One alone goes by its own door.
"""

from django.utils import timezone

from bookings import jobs, series, series_emails
from bookings.actions.evaluation import ready_evaluation
from bookings.actions.steps import check_notice, shared_record
from bookings.choices import Move, Source, Status
from bookings.reservations import door, release


@door
def accept_series(*, by, booking, version=None, at=None):
    """Say yes to every meeting that waits for an answer; the formøte is agreed."""
    at = at or timezone.now()
    meetings = _step_together(Move.ACCEPT, booking, by=by, at=at, version=version, also=shared_record)
    if meetings:
        _tell_accepted(meetings, at)
    return booking


def agree_together(bookings, *, by, at):
    """Inside a door: the same for a series that its leader enters for somebody."""
    for booking in bookings:
        booking.step(Move.ACCEPT, by=by, at=at)
    _tell_accepted(bookings, at)
    return bookings[0]


def _tell_accepted(meetings, at):
    series_emails.accepted(meetings)
    for one in meetings:
        if not one.pre_meeting_is_carried:
            jobs.plan_reminder(one, Source.PRE_MEETING, at)


@door
def decline_series(*, by, booking, reason, version=None, at=None):
    """Say no to every meeting that waits for an answer, with one reason."""
    at, columns = at or timezone.now(), {"declined_reason": reason.strip()}
    meetings = _step_together(Move.DECLINE, booking, by=by, at=at, version=version, **columns)
    if meetings:
        series_emails.declined(meetings)
    _let_go(meetings, by=by, at=at, agreed=set())
    return booking


@door
def confirm_series(*, by, booking, version=None, at=None):
    """Confirm every meeting whose formøte is held. The database judges each of them."""
    at = at or timezone.now()
    meetings = _step_together(Move.CONFIRM, booking, by=by, at=at, version=version)
    for one in meetings:
        ready_evaluation(one)
        jobs.plan_reminder(one, Source.MEETING, at)
    if meetings:
        series_emails.confirmed(meetings)
    return booking


@door
def cancel_series(*, by, booking, reason="", version=None, at=None):
    """Call off every meeting to come. The notice holds for the first of them."""
    at, columns = at or timezone.now(), {"cancelled_reason": reason.strip()}
    booking.lock()
    live = [booking, *_others(Move.CANCEL, booking, by)]
    for one in live:
        check_notice(one, by, at)
    agreed = {one.pk for one in live if one.status != Status.REQUESTED}
    meetings = _step_together(Move.CANCEL, booking, by=by, at=at, version=version, **columns)
    if meetings:
        series_emails.cancelled(meetings, agreed=agreed, at=at)
    _let_go(meetings, by=by, at=at, agreed=agreed)
    return booking


def _step_together(move, booking, *, by, at, version, also=lambda one: {}, **columns):
    """The meetings that made the move, in order; none when an earlier click has made it already.

    `also` gives the columns of each that are its own.
    """
    booking.lock()
    if not booking.step(move, by=by, version=version, at=at, **columns, **also(booking)):
        return []
    others = _others(move, booking, by)
    for one in others:
        one.step(move, by=by, at=at, **columns, **also(one))
    return sorted([booking, *others], key=lambda one: one.place_in_series)


def _others(move, booking, by):
    found = series.others_ready_for(move, booking).for_list().order_by("place_in_series")
    return [one for one in found if one.roles_of(by) & one.may_move[move]]


def _let_go(meetings, *, by, at, agreed):
    """Their times are free again; a formøte that others in the series still need is theirs."""
    for one in meetings:
        heir = series.heir_of(one)
        series.pass_on(one, heir, by=by, at=at, was_agreed=one.pk in agreed)
        release(booking=one)
