"""Can any panel meet the quotas? If not: which quotas break, and the smallest loosening that helps."""

from dataclasses import dataclass

import numpy as np

from referencegroups.lottery.linear import Programme
from referencegroups.lottery.panels import Profiles, limits
from referencegroups.lottery.task import Quota

TIE = 1e-4  # two equally small loosenings: the one that touches the earlier quota


@dataclass(frozen=True, slots=True)
class Change:
    """A quota that breaks, how many have volunteered with its value, and the range that would do."""

    quota: Quota
    have: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Feasibility:
    """`missing` people are needed to fill the seats at all; `changes` make the quotas possible."""

    missing: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def possible(self):
        return not self.missing and not self.changes


def check(task):
    """The smallest total number of people by which limits must move, as a whole-number programme.

    Without enough volunteers no quota helps, and only `missing` is told.
    """
    missing = max(0, task.seats - len(task.volunteers))
    if missing:
        return Feasibility(missing=missing)
    lower, raised = _smallest_moves(task)
    have = task.counts()
    changes = [
        Change(quota, have[quota.key], quota.least - down, quota.most + up)
        for quota, down, up in zip(task.quotas, lower, raised, strict=True)
        if down or up
    ]
    return Feasibility(changes=tuple(changes))


def _smallest_moves(task):
    """Per quota: how far its least must go down, and its most up."""
    profiles, programme, count = Profiles(task), Programme(), len(task.quotas)
    for size in profiles.sizes:
        programme.add_column(most=size, whole=True)
    price = [-(1 + TIE * place / (count + 1)) for place in range(count)]
    down = [programme.add_column(worth=worth, whole=True) for worth in price]
    up = [programme.add_column(worth=worth, whole=True) for worth in price]
    seats, *quotas = limits(task, profiles)
    programme.add_row(seats[0], seats[1], seats[2], np.ones(len(seats[2])))
    for (least, most, having), lower, raised in zip(quotas, down, up, strict=True):
        shares = [*np.ones(len(having)), 1.0, -1.0]
        programme.add_row(least, most, [*having, lower, raised], shares)
    _worth, found, _duals = programme.solve()
    found = np.round(found).astype(int).tolist()
    return [found[column] for column in down], [found[column] for column in up]
