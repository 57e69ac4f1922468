"""Help for a meeting that is behind: the live rule, asked about the steps of a running meeting. Pure.

What may be dropped is never a pause, a decision, the close, or something that a later method builds on. Half
of a frame block, and never under five minutes, is the team's own working value for how short it may be.
"""

from dataclasses import dataclass

from tools.facts import ANYTHING, NOTHING
from tools.generator.live import Remaining, adjusted
from tools.plan import METHOD, PAUSE

SHORTEST_PAUSE, SHORTEST_FRAME = 5, 5
THEME = "T"  # the theme is always there
DECIDES, CLOSES = "prioritise", "close"


@dataclass(frozen=True)
class Proposal:
    """What would help. `shorter` is {step: new minutes}, `gained` the minutes that wins together.

    drops   (step, minutes) of what may be left out, the best first; each is one choice
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
    behind = max(0, live.drift)
    rest = [_remaining(seen, live, methods, people) for seen in live.ahead]
    answer = adjusted(rest, behind)
    pairs = list(zip(rest, answer.minutes, strict=True))
    return Proposal(
        behind=behind,
        shorter={step.id: minutes for step, minutes in pairs if minutes < step.minutes},
        gained=sum(step.minutes - minutes for step, minutes in pairs),
        drops=tuple((drop.id, drop.minutes) for drop in answer.drops),
    )


def _remaining(seen, live, methods, people):
    return Remaining(
        seen.id,
        seen.minutes,
        shortest=min(seen.minutes, _shortest(seen.step, methods, people)),
        is_locked=seen.step.is_locked,
        at_clock=seen.step.lock is not None,
        is_needed=seen.step.is_pause or _is_needed(seen, live, methods),
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
    least = SHORTEST_PAUSE if block.kind == PAUSE else SHORTEST_FRAME
    return min(block.minutes, max(least, -(-block.minutes // 2)))


def _is_needed(seen, live, methods):
    """The last of the day, a decision, a close, or what something later builds on."""
    functions = {methods[block.method].function for block in seen.step.blocks if block.method in methods}
    return (
        seen is live.ahead[-1]
        or bool(functions & {DECIDES, CLOSES})
        or _breaks_the_chain(seen, live, methods)
    )


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
