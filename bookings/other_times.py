"""Other times for a meeting that cannot be as asked: each with a formøte before it and the one who can.

From calendars read once: two queries, whatever the number of leaders.
"""

import datetime as dt
from dataclasses import dataclass

from bookings import availability, leader_calendars
from bookings.free_weeks import moment_text, read_moment
from bookings.leader_calendars import WEEK, ZONE
from bookings.models import BookingSettings

AHEAD = WEEK * 8
OFFERED = 12
NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class OtherTime:
    leader: int  # pk
    starts_at: dt.datetime
    pre_meeting_starts_at: dt.datetime

    @property
    def value(self):
        """How a form writes it."""
        return f"{self.leader}|{moment_text(self.starts_at)}|{moment_text(self.pre_meeting_starts_at)}"

    @classmethod
    def read(cls, value):
        leader, *moments = value.split("|")
        return cls(int(leader), *map(read_moment, moments))


def offers(booking, at):
    """Up to twelve: at most one before and one after noon each day, those nearest to what was asked."""
    settings = BookingSettings.current()
    rules = leader_calendars.rules(settings, at=at)
    wish = leader_calendars.meeting_wish(settings, minutes=booking.minutes, mode=booking.mode, at=at)
    first, last = at.astimezone(ZONE).date(), (at + AHEAD).astimezone(ZONE).date()
    calendars = leader_calendars.load(first=first, last=last, at=at)
    found = availability.starts_of_any(calendars, wish, rules, first, last)
    near = sorted(_halves_of_days(found), key=lambda start: abs(start - booking.starts_at))
    own = booking.leader_id
    paired = (_by_one_of(start, found[start], own, calendars, settings, rules) for start in near)
    return sorted(_first(paired, OFFERED), key=lambda one: one.starts_at)


def _halves_of_days(starts):
    halves = {}
    for start in starts:
        local = start.astimezone(ZONE)
        halves.setdefault((local.date(), local.time() >= NOON), start)
    return halves.values()


def _first(offers, number):
    return [offer for offer, _place in zip(filter(None, offers), range(number), strict=False)]


def _by_one_of(start, leaders, own, calendars, settings, rules):
    """With a formøte before it, by the leader who has both free: the booking's own first."""
    for pk in sorted(leaders, key=lambda pk: pk != own):
        talk = last_formøte(start, calendars[pk], settings, rules)
        if talk:
            return OtherTime(pk, start, talk)
    return None


def last_formøte(start, calendar, settings, rules):
    """The last free formøte that leaves the days between it and a meeting at `start`, or None."""
    end = leader_calendars.latest_pre_meeting_end(settings, start) - dt.timedelta(seconds=1)
    last, today = end.astimezone(ZONE).date(), rules.now.astimezone(ZONE).date()
    wish = leader_calendars.pre_meeting_wish(settings, meeting_starts_at=start)
    free = availability.starts(calendar, wish, rules, today, last)
    return free[-1] if free else None
