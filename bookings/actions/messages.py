"""The door for a short message on a booking: everybody else with a role in it gets word."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import emails
from bookings.choices import Role
from bookings.errors import Refused
from bookings.models import Message
from bookings.reservations import door


@door
def write_message(*, by, booking, text, at=None):
    """Write `text` on the booking, and to the others."""
    if not booking.roles_of(by) - {Role.COLLEAGUE}:
        raise PermissionDenied
    text = text.strip()
    if not text:
        raise Refused(_("Skriv ei melding."))
    message = Message(booking=booking, by=by, text=text, at=at or timezone.now())
    message.clean_fields(exclude=["booking", "by"])
    message.save()
    emails.message(booking, by=by, text=text)
    return message
