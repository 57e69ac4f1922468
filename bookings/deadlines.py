"""What is said before and after a deadline, once each: the events remember it.

Every booking is read anew under lock when something is due, so that nobody is warned of what no
longer threatens.
"""

import datetime as dt

from django.utils import timezone

from bookings import emails, leader_calendars, series, working_days
from bookings.leader_calendars import ZONE
from bookings.models import Booking
from bookings.reservations import door
from prosesstotte import events

WARN_AHEAD = (2, 5)  # working days before the meeting, the nearest first
LONGEST_AHEAD = dt.timedelta(days=21)  # five working days, also over Christmas


def warn_of_lapses(at=None):
    """Warn of every meeting that is near and has no formøte before it."""
    at = at or timezone.now()
    for booking in Booking.objects.without_pre_meeting(at + LONGEST_AHEAD).for_list():
        _warn(booking=booking, at=at)


@door
def _warn(*, booking, at):
    booking.lock()
    near = Booking.objects.without_pre_meeting(at + LONGEST_AHEAD).filter(pk=booking.pk).exists()
    days = near and working_days_left(booking.starts_at, at)
    if days and days in _due(booking):
        events.record(booking, "lapse_warning", at=at, days=days, **_of(booking))
        emails.lapse_warning(booking)


def working_days_left(start, at):
    """The nearest of WARN_AHEAD that has come, or None; also None when it is too late to warn."""
    today, date = at.astimezone(ZONE).date(), start.astimezone(ZONE).date()
    if start - at <= dt.timedelta(hours=24):
        return None
    holidays = leader_calendars.holidays_around(at)
    come = (days for days in WARN_AHEAD if working_days.step_working_days(date, -days, holidays) <= today)
    return next(come, None)


def _due(booking):
    """The warnings that are not given yet for this time and this formøte: a late one takes the early ones."""
    given = [
        event.data["days"]
        for event in events.history(booking).filter(verb="lapse_warning")
        if _of(booking).items() <= event.data.items()
    ]
    return [days for days in WARN_AHEAD if days < min(given, default=max(WARN_AHEAD) + 1)]


def _of(booking):
    """A moved meeting, and one that has lost yet another formøte, is warned of anew."""
    return {"start": booking.starts_at.isoformat(), "lacks": booking.pre_meeting_uid}


def remind_of_answers(at=None):
    """Remind the leader and the team of every request whose deadline has passed; of a series once."""
    at = at or timezone.now()
    for booking in series.first_of_each(Booking.objects.unanswered(at).for_list()):
        _remind(booking=booking, at=at)


@door
def _remind(*, booking, at):
    booking.lock()
    late = Booking.objects.unanswered(at).filter(pk=booking.pk).exists()
    story = {"answer_by": booking.answer_by.isoformat()}
    if late and not events.history(booking).filter(verb="answer_overdue", data=story).exists():
        events.record(booking, "answer_overdue", at=at, **story)
        emails.answer_overdue(booking)
