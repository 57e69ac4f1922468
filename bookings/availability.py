"""The engine of free times: plain data in, plain data out. Knows no Django and no database.

Every rule is written once, as the set of *starts* it refuses (`refused_starts`). The list of
free times is the clock grid minus all those sets; the answer to a submitted start is the first
set that holds it. So a start is offered if, and only if, submitting it would succeed, and the
list does not depend on the range asked for.

Time is instants; inside the engine whole seconds since 1970 (UTC), rounded outwards for busy
time. Stretches are half-open: touching is free. Working hours, the grid and the limits are read
on the local clock. A meeting takes elapsed minutes, also over a night when the clock is changed.
An instant is inside working hours when the local clock then shows a time inside them: the hour
that is skipped in spring does not exist, and both hours that are repeated in autumn do.

Source: the portal's own rules for booking; intervals as in Allen (1983), sets of stretches kept
sorted and joined, so that each rule costs O(n log n) in the number of stretches.
"""

import datetime as dt
import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from zoneinfo import ZoneInfo

from bookings.stretches import (
    ONE_DAY,
    ClockRange,
    Span,
    at_local,
    clock_spans,
    dates,
    gaps,
    joined,
    midnight,
    midnight_second,
    on_grid,
    whole_day,
)

__all__ = [
    "Calendar", "Limits", "Reason", "Rules", "Taken", "Wish", "at_local", "midnight", "refusal",
    "refusal_of_all", "refusal_of_any", "refusal_of_fixed_plus_any", "refusals", "refused_starts",
    "starts", "starts_of_all", "starts_of_any", "starts_of_fixed_plus_any",
]  # fmt: skip

FOREVER = 1 << 40  # seconds, some 35 000 years: later than anybody asks


class Reason(Enum):
    """Why a start is not free. The first one that holds is the answer."""

    OFF_GRID = "off_grid"
    PAST = "past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    TOO_CLOSE = "too_close"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"
    OUTSIDE_HOURS = "outside_hours"
    ABSENT = "absent"
    BUSY_ELSEWHERE = "busy_elsewhere"
    TAKEN = "taken"
    DAY_FULL = "day_full"
    WEEK_FULL = "week_full"
    HOURS_FULL = "hours_full"


@dataclass(frozen=True, slots=True)
class Taken:
    """A commitment: the core `starts`–`ends` and the footprint with buffers, all aware datetimes.

    key        what it belongs to; a wish with the same key in `ignoring` does not see it
    is_meeting whether it counts against the limits of meetings per day and week
    """

    starts: dt.datetime
    ends: dt.datetime
    blocked_from: dt.datetime
    blocked_to: dt.datetime
    key: Hashable = None
    is_meeting: bool = True


@dataclass(frozen=True, slots=True)
class Limits:
    """At most so many meetings a day and an ISO week, and minutes (of everything) a day; None: no limit."""

    meetings_a_day: int | None = None
    meetings_a_week: int | None = None
    minutes_a_day: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """One process leader's time.

    weekly     weekday (0 is Monday) → working hours, several a day; touching ones join
    overrides  local date → the hours of that date instead, also none; they beat holidays too
    absences   (from, to) aware datetimes
    elsewhere  (from, to) aware datetimes: busy in the leader's own calendar outside the portal
    taken      active commitments; cover whole ISO weeks around what is asked, for the limits
    before, after  the leader's own buffers round a meeting, in minutes
    """

    weekly: Mapping[int, Sequence[ClockRange]]
    overrides: Mapping[dt.date, Sequence[ClockRange]] = field(default_factory=dict)
    absences: Sequence[tuple[dt.datetime, dt.datetime]] = ()
    elsewhere: Sequence[tuple[dt.datetime, dt.datetime]] = ()
    taken: Sequence[Taken] = ()
    limits: Limits = Limits()
    before: int = 0
    after: int = 0


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for everybody.

    now      the moment of asking, aware
    notice   elapsed minutes from now to the first start that is offered (inclusive)
    horizon  the last local date that is open is today + `horizon` days
    grid     minutes between starts, counted on the local clock from midnight
    """

    now: dt.datetime
    zone: ZoneInfo
    holidays: Collection[dt.date] = frozenset()
    notice: int = 0
    horizon: int = 365
    grid: int = 15


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for.

    minutes        length, elapsed
    before, after  buffers in minutes; None means the leader's own
    earliest, latest  first and last instant for the start (both inclusive), from the pairing rule
    ignoring       key of the commitments that the wish would replace
    is_meeting     whether it counts against the limits of meetings
    """

    minutes: int
    before: int | None = None
    after: int | None = None
    earliest: dt.datetime | None = None
    latest: dt.datetime | None = None
    ignoring: Hashable = None
    is_meeting: bool = True

    def __post_init__(self):
        if self.minutes < 1 or (self.before or 0) < 0 or (self.after or 0) < 0:
            raise ValueError("a wish lasts at least one minute and has no negative buffer")


