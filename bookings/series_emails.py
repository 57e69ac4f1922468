"""One letter for a series: to each the meetings that are theirs, every one with a calendar file."""

from django.conf import settings
from django.utils.translation import gettext as _

from bookings import invitations
from bookings.choices import Role
from bookings.emails import AT_THE_MEETING, EVERYBODY, OUR_SIDE, THEIR_SIDE, recipients
from bookings.invitations import Invitation
from bookings.letter_facts import facts, stretch
from prosesstotte import mail


def requested(meetings):
    _send("series_requested", meetings, THEIR_SIDE)
    _send("series_to_answer", meetings, OUR_SIDE)


def accepted(meetings):
    """The formøte comes first, and then the meetings."""
    _send("series_accepted", meetings, AT_THE_MEETING, invite=_talk_and_meetings)


def declined(meetings):
    _send("series_declined", meetings, THEIR_SIDE)
    _send("series_cancelled", meetings, {Role.CO_LEADER}, invite=_meetings)


def recorded(booking):
    """Every meeting that has this record."""
    same = {"held_recorded_at": booking.held_recorded_at}
    others = type(booking).objects.filter(**same).beside(booking)
    meetings = sorted([booking, *others], key=lambda one: one.place_in_series)
    _send("series_recorded", meetings, THEIR_SIDE)


def confirmed(meetings):
    _send("series_confirmed", meetings, AT_THE_MEETING, invite=_meetings)


def cancelled(meetings, *, agreed, at):
    """`agreed`: pks of those that are in people's calendars; a formøte that is over stays there."""

    def invite(theirs, role, address):
        were_agreed = [one for one in theirs if one.pk in agreed or role == Role.CO_LEADER]
        talks = [one for one in were_agreed if _has_talk_after(one, at) and role != Role.CO_LEADER]
        return [
            *(invitations.pre_meeting(one, address) for one in talks),
            *(invitations.meeting(one, address) for one in were_agreed),
        ]

    _send("series_cancelled", meetings, AT_THE_MEETING, invite=invite)


def _has_talk_after(meeting, at):
    start = meeting.pre_meeting_starts_at
    return start is not None and start > at and not meeting.pre_meeting_is_carried


def _meetings(theirs, role, address):
    return [invitations.meeting(one, address) for one in theirs]


def _talk_and_meetings(theirs, role, address):
    to_hold = [one for one in theirs if not (one.pre_meeting_is_carried or one.pre_meeting_is_held)]
    talks = [one for one in to_hold if one.pre_meeting_starts_at and role in EVERYBODY]
    return [
        *(invitations.pre_meeting(one, address) for one in talks),
        *_meetings(theirs, role, address),
    ]


def _send(kind, meetings, roles, *, invite=None):
    for address, (role, theirs) in _by_recipient(meetings, roles).items():
        invited = invite(theirs, role, address) if invite else []
        _queue(kind, theirs, role, address, invited)


def _by_recipient(meetings, roles):
    """Address → (role, the meetings of the series that are theirs)."""
    found = {}
    for meeting in meetings:
        for role, address in recipients(meeting, roles):
            found.setdefault(address, (role, []))[1].append(meeting)
    return found


def _queue(kind, theirs, role, address, invited):
    first = theirs[0]
    context = {
        **facts(first),
        "is_leader": role in {Role.LEADER, Role.CO_LEADER},
        "link": settings.SITE_URL + first.get_absolute_url(),
        "dates": dates(theirs),
        "ways": [],  # each meeting is changed on its own page
    }
    calendar = {"calendar": "".join(one.text for one in invited), "calendar_method": _method(invited)}
    mail.queue(f"bookings/{kind}", to=address, context=context, about=first, **calendar)


def _method(invited: list[Invitation]):
    return invited[0].method if invited else ""


def dates(meetings):
    """The meetings as a Markdown list, each with its number in the series."""
    lines = (
        _("- Møte %(number)d: %(when)s")
        % {"number": one.place_in_series, "when": stretch(one.starts_at, one.ends_at)}
        for one in meetings
    )
    return "\n".join(lines)
