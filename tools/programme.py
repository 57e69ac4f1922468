"""The clock of a programme (køyreplan): a plan and the facts of its methods give times, strips and steps.

Plain data in and out, no database. Lengths and offsets are whole minutes of elapsed time; an offset
counts from the start of its day. Places on the strip are percent of that day. With a date the times are
real instants in Oslo, so that a meeting through the night when summer time begins or ends still lasts as
long as it says; without a date the clock just goes on, and begins again at midnight.
"""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from zoneinfo import ZoneInfo

from tools.plan import DAY, PAUSE

OSLO = ZoneInfo("Europe/Oslo")
NO_DATE = dt.date(2001, 1, 1)  # a Monday; its times are naive and mean the clock only
WHOLE_DAY = 24 * 60
EARLIER = 16 * 60  # a lock more than this ahead was meant before the start, not the day after
TICK_EVERY = 60  # minutes between the hours written under the strip
STRIP_TOP, STRIP_HEIGHT = 8, 34  # pixels
WIDEST_TICK = 97.0  # percent; an hour further right would be written outside the strip


@dataclass(frozen=True)
class Row:
    """A block in its place. `slack` is free time before a lock, `late` how long after its lock it begins.

    `step`, `method_title` and `address` are those of its method, empty for the others. `lane` of `lanes`
    is its place on the strip when tracks run side by side.
    """

    block: object
    number: int
    start: int
    end: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    slack: int = 0
    late: int = 0
    step: str = ""
    method_title: str = ""
    address: str = ""
    start_percent: float = 0.0
    width_percent: float = 0.0
    lane: int = 0
    lanes: int = 1

    def __getattr__(self, name):
        """A row shows its block's words: id, kind, title, minutes, responsible, note …"""
        if name.startswith("__") or name == "block":
            raise AttributeError(name)
        return getattr(self.block, name)

    @property
    def is_pause(self):
        return self.block.kind == PAUSE

    @property
    def strip_y(self):
        """Where its band begins on the strip, and how high it is: tracks share the height."""
        return round(STRIP_TOP + self.lane * STRIP_HEIGHT / self.lanes, 1)

    @property
    def strip_height(self):
        return round(STRIP_HEIGHT / self.lanes - (1 if self.lanes > 1 else 0), 1)


@dataclass(frozen=True)
class Day:
    """One day; `opening` is its DAY block, None for the first. `over`, `left`: minutes to `until`."""

    number: int
    opening: object
    date: dt.date | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    minutes: int
    over: int
    left: int
    rows: tuple
    ticks: tuple

    @property
    def last_id(self):
        """The id of its last block, or of the block that opens it, or ""."""
        last = self.rows[-1].block if self.rows else self.opening
        return last.id if last else ""


@dataclass(frozen=True)
class Timed:
    """A plan with its times."""

    days: tuple

    @property
    def rows(self):
        return [row for day in self.days for row in day.rows]

    @property
    def starts_at(self):
        return self.days[0].starts_at

    @property
    def ends_at(self):
        return self.days[-1].ends_at

    @property
    def minutes(self):
        """Minutes together, from start to end of each day."""
        return sum(day.minutes for day in self.days)

    @property
    def ticks(self):
        return self.days[0].ticks


