"""The door for a new group leader: the group's live bookings go along."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from bookings import emails
from bookings.models import Booking, Group
from bookings.reservations import door
from prosesstotte import events


@door
def give_group(*, by, group, leader, at=None):
    """Make `leader` the group's leader. What the old one had booked becomes the new one's.

    The one responsible for a meeting stays: that changes by its own door alone, and then falls back.
    """
    at = at or timezone.now()
    if not by.has_perm("bookings.change_group"):
        raise PermissionDenied
    group = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    old, group.leader = group.leader, leader
    if old == leader:
        return group
    group.save(update_fields=["leader"])
    events.record(group, "succession", by=by, at=at, old=old.pk, new=leader.pk)
    for booking in Booking.objects.live().filter(group=group, booker=old).order_by("pk"):
        _inherit(booking, leader, by=by, at=at)
    return group


def _inherit(booking, leader, *, by, at):
    booking.lock()
    old, booking.booker = booking.booker, leader
    booking.version += 1
    booking.meeting_sequence += 1
    booking.pre_meeting_sequence += 1
    names = ["booker", "version", "meeting_sequence", "pre_meeting_sequence"]
    booking.save(update_fields=names)
    events.record(booking, "succession", by=by, at=at)
    emails.inherited(booking, old=old, at=at)
