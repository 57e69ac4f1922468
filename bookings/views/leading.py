"""Parts of the pages at /mine/ about who leads: what needs a new leader, and who comes along."""

from dataclasses import dataclass

from bookings import story
from bookings.choices import MAY, MOVES, Move
from bookings.collisions import collisions
from bookings.models import AdviceTalk, Commitment


@dataclass(frozen=True, slots=True)
class Wanted:
    """A booking or a talk that needs a new leader. `mine`: the reader is the one who had to let go."""

    row: object
    when: str
    mine: bool
    address: str  # of the hand-over


def wanted(bookings, leader):
    """What needs a new leader, the nearest first: from the bookings read already, and the talks."""
    rows = [one for one in bookings if one.wants_new_leader]
    rows += AdviceTalk.objects.wanting_leader().for_list()
    return [_wanted(row, leader) for row in sorted(rows, key=lambda row: row.starts_at)]


def _wanted(row, leader):
    address = f"{row.get_absolute_url()}overlat/"
    is_mine = leader is not None and row.leader_id == leader.pk
    return Wanted(row, story.stretch(row.starts_at, row.ends_at), is_mine, address)


def co_led(bookings, leader):
    """Those of `bookings` that `leader` leads together with somebody else. One query."""
    if leader is None:
        return []
    pks = set(Commitment.objects.co_leading().filter(leader=leader).values_list("booking_id", flat=True))
    return [one for one in bookings if one.pk in pks]


def colliding(leader, is_staff, at):
    """[(collision, when)] that the reader should solve: their own, for staff everybody's."""
    if leader is None and not is_staff:
        return []
    found = collisions(None if is_staff else [leader.pk], at)
    return [(one, story.stretch(one.commitment.starts_at, one.commitment.ends_at)) for one in found]


@dataclass(frozen=True, slots=True)
class CoLeaders:
    names: list[str]
    may_bring: bool
    may_let_go: bool

    def __bool__(self):
        return bool(self.names or self.may_bring)


def co_leaders_of(booking, roles, at):
    """What the booking's page says about those who come along."""
    names = [str(one.leader) for one in booking.co_leaders().select_related("leader__member")]
    is_to_come = booking.starts_at is not None and booking.starts_at > at

    def may(move):
        return is_to_come and booking.status in MOVES[move] and bool(roles & MAY[move])

    return CoLeaders(names, may(Move.BRING), bool(names) and may(Move.LET_GO))
