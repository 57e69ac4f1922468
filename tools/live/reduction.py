"""Events in time order make the state of a meeting."""

import datetime as dt

from tools.live.forecast import Forecast, whole_seconds
from tools.live.shape import (
    AHEAD,
    DONE,
    END,
    ENDED,
    KINDS,
    NOW,
    RUNNING,
    START,
    WAITING,
    Change,
    Live,
    LiveStep,
)
from tools.live.steps import day_of, steps_of
from tools.plan import LONGEST_BLOCK
from tools.programme import OSLO, Clock

NO_TIME = dt.timedelta(0)
NEAR = dt.timedelta(hours=1)  # so far from its time a meeting still follows the clock on the wall


def state(plan, events, at):
    """The Live of `plan` (tools.plan.Plan) at the moment `at`, from events in whatever order."""
    meeting = Meeting(plan)
    for event in in_order(events):
        if event.at <= at:
            meeting.take(event)
    return meeting.seen(at)


def in_order(events):
    """In time order, each key once: the earliest of it. At the same moment a start is first, an end last."""
    ordered = sorted(events, key=_place_in_time)
    return list({str(event.key): event for event in reversed(ordered)}.values())[::-1]


def _place_in_time(event):
    return event.at, event.kind != START, event.kind == END, str(event.key), event.kind, repr(event.data)


