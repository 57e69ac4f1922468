"""Doors of a process leader's own time: hours, absences, own rules, and «eg er sjuk i dag».

All is written under the lock that bookings take, so that neither overtakes the other. Nothing that is
booked is called off by it: what collides afterwards is shown to the leader and to the team.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from bookings import emails
from bookings.actions.co_leaders import leave
from bookings.actions.handing_over import seek
from bookings.availability import midnight
from bookings.choices import LIVE, AdviceStatus, Move
from bookings.leader_calendars import ZONE
from bookings.models import (
    Absence,
    AdviceTalk,
    Booking,
    Commitment,
    HoursOverride,
    ProcessLeader,
    WorkingHours,
)
from bookings.reservations import door
from prosesstotte import events
from prosesstotte.sentences import sentences


def _lock_own(leader, by):
    if leader.member.user_id != by.pk and not by.has_perm("bookings.change_processleader"):
        raise PermissionDenied
    ProcessLeader.objects.lock([leader.pk])


@door
def set_week(*, by, leader, week):
    """Replace the weekly hours by `week`: weekday (0 is Monday) → stretches of (from, to) on the clock."""
    _lock_own(leader, by)
    leader.working_hours.all().delete()
    rows = [(weekday, *stretch) for weekday, stretches in week.items() for stretch in stretches]
    WorkingHours.objects.bulk_create(
        WorkingHours(leader=leader, weekday=weekday, from_time=start, to_time=end)
        for weekday, start, end in rows
    )
    events.record(leader, "hours", by=by)


@door
def set_date(*, by, leader, date, hours):
    """What holds on `date` instead of the week's hours; no stretches make a day off."""
    _lock_own(leader, by)
    leader.hours_overrides.filter(date=date).delete()
    HoursOverride.objects.bulk_create(
        HoursOverride(leader=leader, date=date, from_time=start, to_time=end)
        for start, end in hours or [(None, None)]
    )
    events.record(leader, "date", by=by, date=date.isoformat())


@door
def clear_date(*, by, leader, date):
    """The week's hours hold again on `date`."""
    _lock_own(leader, by)
    if leader.hours_overrides.filter(date=date).delete()[0]:
        events.record(leader, "date_cleared", by=by, date=date.isoformat())


@door
def add_absence(*, by, leader, starts_at, ends_at):
    _lock_own(leader, by)
    with sentences(Absence):
        made = Absence.objects.create(leader=leader, starts_at=starts_at, ends_at=ends_at)
    events.record(leader, "absent", by=by)
    return made


@door
def remove_absence(*, by, leader, absence):
    """Back to work. Removed twice is removed once."""
    _lock_own(leader, by)
    if leader.absences.filter(pk=absence).delete()[0]:
        events.record(leader, "back", by=by)


OWN_RULES = (
    "buffer_before", "buffer_after", "max_meetings_a_day", "max_meetings_a_week", "max_minutes_a_day",
    "video_link",
)  # fmt: skip


@door
def set_own_rules(*, by, leader, **columns):
    """Buffers, limits and the video room (OWN_RULES). What is booked keeps the margins it has."""
    _lock_own(leader, by)
    ProcessLeader.objects.filter(pk=leader.pk).update(**{name: columns[name] for name in OWN_RULES})
    events.record(leader, "rules", by=by)


# --- «Eg er sjuk i dag» ----------------------------------------------------------------------------


def ill_until(at, *, tomorrow):
    """The midnight when the absence ends."""
    return midnight(at.astimezone(ZONE).date() + dt.timedelta(days=2 if tomorrow else 1), ZONE)


def rows_until(leader, at, until):
    """Where the leader leads or comes along from now until then: bookings, then talks, in id (lock) order."""
    coming = Commitment.objects.standing(at).filter(leader=leader)
    coming = coming.filter(core__startswith__gte=at, core__startswith__lt=until)
    bookings = Booking.objects.filter(status__in=LIVE, pk__in=coming.values("booking_id"))
    talks = AdviceTalk.objects.filter(status=AdviceStatus.CONFIRMED, pk__in=coming.values("advice_id"))
    return [*bookings.order_by("pk"), *talks.order_by("pk")]


@door
def fall_ill(*, by, leader, tomorrow=False, at=None):
    """Absent for the rest of the day (and tomorrow), and everything in it handed to the team.

    Returns the rows. Nothing is called off: the team finds somebody, and those who booked are told so.
    """
    at = at or timezone.now()
    until = ill_until(at, tomorrow=tomorrow)
    rows = _hand_to_the_team(leader, by, at, until)
    _lock_own(leader, by)
    rows += [row for row in _hand_to_the_team(leader, by, at, until) if row not in rows]
    is_known = leader.absences.filter(starts_at__lte=at, ends_at__gte=until).exists()
    if not is_known:
        Absence.objects.create(leader=leader, starts_at=at, ends_at=until)
        events.record(leader, "ill", by=by, at=at, until=until.isoformat())
        emails.fell_ill(leader, rows)
    return rows


def _hand_to_the_team(leader, by, at, until):
    rows = rows_until(leader, at, until)
    for row in rows:  # all of them before any leader's row: the order of locks
        row.lock()
    return [_let_go_of(row, leader, by, at) for row in rows]


def _let_go_of(row, leader, by, at):
    """What is led needs somebody else; a meeting with another leader stands without the co-leader."""
    if row.leader_id == leader.pk:
        return seek(row, by=by, at=at)
    row.check_role(Move.LET_GO, by)
    return leave(row, leader, by=by, says_no=True, at=at, tell_team=False)
