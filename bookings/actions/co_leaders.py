"""Doors of the co-leader (medleiar): a colleague in the meeting itself. No formøte is needed for it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import colleagues, emails
from bookings.choices import Move, Part
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
    """Give the co-leader the time back; it leaves that calendar only."""
    booking.lock()
    booking.check_role(Move.LET_GO, by)
    theirs = booking.co_leaders().filter(leader=leader)
    if booking.is_live and not theirs.exists():
        return booking
    if _step(booking, Move.LET_GO, leader, by=by, version=version, at=at):
        ProcessLeader.objects.lock([leader.pk])
        theirs.release()
        emails.co_leader_let_go(booking, leader)
    return booking


def _step(booking, move, leader, **how):
    """Every invitation and every cancellation is newer than the one before."""
    columns = {"meeting_sequence": booking.meeting_sequence + 1}
    return booking.step(move, data={"leader": str(leader)}, **how, **columns)
