"""The door of the archive package: what was handed out, to whom and when, stands in the booking's history."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bookings import archive
from bookings.choices import HANDLERS
from prosesstotte import events


@transaction.atomic
def export_booking(*, by, booking, at=None):
    """The package as bytes. From now on the booking counts as archived, if its meeting is over."""
    booking = archive.for_package().get(pk=booking.pk)
    if not booking.roles_of(by) & HANDLERS:
        raise PermissionDenied
    content = archive.package_of(booking)
    events.record(booking, archive.EXPORTED, by=by, at=at or timezone.now())
    return content
