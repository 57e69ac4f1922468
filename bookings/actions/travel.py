"""The door of the time around one meeting: preparation and travel before, travel and clearing up after."""

import datetime as dt

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext_lazy as _

from bookings.choices import HANDLERS, Move, Source
from bookings.errors import Refused
from bookings.models import ProcessLeader
from bookings.reservations import door, or_taken


@door
def change_travel(*, by, booking, before, after, version=None, at=None):
    """Set the minutes around the meeting in the calendar of the one who changes it, or of the leader.

    Only what is taken can refuse it: buffers may lie outside working hours.
    """
    booking.lock()
    booking.check_role(Move.TRAVEL, by)
    commitment = commitment_around(booking, by)
    if booking.is_live and commitment is None:
        raise Refused(_("Møtet har ikkje tid enno. Avtal tida først."))
    story = {"before": before, "after": after}
    if booking.step(Move.TRAVEL, by=by, version=version, at=at, data=story):
        ProcessLeader.objects.lock([commitment.leader_id])
        _widen(commitment, before, after)
    return booking


def commitment_around(booking, user):
    """The meeting's commitment that `user` may change: their own, else the leader's for leader and staff."""
    found = booking.commitments.active().filter(source=Source.MEETING).select_related("leader__member")
    own = found.filter(leader__member__user_id=user.pk).first()
    return own or (found.filter(leader=booking.leader).first() if booking.roles_of(user) & HANDLERS else None)


def _widen(commitment, before, after):
    core = commitment.core
    blocked = DateTimeTZRange(
        core.lower - dt.timedelta(minutes=before), core.upper + dt.timedelta(minutes=after)
    )
    with or_taken(Source.MEETING):
        type(commitment).objects.filter(pk=commitment.pk, active=True).update(blocked=blocked)
