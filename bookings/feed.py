"""A leader's own time as a calendar to subscribe to: the UIDs of the invitations, and nobody's name."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from bookings import invitations
from bookings.choices import MeetingMode, Source
from bookings.models import Commitment

BACK, AHEAD = dt.timedelta(days=30), dt.timedelta(days=400)
REFRESH = "PT15M"


def calendar_of(leader, at=None):
    """The iCalendar file as text: meetings, formøte, talks, and the time around them. One query."""
    at = at or timezone.now()
    near = Commitment.objects.standing(at).filter(leader=leader).overlapping(at - BACK, at + AHEAD)
    calendar = invitations.new_calendar("PUBLISH")
    calendar.add("x-wr-calname", _("Oppdrag frå Team prosesstøtte"))
    calendar.add("x-published-ttl", REFRESH)
    for commitment in near.select_related("booking", "advice").order_by("core", "pk"):
        for event in _events(commitment):
            event["DTSTAMP"] = _stamp(commitment, at)
            calendar.add_component(event)
    return calendar.to_ical().decode()


def _events(commitment):
    core, blocked = commitment.core, commitment.blocked
    event = _agreement(commitment)
    yield event
    is_in_a_room = commitment.source == Source.MEETING and commitment.booking.mode == MeetingMode.ROOM
    around = _("Førebuing og reise") if is_in_a_room else _("Førebuing og etterarbeid")
    if blocked.lower < core.lower:
        yield _around(event, "for", around, blocked.lower, core.lower)
    if core.upper < blocked.upper:
        yield _around(event, "etter", around, core.upper, blocked.upper)


def _agreement(commitment):
    if commitment.advice:
        return invitations.advice_event(commitment.advice)
    if commitment.source == Source.PRE_MEETING:
        return invitations.pre_meeting_event(commitment.booking)
    if commitment.source == Source.MEETING:
        return invitations.meeting_event(commitment.booking)
    uid = f"hald-{commitment.pk}@prosesstotte"
    return invitations.plain_event(uid, 0, commitment.core.lower, commitment.core.upper, _("Halden tid"))


def _around(event, side, text, start, end):
    """The time before or after, as an event of its own that follows the meeting's UID and SEQUENCE."""
    return invitations.plain_event(f"{side}-{event['UID']}", event["SEQUENCE"], start, end, text)


def _stamp(commitment, at):
    """When it last changed, as far as the row knows: the file is the same until something is."""
    row = commitment.booking or commitment.advice
    return invitations.stamp(row.status_at if row else at.replace(hour=0, minute=0, second=0, microsecond=0))
