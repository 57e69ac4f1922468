"""Feeds the engine of free times from the database: two queries, whatever the number of leaders.

Pages ask `free_meetings`, `free_pre_meetings` and `free_talks`; the doors ask `load` under lock
and `availability.refusal`. Both build their wish and rules with the same functions here.
"""

import datetime as dt
import json
from dataclasses import dataclass, replace
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from bookings import availability, working_days
from bookings.availability import Calendar, Limits, Rules, Taken, Wish
from bookings.choices import MeetingMode, Source
from bookings.models import BookingSettings

ZONE = ZoneInfo(django_settings.TIME_ZONE)
WEEK = dt.timedelta(days=7)
OFFICE_OPENS, OFFICE_CLOSES = dt.time(8), dt.time(15, 30)  # when somebody is there to keep a deadline
REACH = dt.timedelta(days=1500)  # further off than any calendar is open, and safe to count days from


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A start (aware, local) and the pks of the process leaders who have it free."""

    start: dt.datetime
    leaders: tuple[int, ...]


@lru_cache(maxsize=64)
def _holidays(first_year, last_year):
    return frozenset(holidays.country_holidays("NO", years=range(first_year, last_year + 1)))


def norwegian_holidays(first, last):
    """Public holidays in the years from date `first` to `last`; an ordinary Sunday is none."""
    return _holidays(first.year, last.year)


def holidays_around(at):
    """The holidays that the calendars and the deadlines seen from `at` may meet."""
    return norwegian_holidays(at - WEEK * 8, at + REACH)


# --- The rules and the wishes, made in one place for list and submit ------------------------------


def rules(settings, *, at=None, notice=None):
    """What holds for everybody at the moment `at`; `notice` in minutes when it is not the meeting's."""
    at = at or timezone.now()
    return Rules(
        now=at,
        zone=ZONE,
        holidays=holidays_around(at),
        notice=settings.notice_minutes if notice is None else notice,
        horizon=settings.horizon_days,
        grid=settings.grid_minutes,
    )


def is_within_reach(moment, at=None):
    """Whether `moment` is near enough to reckon with: an address may say the year 9999."""
    return abs(moment - (at or timezone.now())) < REACH


def meeting_wish(
    settings, *, minutes, mode=MeetingMode.ROOM, pre_meeting_ends_at=None, at=None, ignoring=None
):
    """A meeting of `minutes`. Before a formøte is chosen, the earliest one possible decides."""
    at = at or timezone.now()
    talk = dt.timedelta(minutes=settings.notice_minutes + settings.pre_meeting_minutes)
    wish = Wish(
        minutes=minutes,
        earliest=earliest_meeting(settings, pre_meeting_ends_at or at + talk),
        ignoring=ignoring,
    )
    # In a room the leader's own preparation and travel count; on a screen there is no travel.
    return wish if mode == MeetingMode.ROOM else replace(wish, before=0, after=settings.talk_buffer_after)


def pre_meeting_wish(settings, *, meeting_starts_at, minutes=None, ignoring=None):
    """A formøte with the working days between it and the meeting that the settings ask for."""
    minutes = minutes or settings.pre_meeting_minutes
    return Wish(
        minutes=minutes,
        before=0,
        after=settings.talk_buffer_after,
        latest=latest_pre_meeting_end(settings, meeting_starts_at) - dt.timedelta(minutes=minutes),
        ignoring=ignoring,
        is_meeting=False,
    )


def follow_up_wish(settings, *, meeting_starts_at, ignoring=None):
    """A short formøte after a change: no working days between, only before the meeting."""
    minutes = settings.follow_up_minutes
    latest = meeting_starts_at - dt.timedelta(minutes=minutes)
    return Wish(minutes=minutes, before=0, after=0, latest=latest, ignoring=ignoring, is_meeting=False)


def talk_wish(settings, *, minutes, ignoring=None):
    return Wish(
        minutes=minutes, before=0, after=settings.talk_buffer_after, ignoring=ignoring, is_meeting=False
    )


def earliest_meeting(settings, pre_meeting_ends_at):
    """The first instant for the meeting when the formøte ends then."""
    last_moment = (
        pre_meeting_ends_at - dt.timedelta.resolution
    )  # ending at midnight belongs to the day before
    date = last_moment.astimezone(ZONE).date()
    days = settings.working_days_between
    return availability.midnight(
        working_days.earliest_with_days_between(date, days, holidays_around(last_moment)), ZONE
    )