class Clock:
    """The clock of one day: offsets to moments and back."""

    def __init__(self, date, start):
        self.begin = dt.datetime.combine(date or NO_DATE, start, OSLO if date else None)

    def at(self, offset):
        """The moment `offset` minutes after the start, as the clock on the wall shows it."""
        if self.begin.tzinfo is None:
            return self.begin + dt.timedelta(minutes=offset)
        return (self.begin.astimezone(dt.UTC) + dt.timedelta(minutes=offset)).astimezone(OSLO)

    def offset(self, clock):
        """Minutes from the start to the next time the clock shows `clock`; negative just before the start."""
        there = dt.datetime.combine(self.begin.date(), clock, self.begin.tzinfo)
        if there < self.begin:
            there += dt.timedelta(days=1)
        minutes = self._elapsed(there)
        return minutes - WHOLE_DAY if minutes > EARLIER else minutes

    def _elapsed(self, there):
        begin = self.begin
        if begin.tzinfo is not None:
            begin, there = begin.astimezone(dt.UTC), there.astimezone(dt.UTC)
        return int((there - begin).total_seconds() // 60)


def timed(plan, methods):
    """`plan` (tools.plan.Plan) with its times. `methods` is {slug: Facts}; an unknown slug has no step."""
    return Timed(tuple(_day(number, *part, methods) for number, part in enumerate(split_days(plan), start=1)))


def split_days(plan):
    """[(opening block or None, date, start, until, blocks)] for each day of the plan."""
    days, blocks = [[None, plan.date, plan.start, plan.until, []]], list(plan.blocks)
    for block in blocks:
        if block.kind == DAY:
            days.append([block, block.date, block.starts or plan.start, block.until, []])
        else:
            days[-1][4].append(block)
    return [tuple(day) for day in days]


def _day(number, opening, date, start, until, blocks, methods):
    clock = Clock(date, start)
    places = offsets(blocks, clock)
    whole = max((place.end for place in places), default=0)
    wanted = clock.offset(until) if until else None
    return Day(
        number=number,
        opening=opening,
        date=date,
        starts_at=clock.at(0),
        ends_at=clock.at(whole),
        minutes=whole,
        over=max(0, whole - wanted) if wanted is not None else 0,
        left=max(0, wanted - whole) if wanted is not None else 0,
        rows=tuple(_row(place, clock, whole, methods) for place in places),
        ticks=tuple(ticks(clock, whole)),
    )


@dataclass(frozen=True)
class Place:
    """Where a block lies: offsets in minutes, free time before it, and its lane among tracks."""

    number: int
    block: object
    start: int
    end: int
    slack: int
    late: int
    lane: int = 0
    lanes: int = 1


def offsets(blocks, clock):
    """A Place for each of one day's blocks, in order. Tracks side by side cost as long as the longest."""
    places, gone = [], 0
    for is_parallel, group in groupby(enumerate(blocks), key=lambda pair: bool(pair[1].track)):
        stretch = list(group)
        lanes = _lanes(stretch) if is_parallel else [stretch]
        ends = [gone]
        for lane, blocks_of_lane in enumerate(lanes):
            found = _one_after_the_other(blocks_of_lane, gone, clock, lane, len(lanes))
            places += found
            ends.append(found[-1].end)
        gone = max(ends)
    return sorted(places, key=lambda place: place.number)


def _lanes(stretch):
    tracks = sorted({block.track for _number, block in stretch})
    return [[pair for pair in stretch if pair[1].track == track] for track in tracks]


def _one_after_the_other(blocks, gone, clock, lane, lanes):
    places = []
    for number, block in blocks:
        locked = clock.offset(block.starts) if block.starts else gone
        start = max(gone, locked)
        places.append(
            Place(
                number,
                block,
                start,
                start + block.minutes,
                start - gone,
                max(0, gone - locked),
                lane,
                lanes,
            )
        )
        gone = start + block.minutes
    return places


def _row(place, clock, whole, methods):
    facts = methods.get(place.block.method)
    return Row(
        block=place.block,
        number=place.number,
        start=place.start,
        end=place.end,
        starts_at=clock.at(place.start),
        ends_at=clock.at(place.end),
        slack=place.slack,
        late=place.late,
        step=facts.step if facts else "",
        method_title=facts.title if facts and facts.title != place.block.title else "",
        address=facts.address if facts else "",
        start_percent=percent(place.start, whole),
        width_percent=percent(place.block.minutes, whole),
        lane=place.lane,
        lanes=place.lanes,
    )


def percent(part, whole):
    """`part` of `whole` in percent with two decimals; 0 of nothing is 0."""
    return round(100 * part / whole, 2) if whole else 0.0


def ticks(clock, whole):
    """(percent, "10") for every whole hour the strip passes, the start included when it is one."""
    first = -(clock.begin.hour * 60 + clock.begin.minute) % TICK_EVERY
    places = [(percent(gone, whole), clock.at(gone)) for gone in range(first, whole + 1, TICK_EVERY)]
    return [(place, f"{moment:%H}") for place, moment in places if place <= WIDEST_TICK]


def minutes_per_step(rows, steps):
    """Minutes for each of `steps` (slugs), in that order; frames and pauses count for none of them."""
    return {step: sum(row.minutes for row in rows if row.step == step) for step in steps}


def bars(rows, steps):
    """(slug, minutes, percent of all the minutes) for the steps the programme has."""
    whole = sum(row.minutes for row in rows)
    return [
        (step, minutes, percent(minutes, whole))
        for step, minutes in minutes_per_step(rows, steps).items()
        if minutes
    ]
