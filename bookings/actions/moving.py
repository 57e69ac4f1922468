"""Doors that give a booking another time: the meeting, the formøte or both, in the same rows as before."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import emails, jobs, series
from bookings.choices import Channel, Move, Source, Status
from bookings.errors import MoveRefused, Refused, TimeTaken
from bookings.models import Commitment, ProcessLeader
from bookings.moving import Standing
from bookings.notice import TOO_LATE
from bookings.reservations import (
    check_all_free,
    check_reach,
    door,
    reserve,
    shift,
    with_alternatives,
)

NOTHING_NEW = _("Tidene er dei same som før. Vel ei ny tid.")
ALREADY_HELD = _("Formøtet er alt halde. Då kan berre møtet flyttast.")
NO_TALK = _("Formøtet har inga tid å flytte frå. Prosessleiaren avtalar ei tid.")


def move(*, by, booking, starts_at=None, pre_meeting_starts_at=None, overrule="", version=None, at=None):
    """Give the meeting (`starts_at`) and the formøte another time; None stays where it is.

    The state stands, and so does a held formøte. `overrule` is the leader's reason for a time outside
    the rules. Raises TimeRefused, TimeTaken (with the leader's nearest free times), Refused, Changed.
    """
    at = at or timezone.now()
    wanted = {"starts_at": starts_at, "talk_starts_at": pre_meeting_starts_at}
    _check_reach(wanted, at)
    try:
        return _move(by=by, booking=booking, wanted=wanted, overrule=overrule.strip(), version=version, at=at)
    except TimeTaken as error:
        slots = Standing.of(booking, by=by, at=at).slots(**wanted)
        raise _with_own_alternatives(error, slots, booking, at) from error


def _check_reach(wanted, at):
    for source, start in zip((Source.MEETING, Source.PRE_MEETING), wanted.values(), strict=True):
        if start:
            check_reach(source, start, at)


def _with_own_alternatives(error, slots, booking, at):
    """The nearest times that the booking's own leader has free: nobody else is asked to move."""
    with_alternatives(error, list(slots.values()), leader=booking.leader, at=at)
    error.alternatives = [free for free in error.alternatives if booking.leader_id in free.leaders]
    return error


@door
def _move(*, by, booking, wanted, overrule, version, at):
    booking.lock()
    booking.check_role(Move.MOVE, by)
    if booking.starts_at is None or booking.status not in booking.moves[Move.MOVE]:
        raise MoveRefused(booking, Move.MOVE)
    standing = Standing.of(booking, by=by, at=at)
    slots = standing.slots(**wanted)
    if not slots and version not in {None, booking.version}:
        return booking  # a late second click: the times are as asked, by ourselves
    _check(standing, slots, overrule)
    before = _times(booking)
    _claim(standing, slots, overrule)
    story = {"moved": _moved(before, slots), **({"overruled": overrule} if overrule else {})}
    if booking.step(Move.MOVE, by=by, version=version, at=at, data=story, **_columns(booking, slots)):
        shift(slots, booking=booking)
        if Source.PRE_MEETING in slots:
            series.carry(booking, Move.MOVE, by=by, at=at)
        emails.moved(booking, before={source: before[source] for source in slots})
        _remind_anew(booking, slots, at)
    return booking


def _moved(before, slots):
    """What the history tells: source → [start before, start after]."""
    starts = {source: (before[source][0], slot.start) for source, slot in slots.items()}
    return {source.value: [start.isoformat() for start in pair] for source, pair in starts.items()}


def _check(standing, slots, overrule):
    """What no list of free times can say."""
    booking = standing.booking
    if not slots:
        raise Refused(NOTHING_NEW)
    if Source.PRE_MEETING in slots:
        series.check_own_talk(booking)
    if Source.PRE_MEETING in slots and booking.pre_meeting_is_held:
        raise Refused(ALREADY_HELD)
    if Source.PRE_MEETING in slots and booking.pre_meeting_starts_at is None:
        raise Refused(NO_TALK)
    if overrule and not standing.handles:
        raise Refused(_("Berre teamet kan gå utanfor reglane."))
    _check_notice(standing, slots)


def _check_notice(standing, slots):
    """The notice for booking holds for moving too; the leader and the team decide for themselves."""
    if standing.handles:
        return
    notice = dt.timedelta(minutes=standing.settings.notice_minutes)
    times = _times(standing.booking)
    if any(times[source][0] - standing.at < notice for source in slots):
        raise Refused(TOO_LATE[Move.MOVE])


def _times(booking):
    return {
        Source.MEETING: (booking.starts_at, booking.ends_at),
        Source.PRE_MEETING: (booking.pre_meeting_starts_at, booking.pre_meeting_ends_at),
    }


def _claim(standing, slots, overrule=""):
    """Lock whoever has a part in it, and ask the predicate that the list asked."""
    everybody = {pk for source in slots for pk in standing.leaders_of(source)}
    locked = ProcessLeader.objects.lock(everybody)
    Commitment.objects.release_expired_holds(locked, standing.at)
    for source, slot in slots.items():
        check_all_free([slot], standing.leaders_of(source), at=standing.at, overrule=bool(overrule))


def _columns(booking, slots):
    columns = {}
    if Source.MEETING in slots:
        slot = slots[Source.MEETING]
        columns |= {"starts_at": slot.start, "ends_at": slot.end}
    if Source.PRE_MEETING in slots:
        slot = slots[Source.PRE_MEETING]
        columns |= {"pre_meeting_starts_at": slot.start, "pre_meeting_ends_at": slot.end}
        if booking.status == Status.REQUESTED:  # an answer after the formøte is none
            columns["answer_by"] = min(booking.answer_by, slot.start)
    return columns


def _remind_anew(booking, slots, at):
    """Only of what is agreed; a reminder of the old time drops itself when it is due."""
    due = {Source.PRE_MEETING: Status.ACCEPTED, Source.MEETING: Status.CONFIRMED}
    for source in slots:
        if booking.status == due[source]:
            jobs.plan_reminder(booking, source, at)


def plan_pre_meeting(*, by, booking, starts_at, channel=Channel.PHONE, version=None, at=None):
    """Agree on a time for a formøte that stands without one (after a change), or on another time.

    A follow-up is short and needs no working days before the meeting.
    """
    at = at or timezone.now()
    check_reach(Source.PRE_MEETING, starts_at, at)
    try:
        return _plan(by=by, booking=booking, starts_at=starts_at, channel=channel, version=version, at=at)
    except TimeTaken as error:
        slots = Standing.of(booking, by=by, at=at).slots(None, starts_at)
        raise _with_own_alternatives(error, slots, booking, at) from error


@door
def _plan(*, by, booking, starts_at, channel, version, at):
    booking.lock()
    booking.check_role(Move.PLAN, by)
    if booking.starts_at is None:
        raise MoveRefused(booking, Move.PLAN)
    series.check_own_talk(booking)
    standing = Standing.of(booking, by=by, at=at)
    slots = standing.slots(None, starts_at)
    columns = {"pre_meeting_channel": channel, **_columns(booking, slots)}
    if not booking.step(Move.PLAN, by=by, version=version, at=at, **columns):
        return booking
    if booking.pre_meeting_is_held:
        raise Refused(_("Formøtet er alt halde."))
    _claim(standing, slots)
    _take(slots, booking)
    series.carry(booking, Move.MOVE, by=by, at=at)
    emails.pre_meeting_planned(booking)
    jobs.plan_reminder(booking, Source.PRE_MEETING, at)
    return booking


def _take(slots, booking):
    """The formøte's own row moves; a formøte that had no time gets a row."""
    has_row = Commitment.objects.active().filter(booking=booking, source=Source.PRE_MEETING).exists()
    if has_row:
        shift(slots, booking=booking)
    elif slots:
        reserve(list(slots.values()), leader=booking.leader, booking=booking)
