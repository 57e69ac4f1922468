"""Parts of the pages at /mine/ about who leads: what needs a new leader, and who comes along."""

from dataclasses import dataclass

from bookings import story
from bookings.choices import HANDLERS, MAY, MOVES, Move, Role
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


def lacking(bookings, at):
    """[(booking, when)] of those where two were asked for and nobody comes along. One query at most."""
    pairs = [one for one in bookings if one.leaders_wanted > 1 and one.starts_at and one.starts_at > at]
    if not pairs:
        return []
    rows = Commitment.objects.co_leading().filter(booking__in=pairs)
    whole = set(rows.values_list("booking_id", flat=True))
    return [(one, story.stretch(one.starts_at, one.ends_at)) for one in pairs if one.pk not in whole]


def colliding(leader, is_staff, at):
    """[(collision, when)] that the reader should solve: their own, for staff everybody's."""
    if leader is None and not is_staff:
        return []
    found = collisions(None if is_staff else [leader.pk], at)
    return [(one, story.stretch(one.commitment.starts_at, one.commitment.ends_at)) for one in found]


@dataclass(frozen=True, slots=True)
class CoLeaders:
    """`lacks_one`: two were asked for, and nobody comes along (any more)."""

    names: list[str]
    may_bring: bool
    may_let_go: bool
    may_say_no: bool
    lacks_one: bool

    def __bool__(self):
        return self.may_bring or self.may_let_go or self.may_say_no or self.lacks_one


def co_leaders_of(booking, roles, at):
    """What the booking's page says about those who come along."""
    names = booking.names_of_co_leaders()
    is_to_come = booking.starts_at is not None and booking.starts_at > at

    def may(move):
        return is_to_come and booking.status in MOVES[move] and bool(roles & MAY[move])

    may_leave = bool(names) and may(Move.LET_GO)
    handles = bool(roles & HANDLERS)
    return CoLeaders(
        names,
        may_bring=may(Move.BRING),
        may_let_go=may_leave and handles,
        may_say_no=may_leave and Role.CO_LEADER in roles and not handles,
        lacks_one=is_to_come and booking.is_live and booking.leaders_wanted > 1 and not names,
    )