def starts(calendar: Calendar, wish: Wish, rules: Rules, first: dt.date, last: dt.date) -> list[dt.datetime]:
    """Every free start from local date `first` to `last`, both included; sorted, unique, UTC."""
    return starts_of_all({None: calendar}, wish, rules, first, last)


def _left(seconds: Sequence[int], refused, rules, first, last) -> Sequence[int]:
    """What is left of the sorted `seconds` when no rule in `refused` may hold them."""
    spans = joined(span for _, spans in refused for span in spans)
    window = (midnight_second(first, rules.zone), midnight_second(last + ONE_DAY, rules.zone))
    pieces = (seconds[bisect_left(seconds, lo) : bisect_left(seconds, hi)] for lo, hi in gaps(spans, window))
    return [second for piece in pieces for second in piece] if spans else seconds


def _instant(second):
    return dt.datetime.fromtimestamp(second, dt.UTC)


def refusal(start: dt.datetime, calendar: Calendar, wish: Wish, rules: Rules) -> Reason | None:
    """Why `start` (aware) is not free, or None when it is. The predicate behind every submit.

    Raises ValueError for a naive datetime.
    """
    return next(iter(refusals(start, calendar, wish, rules)), None)


def refusals(start: dt.datetime, calendar: Calendar, wish: Wish, rules: Rules) -> list[Reason]:
    """Every rule that refuses `start`, the first one first: the answer to «kvifor er dette ikkje ledig?»."""
    if start.tzinfo is None:
        raise ValueError("a start is an instant: give it a time zone")
    second, date = start.timestamp(), start.astimezone(rules.zone).date()
    off_grid = [] if second in on_grid(date, date, rules.zone, rules.grid) else [Reason.OFF_GRID]
    refused = refused_starts(calendar, wish, rules, date, date)
    return off_grid + [reason for reason, spans in refused if any(lo <= second < hi for lo, hi in spans)]


# --- Modes: any of several, all of several, one fixed plus any other -------------------------------
# A mode is a list and a predicate over the same calendars: the list holds a start if, and only if, the
# predicate answers None for it. A predicate over nobody says DAY_OFF: nobody works then.


def starts_of_any(
    calendars: Mapping[Hashable, Calendar], wish: Wish, rules: Rules, first: dt.date, last: dt.date
) -> dict[dt.datetime, list[Hashable]]:
    """Each start that at least one leader has free → the keys of those leaders; sorted by time."""
    asked = rules, first, last
    grid, found, at_work = on_grid(first, last, rules.zone, rules.grid), defaultdict(list), {}
    for key, calendar in calendars.items():
        pattern = _pattern(calendar)
        if pattern not in at_work:  # most of a team works alike
            at_work[pattern] = _left(grid, _refused_to_many(calendar, wish, *asked), *asked)
        for second in _left(at_work[pattern], _refused_to_one(calendar, wish, *asked), *asked):
            found[second].append(key)
    return {_instant(second): keys for second, keys in sorted(found.items())}


