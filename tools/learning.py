"""What a run teaches about its methods, and what all the runs have taught. Pure; minutes are whole.

The house's own minutes take over for a method and a size class (tools.facts.size_class) once five real
meetings have used it there. A run that took under a quarter or over three times its plan says something
about that meeting, not about the method. Five and the two limits are the team's own working values.
"""

from dataclasses import dataclass
from math import ceil, floor
from statistics import median

from tools.facts import size_class
from tools.plan import METHOD

ENOUGH = 5  # real meetings
LEAST, MOST = 0.25, 3.0  # of the planned minutes


@dataclass(frozen=True)
class Used:
    """A method in one meeting: minutes planned, minutes it took, and how many took part."""

    method: str
    people: int
    planned: int
    actual: int

    @property
    def is_evidence(self):
        return LEAST * self.planned <= self.actual <= MOST * self.planned


def used_in(live, people):
    """What a meeting that is over (tools.live.Live) says of its methods: those that got a minute or more.

    Of tracks side by side nobody knows when one block ended and the next began: there a block counts when
    it is alone in its track and as long as the stretch. Its people are the track's share.
    """
    found = []
    for seen in live.steps:
        if seen.used >= 60:
            found += [
                Used(block.method, ceil(people / len(seen.step.tracks)), seen.step.minutes, seen.used_minutes)
                for block in _told_of(seen.step)
                if block.kind == METHOD
            ]
    return found


def _told_of(step):
    alone = [blocks[0] for _name, blocks in step.tracks if len(blocks) == 1]
    return [block for block in alone if block.minutes == step.minutes]


def lessons(runs):
    """{size class: {"minutes": median, "runs": number}} of one method, where enough `runs` (Used) count."""
    classes = {}
    for used in runs:
        if used.is_evidence:
            classes.setdefault(size_class(used.people), []).append(used.actual)
    return {
        size: {"minutes": floor(median(minutes) + 0.5), "runs": len(minutes)}
        for size, minutes in sorted(classes.items())
        if len(minutes) >= ENOUGH
    }
