"""Doors that make a booking: with both times, as «ring meg», or on behalf of somebody who calls."""

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from bookings import emails, free_series, leader_calendars, series, series_emails
from bookings.actions.asked import Need, Times
from bookings.actions.once import digest, form_key_from, once
from bookings.actions.series import agree_together
from bookings.actions.steps import agree
from bookings.choices import RequestKind, Source
from bookings.errors import TimeTaken
from bookings.models import Booking, BookingSettings, Group, ProcessLeader
from bookings.people import person
from bookings.reservations import door, lock_free_leader, reserve, with_alternatives


def request_booking(*, by, need, times, form_key=None, at=None):
    """Ask for a meeting with its formøte: both times are reserved at once, or neither.

    Without `times.leader` the best of those who have both times free is taken: competence for
    the purpose first, then the fewest hours lately. Returns the Booking; the same form sent
    again returns the same one. Raises TimeRefused, TimeTaken (with alternatives), FormKeyReused.
    """
    return _place(_Order(by=by, need=need, times=times, at=at or timezone.now()), form_key)


def request_call(*, by, need, wished_time="", form_key=None, at=None):
    """«Veit ikkje enno, ring meg»: no times, but a deadline in every process leader's list."""
    return _place(_Order(by=by, need=need, wished_time=wished_time, at=at or timezone.now()), form_key)


def enter_for_caller(
    *, by, caller_email, need, caller_name="", times=None, wished_time="", overrule="", form_key=None, at=None
):
    """A process leader (or staff) enters a booking for somebody who calls; without `times` a «ring meg».

    A booking for the leader who enters it is agreed at once. `overrule` is the reason for a time
    outside the rules; nothing overrules what is taken, an absence, or the past.
    """
    own = ProcessLeader.objects.of(by).first()
    if own is None and not by.has_perm("bookings.add_booking"):
        raise PermissionDenied
    order = _Order(
        by=by,
        need=need,
        times=times,
        wished_time=wished_time,
        caller=(caller_email, caller_name),
        overrule=overrule.strip(),
        own=own,
        at=at or timezone.now(),
    )
    return _place(order, form_key)


@dataclass(frozen=True, kw_only=True)
class _Order:
    """One request on its way to become a booking."""

    by: AbstractBaseUser
    need: Need
    at: dt.datetime
    times: Times | None = None
    wished_time: str = ""
    caller: tuple[str, str] | None = None
    overrule: str = ""
    own: ProcessLeader | None = None  # the leader who enters it for somebody else

    def digest(self):
        times = vars(self.times) if self.times else None
        return digest(self.by, vars(self.need), times, self.caller, self.wished_time, self.overrule)

    def draft(self, settings, **identity):
        booker = person(*self.caller) if self.caller else self.by
        need = self.need
        return Booking(
            booker=booker,
            responsible=person(need.responsible_email, need.responsible_name)
            if need.responsible_email
            else booker,
            entered_by=self.by if self.caller else None,
            kind=RequestKind.TIMES if self.times else RequestKind.CALL,
            wished_time=self.wished_time,
            group=Group.objects.led_by(booker).named(need.group_name).first(),
            answer_by=leader_calendars.answer_deadline(settings, self.at),
            created_at=self.at,
            status_at=self.at,
            status_by=self.by,
            **need.columns(),
            **identity,
        )


def _place(order, form_key):
    """Make the booking once for this form; a time that is gone comes back with the nearest free ones."""
    settings = BookingSettings.current()
    slots = order.times.slots(settings, mode=order.need.mode, at=order.at) if order.times else []
    identity = {"form_key": form_key_from(form_key), "body_digest": order.digest()}
    try:
        return once(
            Booking, identity, lambda: _make(order=order, settings=settings, slots=slots, identity=identity)
        )
    except TimeTaken as error:
        raise _with_alternatives(error, order, slots) from error


def _with_alternatives(error, order, slots):
    leader, rhythm = order.times.leader, order.times.rhythm
    if rhythm.is_series and error.which == Source.MEETING:
        error.alternatives = free_series.nearest(slots[0], rhythm, leader=leader, at=order.at)
        return error
    return with_alternatives(error, slots, leader=leader, at=order.at)


@door
def _make(*, order, settings, slots, identity):
    booking = order.draft(settings, **identity)
    story = {"overruled": order.overrule} if order.overrule else {}
    if order.times and order.times.rhythm.is_series:
        return _make_series(booking, order, settings, slots, story)
    if slots:
        booking.leader, story["chosen_for"] = _find_a_leader(order, slots)
        _give_times(booking, order, slots)
    booking.enter(by=order.by, at=order.at, **story)
    if slots:
        reserve(slots, leader=booking.leader, booking=booking)
    if slots and booking.leader == order.own:
        return agree(booking, by=order.by, at=order.at)
    emails.requested(booking)
    return booking


def _make_series(first, order, settings, slots, story):
    """Inside the door: every meeting a booking of its own, and the formøte with the first of them."""
    *meetings, talk = slots
    leader, story["chosen_for"] = _find_a_leader(order, slots)
    bookings = [first, *(order.draft(settings) for _meeting in meetings[1:])]
    series.place(bookings)
    for booking, meeting in zip(bookings, meetings, strict=True):
        booking.leader = leader
        _give_times(booking, order, [meeting, talk])
        booking.enter(by=order.by, at=order.at, **story)
        own = [meeting] if booking.pre_meeting_is_carried else [meeting, talk]
        reserve(own, leader=leader, booking=booking)
    if leader == order.own:
        return agree_together(bookings, by=order.by, at=order.at)
    series_emails.requested(bookings)
    return first


def _find_a_leader(order, slots):
    return lock_free_leader(
        slots,
        leader=order.times.leader,
        purpose=order.need.purpose,
        at=order.at,
        overrule=bool(order.overrule),
    )


def _give_times(booking, order, slots):
    for name, value in order.times.columns(slots).items():
        setattr(booking, name, value)
    booking.answer_by = min(booking.answer_by, booking.pre_meeting_starts_at)  # an answer after it is none
