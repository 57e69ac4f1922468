"""The engine of free times: properties against a naive oracle, and the rules one by one."""

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import availability
from bookings.availability import Calendar, Limits, Reason, Rules, Taken, Wish
from tests.bookings import oracle

OSLO = ZoneInfo("Europe/Oslo")
DAY = dt.timedelta(days=1)
# Ordinary days, both changes of the clock, a holiday in May and the turn of the year.
BASES = [
    dt.date(2026, 3, 28),
    dt.date(2026, 10, 24),
    dt.date(2026, 12, 7),
    dt.date(2026, 5, 16),
    dt.date(2026, 12, 31),
]
WORK = {day: [(8 * 60, 16 * 60)] for day in range(5)}
MONDAY = dt.date(2026, 12, 7)


def oslo(date, hour, minute=0, second=0, fold=0):
    return dt.datetime(date.year, date.month, date.day, hour, minute, second, tzinfo=OSLO, fold=fold)


def rules(**fields):
    return Rules(**{"now": oslo(MONDAY - 30 * DAY, 8), "zone": OSLO, **fields})


def taken(start, minutes, before=0, after=0, **fields):
    core = start, start + dt.timedelta(minutes=minutes)
    footprint = core[0] - dt.timedelta(minutes=before), core[1] + dt.timedelta(minutes=after)
    return Taken(*core, *footprint, **fields)


def clocks(found):
    return [f"{start.astimezone(OSLO):%H.%M}" for start in found]


# --- Properties ---------------------------------------------------------------------------------

clock_ranges = st.tuples(st.integers(0, 96), st.integers(0, 96)).map(
    lambda pair: (min(pair) * 15, max(pair) * 15 or 15)
)
hours_of_a_day = st.lists(clock_ranges.filter(lambda r: r[0] < r[1]), max_size=3)


@st.composite
def cases(draw):
    base = draw(st.sampled_from(BASES))
    moments = st.integers(-36 * 3600, 72 * 3600).map(lambda s: oslo(base, 0) + dt.timedelta(seconds=s))

    @st.composite
    def stretches(draw):
        start = draw(moments)
        return start, start + dt.timedelta(seconds=draw(st.integers(1, 6 * 3600)))

    def as_taken(stretch, key, is_meeting, buffer):
        margin = dt.timedelta(minutes=buffer)
        return Taken(*stretch, stretch[0] - margin, stretch[1] + margin, key, is_meeting)

    busy = st.builds(as_taken, stretches(), st.sampled_from(["a", "b"]), st.booleans(), st.integers(0, 40))
    few = st.none() | st.integers(0, 2)
    calendar = Calendar(
        weekly=draw(st.dictionaries(st.integers(0, 6), hours_of_a_day, max_size=7)),
        overrides=draw(st.dictionaries(st.sampled_from([base, base + DAY]), hours_of_a_day, max_size=2)),
        absences=draw(st.lists(stretches(), max_size=2)),
        elsewhere=draw(st.lists(stretches(), max_size=2)),
        taken=draw(st.lists(busy, max_size=4)),
        limits=Limits(draw(few), draw(few), draw(st.none() | st.integers(0, 400))),
        before=draw(st.integers(0, 60)),
        after=draw(st.integers(0, 60)),
    )
    wish = Wish(
        minutes=draw(st.integers(1, 240)),
        before=draw(st.none() | st.integers(0, 30)),
        after=draw(st.none() | st.integers(0, 30)),
        earliest=draw(st.none() | moments),
        latest=draw(st.none() | moments),
        ignoring=draw(st.sampled_from([None, "a"])),
        is_meeting=draw(st.booleans()),
    )
    its_rules = Rules(
        now=draw(moments) - dt.timedelta(days=draw(st.integers(0, 2))),
        zone=OSLO,
        holidays=draw(st.sets(st.sampled_from([base, base + DAY]), max_size=2)),
        notice=draw(st.integers(0, 600)),
        horizon=draw(st.integers(0, 5)),
        grid=draw(st.sampled_from([5, 15, 20, 30, 60, 90])),
    )
    return calendar, wish, its_rules, base, base + draw(st.integers(0, 2)) * DAY


