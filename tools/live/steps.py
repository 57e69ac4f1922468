"""One day of a plan as steps: one thing at a time, with tracks side by side in one step."""

from dataclasses import dataclass
from itertools import groupby

from tools.plan import PAUSE
from tools.programme import OSLO, offsets, split_days


@dataclass(frozen=True)
class Step:
    """One thing at a time: a block, or tracks side by side. Offsets are planned minutes from the day's start.

    arrival   when the step before it ends
    lock      when it may begin at the earliest, or None
    """

    id: str
    blocks: tuple
    arrival: int
    start: int
    minutes: int
    lock: int | None = None

    @property
    def is_pause(self):
        return all(block.kind == PAUSE for block in self.blocks)

    @property
    def is_locked(self):
        """Somebody has decided about it: the live rule leaves its minutes alone."""
        return any(block.is_fixed for block in self.blocks)

    @property
    def tracks(self):
        """[(track, blocks)]; one without a name when everybody is together."""
        names = sorted({block.track for block in self.blocks})
        return [(name, tuple(block for block in self.blocks if block.track == name)) for name in names]


def day_of(plan, number, at):
    """(date, start, blocks) of day `number` of the plan, else of the day whose date it is, else the first."""
    days = split_days(plan)
    today = at.astimezone(OSLO).date()
    usual = next((place for place, day in enumerate(days, start=1) if day[1] == today), 1)
    number = number if isinstance(number, int) and 1 <= number <= len(days) else usual
    _opening, date, start, _until, blocks = days[number - 1]
    return number, date, start, blocks


def steps_of(blocks, clock):
    """The steps of one day's blocks."""
    found, arrival = [], 0
    for is_parallel, group in groupby(offsets(blocks, clock), key=lambda place: bool(place.block.track)):
        places = list(group)
        for together in [places] if is_parallel else [[place] for place in places]:
            found.append(_step(together, arrival, clock))
            arrival = found[-1].start + found[-1].minutes
    return tuple(found)


def _step(places, arrival, clock):
    start, end = min(place.start for place in places), max(place.end for place in places)
    locks = [clock.offset(place.block.starts) for place in places if place.block.starts]
    return Step(
        id=places[0].block.id,
        blocks=tuple(place.block for place in places),
        arrival=arrival,
        start=start,
        minutes=end - start,
        lock=min(locks) if locks and min(locks) <= start else None,
    )
