"""The notice for booking holds for moving and calling off too; the leader and the team decide alone."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.choices import HANDLERS, Move
from bookings.models import BookingSettings

TOO_LATE = {
    Move.MOVE: _("Det er for kort tid til å flytte her. Ring oss, så finn vi ei ny tid saman."),
    Move.CANCEL: _("Det er for kort tid til møtet til å avlyse her. Ring oss, så finn vi ut av det saman."),
}


def is_too_late(booking, user, at=None, settings=None):
    """Whether `user`, who is on the group's side, has to call: the meeting is nearer than the notice."""
    if not booking.is_live or booking.starts_at is None:
        return False
    notice = dt.timedelta(minutes=(settings or BookingSettings.current()).notice_minutes)
    if booking.starts_at - (at or timezone.now()) >= notice:
        return False
    roles = booking.roles_of(user)
    return bool(roles) and not roles & HANDLERS