def latest_pre_meeting_end(settings, meeting_starts_at):
    """The last instant for the end of the formøte when the meeting starts then."""
    date = meeting_starts_at.astimezone(ZONE).date()
    days = settings.working_days_between
    latest = working_days.latest_with_days_between(date, days, holidays_around(meeting_starts_at))
    return availability.midnight(latest + working_days.ONE_DAY, ZONE)


def answer_deadline(settings, at):
    """When the team has to have answered a request."""
    return office_deadline(settings.answer_working_days, at)


def office_deadline(days, at):
    """So many working days after `at`, at the same clock time, but never outside office hours."""
    local = at.astimezone(ZONE)
    date = working_days.step_working_days(local.date(), days, holidays_around(at))
    clock = min(max(local.time(), OFFICE_OPENS), OFFICE_CLOSES)
    return dt.datetime.combine(date, clock, ZONE)


# --- Free times for pages ----------------------------------------------------------------------


def free_meetings(*, first, last, minutes, mode=MeetingMode.ROOM, leaders=None, at=None, settings=None):
    """Free starts for a meeting from local date `first` to `last`, any of `leaders` (default all active).

    Returns a sorted list of FreeTime. Three queries (two with `settings` given).
    """
    settings = settings or BookingSettings.current()
    wish = meeting_wish(settings, minutes=minutes, mode=mode, at=at)
    return _free(wish, rules(settings, at=at), first, last, leaders)


def free_pre_meetings(*, first, last, meeting_starts_at, leaders=None, at=None, settings=None):
    """Free starts for the formøte of a meeting at `meeting_starts_at`."""
    if not is_within_reach(meeting_starts_at, at):
        return []
    settings = settings or BookingSettings.current()
    wish = pre_meeting_wish(settings, meeting_starts_at=meeting_starts_at)
    return _free(wish, rules(settings, at=at), first, last, leaders)


def free_talks(*, first, last, minutes, leaders=None, at=None, settings=None):
    """Free starts for an advisory talk: its own, short notice, and no formøte."""
    settings = settings or BookingSettings.current()
    its_rules = rules(settings, at=at, notice=settings.advice_notice_minutes)
    return _free(talk_wish(settings, minutes=minutes), its_rules, first, last, leaders)


def _free(wish, its_rules, first, last, leaders):
    if not all(is_within_reach(availability.midnight(date, ZONE), its_rules.now) for date in (first, last)):
        return []
    calendars = load(first=first, last=last, leaders=leaders, at=its_rules.now)
    found = availability.starts_of_any(calendars, wish, its_rules, first, last)
    return [FreeTime(start.astimezone(ZONE), tuple(keys)) for start, keys in found.items()]


# --- From rows to the engine's plain data ----------------------------------------------------------


def load(*, first, last, leaders=None, at=None):
    """The calendars of active leaders (or of those whose pk or row is in `leaders`), pk → Calendar.

    Two queries.
    """
    start, end = what_to_read(first, last)
    rows = {row["pk"]: row for row in _leader_rows(leaders, start, end)}
    taken = _taken(list(rows), start, end, at) if rows else {}
    return {pk: _calendar(row, taken.get(pk, ())) for pk, row in rows.items()}


def what_to_read(first, last):
    """From when to when commitments matter for what is free from date `first` to `last`.

    Whole ISO weeks, since limits count by week, and two days more on each side, since a wish with
    its buffers reaches out of its own date.
    """
    margin = dt.timedelta(days=2)
    start = first - dt.timedelta(days=first.weekday()) - margin
    end = last + dt.timedelta(days=7 - last.weekday()) + margin
    return availability.midnight(start, ZONE), availability.midnight(end, ZONE)


