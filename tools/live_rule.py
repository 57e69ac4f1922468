"""The live rule: «vi er N minutt etter» while the meeting runs. Whole minutes in, whole minutes out.

Up to 15 minutes behind, what is left shrinks in proportion to its planned length: never under its shortest,
and what is locked never. A block locked to a clock time takes up the delay: what comes after it keeps its
minutes. Over 15 minutes we stop adjusting and offer what to drop. Source: methods.md F, the last paragraph.
"""

from dataclasses import dataclass

MOST_DRIFT = 15


@dataclass(frozen=True)
class Remaining:
    """A block that is still to come.

    minutes      planned
    shortest     it may not become shorter
    is_locked    it keeps its minutes
    at_clock     it is locked to a clock time, so a delay ends here
    is_needed    it may not be dropped
    """

    id: str
    minutes: int
    shortest: int
    is_locked: bool = False
    at_clock: bool = False
    is_needed: bool = False


@dataclass(frozen=True)
class Drop:
    """Dropping this block gains so many minutes."""

    id: str
    minutes: int


@dataclass(frozen=True)
class Adjusted:
    """New minutes of every remaining block, minutes still behind after that, and what may be dropped."""

    minutes: tuple
    behind: int
    drops: tuple = ()


def adjusted(remaining, behind):
    """The live rule for the `remaining` blocks when the meeting is `behind` minutes late (under 0: early)."""
    planned = tuple(block.minutes for block in remaining)
    if behind <= 0:
        return Adjusted(planned, behind)
    reach = before_clock(remaining)
    if behind > MOST_DRIFT:
        return Adjusted(planned, behind, best_drops(reach, behind))
    shorter = shrink(reach, behind)
    left = behind - sum(planned[: len(reach)]) + sum(shorter)
    return Adjusted((*shorter, *planned[len(reach) :]), left, best_drops(reach, left) if left else ())


def before_clock(remaining):
    """What may take up the delay: everything before the next clock time somebody has decided."""
    at = next((place for place, block in enumerate(remaining) if block.at_clock), len(remaining))
    return remaining[:at]


def shrink(blocks, minutes):
    """Minutes of each block when `minutes` are taken in proportion to length, as far as the limits allow."""
    room = [0 if block.is_locked else max(0, block.minutes - block.shortest) for block in blocks]
    taken = [0] * len(blocks)
    while (missing := min(minutes, sum(room)) - sum(taken)) > 0:
        places = [place for place in range(len(blocks)) if taken[place] < room[place]]
        whole = sum(blocks[place].minutes for place in places)
        shares = {place: missing * blocks[place].minutes // whole for place in places}
        if not any(shares.values()):
            shares = {max(places, key=lambda place: blocks[place].minutes - taken[place]): 1}
        for place, share in shares.items():
            taken[place] += min(share, room[place] - taken[place])
    return tuple(block.minutes - won for block, won in zip(blocks, taken, strict=True))


def best_drops(blocks, behind):
    """What may be dropped: first those that win back the delay with least to spare, then the longest."""
    free = [block for block in blocks if not block.is_needed and not block.is_locked]
    free.sort(key=lambda block: (block.minutes < behind, abs(block.minutes - behind)))
    return tuple(Drop(block.id, block.minutes) for block in free)