def _pattern(calendar):
    """The hours of a calendar: those who have the same are refused the same by the clock and the hours."""
    stretches = (calendar.weekly, calendar.overrides)
    return tuple(frozenset((day, tuple(hours)) for day, hours in one.items()) for one in stretches)


def refusal_of_any(
    start: dt.datetime, calendars: Mapping[Hashable, Calendar], wish: Wish, rules: Rules
) -> Reason | None:
    """None when at least one leader has `start` free; else why the one who came nearest does not.

    The rules have an order; nearest is the one whose first refusal comes last in it.
    """
    answers = [refusal(start, calendar, wish, rules) for calendar in calendars.values()]
    if not answers:
        return Reason.DAY_OFF
    return None if None in answers else max(answers, key=list(Reason).index)


def starts_of_all(
    calendars: Mapping[Hashable, Calendar], wish: Wish, rules: Rules, first: dt.date, last: dt.date
) -> list[dt.datetime]:
    """Every start that all the leaders have free at once; sorted, unique, UTC. Nobody has none."""
    asked = rules, first, last
    refused = [rule for calendar in calendars.values() for rule in refused_starts(calendar, wish, *asked)]
    free = _left(on_grid(first, last, rules.zone, rules.grid), refused, *asked) if calendars else ()
    return [_instant(second) for second in free]


def refusal_of_all(
    start: dt.datetime, calendars: Mapping[Hashable, Calendar], wish: Wish, rules: Rules
) -> tuple[Hashable, Reason] | None:
    """None when all the leaders have `start` free; else the first who has not, and why: (key, reason)."""
    if not calendars:
        return None, Reason.DAY_OFF
    answers = ((key, refusal(start, calendar, wish, rules)) for key, calendar in calendars.items())
    return next(((key, reason) for key, reason in answers if reason), None)


def starts_of_fixed_plus_any(
    fixed: Calendar,
    others: Mapping[Hashable, Calendar],
    wish: Wish,
    rules: Rules,
    first: dt.date,
    last: dt.date,
) -> dict[dt.datetime, list[Hashable]]:
    """Each start that `fixed` and at least one of `others` have free → the keys of those others."""
    own = set(starts(fixed, wish, rules, first, last))
    found = starts_of_any(others, wish, rules, first, last)
    return {start: keys for start, keys in found.items() if start in own}


def refusal_of_fixed_plus_any(
    start: dt.datetime, fixed: Calendar, others: Mapping[Hashable, Calendar], wish: Wish, rules: Rules
) -> Reason | None:
    """None when `fixed` and at least one of `others` have `start` free; the fixed one's reason goes first."""
    return refusal(start, fixed, wish, rules) or refusal_of_any(start, others, wish, rules)


# --- The rules ---------------------------------------------------------------------------------------


def refused_starts(
    calendar: Calendar, wish: Wish, rules: Rules, first: dt.date, last: dt.date
) -> list[tuple[Reason, list[Span]]]:
    """The rules, each as the starts it refuses between `first` and `last`, in order of precedence."""
    asked = calendar, wish, rules, first, last
    return [*_refused_to_many(*asked), *_refused_to_one(*asked)]


def _refused_to_many(calendar, wish, rules, first, last):
    """By the clock and the working hours: the same for everybody who has the same hours."""
    return [*_refused_by_clock(wish, rules), *_refused_by_hours(calendar, wish, rules, first, last)]


def _refused_to_one(calendar, wish, rules, first, last):
    """By what the leader has taken, and the leader's own limits."""
    return [*_refused_by_busy(calendar, wish), *_refused_by_limits(calendar, wish, rules, first, last)]


def _refused_by_clock(wish, rules):
    now = math.ceil(rules.now.timestamp())
    end = rules.now.astimezone(rules.zone).date() + dt.timedelta(days=rules.horizon + 1)
    too_close = []
    if wish.earliest:
        too_close.append((-FOREVER, math.ceil(wish.earliest.timestamp())))
    if wish.latest:
        too_close.append((math.floor(wish.latest.timestamp()) + 1, FOREVER))
    return [
        (Reason.PAST, [(-FOREVER, now)]),
        (Reason.TOO_SOON, [(-FOREVER, math.ceil(rules.now.timestamp() + rules.notice * 60))]),
        (Reason.TOO_FAR, [(midnight_second(end, rules.zone), FOREVER)]),
        (Reason.TOO_CLOSE, too_close),
    ]


