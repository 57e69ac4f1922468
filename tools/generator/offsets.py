"""Where each block of a plan lies, in minutes after the start of its day.

Tracks that stand next to each other run side by side; a locked block waits for its clock time. When the
blocks before it run over, it begins late: `late` says how much. Times past midnight count on.
"""

from dataclasses import dataclass
from itertools import groupby

from tools.plan import DAY, Block

WHOLE_DAY, MOST_AHEAD = 24 * 60, 18 * 60  # minutes


@dataclass(frozen=True)
class Laid:
    """A block with its place: day number from 0, begin and end in minutes after that day's start.

    gap    minutes of nothing right before it
    late   minutes it begins after the time it is locked to
    """

    block: Block
    day: int
    begins: int
    ends: int
    gap: int = 0
    late: int = 0


def minutes_between(start, moment):
    """Minutes from one clock time to the other: up to 18 hours ahead, else it is before (negative)."""
    ahead = (moment.hour * 60 + moment.minute - start.hour * 60 - start.minute) % WHOLE_DAY
    return ahead if ahead < MOST_AHEAD else ahead - WHOLE_DAY


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


def days_of(plan):
    """[(start, until, blocks)] for each day of the plan; the day's own mark is not among its blocks."""
    days = [(plan.start, plan.until, [])]
    for block in plan.blocks:
        if block.kind == DAY:
            days.append((block.starts or plan.start, block.until, []))
        else:
            days[-1][2].append(block)
    return days


def laid(plan):
    """Every block of the plan but the day marks, in order, with its place."""
    return [
        place
        for day, (start, _until, blocks) in enumerate(days_of(plan))
        for place in laid_day(blocks, start, day)
    ]


def laid_day(blocks, start, day=0):
    """The blocks of one day from its start."""
    clock, places = 0, []
    for stretch in stretches(blocks):
        begins, late = clock, 0
        if stretch[0].starts is not None:
            locked = minutes_between(start, stretch[0].starts)
            begins, late = max(clock, locked), max(0, clock - locked)
        places += laid_stretch(stretch, day, begins, begins - clock, late)
        clock = begins + cost(stretch)
    return places


def laid_stretch(stretch, day, begins, gap, late):
    """The tracks of a stretch side by side."""
    track_clock, places = {}, []
    for block in stretch:
        at = track_clock.get(block.track, begins)
        places.append(Laid(block, day, at, at + block.minutes, gap, late))
        track_clock[block.track] = at + block.minutes
    return places


def length(blocks, start):
    """Minutes from the start to the end of a day with those blocks."""
    return max((place.ends for place in laid_day(blocks, start)), default=0)
