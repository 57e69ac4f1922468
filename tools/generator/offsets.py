"""Where blocks lie in minutes, as the engine asks: by the one clock of every programme (tools.programme)."""

import datetime
from itertools import groupby
from typing import NamedTuple

from tools.programme import Clock, offsets, split_days


def minutes_between(start, moment):
    """Minutes from one clock time to the other; negative when it is a little before."""
    return Clock(None, start).offset(moment)


class LaidDay(NamedTuple):
    """One day: the end that is wanted, as minutes after its start and as a clock time; its Places."""

    wanted: int | None
    until: datetime.time | None
    places: list


def laid(plan):
    """A LaidDay for each day of the plan."""
    days = []
    for _opening, date, start, until, blocks in split_days(plan):
        clock = Clock(date, start)
        days.append(LaidDay(clock.offset(until) if until else None, until, offsets(blocks, clock)))
    return days


def laid_day(blocks, start):
    """Places of one day's blocks from its start; a Place has `block`, `start`, `end`, `slack` and `late`."""
    return offsets(blocks, Clock(None, start))


def stretches(blocks):
    """Lists of blocks that belong together: one common block, or all blocks of neighbouring tracks."""
    alone = iter(range(len(blocks)))
    keys = ((block, "" if block.track else next(alone)) for block in blocks)
    return [[block for block, _key in group] for _key, group in groupby(keys, key=lambda pair: pair[1])]


def cost(blocks):
    """Minutes of a stretch: the longest of its tracks."""
    tracks = {}
    for block in blocks:
        tracks[block.track] = tracks.get(block.track, 0) + block.minutes
    return max(tracks.values(), default=0)