def _refused_by_busy(calendar: Calendar, wish: Wish) -> list[tuple[Reason, list[Span]]]:
    """A footprint may touch what is taken, not overlap it: an open stretch of starts is refused."""
    before = 60 * (calendar.before if wish.before is None else wish.before)
    after = 60 * (wish.minutes + (calendar.after if wish.after is None else wish.after))

    def starts_that_meet(stretches):
        busy = ((math.floor(a.timestamp()), math.ceil(b.timestamp())) for a, b in stretches if a < b)
        return [(lo - after + 1, hi + before) for lo, hi in busy]

    taken = [(t.blocked_from, t.blocked_to) for t in _seen(calendar, wish)]
    return [
        (Reason.ABSENT, starts_that_meet(calendar.absences)),
        (Reason.BUSY_ELSEWHERE, starts_that_meet(calendar.elsewhere)),
        (Reason.TAKEN, starts_that_meet(taken)),
    ]


def _seen(calendar, wish):
    return [t for t in calendar.taken if wish.ignoring is None or t.key != wish.ignoring]


def _refused_by_hours(calendar, wish, rules, first, last):
    """Outside working hours; a date without any says whether it is a holiday or simply free."""
    zone, length = rules.zone, 60 * wish.minutes
    work, holidays, days_off = [], [], []
    for date in dates(first, last + dt.timedelta(days=wish.minutes // 1440 + 1)):
        hours = _hours(calendar, rules, date)
        work += [span for clock in hours for span in clock_spans(date, clock, zone)]
        if not hours:
            is_holiday = date in rules.holidays and date not in calendar.overrides
            (holidays if is_holiday else days_off).append(whole_day(date, zone))
    possible = joined((lo, hi - length + 1) for lo, hi in joined(work) if hi - lo >= length)
    window = (midnight_second(first, zone), midnight_second(last + ONE_DAY, zone))
    return [
        (Reason.HOLIDAY, holidays),
        (Reason.DAY_OFF, days_off),
        (Reason.OUTSIDE_HOURS, list(gaps(possible, window))),
    ]


def _hours(calendar, rules, date):
    """An override replaces the whole date and beats the holiday; a holiday has no hours."""
    if date in calendar.overrides:
        return calendar.overrides[date]
    return () if date in rules.holidays else calendar.weekly.get(date.weekday(), ())


def _refused_by_limits(calendar, wish, rules, first, last):
    """Whole local dates that are full. Counted by the local date of the start, over whole ISO weeks."""
    if calendar.limits == Limits():
        return []
    limits, days, weeks, minutes = calendar.limits, Counter(), Counter(), Counter()
    for taken in _seen(calendar, wish):
        date = taken.starts.astimezone(rules.zone).date()
        days[date] += taken.is_meeting
        weeks[date.isocalendar()[:2]] += taken.is_meeting
        minutes[date] += (taken.ends - taken.starts).total_seconds() / 60
    full_days, full_weeks, full_hours = [], [], []
    for date in dates(first, last):
        if wish.is_meeting and _above(days[date] + 1, limits.meetings_a_day):
            full_days.append(whole_day(date, rules.zone))
        if wish.is_meeting and _above(weeks[date.isocalendar()[:2]] + 1, limits.meetings_a_week):
            full_weeks.append(whole_day(date, rules.zone))
        if _above(minutes[date] + wish.minutes, limits.minutes_a_day):
            full_hours.append(whole_day(date, rules.zone))
    return [(Reason.DAY_FULL, full_days), (Reason.WEEK_FULL, full_weeks), (Reason.HOURS_FULL, full_hours)]


def _above(amount, limit):
    return limit is not None and amount > limit
