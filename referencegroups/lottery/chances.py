"""The fairest chances: the lowest as large as possible (maximin), then the next lowest (leximin).

After Flanigan, Gölz, Gupta, Hennig and Procaccia, "Fair algorithms for selecting citizens'
assemblies", Nature 596 (2021), 548-552. A mixture of feasible panels is sought by column
generation: a linear programme mixes the panels known so far, its duals price the profiles, and
the panel that is worth most at those prices joins them, until none is worth more than the mix.

Two things are our own. Equal people are one profile, so interchangeable people get equal chances
by construction. And the linear relaxation (panels of broken people) is solved first: no mixture
can be fairer than its chances, so a mixture that reaches them is leximin without further proof.
Only when it cannot be reached are the levels raised one by one.

Chances are fractions from 0 to 1. Error: below 1e-6 (a hundredth of one ticket of 10 000).
Raises NoSolution when no panel meets the quotas; ask `feasibility.check` first.
"""

from dataclasses import dataclass

import numpy as np

from referencegroups.lottery.linear import INFINITE, NEAR, Programme
from referencegroups.lottery.panels import PanelSource, Profiles, limits

STEP = 0.5  # how fast a profile that has been taken loses worth while looking for panels


@dataclass(frozen=True)
class Mixture:
    """Make-ups (rows: panels, columns: profiles) and the share of the draws that each gets."""

    profiles: Profiles
    makeups: np.ndarray
    shares: np.ndarray

    @property
    def chances(self):
        """The chance of each person, profile by profile."""
        return self.shares @ self.makeups / self.profiles.sizes


def leximin(task):
    """The mixture whose lowest chance is largest, then its second lowest, and so on."""
    return _mix(task, relaxed_leximin)


def maximin(task):
    """A mixture whose lowest chance is as large as possible; the others are as they happen to be."""
    return _mix(task, relaxed_maximin, levels=1)


def _mix(task, aim, levels=None):
    profiles = Profiles(task)
    mix = Mix(task, profiles)
    shares = mix.reach(aim(task, profiles))
    if shares is None:
        shares = mix.raise_levels(levels)
    used = shares > NEAR
    return Mixture(profiles, np.array(mix.panels)[used], shares[used] / shares[used].sum())


class Levels:
    """A programme with one row per profile (its chance) that must not lie below a common floor."""

    def __init__(self, profiles, least=0.0):
        self.profiles = profiles
        self.programme = Programme()
        self.floor = self.programme.add_column(worth=1.0, least=least)

    def raise_levels(self, levels=None):
        """Lift the floor as far as it goes, hold those who stop it, lift the rest; the chances reached."""
        free, reached = set(range(len(self.profiles))), np.zeros(len(self.profiles))
        while free and levels != 0:
            level, columns, prices = self.solve()
            held = {row for row in free if prices[row] > NEAR}
            for row in held:
                self.hold(row, level)
            reached[list(free)] = level
            free, levels = free - held, levels and levels - 1
        return self.result(columns, reached)

    def hold(self, row, level):
        self.programme.set_share(row, self.floor, 0.0)
        self.programme.set_row(row, level - NEAR / 10, INFINITE)

    def solve(self):
        level, columns, duals = self.programme.solve()
        return level, columns[1:], -duals[: len(self.profiles)]


class Relaxed(Levels):
    """Panels of broken people: a bound on what any mixture of whole panels can reach."""

    def __init__(self, task, profiles):
        super().__init__(profiles)
        for size in profiles.sizes:
            self.programme.add_column(most=size)
        for column, size in enumerate(profiles.sizes, start=1):
            self.programme.add_row(0.0, INFINITE, [0, column], [-1.0, 1 / size])
        for least, most, having in limits(task, profiles):
            self.programme.add_row(least, most, [row + 1 for row in having], np.ones(len(having)))

    def result(self, _columns, reached):
        return reached


def relaxed_leximin(task, profiles):
    return Relaxed(task, profiles).raise_levels()


def relaxed_maximin(task, profiles):
    return Relaxed(task, profiles).raise_levels(1)


class Mix(Levels):
    """The mixture under way: whole panels as columns, found as they are needed."""

    def __init__(self, task, profiles):
        super().__init__(profiles, least=-1.0)
        self.source, self.panels, self.known = PanelSource(task, profiles), [], set()
        for _profile in profiles.keys:
            self.programme.add_row(0.0, INFINITE, [self.floor], [-1.0])
        self.programme.add_row(1.0, 1.0)  # the shares make one
        self._look_around()

    def reach(self, aims):
        """Shares that give every profile its aim, or None when no mixture does."""
        for row, aim in enumerate(aims):
            self.programme.set_row(row, aim, INFINITE)
        short, shares, _prices = self.solve(enough=0.0)
        for row in range(len(aims)):
            self.programme.set_row(row, 0.0, INFINITE)
        return shares if short > -NEAR else None

    def solve(self, enough=INFINITE):
        """Column generation until no panel is worth more, or the floor is high enough."""
        while True:
            level, columns, duals = self.programme.solve()
            prices = -duals[:-1]
            if level > enough - NEAR or not self._join(prices, duals[-1]):
                return level, columns[1:], prices

    def _join(self, prices, mixed):
        """Let in the panel that is worth most at these prices; False when the mix is as good."""
        per_person = np.maximum(prices, 0) / self.profiles.sizes
        for search in (self.source.good, self.source.best):
            panel = search(per_person)
            if per_person @ panel > mixed + NEAR and self._add(panel):
                return True
        return False

    def _add(self, panel):
        if panel.tobytes() in self.known:
            return False
        self.known.add(panel.tobytes())
        self.panels.append(panel.astype(int))
        taken = np.nonzero(panel)[0]
        shares = panel[taken] / self.profiles.sizes[taken]
        rows, shares = [*taken, len(self.profiles)], [*shares, 1.0]
        self.programme.add_column(rows=rows, shares=shares)
        return True

    def _look_around(self):
        """A first stock of panels: those taken lose worth, so that the others get their turn."""
        worth = np.ones(len(self.profiles))
        for _profile in self.profiles.keys:
            panel = self.source.good(worth / self.profiles.sizes)
            self._add(panel)
            part = panel / self.profiles.sizes
            worth *= STEP ** (part / part.max())
            worth /= worth.mean()

    def result(self, columns, _reached):
        return columns