# Plain SQL: building these subqueries anew for every page costs the ORM ten times what they take to run.
LEADERS = """
SELECT leader.id AS pk, buffer_before, buffer_after,
    max_meetings_a_day, max_meetings_a_week, max_minutes_a_day,
    (SELECT json_agg(json_build_array(own.weekday, own.from_time, own.to_time)
            ORDER BY own.weekday, own.from_time)::text
        FROM bookings_workinghours own WHERE own.leader_id = leader.id) AS own_week,
    (SELECT json_agg(own)::text FROM bookings_hoursoverride own
        WHERE own.leader_id = leader.id AND own.date BETWEEN %(first)s AND %(last)s) AS own_dates,
    (SELECT json_agg(own)::text FROM bookings_absence own
        WHERE own.leader_id = leader.id AND own.ends_at > %(start)s AND own.starts_at < %(end)s) AS away,
    (SELECT json_agg(json_build_array(
            extract(epoch FROM own.starts_at), extract(epoch FROM own.ends_at)))::text
        FROM bookings_externalbusy own
        WHERE own.leader_id = leader.id AND own.ends_at > %(start)s AND own.starts_at < %(end)s) AS elsewhere
FROM bookings_processleader leader JOIN prosesstotte_teammember member ON member.id = leader.member_id
WHERE leader.is_active AND (%(leaders)s::bigint[] IS NULL OR leader.id = ANY(%(leaders)s))
ORDER BY member."order", member.name, leader.id
"""


LISTS = ("own_dates", "away", "elsewhere")


def _leader_rows(leaders, start, end):
    wanted = None if leaders is None else [getattr(leader, "pk", leader) for leader in leaders]
    asked = {"leaders": wanted, "start": start, "end": end, "first": start.date(), "last": end.date()}
    with connection.cursor() as cursor:
        cursor.execute(LEADERS, asked)
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        row.update({name: json.loads(row[name]) if row[name] else [] for name in LISTS})
    return rows


# What stands: `Commitment.objects.standing(at).overlapping(start, end)`, one row a leader, as numbers.
# Reading ranges as ranges costs ten times more.
TAKEN = """
SELECT leader_id, json_agg(json_build_array(
    extract(epoch FROM lower(core)), extract(epoch FROM upper(core)),
    extract(epoch FROM lower(blocked)), extract(epoch FROM upper(blocked)),
    booking_id, advice_id, coalesce(nullif(becomes, ''), source)))::text
FROM bookings_commitment
WHERE active AND (expires_at IS NULL OR expires_at > %(at)s)
    AND blocked && tstzrange(%(start)s, %(end)s) AND leader_id = ANY(%(leaders)s)
GROUP BY leader_id
"""


def _taken(leaders, start, end, at):
    """Leader's pk → what is taken."""
    asked = {"leaders": leaders, "start": start, "end": end, "at": at or timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, asked)
        return {
            leader: [_as_taken(*fact) for fact in json.loads(facts)] for leader, facts in cursor.fetchall()
        }


def _as_taken(starts, ends, blocked_from, blocked_to, booking, advice, source):
    moments = map(_second, (starts, ends, blocked_from, blocked_to))
    return Taken(*moments, ("booking", booking) if booking else ("advice", advice), source == Source.MEETING)


def _calendar(row, taken):
    overrides = {}
    for hours in row["own_dates"]:
        stretches = overrides.setdefault(dt.date.fromisoformat(hours["date"]), [])
        if hours["from_time"]:  # a row without times adds none: alone it makes a day off
            stretches.append(_clock_range(hours["from_time"], hours["to_time"]))
    return Calendar(
        weekly=_weekly(row["own_week"]),
        overrides=overrides,
        absences=[(_moment(away["starts_at"]), _moment(away["ends_at"])) for away in row["away"]],
        elsewhere=[(_second(lo), _second(hi)) for lo, hi in row["elsewhere"]],
        taken=taken,
        limits=Limits(row["max_meetings_a_day"], row["max_meetings_a_week"], row["max_minutes_a_day"]),
        before=row["buffer_before"],
        after=row["buffer_after"],
    )


@lru_cache(maxsize=500)  # most of a team works alike
def _weekly(text):
    """Weekday → working hours, from the row's JSON. Shared by all who have the same: it is only read."""
    weekly = {}
    for weekday, from_time, to_time in json.loads(text or "[]"):
        weekly.setdefault(weekday, []).append(_clock_range(from_time, to_time))
    return weekly


def _second(second):
    return dt.datetime.fromtimestamp(second, dt.UTC)


def _moment(text):
    return dt.datetime.fromisoformat(text)


def _clock_range(from_time, to_time):
    return _minute_of_day(from_time), _minute_of_day(to_time)


def _minute_of_day(clock):
    hour, minute = clock.split(":")[:2]
    return int(hour) * 60 + int(minute)
