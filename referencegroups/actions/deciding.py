"""What the owner decides: who gets a place, who waits, who does not."""

from django.db import transaction
from django.db.models import Max

from referencegroups import letters
from referencegroups.actions import places
from referencegroups.choices import Move
from referencegroups.models import Membership


@transaction.atomic
def approve(*, by, membership, reason="", at=None):
    """A place, for one who has asked, waits in the pool, or stands on the reserve list."""
    places.take_in(membership, by=by, at=at, data={"reason": reason.strip()} if reason.strip() else None)


@transaction.atomic
def decline(*, by, membership, reason, at=None):
    places.end(membership, Move.DECLINE, by=by, at=at, note=reason)
    letters.send_unless_paused(
        "declined", membership, note=membership.end_note, days=membership.group.keep_declined_days
    )


@transaction.atomic
def put_in_pool(*, by, membership, at=None):
    membership.step(Move.ENTER_POOL, by=by, at=at, reserve_order=None)
    letters.send_unless_paused("confirmed", membership, in_pool=True, number=membership.member.number)


@transaction.atomic
def put_on_reserve(*, by, membership, order=None, at=None):
    """Last on the reserve list, or at `order` (the lottery's)."""
    group = places.lock(membership.group)
    last = Membership.objects.filter(group=group).reserves().aggregate(last=Max("reserve_order"))["last"]
    membership.step(Move.RESERVE, by=by, at=at, reserve_order=order or (last or 0) + 1)
    letters.send_unless_paused("reserve", membership, order=membership.reserve_order)


@transaction.atomic
def draw(*, by, drawn, reserves=(), at=None):
    """The outcome of a lottery: `drawn` get a place, `reserves` wait in the order they stand."""
    for membership in drawn:
        places.take_in(membership, by=by, at=at, move=Move.DRAW)
    for order, membership in enumerate(reserves, start=1):
        put_on_reserve(by=by, membership=membership, order=order, at=at)


@transaction.atomic
def remove(*, by, membership, reason, at=None):
    """Take somebody out, with a reason that the person reads."""
    places.end(membership, Move.REMOVE, by=by, at=at, note=reason)
    letters.send_unless_paused("removed", membership, note=membership.end_note)
