"""Working days: Monday to Friday without holidays; three whole ones between formøte and meeting."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bookings import working_days
from bookings.leader_calendars import norwegian_holidays

dates = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
HOLIDAYS = norwegian_holidays(dt.date(2025, 1, 1), dt.date(2028, 1, 1))


def days_between(first, second):
    between = [first + dt.timedelta(days=n) for n in range(1, (second - first).days)]
    return sum(working_days.is_working_day(day, HOLIDAYS) for day in between)


@given(dates, st.integers(0, 6))
def test_the_earliest_date_has_the_days_between_and_the_day_before_has_not(first, days):
    found = working_days.earliest_with_days_between(first, days, HOLIDAYS)

    assert days_between(first, found) >= days
    assert found == first + dt.timedelta(days=1) or days_between(first, found - dt.timedelta(days=1)) < days


@given(dates, st.integers(0, 6))
def test_the_latest_date_has_the_days_between_and_the_day_after_has_not(second, days):
    found = working_days.latest_with_days_between(second, days, HOLIDAYS)

    assert days_between(found, second) >= days
    assert found == second - dt.timedelta(days=1) or days_between(found + dt.timedelta(days=1), second) < days


@given(dates, dates, st.integers(0, 5))
def test_both_ways_of_asking_agree(first, second, days):
    late_enough = second >= working_days.earliest_with_days_between(first, days, HOLIDAYS)
    early_enough = first <= working_days.latest_with_days_between(second, days, HOLIDAYS)

    assert late_enough == early_enough == (days_between(first, second) >= days and first < second)


def test_the_norwegian_list():
    found = norwegian_holidays(dt.date(2026, 1, 1), dt.date(2026, 12, 31))

    assert {dt.date(2026, 4, 2), dt.date(2026, 4, 3), dt.date(2026, 4, 6), dt.date(2026, 5, 1)} <= found
    assert {dt.date(2026, 5, 14), dt.date(2026, 5, 17), dt.date(2026, 5, 25), dt.date(2026, 12, 26)} <= found
    half_days = {dt.date(2026, 12, 24), dt.date(2026, 12, 31), dt.date(2026, 4, 1)}
    assert not half_days & found
