"""Stretches of time: what the local clock shows, and sets of stretches. Plain numbers.

Whole seconds since 1970 (UTC), half-open, so that touching stretches do not overlap. The engine of
free times is written on top of these. Source: intervals as in Allen (1983), sets kept sorted and joined.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 86_400  # seconds of a day without change of clock
EPOCH = dt.date(1970, 1, 1)
ONE_DAY = dt.timedelta(days=1)

Span = tuple[int, int]  # [from, to) in seconds since 1970, UTC
ClockRange = tuple[int, int]  # [from, to) in minutes since local midnight, 0 to 1440


def at_local(date: dt.date, clock: dt.time, zone: ZoneInfo) -> list[dt.datetime]:
    """The instants when the clock in `zone` shows `clock` on `date`: one, none in the hour that is
    skipped in spring, two in the hour that is repeated in autumn. Aware, in `zone`."""
    minute = clock.hour * 60 + clock.minute
    spans = clock_spans(date, (minute, minute + 1), zone)
    return [dt.datetime.fromtimestamp(lo, zone) for lo, _ in spans]


def midnight(date: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The instant when local `date` begins."""
    return dt.datetime.combine(date, dt.time(), zone)


def midnight_second(date: dt.date, zone: ZoneInfo) -> int:
    """The second when local `date` begins."""
    return int(midnight(date, zone).timestamp())


def dates(first: dt.date, last: dt.date) -> list[dt.date]:
    """Every date from `first` to `last`, both included."""
    return [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]


def whole_day(date: dt.date, zone: ZoneInfo) -> Span:
    """Local `date` from midnight to midnight: 23, 24 or 25 hours."""
    return midnight_second(date, zone), midnight_second(date + ONE_DAY, zone)


@lru_cache(maxsize=2048)
def pieces(date: dt.date, zone: ZoneInfo) -> tuple[tuple[int, int, int], ...]:
    """The local date in pieces with one offset from UTC each: (from, to, offset), in seconds."""
    lo, hi = whole_day(date, zone)
    first, last = _offset(lo, zone), _offset(hi - 1, zone)
    if first == last:
        return ((lo, hi, first),)
    change = bisect_left(range(hi), True, lo, key=lambda second: _offset(second, zone) != first)
    return ((lo, change, first), (change, hi, last))


def _offset(second, zone):
    return int(dt.datetime.fromtimestamp(second, zone).utcoffset().total_seconds())


@lru_cache(maxsize=8192)
def clock_spans(date: dt.date, clock: ClockRange, zone: ZoneInfo) -> list[Span]:
    """The stretches of `date` when the local clock shows a time inside `clock`."""
    midnight_as_if_utc = (date - EPOCH).days * DAY
    spans = []
    for lo, hi, offset in pieces(date, zone):
        start = max(lo, midnight_as_if_utc + clock[0] * 60 - offset)
        end = min(hi, midnight_as_if_utc + clock[1] * 60 - offset)
        if start < end:
            spans.append((start, end))
    return spans


@lru_cache(maxsize=512)
def on_grid(first: dt.date, last: dt.date, zone: ZoneInfo, grid: int) -> tuple[int, ...]:
    """Every second from `first` to `last` when the local clock stands on the grid; sorted.

    `grid` is minutes, counted from midnight.
    """
    minutes = range(0, 1440, grid)
    found = (
        span[0]
        for date in dates(first, last)
        for m in minutes
        for span in clock_spans(date, (m, m + 1), zone)
    )
    return tuple(sorted(found))


# --- Sets of stretches -------------------------------------------------------------------


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same seconds as sorted stretches that neither overlap nor touch."""
    result: list[Span] = []
    for lo, hi in sorted(spans):
        if hi <= lo:
            continue
        if result and lo <= result[-1][1]:
            result[-1] = (result[-1][0], max(hi, result[-1][1]))
        else:
            result.append((lo, hi))
    return result


def gaps(spans: Iterable[Span], window: Span) -> Iterator[Span]:
    """What `window` holds that the joined `spans` do not."""
    at, end = window
    for lo, hi in spans:
        if at < min(lo, end):
            yield at, min(lo, end)
        at = max(at, hi)
    if at < end:
        yield at, end
