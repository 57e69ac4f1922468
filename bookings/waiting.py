"""The waiting list as a calculation: who is first in line, and what can be offered. No queries here.

A time is offered by the same predicate that lists free times and takes a request, asked at two moments:
now, and when the offer runs out. So what is offered can be taken until the time limit, whenever that is.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cache

from bookings import availability, leader_calendars, stretches
from bookings.availability import Reason
from bookings.leader_calendars import ZONE
from bookings.other_times import last_formøte


@dataclass(frozen=True, slots=True)
class InLine:
    """One who waits. `not_on` are local dates that are not offered again; `version` is of the wish."""

    pk: int
    minutes: int
    mode: str
    first: dt.date
    last: dt.date
    leader: int | None = None
    not_on: frozenset = frozenset()
    version: int = 1


@dataclass(frozen=True, slots=True)
class Fit:
    """A time for one who waits. `talks`: each leader who can → the start of the formøte with them."""

    waiting: InLine
    starts_at: dt.datetime
    talks: dict[int, dt.datetime]
    expires_at: dt.datetime


def offer_deadline(settings, at):
    """When an offer that is made now runs out: so many working days, never outside office hours."""
    return leader_calendars.office_deadline(settings.offer_working_days, at)


def last_day(settings, last_date):
    """The last date on which a meeting as late as `last_date` can be offered.

    Before it come the working days between, the formøte itself, the notice and the time to answer.
    """
    midnight = availability.midnight(last_date, ZONE)
    latest = leader_calendars.latest_pre_meeting_end(settings, midnight)
    latest -= dt.timedelta(minutes=settings.pre_meeting_minutes + settings.notice_minutes)
    date = latest.astimezone(ZONE).date()
    while offer_deadline(settings, availability.midnight(date, ZONE)) > latest:
        date -= stretches.ONE_DAY
    return date


def first_fit(line, calendars, settings, at):
    """The first in `line` (list of InLine, in order) for whom a time is free, as a Fit; None for nobody."""
    return next(filter(None, (fit(one, calendars, settings, at) for one in line)), None)


def fit(one, calendars, settings, at):
    """The earliest time that fits `one`, with everybody who can lead it, or None."""
    rules = leader_calendars.rules(settings, at=offer_deadline(settings, at))

    @cache
    def talk(pk, date):
        return last_formøte(availability.midnight(date, ZONE), calendars[pk], settings, rules)

    for start, leaders in _meetings(one, calendars, settings, rules, at).items():
        date = start.astimezone(ZONE).date()
        talks = {pk: talk(pk, date) for pk in leaders} if date not in one.not_on else {}
        if found := {pk: before for pk, before in talks.items() if before}:
            return Fit(one, start, found, rules.now)
    return None


def _meetings(one, calendars, settings, rules, at):
    """The free starts of a meeting within the wish, and within what is open today."""
    wish = leader_calendars.meeting_wish(settings, minutes=one.minutes, mode=one.mode, at=rules.now)
    mine = {pk: calendar for pk, calendar in calendars.items() if one.leader in {None, pk}}
    first, last = days_of(one, settings, at)
    return availability.starts_of_any(mine, wish, rules, first, last) if first <= last else {}


def days_of(one, settings, at):
    """The dates of the wish that the calendar shows today: first and last."""
    today = at.astimezone(ZONE).date()
    return max(one.first, today), min(one.last, today + dt.timedelta(days=settings.horizon_days))


# --- Why nobody can -----------------------------------------------------------------------------------


NO_FORMØTE = "no_formøte"


def why_not(one, calendar, settings, at):
    """How many days of the wish each reason takes from one leader: Counter of Reason, NO_FORMØTE or None.

    None counts the days that can be offered. A day's reason is the one that comes nearest to free; an
    ordinary Saturday or Sunday is no reason.
    """
    rules = leader_calendars.rules(settings, at=offer_deadline(settings, at))
    wish = leader_calendars.meeting_wish(settings, minutes=one.minutes, mode=one.mode, at=rules.now)
    first, last = days_of(one, settings, at)
    if first > last:
        return Counter()
    refused = availability.refused_starts(calendar, wish, rules, first, last)
    reasons = {date: _nearest(date, refused, rules) for date in stretches.dates(first, last)}
    for date in [date for date, reason in reasons.items() if reason is None]:
        if not last_formøte(availability.midnight(date, ZONE), calendar, settings, rules):
            reasons[date] = NO_FORMØTE
    return Counter(
        reason for date, reason in reasons.items() if reason != Reason.DAY_OFF or date.weekday() < 5
    )


def _nearest(date, refused, rules):
    """The rule that takes the day's last free start, in the order of the rules; None when one is left."""
    left = stretches.on_grid(date, date, rules.zone, rules.grid)
    first, end = stretches.whole_day(date, rules.zone)
    for reason, spans in refused:
        near = [(lo, hi) for lo, hi in spans if lo < end and hi > first]
        left = [second for second in left if not any(lo <= second < hi for lo, hi in near)]
        if not left:
            return reason
    return None
