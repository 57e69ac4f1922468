"""Free times a week at a time, ready for a page: from calendars that are read once.

Two queries for the calendars, whatever the number of leaders and weeks that are looked through.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

from bookings import availability, leader_calendars, pairs
from bookings.leader_calendars import WEEK, ZONE
from prosesstotte.templatetags.portal import MONTHS, WEEKDAYS

WRITTEN_WEEK = re.compile(r"(\d{4})-W(\d{2})")
LOOK_AHEAD = 2  # weeks that are read to find one with a free time; the reader may ask for more


@dataclass(frozen=True, slots=True)
class Time:
    """One start: `value` for the form, `clock` for people, and the pks of the leaders who are free."""

    value: str
    clock: str
    leaders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Day:
    date: dt.date
    times: tuple[Time, ...]

    @property
    def name(self):
        return f"{WEEKDAYS[self.date.weekday()]} {self.date.day}. {MONTHS[self.date.month - 1]}"

    @property
    def week(self):
        """The week it lies in, as written in addresses."""
        return week_text(monday_of(self.date))


@dataclass(frozen=True, slots=True)
class Week:
    """Monday to Friday; Saturday and Sunday only when somebody works then."""

    monday: dt.date
    days: tuple[Day, ...]
    earlier: str = ""  # the week before and after, as written in addresses; empty outside the calendar
    later: str = ""

    @property
    def number(self):
        return self.monday.isocalendar().week

    @property
    def text(self):
        return week_text(self.monday)

    @property
    def is_empty(self):
        return not any(day.times for day in self.days)

    @property
    def first_date(self):
        """The first day with a time: an error about the list leads there."""
        return next((day.date for day in self.days if day.times), None)

    def time(self, value):
        """The free time with this `value`, or None."""
        return next((time for day in self.days for time in day.times if time.value == value), None)


@dataclass(frozen=True, slots=True)
class FreeWeeks:
    """What is free for one wish. `first` and `last` are the Mondays that the calendars cover.

    earliest  pk → the first instant that this leader may be asked for, where there is one
    """

    wish: availability.Wish
    rules: availability.Rules
    calendars: dict
    first: dt.date
    last: dt.date
    earliest: dict = field(default_factory=dict, kw_only=True)

    def week(self, monday):
        sunday = monday + dt.timedelta(days=6)
        found = self.starts(monday, sunday)
        dates = {monday + dt.timedelta(days=number): [] for number in range(7)}
        for start, leaders in found.items():
            local = start.astimezone(ZONE)
            able = tuple(leaders) if not self.earliest else self._able(leaders, start)
            if able:
                dates[local.date()].append(Time(written(local), clock(local), able))
        days = tuple(Day(date, tuple(times)) for date, times in dates.items() if times or date.weekday() < 5)
        return Week(monday, days, **_neighbours(monday, self.wish, self.rules))

    def starts(self, first, last):
        """Each free start → the pks of those who have it."""
        return availability.starts_of_any(self.calendars, self.wish, self.rules, first, last)

    def _able(self, leaders, start):
        return tuple(pk for pk in leaders if start >= self.earliest.get(pk, start))

    def first_with_a_time(self, monday):
        """The first week from `monday` with a free time, or None when the calendars show none."""
        while monday <= self.last:
            week = self.week(monday)
            if not week.is_empty:
                return week
            monday += WEEK
        return None

    def last_with_a_time(self, monday):
        """The last week before or at `monday` with a free time, or None."""
        while monday >= self.first:
            week = self.week(monday)
            if not week.is_empty:
                return week
            monday -= WEEK
        return None


@dataclass(frozen=True)
class FreeFor(FreeWeeks):
    """Free weeks for those who are asked for: a time counts when it suits them."""

    who: pairs.Who = pairs.ANYBODY

    def starts(self, first, last):
        return pairs.starts_of(self.who, self.calendars, self.wish, self.rules, first, last)


def first_open_day(rules):
    return rules.now.astimezone(ZONE).date()


def last_open_day(rules):
    return first_open_day(rules) + dt.timedelta(days=rules.horizon)


def _neighbours(monday, wish, rules):
    """The weeks beside, as far as the wish may lie there."""
    first, last = first_open_day(rules), last_open_day(rules)
    if wish.earliest:
        first = max(first, wish.earliest.astimezone(ZONE).date())
    if wish.latest:
        last = min(last, wish.latest.astimezone(ZONE).date())
    earlier, later = monday - WEEK, monday + WEEK
    return {
        "earlier": week_text(earlier) if earlier >= monday_of(first) else "",
        "later": week_text(later) if later <= last else "",
    }


def read(first, last, *, leaders, at):
    """The calendars from Monday `first` through the week of Monday `last`: pk → Calendar. Two queries."""
    return leader_calendars.load(first=first, last=last + dt.timedelta(days=6), leaders=leaders, at=at)


def monday_of(date):
    return date - dt.timedelta(days=date.weekday())


def week_text(monday):
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02}"


def read_week(text, rules):
    """«2026-W50» → its Monday, or None when it is no week that the calendar shows."""
    found = WRITTEN_WEEK.fullmatch(text)
    try:
        monday = dt.date.fromisocalendar(int(found[1]), int(found[2]), 1) if found else None
    except ValueError:
        return None
    is_open = monday and monday_of(first_open_day(rules)) <= monday <= last_open_day(rules)
    return monday if is_open else None


def clock(local):
    """09.00; the hour that is repeated in autumn with its distance from UTC: 02.30 (UTC+1)."""
    shown = f"{local.hour:02}.{local.minute:02}"
    if local.hour > 3:  # no clock is turned later in the day; asking the zone for every time is slow
        return shown
    repeated = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    hours = int(local.utcoffset().total_seconds()) // 3600
    return f"{shown} (UTC+{hours})" if repeated else shown


def moment_text(moment):
    """A start as forms and addresses write it: 2026-12-09T09:00+01:00 is one instant, also in autumn."""
    return written(moment.astimezone(ZONE))


def written(local):
    return local.isoformat(timespec="minutes")


def read_moment(text):
    """What `moment_text` wrote → an aware local time, or None."""
    try:
        moment = dt.datetime.fromisoformat(text)
        return moment.astimezone(ZONE) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
