"""Equal people merged into profiles, and the panels that meet the quotas.

A *make-up* (a row of whole numbers) says how many people a panel takes from each profile. People
with the same profile are interchangeable, so chances need only be found for make-ups.
"""

from collections import defaultdict

import numpy as np

from referencegroups.lottery.linear import NEAR, NoSolution, Programme, is_whole


class Profiles:
    """The distinct profiles of a task in sorted order, with who has each (numbers, sorted)."""

    def __init__(self, task):
        found = defaultdict(list)
        for person in task.volunteers:
            found[task.profile_of(person)].append(person.number)
        self.keys = sorted(found)
        self.people = [found[key] for key in self.keys]
        self.sizes = np.array([len(people) for people in self.people], dtype=float)

    def __len__(self):
        return len(self.keys)


def limits(task, profiles):
    """Rows (least, most, profiles concerned): the seats first, then each quota in order."""
    categories = sorted({quota.category for quota in task.quotas})
    rows = [(task.seats, task.seats, list(range(len(profiles))))]
    for quota in task.quotas:
        place = categories.index(quota.category)
        having = [row for row, key in enumerate(profiles.keys) if key[place] == quota.value]
        rows.append((quota.least, quota.most, having))
    return rows


class PanelSource:
    """Finds feasible make-ups that are worth much, when each profile has a worth per person.

    The linear relaxation is asked first: when its answer is whole it is the best of all, at a
    twentieth of the time. Raises NoSolution when no panel meets the quotas.
    """

    def __init__(self, task, profiles):
        self.most = np.minimum(profiles.sizes, task.seats)
        self.relaxed = self._programme(task, profiles, whole=False)
        self.exact = self._programme(task, profiles, whole=True)

    def _programme(self, task, profiles, whole):
        programme = Programme()
        for most in self.most:
            programme.add_column(most=most, whole=whole)
        for least, most, having in limits(task, profiles):
            programme.add_row(least, most, having, np.ones(len(having)))
        return programme

    def best(self, worths):
        """The panel that is worth most of all."""
        self.exact.value_columns(worths)
        return np.round(self.exact.solve()[1])

    def good(self, worths):
        """A panel worth about the most: the relaxation's broken people are made whole one by one."""
        self.relaxed.value_columns(worths)
        held = []
        try:
            while not is_whole(made := self.relaxed.solve()[1]):
                held.append(self._make_whole(made))
        except NoSolution:
            return self.best(worths)
        finally:
            for column in held:
                self.relaxed.set_column(column, 0.0, self.most[column])
        return np.round(made)

    def _make_whole(self, made):
        """Hold the profile that lies nearest above a whole number, or rather just below it, there."""
        broken = np.where(np.abs(made - np.round(made)) < NEAR, 0, made - np.floor(made))
        column = int(np.argmax(broken))
        self.relaxed.set_column(column, np.ceil(made[column]), np.ceil(made[column]))
        return column
