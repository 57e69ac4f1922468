"""Places in a group: who is taken in, for how long, and who comes next from the reserve list."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from referencegroups import letters
from referencegroups.choices import CHOSEN, ENDS, MEMBERS, GroupState, Move
from referencegroups.errors import Refused
from referencegroups.models import Membership, ReferenceGroup


class Full(Refused):
    sentence = _("Gruppa er full. Set heller personen på reservelista.")
    status = 409


def lock(group):
    """The group's places are counted by one at a time."""
    return ReferenceGroup.objects.select_for_update(no_key=True).get(pk=group.pk)


def free_seats(group):
    """How many places are left, or None when everybody gets one."""
    if group.seats is None:
        return None
    taken = Membership.objects.filter(group=group, state__in=MEMBERS | CHOSEN).count()
    return max(group.seats - taken, 0)


def take_in(membership, *, by=None, at=None, move=Move.APPROVE, data=None):
    """A place in the group; a member from today when the group is in motion, else from the day it is."""
    group = lock(membership.group)
    if free_seats(group) == 0:
        raise Full
    membership.step(move, by=by, at=at, data=data, reserve_order=None)
    if group.state == GroupState.ACTIVE:
        activate(membership, by=by, at=at)
    else:
        letters.send_unless_paused("approved", membership)


def activate(membership, *, by=None, at=None):
    membership.step(Move.ACTIVATE, by=by, at=at, **term(membership.group, at))
    letters.send_unless_paused("welcome", membership)


def term(group, at=None, *, after=None):
    """The columns of a term that starts today, or the day after `after`."""
    start = timezone.localdate(at) if after is None else after
    return {
        "term_starts_on": start,
        "term_ends_on": start + relativedelta(months=group.term_months),
        "renewal_asked_on": None,
    }


def end(membership, move, *, by=None, at=None, note=""):
    """End a membership, and give its place to the first on the reserve list."""
    had_a_place = membership.state in MEMBERS | CHOSEN
    at = at or timezone.now()
    membership.step(
        move, by=by, at=at, ended_at=at, end_reason=ENDS[move], end_note=note.strip(),
        sealed_facts="", reserve_order=None,
    )  # fmt: skip
    if had_a_place:
        call_up(membership.group, at=at)


def call_up(group, *, at=None):
    """Fill free places from the reserve list, the first first."""
    group = lock(group)
    if not group.is_running or group.seats is None:
        return
    for membership in list(Membership.objects.filter(group=group).reserves()[: free_seats(group)]):
        take_in(membership, at=at)