@settings(max_examples=100)
@given(cases())
def test_the_list_is_what_the_naive_oracle_finds_sorted_unique_and_never_in_the_past(case):
    found = availability.starts(*case)

    assert found == oracle.free_starts(*case)
    assert found == sorted(set(found))
    assert all(start >= case[2].now for start in found)


@settings(max_examples=60)
@given(cases())
def test_a_start_is_listed_exactly_when_submitting_it_succeeds(case):
    calendar, wish, its_rules, first, last = case

    listed = availability.starts(*case)

    accepted = [
        minute
        for minute in list(oracle.minutes(first, last, OSLO))[::5]  # every grid has only such minutes
        if availability.refusal(minute, calendar, wish, its_rules) is None
    ]
    assert listed == accepted


@settings(max_examples=75)
@given(cases())
def test_the_list_does_not_depend_on_the_range_asked_for(case):
    *asked, first, last = case

    whole = availability.starts(*asked, first - 2 * DAY, last + 2 * DAY)

    inside = [start for start in whole if first <= start.astimezone(OSLO).date() <= last]
    assert availability.starts(*case) == inside


@settings(max_examples=100)
@given(cases(), st.integers(-36 * 60, 72 * 60), st.integers(1, 300))
def test_more_busy_time_never_makes_a_new_free_time(case, minute, length):
    calendar, *asked = case
    start = oslo(asked[-2], 0) + dt.timedelta(minutes=minute)

    busier = dataclasses.replace(calendar, taken=[*calendar.taken, taken(start, length)])

    assert set(availability.starts(busier, *asked)) <= set(availability.starts(calendar, *asked))


# --- The rules one by one ----------------------------------------------------------------------


def test_a_working_day_offers_every_quarter_until_the_meeting_no_longer_fits():
    found = availability.starts(Calendar(weekly=WORK), Wish(120), rules(), MONDAY, MONDAY)

    assert (clocks(found)[0], clocks(found)[-1], len(found)) == ("08.00", "14.00", 25)


def test_touching_working_hours_join():
    calendar = Calendar(weekly={0: [(8 * 60, 12 * 60), (12 * 60, 14 * 60)]})

    assert "11.00" in clocks(availability.starts(calendar, Wish(120), rules(), MONDAY, MONDAY))


def test_touching_is_free_and_a_second_too_much_is_not():
    busy = Calendar(weekly=WORK, taken=[taken(oslo(MONDAY, 10), 60)])
    longer = Calendar(weekly=WORK, taken=[Taken(*[oslo(MONDAY, 10), oslo(MONDAY, 11, 0, 1)] * 2)])

    assert availability.refusal(oslo(MONDAY, 11), busy, Wish(60), rules()) is None
    assert availability.refusal(oslo(MONDAY, 9), busy, Wish(60), rules()) is None
    assert availability.refusal(oslo(MONDAY, 11), longer, Wish(60), rules()) == Reason.TAKEN


def test_buffers_of_two_meetings_add_up():
    calendar = Calendar(weekly=WORK, taken=[taken(oslo(MONDAY, 12), 60, before=30)], before=15, after=15)

    found = clocks(availability.starts(calendar, Wish(60), rules(), MONDAY, MONDAY))

    assert "10.15" in found  # 11.15 + 15 minutes touches 11.30
    assert "10.30" not in found


def test_the_meeting_lies_inside_the_hours_but_buffers_may_lie_outside():
    calendar = Calendar(weekly=WORK, before=60, after=60)

    found = clocks(availability.starts(calendar, Wish(60), rules(), MONDAY, MONDAY))

    assert (found[0], found[-1]) == ("08.00", "15.00")


def test_notice_is_inclusive_and_counted_in_elapsed_minutes():
    its_rules = rules(now=oslo(MONDAY, 9), notice=120)

    assert availability.refusal(oslo(MONDAY, 11), Calendar(weekly=WORK), Wish(60), its_rules) is None
    assert (
        availability.refusal(oslo(MONDAY, 10, 45), Calendar(weekly=WORK), Wish(60), its_rules)
        == Reason.TOO_SOON
    )


def test_a_holiday_is_closed_and_an_override_beats_it():
    christmas_day = dt.date(2026, 12, 25)
    its_rules = rules(holidays={christmas_day}, now=oslo(MONDAY, 8))
    override = Calendar(weekly=WORK, overrides={christmas_day: [(600, 720)]})

    assert (
        availability.refusal(oslo(christmas_day, 10), Calendar(weekly=WORK), Wish(60), its_rules)
        == Reason.HOLIDAY
    )
    assert (
        clocks(availability.starts(override, Wish(60), its_rules, christmas_day, christmas_day))[0] == "10.00"
    )


