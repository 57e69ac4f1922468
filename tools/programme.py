"""The clock of a programme (køyreplan): blocks and a start give times, a strip and minutes for each step.

Plain data in and out, no database. Lengths are whole minutes, places on the strip are percent of the
whole. A programme may pass midnight; the clock then begins again at 00.00.
"""

import datetime
from dataclasses import dataclass

DAY = 24 * 60  # minutes
TICK_EVERY = 60  # minutes between the hours written under the strip
WIDEST_TICK = 97.0  # percent; an hour further right would be written outside the strip


@dataclass(frozen=True)
class Block:
    """One line of a programme: at least 1 minute; `step` is a slug, or "" for frames and pauses."""

    title: str
    minutes: int
    step: str = ""
    method_title: str = ""
    responsible: str = ""
    note: str = ""
    address: str = ""


@dataclass(frozen=True)
class Row:
    """A block with its clock times, and where it lies on the strip (percent from the left, percent wide)."""

    block: Block
    starts_at: datetime.time
    ends_at: datetime.time
    start_percent: float
    width_percent: float

    def __getattr__(self, name):
        """A row shows its block's words: title, minutes, step, method_title, responsible."""
        if name.startswith("__") or name == "block":
            raise AttributeError(name)
        return getattr(self.block, name)


def clock(start, minutes):
    """The clock time `minutes` after `start` (a datetime.time); past midnight it begins again."""
    hours, minute = divmod((start.hour * 60 + start.minute + minutes) % DAY, 60)
    return datetime.time(hours, minute)


def total(blocks):
    """Minutes of the whole programme."""
    return sum(block.minutes for block in blocks)


def timed(blocks, start):
    """Rows of `blocks` one after the other from `start` (a datetime.time), without gap or overlap."""
    whole, gone, rows = total(blocks), 0, []
    for block in blocks:
        ends = gone + block.minutes
        rows.append(
            Row(
                block,
                clock(start, gone),
                clock(start, ends),
                percent(gone, whole),
                percent(block.minutes, whole),
            )
        )
        gone = ends
    return rows


def percent(part, whole):
    """`part` of `whole` in percent with two decimals; 0 of nothing is 0."""
    return round(100 * part / whole, 2) if whole else 0.0


def ticks(blocks, start):
    """(percent, "10") for every whole hour the strip passes, the start included when it is one."""
    whole, begun = total(blocks), start.hour * 60 + start.minute
    first = -begun % TICK_EVERY
    places = [(percent(gone, whole), clock(start, gone)) for gone in range(first, whole + 1, TICK_EVERY)]
    return [(place, f"{moment:%H}") for place, moment in places if place <= WIDEST_TICK]


def minutes_per_step(blocks, steps):
    """Minutes for each of `steps` (slugs), in that order; frames and pauses count for none of them."""
    return {step: sum(block.minutes for block in blocks if block.step == step) for step in steps}


def bars(blocks, steps):
    """(slug, minutes, percent of the whole programme) for the steps the programme has."""
    whole = total(blocks)
    return [
        (step, minutes, percent(minutes, whole))
        for step, minutes in minutes_per_step(blocks, steps).items()
        if minutes
    ]
