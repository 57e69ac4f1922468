"""Working days: Monday to Friday, without public holidays. Pure functions on dates.

Source: the portal's own rule (Monday–Friday and the Norwegian list of public holidays);
Christmas Eve, New Year's Eve and the Wednesday before Easter count as working days.
"""

import datetime as dt
from collections.abc import Collection

ONE_DAY = dt.timedelta(days=1)


def is_working_day(date: dt.date, holidays: Collection[dt.date]) -> bool:
    """Whether `date` is Monday to Friday and not in `holidays`."""
    return date.weekday() < 5 and date not in holidays


def step_working_days(date: dt.date, days: int, holidays: Collection[dt.date]) -> dt.date:
    """The date `days` working days after `date` (before it when negative); 0 is `date` itself.

    >>> step_working_days(dt.date(2026, 11, 27), 2, ())  # from a Friday
    datetime.date(2026, 12, 1)
    """
    stride = ONE_DAY if days > 0 else -ONE_DAY
    for _ in range(abs(days)):
        date += stride
        while not is_working_day(date, holidays):
            date += stride
    return date


def earliest_with_days_between(first: dt.date, days: int, holidays: Collection[dt.date]) -> dt.date:
    """The earliest date with at least `days` whole working days strictly between it and `first`."""
    return step_working_days(first, days, holidays) + ONE_DAY


def latest_with_days_between(second: dt.date, days: int, holidays: Collection[dt.date]) -> dt.date:
    """The latest date with at least `days` whole working days strictly between it and `second`."""
    return step_working_days(second, -days, holidays) - ONE_DAY
