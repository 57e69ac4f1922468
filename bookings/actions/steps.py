"""Doors that take a booking from state to state. The table of allowed moves is `choices.MOVES`."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import emails, jobs, series, series_emails
from bookings.actions.evaluation import ready_evaluation
from bookings.choices import Move, Source, Status
from bookings.errors import Refused, TimeTaken
from bookings.models import BookingSettings, ProcessLeader, Proposal
from bookings.models.booking import new_uid
from bookings.models.booking_constraints import HELD
from bookings.notice import TOO_LATE, is_too_late
from bookings.people import person
from bookings.reservations import door, lock_free_leader, release, reserve, with_alternatives
from tools.actions import runs

# What the formøte record may hold beside the `held_…` columns.
RECORD = (
    "wanted_result",
    "mandate",
    "participants",
    "missing",
    "conflict_level",
    "roles",
    "room_and_aids",
    "adaptation",
)


def accept(*, by, booking, times=None, goal="", overrule="", version=None, at=None):
    """Say yes: the formøte is agreed. A «ring meg» gets its `times` (and its goal) here, after the call.

    Without `times.leader` it goes to the process leader who accepts.
    """
    at = at or timezone.now()
    booking.refresh_from_db()
    if booking.starts_at or not times:
        return _accept(by=by, booking=booking, goal=goal, version=version, at=at)
    slots = times.slots(BookingSettings.current(), mode=booking.mode, at=at)
    leader = times.leader or ProcessLeader.objects.of(by).first()
    try:
        return _accept_at(
            by=by, booking=booking, times=times, slots=slots, leader=leader, goal=goal,
            overrule=overrule.strip(), version=version, at=at,
        )  # fmt: skip
    except TimeTaken as error:
        raise with_alternatives(error, slots, leader=leader, at=at) from error


@door
def _accept(*, by, booking, goal, version, at):
    return agree(booking, by=by, version=version, at=at, **({"goal": goal} if goal else {}))


@door
def _accept_at(*, by, booking, times, slots, leader, goal, overrule, version, at):
    booking.lock()
    booking.check_role(Move.ACCEPT, by)
    if booking.starts_at:  # a late second click: the times are taken, by ourselves
        return agree(booking, by=by, version=version, at=at)
    chosen, why = lock_free_leader(
        slots, leader=leader, purpose=booking.purpose, at=at, overrule=bool(overrule)
    )
    story = {"chosen_for": why, **({"overruled": overrule} if overrule else {})}
    columns = {**times.columns(slots), "leader": chosen, **({"goal": goal} if goal else {})}
    agree(booking, by=by, version=version, at=at, story=story, **columns)
    reserve(slots, leader=chosen, booking=booking)
    return booking


def agree(booking, *, by, at, version=None, story=None, is_new=False, **columns):
    """Inside a door: the state «formøte avtalt», its messages and its reminder.

    `is_new`: nobody has heard of the booking before.
    """
    columns = {**shared_record(booking), **columns}
    if booking.step(Move.ACCEPT, by=by, version=version, at=at, data=story, **columns):
        emails.accepted(booking, is_new=is_new)
        if not booking.pre_meeting_is_carried:
            jobs.plan_reminder(booking, Source.PRE_MEETING, at)
    return booking


def shared_record(booking):
    """A meeting of a series that is agreed after the formøte has its copy of the record from the others."""
    return series.record_of(booking, (*HELD, *RECORD))


@door
def decline(*, by, booking, reason, proposals=(), version=None, at=None):
    """Say no, with a reason that the booker reads. The times are free again.

    `proposals` are other free times (`other_times.OtherTime`) that the booker may take with one press.
    """
    at = at or timezone.now()
    booking.lock()
    heir = series.heir_of(booking)
    if booking.step(Move.DECLINE, by=by, version=version, at=at, declined_reason=reason.strip()):
        series.pass_on(booking, heir, by=by, at=at, was_agreed=False)
        Proposal.objects.bulk_create(_proposal(booking, one) for one in proposals)
        emails.declined(booking)
        release(booking=booking)
    return booking


def _proposal(booking, other):
    return Proposal(
        booking=booking,
        leader_id=other.leader,
        starts_at=other.starts_at,
        pre_meeting_starts_at=other.pre_meeting_starts_at,
    )


@door
def record_pre_meeting(
    *, by, booking, held_from, held_to, way, goal="", record=None, channel="", version=None, at=None
):
    """Write down a held formøte: when, the goal and the way of working that were agreed.

    `goal` replaces the booking's goal when the formøte made it clearer. `record` may hold the
    other fields named in RECORD. The formøte was held with the one responsible, by the booking's leader.
    In a series every agreed meeting that shares the formøte gets its own copy.
    """
    at = at or timezone.now()
    unknown = set(record or {}) - set(RECORD)
    if unknown:
        raise ValueError(f"not in a formøte record: {sorted(unknown)}")
    booking.lock()
    old_goal, goal = booking.goal, goal.strip() or booking.goal
    columns = {
        **(record or {}),
        "goal": goal,
        "pre_meeting_channel": channel or booking.pre_meeting_channel,
        "held_from": held_from,
        "held_to": held_to,
        "held_by": _holder(booking, by),
        "held_with": booking.responsible,
        "held_goal": goal,
        "held_way": way.strip(),
        "held_recorded_at": at,
        "record_unread": False,
    }
    if booking.step(Move.RECORD, by=by, version=version, at=at, **columns):
        others = _copy_to_the_series(booking, columns, old_goal, by=by, at=at)
        for one in [booking, *others]:
            _free_what_was_planned_later(one, at)
        (series_emails.recorded if others else emails.pre_meeting_recorded)(booking)
    return booking


def _copy_to_the_series(booking, columns, old_goal, *, by, at):
    """The same record on the other agreed meetings; one with a goal of its own keeps that.

    A colleague who leads one of them has it to read.
    """
    others = list(series.sharing(booking).filter(status=Status.ACCEPTED))
    for one in others:
        goal = booking.goal if one.goal == old_goal else one.goal
        own = {"goal": goal, "held_goal": goal, "record_unread": one.leader_id != booking.leader_id}
        one.step(Move.RECORD, by=by, at=at, is_checked=True, **{**columns, **own})
    return others


def _holder(booking, by):
    user = booking.leader.member.user if booking.leader else None
    return user or by


def _free_what_was_planned_later(booking, at):
    """A formøte may be held early: then its planned time is free again, and leaves the calendars."""
    has_own = booking.pre_meeting_starts_at and not booking.pre_meeting_is_carried
    if has_own and booking.pre_meeting_starts_at > at:
        release(booking=booking, source=Source.PRE_MEETING)
        emails.pre_meeting_time_dropped(booking)


@door
def confirm(*, by, booking, version=None, at=None):
    """Confirm the meeting. The database refuses when the formøte is not held with the one responsible."""
    at = at or timezone.now()
    if booking.step(Move.CONFIRM, by=by, version=version, at=at):
        ready_evaluation(booking)
        emails.confirmed(booking)
        jobs.plan_reminder(booking, Source.MEETING, at)
    return booking


@door
def complete(*, by, booking, actual_minutes, block_minutes=None, version=None, at=None):
    """The meeting took place and lasted so many minutes.

    `block_minutes` (step of the programme → minutes) is told when the meeting was not run from the portal.
    """
    at = at or timezone.now()
    booking.lock()
    booking.check_role(Move.COMPLETE, by)
    if booking.status == Status.CONFIRMED and booking.starts_at > at:
        raise Refused(_("Møtet har ikkje starta enno. Meld det gjennomført når det er over."))
    if booking.step(Move.COMPLETE, by=by, version=version, at=at, actual_minutes=actual_minutes):
        ready_evaluation(booking)
        if block_minutes:
            runs.report_run(
                programme=booking.programme, minutes=block_minutes, started_at=booking.starts_at, by=by
            )
        emails.completed(booking)
    return booking


@door
def cancel(*, by, booking, reason="", version=None, at=None):
    """Call the meeting off. Inside the notice the booker has to call, so that nobody waits in vain."""
    at = at or timezone.now()
    booking.lock()
    check_notice(booking, by, at)
    before, heir = booking.status, series.heir_of(booking)
    if booking.step(Move.CANCEL, by=by, version=version, at=at, cancelled_reason=reason.strip()):
        series.pass_on(booking, heir, by=by, at=at, was_agreed=before != Status.REQUESTED)
        emails.cancelled(booking, before=before, at=at)  # also to the co-leaders, who are read from the times
        release(booking=booking)
    return booking


def check_notice(booking, by, at):
    if is_too_late(booking, by, at):
        raise Refused(TOO_LATE[Move.CANCEL])


@door
def change_goal_or_responsible(
    *, by, booking, goal=None, responsible_email="", responsible_name="", version=None, at=None
):
    """Change what the formøte is about. A held formøte then no longer counts: the booking falls back.

    The meeting keeps its time; the old record stands in the event; a short formøte is asked for.
    """
    at = at or timezone.now()
    booking.lock()
    old = booking.responsible
    columns = {
        "goal": booking.goal if goal is None else goal.strip(),
        "responsible": person(responsible_email, responsible_name) if responsible_email else old,
    }
    if (columns["goal"], columns["responsible"]) == (booking.goal, old):
        booking.check_role(Move.CHANGE, by)
        return booking
    falls_back = booking.pre_meeting_is_held
    leaves = columns["responsible"] != old and series.sharing(booking).exists()
    story = {"record": booking.held_record()} if falls_back else {}
    heir = series.heir_of(booking) if leaves else None
    if falls_back or leaves:
        columns |= _without_pre_meeting()
    if booking.step(Move.CHANGE, by=by, version=version, at=at, data=story, **columns):
        if falls_back or leaves:
            series.pass_on(booking, heir, by=by, at=at, was_agreed=booking.status != Status.REQUESTED)
            release(booking=booking, source=Source.PRE_MEETING)
        emails.changed(booking, old_responsible=old, falls_back=falls_back)
    return booking


def _without_pre_meeting():
    """No held formøte and none planned; the follow-up is another meeting, with another calendar UID."""
    columns = {"pre_meeting_starts_at": None, "pre_meeting_ends_at": None, "pre_meeting_uid": new_uid()}
    marks = {"pre_meeting_is_follow_up": True, "pre_meeting_is_carried": False, "record_unread": False}
    return {**dict.fromkeys(HELD), **columns, **marks}


@door
def lapse(*, booking, at=None):
    """Let go of a meeting that no formøte stands before, a day ahead. Made by the clock alone."""
    at = at or timezone.now()
    booking.lock()
    if type(booking).objects.lapsing(at).filter(pk=booking.pk).exists():
        booking.step(Move.LAPSE, by=None, at=at)
        emails.lapsed(booking)
        release(booking=booking)
    return booking