def test_an_override_with_nothing_is_a_day_off():
    calendar = Calendar(weekly=WORK, overrides={MONDAY: []})

    assert availability.refusal(oslo(MONDAY, 10), calendar, Wish(60), rules()) == Reason.DAY_OFF


@pytest.mark.parametrize(
    ("start", "fields", "reason"),
    [
        (oslo(MONDAY, 10, 7), {}, Reason.OFF_GRID),
        (oslo(MONDAY - 60 * DAY, 10), {}, Reason.PAST),
        (oslo(MONDAY + 70 * DAY, 10), {"horizon": 30}, Reason.TOO_FAR),
        (oslo(MONDAY, 7), {}, Reason.OUTSIDE_HOURS),
        (oslo(MONDAY, 15, 30), {}, Reason.OUTSIDE_HOURS),
        (oslo(MONDAY + 5 * DAY, 10), {}, Reason.DAY_OFF),
        (oslo(MONDAY, 10), {}, None),
    ],
)
def test_the_predicate_says_why(start, fields, reason):
    assert availability.refusal(start, Calendar(weekly=WORK), Wish(60), rules(**fields)) == reason


def test_absence_and_limits_have_their_own_words():
    away = Calendar(weekly=WORK, absences=[(oslo(MONDAY, 0), oslo(MONDAY + DAY, 0))])
    full = Calendar(weekly=WORK, taken=[taken(oslo(MONDAY, 8), 60)], limits=Limits(1, None, None))
    week = Calendar(weekly=WORK, taken=[taken(oslo(MONDAY + DAY, 8), 60)], limits=Limits(None, 1, None))
    hours = Calendar(weekly=WORK, limits=Limits(None, None, 45))

    reasons = [
        availability.refusal(oslo(MONDAY, 12), c, Wish(60), rules()) for c in (away, full, week, hours)
    ]

    assert reasons == [Reason.ABSENT, Reason.DAY_FULL, Reason.WEEK_FULL, Reason.HOURS_FULL]


def test_a_moved_booking_does_not_stand_in_its_own_way_nor_count_against_the_limit():
    calendar = Calendar(weekly=WORK, taken=[taken(oslo(MONDAY, 10), 60, key=7)], limits=Limits(1, 1, 60))

    assert availability.refusal(oslo(MONDAY, 10, 30), calendar, Wish(60, ignoring=7), rules()) is None


def test_the_hour_that_is_skipped_in_spring_is_never_offered():
    sunday = dt.date(2026, 3, 29)
    calendar = Calendar(weekly={6: [(0, 6 * 60)]})

    its_rules = rules(now=oslo(dt.date(2026, 3, 1), 8), grid=30)

    found = availability.starts(calendar, Wish(30), its_rules, sunday, sunday)

    assert clocks(found) == [
        "00.00",
        "00.30",
        "01.00",
        "01.30",
        "03.00",
        "03.30",
        "04.00",
        "04.30",
        "05.00",
        "05.30",
    ]
    assert availability.at_local(sunday, dt.time(2, 30), OSLO) == []


def test_both_hours_that_are_repeated_in_autumn_are_offered():
    sunday = dt.date(2026, 10, 25)
    its_rules = rules(now=oslo(dt.date(2026, 10, 1), 8), grid=30)

    found = availability.starts(Calendar(weekly={6: [(2 * 60, 3 * 60)]}), Wish(30), its_rules, sunday, sunday)

    assert clocks(found) == ["02.00", "02.30", "02.00", "02.30"]
    assert [f"{start.astimezone(OSLO):%z}" for start in found] == ["+0200", "+0200", "+0100", "+0100"]
    assert len(availability.at_local(sunday, dt.time(2, 30), OSLO)) == 2


def test_a_naive_start_is_a_programming_error():
    with pytest.raises(ValueError, match="time zone"):
        availability.refusal(dt.datetime(2026, 12, 7, 10), Calendar(weekly=WORK), Wish(60), rules())  # noqa: DTZ001


def test_a_wish_takes_time():
    with pytest.raises(ValueError, match="one minute"):
        Wish(0)
