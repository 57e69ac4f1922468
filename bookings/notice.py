"""The notice for booking holds for moving and calling off too; the leader and the team decide alone."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings.choices import HANDLERS, Move, Role
from bookings.models import BookingSettings

TOO_LATE = {
    Move.MOVE: _("Det er for kort tid til å flytte her. Ring oss, så finn vi ei ny tid saman."),
    Move.CANCEL: _("Det er for kort tid til møtet til å avlyse her. Ring oss, så finn vi ut av det saman."),
}
TOO_LATE_FOR_TALK = _("Det er for kort tid til samtalen til å endre han her. Ring prosessleiaren.")


def why_too_late(row, move, user, settings=None):
    """The sentence for the page of `move` when `user` has to call instead; else nothing."""
    if hasattr(row, "responsible_id"):
        return TOO_LATE[move] if move in TOO_LATE and is_too_late(row, user, settings=settings) else ""
    return TOO_LATE_FOR_TALK if talk_is_too_late(row, user) else ""


def is_too_late(booking, user, at=None, settings=None):
    """Whether `user`, who is on the group's side, has to call: the meeting is nearer than the notice."""
    if not booking.is_live or booking.starts_at is None:
        return False
    notice = (settings or BookingSettings.current()).notice_minutes
    if not _is_near(booking, notice, at):
        return False
    roles = booking.roles_of(user)
    return bool(roles) and not roles & HANDLERS


def talk_is_too_late(talk, user, at=None):
    """The same for an advisory talk, by its own, shorter notice."""
    roles = talk.roles_of(user)
    if not talk.is_live or roles & HANDLERS or Role.BOOKER not in roles:
        return False
    return _is_near(talk, BookingSettings.current().advice_notice_minutes, at)


def _is_near(row, minutes, at):
    return row.starts_at - (at or timezone.now()) < dt.timedelta(minutes=minutes)
