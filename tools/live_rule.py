"""The live rule: what to shorten or drop when a running meeting is behind. Pure, whole minutes.

Up to 15 minutes behind, what is left is shortened in proportion to its plan: never under the method's
shortest, no pause under 5, nothing that is locked. Further behind there is nothing to win by hurrying
everything: then it offers what to drop, never a pause, the decision, the close, or what something later
builds on. Source: methods.md F, «Live rule»; half of a frame block is the team's own working value.
"""

from dataclasses import dataclass
from itertools import takewhile
from math import floor

from tools.facts import ANYTHING, NOTHING
from tools.plan import METHOD

MOST_TO_SHORTEN = 15  # minutes behind
SHORTEST_PAUSE = 5
SHORTEST_FRAME = 5
THEME = "T"  # the theme is always there
DECIDES, CLOSES = "prioritise", "close"


@dataclass(frozen=True)
class Rest:
    """A step still to come. `may_go` says that it may be dropped."""

    id: str
    title: str
    minutes: int
    shortest: int
    may_go: bool = False


@dataclass(frozen=True)
class Proposal:
    """What would help. `shorter` is {step: new minutes}, `gained` what that wins together.

    drops   Rest of each step that may be left out, the best first; each is one choice
    """

    behind: int
    shorter: dict
    gained: int
    drops: tuple

    @property
    def is_empty(self):
        return not self.shorter and not self.drops


def propose(live, methods, people):
    """The Proposal for a `Live` (tools.live). `methods` is {slug: Facts}, `people` how many are there."""
    behind, rest = max(0, live.drift), remaining(live, methods, people)
    shorter = shrink(rest, behind) if behind <= MOST_TO_SHORTEN else {}
    gained = sum(step.minutes - shorter[step.id] for step in rest if step.id in shorter)
    return Proposal(behind, shorter, gained, best_drops(rest, behind) if gained < behind else ())


def shrink(rest, minutes):
    """{step: new minutes} that together win `minutes`, or all there is, in proportion to what is planned."""
    room = {step.id: step.minutes - step.shortest for step in rest if step.minutes > step.shortest}
    planned = {step.id: step.minutes for step in rest}
    wanted = min(minutes, sum(room.values()))
    taken = dict.fromkeys(room, 0)
    while (missing := wanted - sum(taken.values())) > 0:
        open_ones = [name for name in room if taken[name] < room[name]]
        whole = sum(planned[name] for name in open_ones)
        shares = {name: missing * planned[name] / whole for name in open_ones}
        if max(map(floor, shares.values())) < 1:
            shares = {max(open_ones, key=lambda name: planned[name] - taken[name]): 1}
        for name, share in shares.items():
            taken[name] += min(floor(share), room[name] - taken[name])
    return {name: planned[name] - won for name, won in taken.items() if won}


def best_drops(rest, behind):
    """What may be dropped: first the shortest that is enough alone, then the longest of the others."""
    free = [step for step in rest if step.may_go]
    return tuple(
        sorted(free, key=lambda step: (step.minutes < behind, abs(step.minutes - behind), step.title))
    )


def remaining(live, methods, people):
    """The Rest up to the next locked start, or to the end: what comes after a lock wins no time before it."""
    ahead = list(takewhile(lambda seen: seen.step.lock is None, live.ahead))
    return [_rest(seen, live, methods, people) for seen in ahead]


def _rest(seen, live, methods, people):
    step = seen.step
    shortest = seen.minutes if step.is_locked else min(seen.minutes, _shortest(step, methods, people))
    return Rest(
        step.id,
        " / ".join(block.title for block in step.blocks),
        seen.minutes,
        shortest,
        not (step.is_locked or step.is_pause or _is_needed(seen, live, methods)),
    )


def _shortest(step, methods, people):
    """Tracks side by side take as long as the one that needs most."""
    tracks = [
        sum(_shortest_block(block, methods, people) for block in blocks) for _name, blocks in step.tracks
    ]
    return max(tracks)


def _shortest_block(block, methods, people):
    facts = methods.get(block.method)
    if block.kind == METHOD and facts:
        return facts.shortest(people)
    least = SHORTEST_PAUSE if block.kind == "pause" else SHORTEST_FRAME
    return min(block.minutes, max(least, -(-block.minutes // 2)))


def _is_needed(seen, live, methods):
    """The last of the day, a decision, a close, or what something later builds on."""
    functions = {methods[block.method].function for block in seen.step.blocks if block.method in methods}
    return seen is live.ahead[-1] or functions & {DECIDES, CLOSES} or _breaks_the_chain(seen, live, methods)


def _breaks_the_chain(seen, live, methods):
    with_it, without = {THEME}, {THEME}
    for step in [step for step in live.steps if not step.is_dropped and (step.used or step.place != "done")]:
        for block in step.step.blocks:
            needs = set(methods[block.method].needs) if block.method in methods else set()
            if ANYTHING not in needs and needs & with_it and not needs & without and step is not seen:
                return True
        made = {code for block in step.step.blocks for code in _gives(block, methods)}
        with_it |= made
        without |= made if step is not seen else set()
    return False


def _gives(block, methods):
    made = (methods[block.method].gives,) if block.method in methods else block.brings
    return [code for code in made if code != NOTHING]