class Meeting:
    """The reduction. Each `on_` takes one kind of event; what cannot be is left without a word."""

    def __init__(self, plan):
        self.plan = plan
        self.day, self.steps, self.base = 1, (), None
        self.index = self.started_at = self.ended_at = self.since = self.paused_since = None
        self.used, self.entered, self.left_at, self.changes = {}, {}, {}, []

    def take(self, event):
        data = event.data if isinstance(event.data, dict) else {}
        at = event.at.astimezone(dt.UTC)
        if event.kind == START:
            self.on_start(at, data)
        elif event.kind in KINDS and self.index is not None and self.ended_at is None:
            getattr(self, f"on_{event.kind}")(at, {**data, "key": str(event.key)})

    def on_start(self, at, data):
        if self.started_at is None:
            self._open(at, data.get("day"), is_rehearsal=data.get("rehearsal") is True)
            if self.steps:
                self.started_at = at
                self._enter(0, at)

    def on_next(self, at, data):
        target = self._beside(range(self.index + 1, len(self.steps)))
        if self._is_meant(data) and target is not None:
            self._go(target, at)

    def on_back(self, at, data):
        target = self._beside(range(self.index - 1, -1, -1))
        if self._is_meant(data) and target is not None:
            self._go(target, at)

    def on_pause(self, at, _data):
        if self.paused_since is None:
            self._count(at)
            self.paused_since = at

    def on_resume(self, at, _data):
        if self.paused_since is not None:
            self.since, self.paused_since = at, None

    def on_adjust(self, _at, data):
        wanted = data.get("minutes")
        ahead = self._ahead_ids()
        minutes = {
            name: length
            for name, length in (wanted.items() if isinstance(wanted, dict) else ())
            if name in ahead and type(length) is int and 1 <= length <= LONGEST_BLOCK
        }
        if minutes:
            self.changes.append(Change(data["key"], minutes, frozenset()))

    def on_drop(self, _at, data):
        wanted = data.get("blocks")
        names = [name for name in wanted if isinstance(name, str)] if isinstance(wanted, list) else []
        if dropped := self._ahead_ids().intersection(names):
            self.changes.append(Change(data["key"], {}, frozenset(dropped)))

    def on_undo(self, _at, data):
        of = data.get("of") or (self.changes[-1].key if self.changes else None)
        self.changes = [change for change in self.changes if change.key != of]

    def on_end(self, at, _data):
        self._leave(at)
        self.ended_at, self.paused_since = at, None

    # What the events are made of

    def _open(self, at, number, *, is_rehearsal):
        self.day, date, start, blocks = day_of(self.plan, number, at)
        clock = Clock(date or at.astimezone(OSLO).date(), start)
        planned = clock.at(0).astimezone(dt.UTC)
        is_live = not is_rehearsal and abs(planned - at) <= NEAR
        self.base = planned if is_live else at
        self.steps = steps_of(blocks, clock)
        return planned

    def _is_meant(self, data):
        """«Next» says which block it was pressed in: pressed on two devices it counts once."""
        return data.get("from") in (None, self._name())

    def _name(self):
        return self.steps[self.index].id

    def _beside(self, places):
        """The first of `places` that is not dropped."""
        dropped = self._dropped()
        return next((place for place in places if self.steps[place].id not in dropped), None)

    def _go(self, target, at):
        self._leave(at)
        self._enter(target, at)

    def _enter(self, index, at):
        """Going on to another block also ends a pause."""
        self.index, self.since, self.paused_since = index, at, None
        self.entered.setdefault(self._name(), at)

    def _leave(self, at):
        self._count(at)
        self.left_at[self._name()] = at

    def _count(self, at):
        """Put the time since the last press on the block, unless the meeting is paused."""
        if self.paused_since is None:
            self.used[self._name()] = self._used(self._name()) + at - self.since
            self.since = at

    def _used(self, name):
        return self.used.get(name, NO_TIME)

    def _dropped(self):
        return frozenset().union(*(change.dropped for change in self.changes))

    def _ahead_ids(self):
        return {step.id for step in self.steps[self.index + 1 :]} - self._dropped()

    def _minutes(self):
        minutes = {step.id: step.minutes for step in self.steps}
        for change in self.changes:
            minutes |= change.minutes
        return minutes

    # What is seen

    def seen(self, at):
        at = at.astimezone(dt.UTC)
        if self.started_at is None:
            self.base = self._open(at, None, is_rehearsal=False)
        elif self.ended_at is None:
            self._count(at)
        minutes = self._minutes()
        left = minutes[self._name()] * 60 - whole_seconds(self._used(self._name())) if self.started_at else 0
        forecast = Forecast(self.steps, minutes, self._dropped(), self.index)
        forecast.look(whole_seconds(at - self.base) + max(0, left) if self.started_at else 0)
        return self._live(at, minutes, left, forecast)

    def _live(self, at, minutes, left, forecast):
        phase = ENDED if self.ended_at else RUNNING if self.started_at else WAITING
        return Live(
            phase=phase,
            day=self.day,
            at=at,
            base=self.base,
            steps=tuple(self._live_step(place, minutes, forecast) for place in range(len(self.steps))),
            index=self.index,
            started_at=self.started_at,
            ended_at=self.ended_at,
            paused_since=self.paused_since,
            left=left,
            drift=forecast.drift() if phase == RUNNING else 0,
            ends_at=self.ended_at or self._moment(forecast.end),
            planned_end=forecast.planned_end,
            changes=tuple(self.changes),
        )

    def _live_step(self, place, minutes, forecast):
        step = self.steps[place]
        begins, ends = self._times(place, forecast)
        return LiveStep(
            step=step,
            place=self._place(place),
            minutes=minutes[step.id],
            used=whole_seconds(self._used(step.id)),
            is_dropped=step.id in self._dropped(),
            starts_at=begins,
            ends_at=ends,
        )

    def _place(self, place):
        if self.index is None or place > self.index:
            return AHEAD
        return NOW if place == self.index and not self.ended_at else DONE

    def _times(self, place, forecast):
        name, where = self.steps[place].id, self._place(place)
        begins, ends = map(self._moment, forecast.moments.get(name, (None, None)))
        if where == NOW:
            return self.entered[name], ends
        if where == DONE:
            return self.entered.get(name), self.left_at.get(name)
        return (None, None) if self.ended_at else (begins, ends)

    def _moment(self, seconds):
        return None if seconds is None else self.base + dt.timedelta(seconds=seconds)
