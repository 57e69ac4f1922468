"""A series: meetings that were asked for at once, led by one leader, with one formøte before the first.

A series is nothing but its meetings: they have a number in common (`Booking.series`), and each has its own
state, calendar and gate. One of the live ones has the formøte, with its commitment and its calendar UID; the
others carry the same planned times, so that the database holds each of them to «the formøte first». A meeting
that gets another responsible before it is held, leaves it, and gets a short one of its own.
"""

import uuid

from django.utils.translation import gettext_lazy as _

from bookings import emails, jobs
from bookings.choices import Move, Source, Status
from bookings.errors import Refused, TimeTaken
from bookings.models import Booking, Commitment, ProcessLeader
from bookings.models.booking import new_uid
from bookings.reservations import or_taken
from prosesstotte import events

PASSED_ON = "pre_meeting_passed_on"  # the event
LEADER_IS_TAKEN = _(
    "Dei andre møta i serien treng formøtet, men %(leader)s er oppteken då. Flytt formøtet først."
)
TOGETHER = frozenset({Move.ACCEPT, Move.DECLINE, Move.CONFIRM, Move.CANCEL})  # one press for the whole series


def place(bookings):
    """Give the bookings, in order, their places in a new series; the first one has the formøte."""
    number = uuid.uuid4()
    for place_in_series, booking in enumerate(bookings, 1):
        booking.series, booking.place_in_series = number, place_in_series
        booking.pre_meeting_is_carried = place_in_series > 1


def first_of_each(bookings):
    """The bookings as they come, but one alone of each series."""
    seen = set()
    for booking in bookings:
        if booking.series not in seen:
            yield booking
        seen |= {booking.series} - {None}


def others_ready_for(move, booking):
    """The other meetings of its series that may make `move` now, in order."""
    is_held = {"held_to__isnull": False} if move == Move.CONFIRM else {}
    return Booking.objects.filter(status__in=Booking.moves[move], **is_held).beside(booking)


def asks_which(move, booking):
    """Whether the whole series may make `move`, so that the page has to ask."""
    may = move in TOGETHER and booking.series and booking.status in booking.moves[move]
    return bool(may) and others_ready_for(move, booking).exists()


def sharing(booking):
    """The other live meetings of the series that have their formøte together with this one."""
    if booking.pre_meeting_is_follow_up:
        return Booking.objects.none()
    return Booking.objects.live().filter(pre_meeting_is_follow_up=False).beside(booking)


def record_of(booking, names):
    """What the others have of a formøte that is held: a meeting that is agreed later gets its copy then."""
    held = sharing(booking).filter(held_to__isnull=False, goal=booking.goal).first()
    return {name: getattr(held, name) for name in names} if held else {}


def check_own_talk(booking):
    """The formøte of a series is changed in one place."""
    if booking.pre_meeting_is_carried:
        raise Refused(_("Formøtet er felles for serien. Endre det på sida til det første møtet."))


def first_start(booking, start):
    """When the first of those that share the formøte starts, if this one starts at `start`."""
    return min([start, *sharing(booking).values_list("starts_at", flat=True)])


def heir_of(booking):
    """Who gets the formøte, and its calendar UID, when this meeting goes; None when nobody needs it."""
    if booking.pre_meeting_is_carried or booking.pre_meeting_is_held:
        return None
    heirs = sharing(booking).select_related("leader__member__user")
    heir = min(heirs, key=lambda one: (one.leader_id != booking.leader_id, one.place_in_series), default=None)
    if heir:
        heir.pre_meeting_uid, heir.pre_meeting_is_carried = booking.pre_meeting_uid, False
        heir.pre_meeting_sequence = max(heir.pre_meeting_sequence, booking.pre_meeting_sequence) + 1
    return heir


def pass_on(booking, heir, *, by, at, was_agreed):
    """Inside a door, after the step: the same commitment and the same UID, now of the meeting `heir`.

    `was_agreed`: whether everybody has the formøte in the calendar already.
    """
    if heir is None:
        return
    if booking.pre_meeting_uid == heir.pre_meeting_uid:
        booking.pre_meeting_uid, booking.pre_meeting_is_carried = new_uid(), True
        booking.save(update_fields=["pre_meeting_uid", "pre_meeting_is_carried"])
    heir.save(update_fields=["pre_meeting_uid", "pre_meeting_sequence", "pre_meeting_is_carried"])
    _give_time(booking, heir)
    events.record(heir, PASSED_ON, by=by, at=at)
    if heir.status == Status.ACCEPTED:
        jobs.plan_reminder(heir, Source.PRE_MEETING, at)
        _tell(heir, old=booking.leader, was_agreed=was_agreed)


def _give_time(booking, heir):
    """The same row; when a colleague leads the heir, it is in that calendar, if it is free there."""
    talk = Commitment.objects.active().filter(booking=booking, source=Source.PRE_MEETING)
    ProcessLeader.objects.lock({booking.leader_id, heir.leader_id})
    try:
        with or_taken(Source.PRE_MEETING):
            talk.update(booking=heir, leader=heir.leader)
    except TimeTaken as error:
        raise Refused(LEADER_IS_TAKEN, params={"leader": heir.leader}) from error


def _tell(heir, *, old, was_agreed):
    if not was_agreed:
        emails.pre_meeting_planned(heir)
    elif heir.leader != old:
        emails.pre_meeting_passed_on(heir, old=old)


def carry(booking, move, *, by, at):
    """Inside the door of `move`: the formøte has got another time or form, and those that share it follow."""
    names = ("pre_meeting_starts_at", "pre_meeting_ends_at", "pre_meeting_channel")
    columns = {name: getattr(booking, name) for name in names}
    for other in sharing(booking).filter(held_to__isnull=True):
        other.step(move, by=by, at=at, is_checked=True, **columns)
