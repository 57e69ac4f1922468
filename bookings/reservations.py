"""Two people, one time: the transaction, the locks and the commitments behind every door.

Order, always the same: the booking's row, then the leaders' rows by id, then commitments. The
predicate is asked under the lock; the exclusion constraint is the last word.
"""

import datetime as dt
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import wraps

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import DurationField, F, Func, Sum

from bookings import availability, leader_calendars
from bookings.availability import Reason, Rules, Wish
from bookings.choices import Part, Source
from bookings.errors import Busy, TimeRefused, TimeTaken
from bookings.leader_calendars import ZONE, FreeTime
from bookings.models import Commitment, ProcessLeader
from bookings.models.stepping import Stepping

LOCK_TIMEOUT = "4s"
OVERLAP = "23P01"  # the exclusion constraint
TRY_AGAIN = {"40P01", "55P03", "40001"}  # deadlock, lock not available, serialization failure
SOMEBODY_WAS_FIRST = {Reason.TAKEN, Reason.DAY_FULL, Reason.WEEK_FULL, Reason.HOURS_FULL}
# What a leader may set aside with a reason. Nobody can book what is taken, or the past.
OVERRULABLE = frozenset(Reason) - {Reason.PAST, Reason.TAKEN, Reason.ABSENT}
NEARBY = dt.timedelta(days=7)
ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Slot:
    """One start that is asked for: what it is for, with the wish and the rules it is judged by."""

    source: Source
    start: dt.datetime
    wish: Wish
    rules: Rules

    @property
    def end(self):
        return _later(self.start, self.wish.minutes)

    @property
    def date(self):
        return self.start.astimezone(ZONE).date()

    def footprint(self, leader):
        before = leader.buffer_before if self.wish.before is None else self.wish.before
        after = leader.buffer_after if self.wish.after is None else self.wish.after
        return DateTimeTZRange(_later(self.start, -before), _later(self.end, after))


def _later(moment, minutes):
    """So many elapsed minutes later. Python would move the hands of the local clock, past a change of it."""
    return moment.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)


def check_reach(source, start, at):
    """Refuse a moment too far off to reckon with, before anything is counted from it."""
    if not leader_calendars.is_within_reach(start, at):
        raise TimeRefused(Reason.PAST if start < at else Reason.TOO_FAR, which=source)


def door(action):
    """Run an action as one transaction with short waits for locks; once more if the database asks."""

    @wraps(action)
    def run(**arguments):
        try:
            return _in_transaction(action, arguments)
        except OperationalError as error:
            if sqlstate(error) not in TRY_AGAIN:
                raise
        try:
            return _in_transaction(action, arguments)
        except OperationalError as error:
            raise (Busy() if sqlstate(error) in TRY_AGAIN else error) from error

    return run


def _in_transaction(action, arguments):
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            return action(**arguments)
    except Exception:
        _read_anew(arguments.values())
        raise


def _read_anew(rows):
    """What was set on the objects is undone in the database: a page may not show it as done."""
    with suppress(DatabaseError):
        for row in rows:
            if isinstance(row, Stepping):
                row.refresh_from_db()


def sqlstate(error):
    return getattr(error.__cause__, "sqlstate", None)


def judge(slots, leader_pks, *, at, overrule=False):
    """Each leader's first refusal, as (slot, reason), or None when all the slots are free: pk → verdict.

    Raises nothing. A leader who is not active, or not there, has no entry.
    """
    dates = [slot.date for slot in slots]
    calendars = leader_calendars.load(first=min(dates), last=max(dates), leaders=leader_pks, at=at)
    return {pk: _first_refusal(slots, calendar, overrule) for pk, calendar in calendars.items()}


def _first_refusal(slots, calendar, overrule):
    allowed = OVERRULABLE if overrule else frozenset()
    for slot in slots:
        for reason in availability.refusals(slot.start, calendar, slot.wish, slot.rules):
            if reason not in allowed:
                return slot, reason
    return None


def lock_free_leader(slots, *, leader=None, purpose="", at, overrule=False):
    """Lock and return (leader, why): the one asked for, or the best of those who have all slots free.

    Raises TimeRefused, or TimeTaken when somebody was first.
    """
    candidates = [leader.pk] if leader else _seemingly_free(slots, at)
    locked = ProcessLeader.objects.active().lock(candidates)
    Commitment.objects.release_expired_holds(locked, at)
    verdicts = judge(slots, [found.pk for found in locked], at=at, overrule=overrule)
    free = [found for found in locked if verdicts[found.pk] is None]
    if not free:
        raise _refusal([verdict for verdict in verdicts.values() if verdict], slots)
    return (free[0], "asked_for") if leader else best(free, purpose, at)


def check_all_free(slots, leaders, *, at, overrule=False):
    """Every one of `leaders` (pks, locked already) has these slots free, or it is refused in words."""
    verdicts = judge(slots, list(leaders), at=at, overrule=overrule)
    refused = [verdict for verdict in verdicts.values() if verdict]
    if refused or len(verdicts) < len(leaders):
        raise _refusal(refused, slots)


