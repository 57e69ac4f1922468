"""One or two process leaders: who is asked for, and who that can be. Plain data, no Django, no database.

The fourth mode of the engine (`availability` has any, all, and one fixed plus any) is two of several, and all
of them are this one question: who may lead, with somebody else beside who has the meeting free too? The list
of free times and every submit ask it here, so they cannot disagree.
"""

import datetime as dt
from collections.abc import Collection, Hashable, Mapping
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

    def leads(self, free: Collection[Hashable], beside: Collection[Hashable] | None = None) -> list[Hashable]:
        """Those in `free` who can lead; when two are asked for, with somebody among `beside` to come along.

        `free` have everything free that a leader takes part in, `beside` the meeting itself.
        """
        fits = _wanted(self.leader, free)
        if not self.is_pair:
            return fits
        return _with_another(fits, _wanted(self.other, free if beside is None else beside))

    def others(self, beside: Collection[Hashable], lead: Hashable) -> list[Hashable]:
        """Those among `beside` who can come along with `lead`."""
        return [key for key in _wanted(self.other, beside) if key != lead]

    def involved(self, free: Collection[Hashable]) -> Collection[Hashable]:
        """Those in `free` who may lead or come along."""
        leads = self.leads(free)
        if not self.is_pair or len(leads) == len(free):
            return leads
        may = {*leads, *_with_another(_wanted(self.other, free), leads)}
        return [key for key in free if key in may]


def _wanted(key, keys):
    """All of `keys` where anybody will do, else the one who is named."""
    return keys if key is None else [key] if key in keys else []


def _with_another(keys, others):
    """Those in `keys` who are not alone among `others`. A large team is asked for every start: no couples."""
    return [key for key in keys if len(others) > 1 or (others and others[0] != key)]


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
