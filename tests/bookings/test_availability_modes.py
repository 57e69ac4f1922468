"""Any of several, all of several, one fixed plus any: each list against its predicate and the oracle."""

import dataclasses
import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from bookings import availability
from bookings.availability import Calendar, Reason, Wish
from tests.bookings import oracle
from tests.bookings.test_availability import DAY, MONDAY, OSLO, WORK, cases, clocks, oslo, rules, taken


@st.composite
def teams(draw):
    """Two or three calendars that ask with the same wish, rules and dates."""
    (calendar, *asked), *others = draw(st.lists(cases(), min_size=2, max_size=3))
    return dict(enumerate([calendar, *(case[0] for case in others)])), *asked


def any_of(calendars, *asked):
    return availability.starts_of_any(calendars, *asked)


def all_of(calendars, *asked):
    return availability.starts_of_all(calendars, *asked)


def fixed_plus_any(calendars, *asked):
    (_, fixed), *others = calendars.items()
    return availability.starts_of_fixed_plus_any(fixed, dict(others), *asked)


def refusal_of_fixed_plus_any(start, calendars, *asked):
    (_, fixed), *others = calendars.items()
    return availability.refusal_of_fixed_plus_any(start, fixed, dict(others), *asked)


PREDICATES = {
    any_of: availability.refusal_of_any,
    all_of: availability.refusal_of_all,
    fixed_plus_any: refusal_of_fixed_plus_any,
}
modes = st.sampled_from(list(PREDICATES))


@settings(max_examples=25)
@given(teams(), modes)
def test_a_mode_lists_a_start_exactly_when_submitting_it_succeeds(team, mode):
    calendars, *asked, first, last = team

    accepted = [
        minute
        for minute in list(oracle.minutes(first, last, OSLO))[::5]  # every grid has only such minutes
        if PREDICATES[mode](minute, calendars, *asked) is None
    ]

    assert list(mode(*team)) == accepted


@settings(max_examples=30)
@given(teams())
def test_the_modes_find_what_the_naive_oracle_finds_sorted_and_never_in_the_past(team):
    calendars, *asked = team
    own = {key: oracle.free_starts(calendar, *asked) for key, calendar in calendars.items()}
    anybody = {
        start: [key for key in own if start in own[key]] for start in sorted(set().union(*own.values()))
    }
    others = {start: [key for key in keys if key] for start, keys in anybody.items() if 0 in keys}

    assert any_of(*team) == anybody
    assert all_of(*team) == [start for start, keys in anybody.items() if len(keys) == len(own)]
    assert fixed_plus_any(*team) == {start: keys for start, keys in others.items() if keys}
    for found in (list(mode(*team)) for mode in PREDICATES):
        assert found == sorted(set(found))
        assert all(start >= asked[1].now for start in found)


@settings(max_examples=40)
@given(teams(), modes)
def test_no_mode_depends_on_the_range_asked_for(team, mode):
    *asked, first, last = team

    whole = mode(*asked, first - 2 * DAY, last + 2 * DAY)

    assert list(mode(*team)) == [start for start in whole if first <= start.astimezone(OSLO).date() <= last]


@settings(max_examples=30)
@given(teams(), modes, st.integers(-36 * 60, 72 * 60), st.integers(1, 300))
def test_no_mode_gets_a_new_free_time_from_more_busy_time(team, mode, minute, length):
    calendars, *asked = team
    stretch = taken(oslo(asked[-2], 0) + dt.timedelta(minutes=minute), length)
    busier = {
        key: dataclasses.replace(calendar, taken=[*calendar.taken, stretch])
        for key, calendar in calendars.items()
    }

    assert set(mode(busier, *asked)) <= set(mode(*team))


def test_all_at_once_says_who_is_in_the_way_and_why():
    kari, ola = Calendar(weekly=WORK), Calendar(weekly=WORK, taken=[taken(oslo(MONDAY, 10), 60)])
    both = {"kari": kari, "ola": ola}

    assert availability.refusal_of_all(oslo(MONDAY, 10), both, Wish(60), rules()) == ("ola", Reason.TAKEN)
    assert availability.refusal_of_all(oslo(MONDAY, 11), both, Wish(60), rules()) is None


def test_any_of_several_gives_the_reason_of_the_one_who_came_nearest():
    off, busy = Calendar(weekly={}), Calendar(weekly=WORK, taken=[taken(oslo(MONDAY, 10), 60)])

    reason = availability.refusal_of_any(oslo(MONDAY, 10), {"busy": busy, "off": off}, Wish(60), rules())

    assert reason == Reason.TAKEN


def test_a_co_leader_is_needed_beside_the_fixed_one():
    fixed = Calendar(weekly=WORK)
    early, late = Calendar(weekly={0: [(480, 600)]}), Calendar(weekly={0: [(540, 660)]})

    found = availability.starts_of_fixed_plus_any(
        fixed, {"early": early, "late": late}, Wish(60), rules(grid=60), MONDAY, MONDAY
    )

    assert clocks(found) == ["08.00", "09.00", "10.00"]
    assert list(found.values()) == [["early"], ["early", "late"], ["late"]]


def test_a_mode_over_nobody_offers_nothing_and_accepts_nothing():
    asked = Wish(60), rules()
    calendar, start = Calendar(weekly=WORK), oslo(MONDAY, 10)

    lists = [
        availability.starts_of_any({}, *asked, MONDAY, MONDAY),
        availability.starts_of_all({}, *asked, MONDAY, MONDAY),
        availability.starts_of_fixed_plus_any(calendar, {}, *asked, MONDAY, MONDAY),
    ]

    assert lists == [{}, [], {}]
    assert availability.refusal_of_any(start, {}, *asked) == Reason.DAY_OFF
    assert availability.refusal_of_all(start, {}, *asked) == (None, Reason.DAY_OFF)
    assert availability.refusal_of_fixed_plus_any(start, calendar, {}, *asked) == Reason.DAY_OFF
