"""How the meetings of a series lie: so many, so many weeks apart, on the same weekday and local clock."""

import datetime as dt
from dataclasses import dataclass

from bookings.leader_calendars import WEEK, ZONE
from bookings.stretches import at_local


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`meetings` of them, `weeks` from each to the next. One meeting alone is a series of one."""

    meetings: int = 1
    weeks: int = 1

    @classmethod
    def read(cls, typed):
        """From the texts of a form that was valid."""
        return cls(int(typed.get("meetings") or 1), int(typed.get("weeks") or 1))

    @property
    def is_series(self):
        return self.meetings > 1

    @property
    def reach(self):
        """From the first meeting to the last."""
        return WEEK * (self.weeks * (self.meetings - 1))

    def starts(self, first: dt.datetime) -> list[dt.datetime | None]:
        """The start of each meeting, the first as it is; None where the clock skips that time (spring)."""
        return [first, *(_same_clock(first, number * self.weeks) for number in range(1, self.meetings))]


ALONE = Rhythm()


def _same_clock(start, weeks):
    local = start.astimezone(ZONE)
    found = at_local(local.date() + WEEK * weeks, local.time(), ZONE)
    return found[min(local.fold, len(found) - 1)] if found else None
