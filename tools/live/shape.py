"""What a running meeting is made of: presses going in, and what is seen coming out."""

import datetime as dt
from dataclasses import dataclass, field

from tools.live.steps import Step

START, NEXT, BACK, PAUSED, RESUME = "start", "next", "back", "pause", "resume"
ADJUST, DROP, UNDO, END = "adjust", "drop", "undo", "end"
KINDS = (START, NEXT, BACK, PAUSED, RESUME, ADJUST, DROP, UNDO, END)
WAITING, RUNNING, ENDED = "waiting", "running", "ended"
DONE, NOW, AHEAD = "done", "now", "ahead"


@dataclass(frozen=True)
class Event:
    """One press. `key` is the device's own name for it, `at` an aware moment."""

    key: str
    kind: str
    at: dt.datetime
    data: dict = field(default_factory=dict)


@dataclass(frozen=True)
class LiveStep:
    """A step in the running meeting.

    minutes    planned, as changed on the way
    used       seconds it has taken so far
    starts_at, ends_at   what was (for those that are done), else what is expected; None for one passed over
    """

    step: Step
    place: str
    minutes: int
    used: int
    is_dropped: bool
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None

    @property
    def id(self):
        return self.step.id

    @property
    def used_minutes(self):
        """Whole minutes, half a minute rounded up."""
        return (self.used + 30) // 60


@dataclass(frozen=True)
class Change:
    """Something shortened or dropped, which can be undone by its key."""

    key: str
    minutes: dict
    dropped: frozenset

    @property
    def is_drop(self):
        return bool(self.dropped)


@dataclass(frozen=True)
class Live:
    """Where the meeting is at a moment.

    left     seconds until the block has used its minutes; negative when it takes longer
    drift    whole minutes behind the plan at the next locked start, or at the end; negative is ahead
    base     the moment the plan calls its start
    """

    phase: str
    day: int
    at: dt.datetime
    base: dt.datetime
    steps: tuple
    index: int | None
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    paused_since: dt.datetime | None
    left: int
    drift: int
    ends_at: dt.datetime
    planned_end: int
    changes: tuple

    @property
    def now(self):
        return self.steps[self.index] if self.index is not None else None

    @property
    def ahead(self):
        """What is still to come, in order."""
        return [step for step in self.steps if step.place == AHEAD and not step.is_dropped]

    @property
    def next(self):
        return next(iter(self.ahead), None)

    @property
    def next_pause(self):
        return next((step for step in self.ahead if step.step.is_pause), None)

    @property
    def is_paused(self):
        return self.paused_since is not None

    @property
    def last_change(self):
        return self.changes[-1] if self.changes else None
