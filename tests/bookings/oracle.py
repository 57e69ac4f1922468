"""A naive, minute-by-minute answer to what is free, written apart from the engine it checks."""

import datetime as dt
from collections import Counter

MINUTE = dt.timedelta(minutes=1)


def free_starts(calendar, wish, rules, first, last):
    """Every minute of the dates for which no rule says no."""
    at_work = _minutes_at_work(calendar, wish, rules, first, last)
    return [m for m in minutes(first, last, rules.zone) if is_free(m, calendar, wish, rules, at_work)]


def minutes(first, last, zone):
    moment = dt.datetime.combine(first, dt.time(), zone).astimezone(dt.UTC)
    end = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), zone).astimezone(dt.UTC)
    while moment < end:
        yield moment
        moment += MINUTE


def _minutes_at_work(calendar, wish, rules, first, last):
    after = last + dt.timedelta(days=wish.minutes // 1440 + 2)
    return {m for m in minutes(first, after, rules.zone) if _is_at_work(m, calendar, rules)}


def _is_at_work(moment, calendar, rules):
    local = moment.astimezone(rules.zone)
    date, minute = local.date(), local.hour * 60 + local.minute
    if date in calendar.overrides:
        hours = calendar.overrides[date]
    elif date in rules.holidays:
        hours = []
    else:
        hours = calendar.weekly.get(date.weekday(), [])
    return any(start <= minute < end for start, end in hours)


def is_free(start, calendar, wish, rules, at_work):
    length = wish.minutes * MINUTE
    local = start.astimezone(rules.zone)
    return (
        (local.hour * 60 + local.minute) % rules.grid == 0
        and start >= rules.now + rules.notice * MINUTE
        and local.date() <= rules.now.astimezone(rules.zone).date() + dt.timedelta(days=rules.horizon)
        and (wish.earliest is None or start >= wish.earliest)
        and (wish.latest is None or start <= wish.latest)
        and all(start + n * MINUTE in at_work for n in range(wish.minutes))
        and not _is_busy(start, start + length, calendar, wish)
        and not _is_full(local.date(), calendar, wish, rules)
    )


def _is_busy(start, end, calendar, wish):
    start -= MINUTE * (calendar.before if wish.before is None else wish.before)
    end += MINUTE * (calendar.after if wish.after is None else wish.after)
    busy = [(t.blocked_from, t.blocked_to) for t in _others(calendar, wish)]
    busy += [*calendar.absences, *calendar.elsewhere]
    return any(start < to and frm < end for frm, to in busy)


def _others(calendar, wish):
    return [t for t in calendar.taken if wish.ignoring is None or t.key != wish.ignoring]


def _is_full(date, calendar, wish, rules):
    dates = [(t, t.starts.astimezone(rules.zone).date()) for t in _others(calendar, wish)]
    days = Counter(day for t, day in dates if t.is_meeting)
    weeks = Counter(day.isocalendar()[:2] for t, day in dates if t.is_meeting)
    minutes = sum(((t.ends - t.starts) / MINUTE for t, day in dates if day == date), 0)
    limits = calendar.limits
    too_many = wish.is_meeting and (
        (limits.meetings_a_day is not None and days[date] >= limits.meetings_a_day)
        or (limits.meetings_a_week is not None and weeks[date.isocalendar()[:2]] >= limits.meetings_a_week)
    )
    return too_many or (limits.minutes_a_day is not None and minutes + wish.minutes > limits.minutes_a_day)
