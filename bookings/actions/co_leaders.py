"""Doors of the co-leader (medleiar): a colleague in the meeting itself. No formøte is needed for it."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import colleagues, emails
from bookings.choices import HANDLERS, Move, Part
from bookings.errors import Refused
from bookings.models import ProcessLeader
from bookings.reservations import door, lock_free_leader, reserve


@door
def bring_co_leader(*, by, booking, leader, version=None, at=None):
    """Reserve the meeting in a colleague's calendar too. Twice for the same one is once."""
    at = at or timezone.now()
    booking.lock()
    booking.check_role(Move.BRING, by)
    if booking.co_leaders().filter(leader=leader).exists():
        return booking
    if booking.is_live and (booking.starts_at is None or leader == booking.leader):
        raise Refused(_no_co_leader(booking))
    if _step(booking, Move.BRING, leader, by=by, version=version, at=at):
        slots = colleagues.meeting_slot(booking, at)
        chosen, _reason = lock_free_leader(slots, leader=leader, at=at)
        reserve(slots, leader=chosen, booking=booking, part=Part.CO_LEADER)
        emails.co_leader_brought(booking, chosen)
    return booking


def _no_co_leader(booking):
    if booking.starts_at is None:
        return _("Møtet har ikkje tid enno. Avtal tida før du tek med ein medleiar.")
    return _("%(leader)s leier møtet alt. Vel ein annan.") % {"leader": booking.leader}


@door
def let_co_leader_go(*, by, booking, leader, version=None, at=None):
    """Give the co-leader the time back; it leaves that calendar only.

    A co-leader may say no for themselves alone: the meeting stands, and the leader and the team are told.
    """
    booking.lock()
    booking.check_role(Move.LET_GO, by)
    says_no = leader.member.user_id == by.pk
    if not says_no and not booking.roles_of(by) & HANDLERS:
        raise PermissionDenied
    return leave(booking, leader, by=by, says_no=says_no, version=version, at=at)


def leave(booking, leader, *, by, says_no, version=None, at=None, tell_team=True):
    """Inside a door, with the booking locked: out of the meeting, and word about it."""
    theirs = booking.co_leaders().filter(leader=leader)
    if booking.is_live and not theirs.exists():
        return booking
    if _step(booking, Move.LET_GO, leader, by=by, version=version, at=at, says_no=says_no):
        ProcessLeader.objects.lock([leader.pk])
        theirs.release()
        emails.co_leader_let_go(booking, leader)
        if says_no:
            emails.co_leader_said_no(booking, leader, tell_team=tell_team)
    return booking


def _step(booking, move, leader, *, by, version, at, **told):
    """Every invitation and every cancellation is newer than the one before."""
    columns = {"meeting_sequence": booking.meeting_sequence + 1}
    return booking.step(move, by=by, version=version, at=at, data={"leader": str(leader), **told}, **columns)
