"""Doors for a change of process leader: hand over, take over, ask the team for somebody else, and read
what the one before wrote down. Who held the formøte is history, and stands.
"""

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bookings import colleagues, emails
from bookings.choices import HANDLERS, Channel, Move, Part
from bookings.errors import MoveRefused, Refused
from bookings.models import ProcessLeader
from bookings.reservations import door, lock_free_leader, or_taken


@door
def hand_over(*, by, booking, leader, reason="", overrule="", version=None, at=None):
    """Give the booking to `leader`, who must be free in all its times to come; the times move along.

    A colleague without another role may take over, to themselves alone, what needs a new leader.
    `overrule` is the reason for going outside hours or limits.
    Raises TimeRefused or TimeTaken, with the source that the new leader is not free for.
    """
    booking.lock()
    unread = booking.pre_meeting_is_held and booking.held_by_id != leader.member.user_id
    words = {"reason": reason.strip(), "overruled": overrule.strip()}
    return _hand_over(
        booking, by=by, leader=leader, words=words, version=version, at=at, columns={"record_unread": unread}
    )


@door
def hand_over_talk(*, by, talk, leader, reason="", overrule="", version=None, at=None):
    """The same for an advisory talk; a video talk gets the new leader's own room."""
    talk.lock()
    own_room = talk.channel == Channel.VIDEO and talk.video_link == talk.leader.video_link
    columns = {"video_link": leader.video_link} if own_room else {}
    words = {"reason": reason.strip(), "overruled": overrule.strip()}
    return _hand_over(talk, by=by, leader=leader, words=words, version=version, at=at, columns=columns)


def _hand_over(row, *, by, leader, words, version, at, columns):
    at, old = at or timezone.now(), row.leader
    _check_who(row, by, leader)
    if row.status in row.moves[Move.HAND_OVER]:
        _check_change(row, leader, version)
    story = {"from": str(old), "to": str(leader), **words}
    columns = {"leader": leader, "wants_new_leader": False, **columns}
    if not row.step(Move.HAND_OVER, by=by, version=version, at=at, data=story, **columns):
        return row
    if leader != old:
        _move_times(row, old, leader, at, overrule=bool(words["overruled"]))
    emails.handed_over(row, old=old, reason=words["reason"], at=at)
    return row


def _check_who(row, by, leader):
    row.check_role(Move.HAND_OVER, by)
    if not row.roles_of(by) & HANDLERS and leader.member.user_id != by.pk:
        raise PermissionDenied
    if row.leader is None:
        raise MoveRefused(row, Move.HAND_OVER)


def _check_change(row, leader, version):
    """A second click is no new change; a first one to the same leader is a mistake."""
    if leader == row.leader and not row.wants_new_leader and version in {None, row.version}:
        raise Refused(_("%(leader)s leier dette alt. Vel ein annan.") % {"leader": leader})


def _move_times(row, old, leader, at, *, overrule):
    """Under both leaders' locks; whoever led it together with the old one may become the leader."""
    ProcessLeader.objects.lock([old.pk, leader.pk])
    mine = row.commitments.active()
    mine.filter(leader=leader, part=Part.CO_LEADER).release()
    slots = colleagues.standing_slots(row, at)
    chosen, _reason = lock_free_leader(slots, leader=leader, at=at, overrule=overrule)
    for slot in sorted(slots, key=lambda slot: slot.start):
        _give(mine.filter(part=Part.LEADER, source=slot.source), chosen, slot)


def _give(commitments, leader, slot):
    with or_taken(slot.source):
        commitments.update(leader=leader, blocked=slot.footprint(leader))


@door
def seek_leader(*, by, booking, version=None, at=None):
    """Ask the team for somebody else. The times stand; nothing is called off by itself."""
    return seek(booking, by=by, version=version, at=at)


@door
def seek_leader_of_talk(*, by, talk, version=None, at=None):
    return seek(talk, by=by, version=version, at=at)


def seek(row, *, by, at, version=None):
    """Inside a door: the mark that the team looks for, and the calm word to those who booked."""
    row.lock()
    row.check_role(Move.SEEK, by)
    if row.leader is None:
        raise MoveRefused(row, Move.SEEK)
    if row.wants_new_leader and row.is_live:
        return row
    if row.step(Move.SEEK, by=by, version=version, at=at, wants_new_leader=True):
        emails.leader_sought(row)
    return row


@door
def read_record(*, by, booking, version=None, at=None):
    """The new leader has read what the formøte agreed on."""
    booking.lock()
    booking.check_role(Move.READ, by)
    if booking.status in booking.moves[Move.READ] and not booking.pre_meeting_is_held:
        raise Refused(_("Det er ikkje noko notat frå formøtet å lese."))
    booking.step(Move.READ, by=by, version=version, at=at, record_unread=False)
    return booking
