"""Who is first in line and what fits, as plain data: against a slow answer that asks start by start."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import availability, leader_calendars, waiting
from bookings.availability import Calendar, Limits, Reason, Taken
from bookings.leader_calendars import ZONE
from bookings.models import BookingSettings
from bookings.waiting import InLine
from tests.bookings.factories import NOW, oslo

RULES = BookingSettings(grid_minutes=60)
TODAY, HOUR = NOW.date(), dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
WORK = {day: [(8 * 60, 16 * 60)] for day in range(5)}
MONDAY = dt.date(2026, 12, 14)

moments = st.builds(lambda day, hour: oslo(12, day, hour), st.integers(8, 20), st.integers(6, 16))
busy = st.lists(st.tuples(moments, st.integers(1, 60)), max_size=4)
hours = st.sampled_from([[(8 * 60, 16 * 60)], [(9 * 60, 11 * 60)], [(12 * 60, 15 * 60)], []])


@st.composite
def calendars(draw):
    return Calendar(
        weekly=draw(st.dictionaries(st.integers(0, 5), hours, min_size=3)),
        absences=[(start, start + length * HOUR) for start, length in draw(busy)],
        taken=[Taken(start, start + HOUR, start - HOUR, start + 2 * HOUR) for start, _ in draw(busy)],
        limits=Limits(draw(st.none() | st.integers(1, 2))),
        before=draw(st.sampled_from([0, 30])),
        after=30,
    )


@st.composite
def waits(draw):
    first = TODAY + draw(st.integers(-2, 12)) * DAY
    return InLine(
        pk=draw(st.integers(1, 10_000)),
        minutes=draw(st.sampled_from([60, 120, 240])),
        mode=draw(st.sampled_from(["room", "digital"])),
        first=first,
        last=first + draw(st.integers(0, 6)) * DAY,
        leader=draw(st.none() | st.sampled_from([1, 2])),
        not_on=frozenset(TODAY + day * DAY for day in draw(st.sets(st.integers(6, 12), max_size=3))),
    )


cases = st.tuples(st.lists(waits(), min_size=1, max_size=3), st.lists(calendars(), min_size=1, max_size=2))


def every_hour(first, last):
    start = availability.midnight(first, ZONE).astimezone(dt.UTC)
    return [start + number * HOUR for number in range(24 * ((last - first).days + 1))]


def slow_fit(one, team, at):
    """The earliest start, and who can: asked of the predicate start by start, at both ends of the offer."""
    for start in every_hour(max(one.first, TODAY), one.last):
        if start.astimezone(ZONE).date() in one.not_on:
            continue
        asked = {pk: calendar for pk, calendar in team.items() if one.leader in {None, pk}}
        can = {pk for pk, calendar in asked.items() if can_lead(start, one, calendar, at)}
        if can:
            return start, can
    return None


def can_lead(start, one, calendar, at):
    late = waiting.offer_deadline(RULES, at)
    moments = [at, late]
    if any(refused_meeting(start, one, calendar, moment) for moment in moments):
        return False
    talks = every_hour(TODAY, start.astimezone(ZONE).date())
    wish = leader_calendars.pre_meeting_wish(RULES, meeting_starts_at=start)
    rules = leader_calendars.rules(RULES, at=late)
    return any(availability.refusal(talk, calendar, wish, rules) is None for talk in talks)


def refused_meeting(start, one, calendar, at):
    wish = leader_calendars.meeting_wish(RULES, minutes=one.minutes, mode=one.mode, at=at)
    return availability.refusal(start, calendar, wish, leader_calendars.rules(RULES, at=at))


@settings(max_examples=12, deadline=None)
@given(cases)
def test_the_first_who_fits_gets_the_earliest_time_with_everybody_who_can(case):
    line, team = case[0], dict(enumerate(case[1], 1))

    found = waiting.first_fit(line, team, RULES, NOW)

    slow = next(((one, *fit) for one in line if (fit := slow_fit(one, team, NOW))), None)
    assert (found and (found.waiting, found.starts_at, set(found.talks))) == slow


@settings(max_examples=60, deadline=None)
@given(cases)
def test_every_formøte_that_is_offered_leaves_the_days_and_is_free_to_the_last_moment(case):
    line, team = case[0], dict(enumerate(case[1], 1))
    found = waiting.first_fit(line, team, RULES, NOW)

    for pk, talk in found.talks.items() if found else ():
        wish = leader_calendars.pre_meeting_wish(RULES, meeting_starts_at=found.starts_at)
        for at in (NOW, found.expires_at - dt.timedelta(microseconds=1)):
            assert availability.refusal(talk, team[pk], wish, leader_calendars.rules(RULES, at=at)) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 400), st.integers(1, 3), st.sampled_from([0, 60, 24 * 60, 3 * 24 * 60]))
def test_after_the_last_day_nothing_can_be_offered(days, offer_days, notice):
    rules = BookingSettings(grid_minutes=60, offer_working_days=offer_days, notice_minutes=notice)
    last = TODAY + days * DAY
    until = waiting.last_day(rules, last)
    always = {1: Calendar(weekly={day: [(0, 24 * 60)] for day in range(7)})}
    one = InLine(1, 60, "digital", last - 30 * DAY, last)

    for hour in (0, 8, 23):
        at = availability.midnight(until + DAY, ZONE) + hour * HOUR
        assert waiting.fit(one, always, rules, at) is None


@pytest.mark.parametrize("last", [dt.date(2026, 12, day) for day in (15, 16, 17, 18, 22)])
def test_on_the_last_day_there_is_still_time(last):
    until = waiting.last_day(RULES, last)
    one = InLine(1, 60, "digital", last, last)
    every_day = Calendar(weekly={day: [(8 * 60, 16 * 60)] for day in range(7)})

    assert waiting.fit(one, {1: every_day}, RULES, availability.midnight(until, ZONE))


def why(calendar, **wish):
    one = InLine(1, 120, "room", **{"first": MONDAY, "last": MONDAY + 6 * DAY, **wish})
    return waiting.why_not(one, calendar, RULES, NOW)


def test_the_team_sees_what_takes_the_days():
    week = oslo(12, 14), oslo(12, 19)

    assert why(Calendar(weekly=WORK, absences=[week])) == {Reason.TOO_CLOSE: 1, Reason.ABSENT: 4}
    assert why(Calendar(weekly=WORK)) == {Reason.TOO_CLOSE: 1, None: 4}
    assert why(Calendar(weekly={1: [(540, 600)]})) == {
        Reason.TOO_CLOSE: 1,
        Reason.DAY_OFF: 3,
        Reason.OUTSIDE_HOURS: 1,
    }
    assert why(Calendar(weekly=WORK, limits=Limits(meetings_a_week=0)))[Reason.WEEK_FULL] == 4


def test_a_day_with_room_for_the_meeting_and_none_for_the_formøte_says_so():
    before = oslo(12, 7), oslo(12, 14)

    assert why(Calendar(weekly=WORK, absences=[before])) == {
        Reason.TOO_CLOSE: 1,
        waiting.NO_FORMØTE: 3,
        None: 1,  # on Friday: the formøte is held on Monday
    }


def test_a_wish_beyond_the_calendar_has_no_days_to_tell_of():
    far = MONDAY + 300 * DAY

    assert why(Calendar(weekly=WORK), first=far, last=far) == Counter()