def _seemingly_free(slots, at):
    """Those who look free before anything is locked; when nobody does, everybody, to learn why."""
    verdicts = judge(slots, None, at=at)
    return [pk for pk, verdict in verdicts.items() if verdict is None] or list(verdicts)


def _refusal(verdicts, slots):
    """The friendliest true answer: if anybody was taken, then somebody was first."""
    if not verdicts:
        return TimeRefused(Reason.DAY_OFF, which=slots[0].source)
    taken = [verdict for verdict in verdicts if verdict[1] in SOMEBODY_WAS_FIRST]
    slot, reason = (taken or verdicts)[0]
    is_one_of_many = [one.source for one in slots].count(slot.source) > 1
    start = slot.start if is_one_of_many else None
    return (TimeTaken if taken else TimeRefused)(reason, which=slot.source, start=start)


def best(free, purpose, at):
    """Competence for the purpose first, then the fewest hours lately (four weeks back and forth)."""
    hours = hours_lately(free, at)
    chosen = min(
        free, key=lambda one: (purpose not in one.purposes, hours.get(one.pk, dt.timedelta()), one.pk)
    )
    return chosen, "competence" if purpose in chosen.purposes else "fewest_hours"


def hours_lately(leaders, at):
    """What each has taken, four weeks back and forth: pk → timedelta; who has nothing has no entry."""
    length = Func(
        F("core"), template="upper(%(expressions)s) - lower(%(expressions)s)", output_field=DurationField()
    )
    near = (
        Commitment.objects.active().overlapping(at - NEARBY * 4, at + NEARBY * 4).filter(leader__in=leaders)
    )
    rows = near.order_by().values("leader_id").annotate(time=Sum(length))
    return {row["leader_id"]: row["time"] for row in rows}


@contextmanager
def or_taken(source):
    """Write commitments inside: all of them, or none and «somebody was first» about `source`.

    The exclusion constraint has the last word, also about what the predicate found free.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if sqlstate(error) == OVERLAP:
            raise TimeTaken(Reason.TAKEN, which=source) from error
        raise


def reserve(slots, *, leader, booking=None, advice=None, part=Part.LEADER):
    """Take the slots in the leader's calendar: all of them, or TimeTaken and none."""
    rows = [
        Commitment(
            leader=leader,
            part=part,
            source=slot.source,
            core=DateTimeTZRange(slot.start, slot.end),
            blocked=slot.footprint(leader),
            booking=booking,
            advice=advice,
        )
        for slot in sorted(slots, key=lambda slot: slot.start)
    ]
    with or_taken(next((slot.source for slot in slots), None)):
        Commitment.objects.bulk_create(rows)


def shift(slots, *, booking):
    """Move the booking's own rows to the slots (source → Slot): the same rows, each with its own margins.

    A meeting that goes later goes first, else the formøte does: they never stand in each other's way.
    """
    rows = Commitment.objects.active().filter(booking=booking, source__in=list(slots)).order_by("pk")
    pairs = [(slots[row.source], row) for row in rows]
    goes_later = any(slot.source == Source.MEETING and slot.start > row.core.lower for slot, row in pairs)
    with or_taken(next(iter(slots), None)):
        for slot, row in sorted(pairs, key=lambda pair: pair[0].start, reverse=goes_later):
            _move_row(slot, row)


def _move_row(slot, row):
    before, after = row.core.lower - row.blocked.lower, row.blocked.upper - row.core.upper
    Commitment.objects.filter(pk=row.pk).update(
        core=DateTimeTZRange(slot.start, slot.end),
        blocked=DateTimeTZRange(slot.start - before, slot.end + after),
    )


def nearest_free(slot, *, leader=None, at=None):
    """Up to five free starts nearest to the slot's, for that leader, else for anybody: list of FreeTime."""
    first, last = slot.date - NEARBY, slot.date + NEARBY
    for leaders in [[leader], None] if leader else [None]:
        calendars = leader_calendars.load(first=first, last=last, leaders=leaders, at=at)
        found = availability.starts_of_any(calendars, slot.wish, slot.rules, first, last)
        if found:
            near = sorted(found, key=lambda start: abs(start - slot.start))[:ALTERNATIVES]
            return [FreeTime(start.astimezone(ZONE), tuple(found[start])) for start in near]
    return []


def with_alternatives(error, slots, *, leader=None, at=None):
    """Give a TimeTaken the nearest free times. Call it outside the transaction that failed."""
    slot = next(slot for slot in slots if slot.source == error.which)
    error.alternatives = nearest_free(slot, leader=leader, at=at)
    return error


def release(*, booking=None, advice=None, source=None):
    """Give back the time of a booking or a talk (only of one `source` when named)."""
    mine = Commitment.objects.filter(booking=booking) if booking else Commitment.objects.filter(advice=advice)
    return (mine.filter(source=source) if source else mine).release()
