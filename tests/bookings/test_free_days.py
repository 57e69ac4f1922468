"""The one query for free days says what the engine says, for random calendars in a real database."""

import datetime as dt

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bookings import availability, leader_calendars
from bookings.availability import Rules, Wish
from bookings.choices import Source
from bookings.free_days import free_days
from bookings.models import (
    Absence,
    Booking,
    BookingSettings,
    Commitment,
    HoursOverride,
    ProcessLeader,
    WorkingHours,
)
from tests.bookings.factories import MEETING, NOW, make_leader, make_request
from tests.bookings.test_availability import BASES, DAY, OSLO, oslo
from tests.factories import make_area, make_team_member, make_user

pytestmark = pytest.mark.django_db

few = st.none() | st.integers(0, 2)
# In the morning and where the clock is changed: short hours and what is taken meet often, so that whether a
# day has a start hangs on one rule.
quarters = st.integers(34, 40) | st.integers(6, 13)
clocks = st.tuples(quarters, st.integers(1, 8)).map(lambda pair: (pair[0], sum(pair)))


@st.composite
def teams(draw):
    """One to three leaders as plain data, and what is asked of them."""
    base = draw(st.sampled_from(BASES))
    days = st.integers(-1, 7).map(lambda number: base + number * DAY)
    moments = st.builds(
        lambda date, quarter, seconds: oslo(date, 0).astimezone(dt.UTC)
        + dt.timedelta(minutes=15 * quarter, seconds=seconds),
        days, quarters, st.sampled_from([0, 0, -1, 1]),
    )  # fmt: skip
    seconds = st.integers(1, 40).map(lambda number: number * 300)
    leader = st.fixed_dictionaries({
        "fields": st.fixed_dictionaries({
            "buffer_before": st.integers(0, 60), "buffer_after": st.integers(0, 60),
            "max_meetings_a_day": few, "max_meetings_a_week": few,
            "max_minutes_a_day": st.none() | st.integers(0, 600),
        }),
        "weekly": st.lists(st.tuples(st.integers(0, 6), clocks), min_size=4, max_size=7),
        "overrides": st.lists(st.tuples(st.sampled_from([base, base + DAY]), st.none() | clocks), max_size=2),
        "absences": st.lists(st.tuples(moments, seconds), max_size=2),
        "taken": st.lists(st.tuples(moments, seconds, st.integers(0, 60), st.booleans()), max_size=6),
    })  # fmt: skip
    wish = st.builds(
        Wish,
        minutes=st.integers(1, 90),
        before=st.none() | st.integers(0, 30),
        after=st.none() | st.integers(0, 30),
        earliest=st.none() | st.none() | moments,
        latest=st.none() | st.none() | moments,
        ignoring=st.sampled_from([None, "first"]),
        is_meeting=st.booleans(),
    )
    rules = st.builds(
        Rules,
        now=moments.map(lambda moment: moment - 3 * DAY),
        zone=st.just(OSLO),
        holidays=st.sets(st.sampled_from([base, base + DAY]), max_size=1),
        notice=st.integers(0, 6000),
        horizon=st.integers(5, 14),
        grid=st.sampled_from([5, 15, 20, 30, 60]),
    )
    leaders = draw(st.lists(leader, min_size=1, max_size=2))
    return leaders, draw(wish), draw(rules), base, base + draw(st.integers(3, 7)) * DAY


def clock(quarter):
    return dt.time(quarter // 4, quarter % 4 * 15)


def hours(pair):
    return {"from_time": clock(pair[0]), "to_time": clock(pair[1])} if pair else {}


def write(facts, user, area):
    """The leader's rows; what overlaps is left out, as the database does. The pk of the first booking."""
    leader = ProcessLeader.objects.create(member=make_team_member(), **facts["fields"])
    WorkingHours.objects.bulk_create(
        WorkingHours(leader=leader, weekday=weekday, **hours(pair)) for weekday, pair in facts["weekly"]
    )
    HoursOverride.objects.bulk_create(
        HoursOverride(leader=leader, date=date, **hours(pair)) for date, pair in facts["overrides"]
    )
    Absence.objects.bulk_create(
        Absence(leader=leader, starts_at=start, ends_at=start + dt.timedelta(seconds=length))
        for start, length in facts["absences"]
    )
    return [
        take(leader, user, area, *stretch) for stretch in facts["taken"] if not overlaps(leader, *stretch[:3])
    ]


def stretches_of(start, seconds, buffer):
    end, margin = start + dt.timedelta(seconds=seconds), dt.timedelta(minutes=buffer)
    return DateTimeTZRange(start, end), DateTimeTZRange(start - margin, end + margin)


def overlaps(leader, *stretch):
    return leader.commitments.filter(blocked__overlap=stretches_of(*stretch)[1]).exists()


def take(leader, user, area, start, seconds, buffer, is_meeting):
    core, blocked = stretches_of(start, seconds, buffer)
    booking = Booking.objects.create(
        booker=user, responsible=user, service_area=area, people=8, kind="call", answer_by=NOW, leader=leader
    )
    source = Source.MEETING if is_meeting else Source.PRE_MEETING
    Commitment.objects.create(leader=leader, source=source, core=core, blocked=blocked, booking=booking)
    return booking.pk


def days_of_the_engine(wish, rules, first, last, leaders=None):
    calendars = leader_calendars.load(first=first, last=last, leaders=leaders, at=rules.now)
    found = {}
    for start, keys in availability.starts_of_any(calendars, wish, rules, first, last).items():
        found.setdefault(start.astimezone(OSLO).date(), set()).update(keys)
    return {date: sorted(keys) for date, keys in found.items()}


@settings(max_examples=40, phases=[Phase.reuse, Phase.generate])  # to shrink takes minutes with a database
@given(teams())
def test_the_query_finds_the_days_that_the_engine_finds(team):
    leaders, wish, *asked = team
    with transaction.atomic():
        user, area = make_user(), make_area()
        booked = [pk for facts in leaders for pk in write(facts, user, area)]
        if wish.ignoring:
            wish = Wish(**{**fields_of(wish), "ignoring": ("booking", booked[0]) if booked else None})

        assert free_days(wish, *asked) == days_of_the_engine(wish, *asked)

        transaction.set_rollback(True)


def fields_of(wish):
    return {name: getattr(wish, name) for name in wish.__dataclass_fields__}


def ordinary(leaders=None):
    book = BookingSettings.current()
    wish = leader_calendars.meeting_wish(book, minutes=120, at=NOW)
    return (
        wish,
        leader_calendars.rules(book, at=NOW),
        NOW.date(),
        NOW.date() + 12 * leader_calendars.WEEK,
        leaders,
    )


def test_twelve_weeks_of_many_leaders_are_one_query(django_assert_num_queries):
    for number in range(4):
        make_leader(max_meetings_a_week=number)
    make_request(leader=make_leader())
    make_leader(is_active=False)
    asked = ordinary()

    with django_assert_num_queries(1):
        found = free_days(*asked)

    assert found == days_of_the_engine(*asked)
    assert MEETING.date() in found
    assert dt.date(2026, 12, 25) not in found


def test_only_the_leaders_asked_for():
    asked, _ = make_leader(), make_leader()

    assert set(map(tuple, free_days(*ordinary([asked.pk])).values())) == {(asked.pk,)}


def test_a_wish_that_fits_nowhere_asks_nobody(django_assert_num_queries):
    wish, rules, *_ = ordinary()

    with django_assert_num_queries(0):
        assert free_days(wish, rules, NOW.date(), NOW.date()) == {}
