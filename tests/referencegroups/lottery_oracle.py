"""Another way to the fairest chances: every panel of people written out, and no merging or duals.

Slow and simple. Also small makers of tasks for the tests of the engine.
"""

from itertools import combinations

import numpy as np

from referencegroups.lottery.drawing import broken_quotas
from referencegroups.lottery.linear import INFINITE, Programme
from referencegroups.lottery.task import Quota, Task, Volunteer

SAME = 1e-5


def make_task(seats, groups, quotas=()):
    """`groups`: {values: how many}; values as «kvinne ung», one word per category k1, k2 …"""
    rows = [words.split() for words, many in groups.items() for _ in range(many)]
    people = [
        Volunteer(number, {f"k{place}": word for place, word in enumerate(words, 1)})
        for number, words in enumerate(rows, start=1)
    ]
    return Task(seats, tuple(Quota(*quota) for quota in quotas), tuple(people))


def every_panel(task):
    numbers = [person.number for person in task.volunteers]
    return [panel for panel in combinations(numbers, task.seats) if not broken_quotas(task, panel)]


class Oracle:
    def __init__(self, task):
        self.numbers = [person.number for person in task.volunteers]
        self.panels = every_panel(task)
        self.seen = np.array([[number in panel for panel in self.panels] for number in self.numbers])

    def best(self, worth_of, at_least):
        """The most that the mean chance of `worth_of` can be, when others have `at_least`."""
        programme = Programme()
        for panel in range(len(self.panels)):
            worth = self.seen[worth_of, panel].mean()
            programme.add_column(worth=worth)
        programme.add_row(1, 1, range(len(self.panels)), np.ones(len(self.panels)))
        for row, chance in at_least.items():
            on = np.nonzero(self.seen[row])[0]
            programme.add_row(chance - SAME / 10, INFINITE, on, np.ones(len(on)))
        return programme.solve()[0]

    def highest_floor(self, fixed):
        programme = Programme()
        floor = programme.add_column(worth=1.0)
        for _panel in self.panels:
            programme.add_column()
        programme.add_row(1, 1, range(1, len(self.panels) + 1), np.ones(len(self.panels)))
        for row in range(len(self.numbers)):
            on = np.nonzero(self.seen[row])[0] + 1
            least, own = (fixed[row] - SAME / 10, 0.0) if row in fixed else (0.0, -1.0)
            programme.add_row(least, INFINITE, [floor, *on], [own, *np.ones(len(on))])
        return programme.solve()[0]

    def leximin(self):
        """{number: chance}: lift all, and hold each who cannot be lifted further on their own."""
        fixed = {}
        while len(fixed) < len(self.numbers):
            floor = self.highest_floor(fixed)
            free = [row for row in range(len(self.numbers)) if row not in fixed]
            least = {**fixed, **dict.fromkeys(free, floor)}
            stuck = [row for row in free if self.best([row], least) < floor + SAME]
            fixed |= dict.fromkeys(stuck, floor)
        return {self.numbers[row]: chance for row, chance in fixed.items()}

    def maximin(self):
        return self.highest_floor({})
