"""The draw itself: from a seed that nobody could know when the list was published, to one ticket.

The whole rule, so that anybody can follow it with pen, paper and a SHA-256 calculator:

1. Write the fingerprint (SHA-256) of the published list, a line break, and the seed, with single
   spaces between its words.
2. Take the SHA-256 of that text. Read it as a whole number; its last four digits are the ticket.
3. Reserves: do the same for every person who was not drawn, with another line break and the
   person's number at the end. The lowest results, written as 64 hexadecimal digits, come first.

The remainder of a 256-bit number by 10 000 favours no ticket by more than 1 in 10^72.
"""

import hashlib
from dataclasses import dataclass

from referencegroups.lottery.panel_list import TICKETS, Panel


@dataclass(frozen=True, slots=True)
class Draw:
    """What came out: the ticket (0-9999), the panel that holds it, and the reserves in order."""

    ticket: int
    panel: Panel
    reserves: tuple[int, ...]


def tidy_seed(text):
    """The seed as it counts: single spaces, none at the ends, so that typing it again is safe."""
    return " ".join(text.split())


def draw(panels, people, seed, reserves):
    """Draw one panel from the list, and `reserves` of the other `people` (numbers) in order."""
    ticket = int(_digest(panels.sha256, tidy_seed(seed)), 16) % TICKETS
    panel = panels.panel_with(ticket)
    others = sorted(
        set(people) - set(panel.people),
        key=lambda number: _digest(panels.sha256, tidy_seed(seed), str(number)),
    )
    return Draw(ticket, panel, tuple(others[:reserves]))


def _digest(*lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def broken_quotas(task, people):
    """The quotas that a panel of `people` (numbers) does not meet; empty when all is well."""
    chosen = [person for person in task.volunteers if person.number in set(people)]
    return tuple(quota for quota in task.quotas if _outside(quota, chosen))


def _outside(quota, chosen):
    """How many people too few or too many the quota has."""
    have = sum(person.values.get(quota.category) == quota.value for person in chosen)
    return max(0, quota.least - have, have - quota.most)
