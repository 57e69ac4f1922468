"""The group's own life: open for new members, set in motion, closed."""

from django.db import transaction

from referencegroups import letters
from referencegroups.actions import places
from referencegroups.choices import CHOSEN, LIVE, UNCONFIRMED, GroupMove, Move
from referencegroups.models import Membership


@transaction.atomic
def open_group(*, by, group, at=None):
    group.step(GroupMove.OPEN, by=by, at=at)


@transaction.atomic
def start_group(*, by, group, at=None):
    """Those who have a place become members, from today."""
    group.step(GroupMove.START, by=by, at=at)
    for membership in _of(group, CHOSEN):
        places.activate(membership, by=by, at=at)


@transaction.atomic
def close_group(*, by, group, at=None):
    """Everybody is thanked and let go. Unconfirmed addresses go by themselves."""
    group.step(GroupMove.CLOSE, by=by, at=at)
    for membership in _of(group, LIVE - UNCONFIRMED):
        places.end(membership, Move.END_TERM, by=by, at=at)
        letters.send_unless_paused("group_closed", membership)


def _of(group, states):
    rows = Membership.objects.filter(group=group, state__in=states).select_related("member").order_by("pk")
    for membership in list(rows):
        membership.group = group  # the row we hold, not one read before it moved
        yield membership
