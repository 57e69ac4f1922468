"""The live rule: «vi er N minutt etter» while the meeting runs. Whole minutes in, whole minutes out.

Up to 15 minutes behind, the remaining blocks shrink in proportion to their planned length: never under
their shortest, pauses never under 5, locked blocks never. A block locked to a clock time takes up the
delay: what comes after it keeps its minutes. Over 15 minutes we stop adjusting and offer what to drop,
never the block that decides, nor the close. Source: methods.md F, the last paragraph.
"""

from dataclasses import dataclass

from tools.generator.arc import PRIORITISE
from tools.generator.options import lands
from tools.plan import METHOD, PAUSE

MOST_DRIFT = 15
SHORTEST_PAUSE, SHORTEST_FRAME = 5, 5


@dataclass(frozen=True)
class Remaining:
    """A block that is still to come, or the rest of the one that runs.

    minutes      planned
    shortest     it may not become shorter
    is_locked    it keeps its minutes
    at_clock     it is locked to a clock time, so a delay ends here
    is_needed    it may not be dropped: it decides, closes, or is a pause
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
        return Adjusted(planned, behind, drops(reach, behind))
    shrunk = shrink(reach, behind)
    left = behind - sum(planned[: len(reach)]) + sum(shrunk)
    minutes = (*shrunk, *planned[len(reach) :])
    return Adjusted(minutes, left, drops(reach, left) if left else ())


def before_clock(remaining):
    """The blocks that may take up the delay: those before the next one with a clock time of its own."""
    at = next((at for at, block in enumerate(remaining) if block.at_clock), len(remaining))
    return remaining[:at]


def shrink(blocks, minutes):
    """Minutes of each block when `minutes` are taken in proportion to length, as far as limits allow.

    Whole minutes, the largest share first, so the sum is exact and equals go in the order of the blocks.
    """
    floors = [block.minutes if block.is_locked else min(block.shortest, block.minutes) for block in blocks]
    given = [block.minutes for block in blocks]
    left = min(minutes, sum(given) - sum(floors))
    while left > 0:
        open_ = [at for at in range(len(blocks)) if given[at] > floors[at]]
        whole = sum(blocks[at].minutes for at in open_)
        shares = {at: left * blocks[at].minutes / whole for at in open_}
        taken = {at: min(int(shares[at]), given[at] - floors[at]) for at in open_}
        if not any(taken.values()):
            most = max(open_, key=lambda at: (shares[at], -at))
            taken[most] = 1
        for at, cut in taken.items():
            given[at] -= cut
        left -= sum(taken.values())
    return tuple(given)


def drops(blocks, behind):
    """What may be dropped: first those that win back the delay with least to spare, then the longest."""
    may = [block for block in blocks if not block.is_needed and not block.is_locked and block.minutes]
    may.sort(key=lambda block: (block.minutes < behind, abs(block.minutes - behind)))
    return tuple(Drop(block.id, block.minutes) for block in may)


def remaining_of(plan, methods, wanted, ids):
    """`ids` of the plan's blocks that are still to come, as Remaining. `wanted` is the result it should give.

    The last block that makes the result, every decision, every pause and the last block are needed.
    """
    known = {facts.slug: facts for facts in methods}
    blocks = [block for block in plan.blocks if block.id in set(ids)]
    makers = [block.id for block in blocks if makes(block, known, wanted)]
    needed = {blocks[-1].id, *makers[-1:]} if blocks else set()
    return tuple(remaining_block(block, known, plan.brief, needed) for block in blocks)


def makes(block, known, wanted):
    return block.method in known and lands(known[block.method], wanted)


def remaining_block(block, known, brief, needed):
    facts = known.get(block.method)
    decides = facts is not None and facts.function in (PRIORITISE, "close")
    return Remaining(
        block.id,
        block.minutes,
        shortest_of(block, facts, brief.people),
        is_locked=block.kept or bool(block.track),  # a shorter track wins nothing back
        at_clock=block.starts is not None,
        is_needed=decides or block.kind == PAUSE or block.id in needed,
    )


def shortest_of(block, facts, people):
    if block.kind == METHOD and facts is not None:
        return min(block.minutes, facts.shortest(people))
    return min(block.minutes, SHORTEST_PAUSE if block.kind == PAUSE else SHORTEST_FRAME)
