"""When the rest of a meeting will be, and how far from the plan that is. Seconds from the base."""


class Forecast:
    """When what is left will begin and end, in seconds from the base."""

    def __init__(self, steps, minutes, dropped, index):
        self.minutes, self.index = minutes, index
        self.now = steps[index] if index is not None else None
        self.ahead = [step for step in steps[0 if index is None else index + 1 :] if step.id not in dropped]
        self.planned_end = steps[-1].start + steps[-1].minutes if steps else 0
        self.moments, self.arrivals, self.end = {}, {}, 0

    def look(self, now_ends):
        """Lay out what is ahead, when the block that is on ends at `now_ends`."""
        gone = now_ends
        if self.now:
            self.moments[self.now.id] = (None, gone)
        for step in self.ahead:
            self.arrivals[step.id] = gone
            begins = gone if step.lock is None else max(gone, step.lock * 60)
            gone = begins + self.minutes[step.id] * 60
            self.moments[step.id] = (begins, gone)
        self.end = gone

    def drift(self):
        """Whole minutes late at the next lock, else at the end. Time set aside before a lock is no delay."""
        lock = next((step for step in self.ahead if step.lock is not None), None)
        comes = self.arrivals[lock.id] if lock else self.end
        planned = (lock.arrival if lock else self.planned_end) * 60
        latest = max(planned, lock.lock * 60) if lock else planned
        seconds = comes - latest if comes > latest else min(0, comes - planned)
        return int(seconds / 60)


def whole_seconds(length):
    return int(length.total_seconds())
