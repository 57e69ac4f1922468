"""Starts where one leader is free at every meeting of a series; a single meeting is a series of one.

A start is offered when all its dates are free, by the rules that each meeting is judged by when it is sent.
"""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from bookings import availability
from bookings.colleagues import IN_THE_WAY
from bookings.free_weeks import FreeWeeks, moment_text, monday_of, read, read_moment
from bookings.leader_calendars import WEEK, FreeTime
from bookings.reservations import ALTERNATIVES
from bookings.rhythm import ALONE, Rhythm
from prosesstotte.templatetags.portal import dato


class Stop(NamedTuple):
    """Why starts of a day are not offered: the later date that stops them, and what stands in the way."""

    day: str
    number: int
    date: str
    why: str


@dataclass(frozen=True, slots=True)
class FreeSeries(FreeWeeks):
    rhythm: Rhythm = ALONE
    read_weeks: dict = field(default_factory=dict, compare=False)  # many weeks share their later weeks

    def week(self, monday):
        """The starts of that week, each with the leaders who can take them all."""
        week = self._alone(monday)
        if not self.rhythm.is_series:
            return week
        days = tuple(replace(day, times=tuple(self._whole(day.times))) for day in week.days)
        return replace(week, days=days)

    def stops(self, monday):
        """What stops the starts of that week that are free the first time: a line for each day and date."""
        if not self.rhythm.is_series:
            return []
        found = {}
        for day in self._alone(monday).days:
            for time in day.times:
                start, leaders = self._stop(time)
                if leaders:
                    found.setdefault((day.name, start.date()), []).append((start, leaders))
        return [self._told(name, starts) for (name, _date), starts in found.items()]

    def _alone(self, monday):
        if monday not in self.read_weeks:
            week = FreeWeeks.week(self, monday)
            times = {time.value: time for day in week.days for time in day.times}
            self.read_weeks[monday] = week, times
        return self.read_weeks[monday][0]

    def _free_at(self, start):
        """The leaders who have a later meeting free; nobody has what the clock skips."""
        monday = monday_of(start.date())
        self._alone(monday)
        time = self.read_weeks[monday][1].get(moment_text(start))
        return set(time.leaders) if time else set()

    def _whole(self, times):
        for time in times:
            leaders = set(time.leaders)
            for start in self.rhythm.starts(read_moment(time.value))[1:]:
                leaders &= self._free_at(start) if start else set()
            if leaders:
                yield replace(time, leaders=tuple(pk for pk in time.leaders if pk in leaders))

    def _stop(self, time):
        """The first later start that nobody who is left has free, and who was left; else nobody."""
        left = set(time.leaders)
        for start in filter(None, self.rhythm.starts(read_moment(time.value))[1:]):
            still = left & self._free_at(start)
            if not still:
                return start, left
            left = still
        return None, ()

    def _told(self, name, starts):
        start, leaders = starts[0]
        calendars = {pk: self.calendars[pk] for pk in leaders}
        reason = availability.refusal_of_any(start, calendars, self.wish, self.rules)
        return Stop(name, len(starts), dato(start), IN_THE_WAY.get(reason, _("kalenderen er ikkje open")))


def nearest(slot, rhythm, *, leader=None, at=None):
    """Up to five starts nearest to the slot's that fit the whole series: list of FreeTime."""
    first = monday_of(slot.date) - WEEK
    leaders = [leader.pk] if leader else None
    calendars = read(first, first + WEEK * 2 + rhythm.reach, leaders=leaders, at=at)
    free = FreeSeries(slot.wish, slot.rules, calendars, first, first + WEEK * 2, rhythm)
    weeks = (free.week(first + WEEK * number) for number in range(3))
    found = [
        FreeTime(read_moment(time.value), time.leaders)
        for week in weeks
        for day in week.days
        for time in day.times
    ]
    return sorted(found, key=lambda one: abs(one.start - slot.start))[:ALTERNATIVES]
