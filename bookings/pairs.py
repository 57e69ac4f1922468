"""One or two process leaders: who is asked for, and who that can be. Plain data, no Django, no database.

The fourth mode of the engine (`availability` has any, all, and one fixed plus any) is two of several, and all
of them are this one question: who may lead, with somebody else beside who has the meeting free too? The list
of free times and every submit ask it here, so they cannot disagree.
"""

import datetime as dt
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass

from bookings import availability
from bookings.availability import Calendar, Rules, Wish


@dataclass(frozen=True, slots=True)
class Who:
    """Who is asked for.

    number  of process leaders, 1 or 2
    leader  key of the one who leads, None where anybody will do
    other   key of the one who comes along when there are two, None where anybody else will do
    """

    number: int = 1
    leader: Hashable | None = None
    other: Hashable | None = None

    @property
    def is_pair(self):
        return self.number == 2

    @property
    def asked(self) -> list[Hashable] | None:
        """Whose calendars matter: those who are named, None when anybody may come."""
        named = [key for key in (self.leader, self.other) if key is not None]
        return named if len(named) == self.number else None

    def leads(self, free: Iterable[Hashable], beside: Collection[Hashable] | None = None) -> list[Hashable]:
        """Those in `free` who can lead; when two are asked for, with somebody among `beside` to come along.

        `free` have everything free that a leader takes part in, `beside` the meeting itself.
        """
        free = list(free)
        beside = free if beside is None else beside
        fits = [key for key in free if self.leader in {None, key}]
        return [key for key in fits if self.others(beside, key)] if self.is_pair else fits

    def others(self, beside: Iterable[Hashable], lead: Hashable) -> list[Hashable]:
        """Those among `beside` who can come along with `lead`."""
        return [key for key in beside if key != lead and self.other in {None, key}]

    def involved(self, free: Collection[Hashable]) -> list[Hashable]:
        """Those in `free` who may lead or come along."""
        leads = self.leads(free)
        others = {key for lead in leads for key in self.others(free, lead)} if self.is_pair else set()
        return [key for key in free if key in others or key in leads]


ANYBODY = Who()


def starts_of(
    who: Who,
    calendars: Mapping[Hashable, Calendar],
    wish: Wish,
    rules: Rules,
    first: dt.date,
    last: dt.date,
) -> dict[dt.datetime, list[Hashable]]:
    """Each start from local date `first` to `last` that suits → the keys of those it may be; sorted, UTC."""
    found = availability.starts_of_any(calendars, wish, rules, first, last)
    if who == ANYBODY:
        return found
    suits = {start: who.involved(keys) for start, keys in found.items()}
    return {start: keys for start, keys in suits.items() if keys}
